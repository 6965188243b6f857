//! The page of HTML.

use mapi_sim::conformance::{run, untested_rules};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::broken::{Broken, HOSTILE, report};
use crate::text::Absent;

/// The values of all `id` attributes.
fn ids(html: &str) -> Vec<&str> {
    html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn drawings(html: &str) -> Vec<&str> {
    let ends = |rest: &str| rest.find("</svg>").unwrap() + "</svg>".len();
    html.match_indices("<svg ").map(|(start, _)| &html[start..start + ends(&html[start..])]).collect()
}

/// What is between the `<section` of this rule's area and its end.
fn entry<'a>(html: &'a str, id: &str) -> &'a str {
    let start = html.find(&format!(" id=\"{id}\"")).unwrap();
    let end = html[start..].find("<details class=\"rule").unwrap_or(html.len() - start);
    &html[start..start + end]
}

#[test]
fn every_rule_is_an_anchor_once() {
    let report = report();
    let html = report.to_html().unwrap();
    let ids = ids(&html);
    let rules = report.entries().iter().map(|entry| entry.rule.id.to_string());
    let untested = untested_rules().map(|rule| rule.id.to_owned());
    for id in rules.chain(untested).chain(["untested".to_owned()]) {
        assert_eq!(ids.iter().filter(|known| **known == id).count(), 1, "{id}");
    }
    assert_eq!(ids.len(), report.entries().len() + untested_rules().count() + 1);
}

#[test]
fn hostile_names_and_texts_are_text() {
    let html = run(Broken("<script>.dll")).to_html().unwrap();
    assert_eq!(html.matches("<script").count(), 1, "the page's own");
    assert!(html.contains("<h1>&lt;script&gt;.dll</h1>"));
    assert!(html.contains("<title>&lt;script&gt;.dll: not conformant</title>"));
    assert!(html.contains("&lt;script&gt;alert("), "the error text is shown");
    assert!(!html.contains(HOSTILE));
    assert!(html.contains("<dd>older versions are &lt;good&gt; enough</dd>"));
}

#[test]
fn nothing_is_fetched() {
    let html = report().to_html().unwrap();
    for sign in ["src=", "url(", "@import", "<link", "<iframe", "fetch(", "XMLHttpRequest"] {
        assert!(!html.contains(sign), "{sign}");
    }
    let links = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let docs = "https://learn.microsoft.com/office/client-developer/outlook/mapi/";
    for link in links {
        assert!(link.starts_with('#') || link.strip_prefix(docs).is_some_and(is_stem), "{link}");
    }
}

fn is_stem(page: &str) -> bool {
    !page.is_empty() && page.chars().all(|char| char.is_ascii_alphanumeric() || "-_".contains(char))
}

#[test]
fn a_failure_has_its_story_and_its_diagram() {
    let html = report().to_html().unwrap();
    let failure = entry(&html, "ERR-10");
    for part in [
        "data-outcome=\"fail\" open>",
        "<dt>expected</dt><dd>MAPI_E_FAILONEPROVIDER",
        "<dt>got</dt><dd class=\"got\">MAPI_E_CALL_FAILED",
        "<dt>to do</dt><dd>",
        "<li><code>IMSProvider::Logon(S1, id of 32 bytes ",
        ", MDB_NO_DIALOG|MAPI_UNICODE) MAPI_E_CALL_FAILED (0x80004005)</code></li>",
        "<svg ",
        "step 4  MAPI logs on to the store",
    ] {
        assert!(failure.contains(part), "{part}: {failure}");
    }
    assert!(!entry(&html, "LOAD-10").contains("<svg "));
}

#[test]
fn there_is_a_drawing_for_each_trace_and_each_is_well_formed() {
    let report = report();
    let html = report.to_html().unwrap();
    let traces = report.entries().iter().filter_map(|entry| entry.outcome.told()?.trace.as_ref());
    let drawings = drawings(&html);
    assert_eq!(drawings.len(), traces.count());
    for drawing in drawings {
        let mut reader = Reader::from_str(drawing);
        while reader.read_event().unwrap() != Event::Eof {}
    }
}

#[test]
fn the_head_has_verdict_counts_and_what_is_to_do() {
    let report = report();
    let html = report.to_html().unwrap();
    assert!(html.contains("<p class=\"verdict fail\">not conformant</p>"));
    assert!(html.contains(&format!("<b>{}</b> pass</button>", report.counts().passed)));
    assert!(html.contains("To do: <a href=\"#INIT-10\">INIT-10</a>, <a href=\"#LOAD-12\">LOAD-12</a>, "));
    assert!(!html.contains("To do: <a href=\"#INIT-09\">"), "waived");
}

#[test]
fn a_fixture_that_is_not_sound_shows_on_the_page() {
    let html = run(Absent).to_html().unwrap();
    assert!(html.contains("<p class=\"verdict fail\">not judged</p>"));
    assert!(html.contains("The fixture is not sound"));
}
