"use strict";
(() => {
  const form = document.querySelector(".filter");
  if (!form) return;
  const rules = [...document.querySelectorAll(".rule")];
  const buttons = [...form.querySelectorAll("[data-show]")];
  const search = form.querySelector("input");
  const words = new Map(rules.map((rule) => [rule, rule.textContent.toLowerCase()]));
  let outcome = "";

  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    for (const rule of rules) {
      rule.hidden = (outcome !== "" && rule.dataset.outcome !== outcome) || !words.get(rule).includes(wanted);
      shown += rule.hidden ? 0 : 1;
    }
    for (const area of document.querySelectorAll(".area")) {
      area.hidden = !area.querySelector(".rule:not([hidden])");
    }
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.show === outcome));
    }
    form.querySelector(".found").textContent = shown === rules.length ? "" : `${shown} of ${rules.length} shown`;
  };

  const reveal = () => {
    const rule = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!rule || !rule.classList.contains("rule")) return;
    if (rule.hidden) {
      outcome = search.value = "";
      filter();
    }
    rule.open = true;
    rule.scrollIntoView();
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      outcome = button.dataset.show;
      filter();
    });
  }
  search.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);
  // What a failure has to tell goes on paper, too, and what was closed is closed again afterwards.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".rule:is(.fail, .stale-waiver, .not-reached, .waived, .observed):not([open])")];
    for (const rule of opened) rule.open = true;
  });
  addEventListener("afterprint", () => {
    for (const rule of opened) rule.open = false;
  });
  form.hidden = false;
  reveal();
})();
