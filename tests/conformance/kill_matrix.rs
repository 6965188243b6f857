//! Every rule on every mutant: a mutant breaks its own rule, the consequences that it names, and nothing else.

use std::collections::BTreeSet;
use std::sync::Arc;

use mapi_sim::conformance::{
    Behind, Conformance, Declaration, Fixture, Judgement, Outcome, RULES, Report, Rule, RuleId, RuleSet,
    judge_rule, run_with,
};

use mapi_sim::sim::SpoolerModel;

use crate::judged::{On, judgements, report};
use crate::mutants::{Lenient, Mutant, allowed, areas, mutants};

/// The rules that a report finds broken.
fn broken(report: &Report) -> BTreeSet<RuleId> {
    let broken = report.entries().iter().filter(|entry| entry.outcome.failure().is_some());
    broken.map(|entry| entry.rule.id).collect()
}

fn expected(mutant: &Mutant) -> BTreeSet<RuleId> {
    mutant.also.iter().copied().chain([mutant.rule]).collect()
}

/// What is wrong with the mutants of one area, a line each.
fn wrong(area: &str) -> Vec<String> {
    let area = areas().into_iter().find(|known| known.name == area).unwrap();
    let mut wrong = Vec::new();
    for mutant in (area.mutants)().into_iter().map(Arc::new) {
        let mut expected = expected(&mutant);
        let on = On(SpoolerModel::SameProcess, Arc::clone(&mutant));
        let judgements = judgements(&on);
        let report = report(on.declaration(), judgements.clone());
        wrong.extend(difference(&mutant, "strict", &report, &expected));
        wrong.extend(silence(&mutant, &report));
        wrong.extend(helpless(&mutant, &report));
        wrong.extend(unsettled(&mutant, &report));
        wrong.extend(unseen_with_a_spooler_of_its_own(&mutant));
        let Some(lenient) = mutant.lenient else { continue };
        if lenient == Lenient::Kept {
            expected.remove(&mutant.rule);
        }
        let report = read_leniently(&on, judgements);
        wrong.extend(difference(&mutant, "lenient", &report, &expected));
    }
    wrong
}

/// What comes of it where the rule of a mutant is read leniently. The trials of other rules do not ask how it is read.
fn read_leniently(on: &On, judgements: Vec<Judgement>) -> Report {
    let lenient: &[RuleId] = vec![on.1.rule].leak();
    let declared = Declaration { lenient, ..on.declaration() };
    let of_rule = judge_rule(on.clone(), declared, &RuleSet::kit(), on.1.rule);
    // Of two judgements of a rule the first one counts.
    report(declared, of_rule.into_iter().chain(judgements))
}

/// Whether the rule of a mutant survives where the spooler is a process of its own.
fn unseen_with_a_spooler_of_its_own(mutant: &Arc<Mutant>) -> Option<String> {
    let rule = RULES.iter().find(|rule| rule.id == mutant.rule).unwrap();
    let report = run_with(On(SpoolerModel::OwnProcess, Arc::clone(mutant)), &RuleSet::empty().with(*rule));
    let survives = !broken(&report).contains(&mutant.rule) && !mutant.in_one_process;
    survives.then(|| {
        format!("{} ({}): survives with a spooler in a process of its own", mutant.rule, mutant.bent)
    })
}

/// How what is broken differs from what should be.
fn difference(
    mutant: &Mutant,
    reading: &str,
    report: &Report,
    expected: &BTreeSet<RuleId>,
) -> Option<String> {
    let broken = broken(report);
    let only = |left: &BTreeSet<RuleId>, right: &BTreeSet<RuleId>| {
        left.difference(right).map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    (broken != *expected).then(|| {
        format!(
            "{} ({}, {reading}): survives [{}], breaks besides [{}] {}",
            mutant.rule,
            mutant.bent,
            only(expected, &broken),
            only(&broken, expected),
            report.fixture_fault().unwrap_or_default()
        )
    })
}

/// How the rules that were not reached, though nothing that is broken stands in their way, differ from those that the
/// mutant names.
fn unsettled(mutant: &Mutant, report: &Report) -> Option<String> {
    let stopped: Vec<RuleId> = report
        .entries()
        .iter()
        .filter(|entry| {
            let Outcome::NotReached(stopped) = &entry.outcome else { return false };
            stopped.behind == Behind::Nothing
        })
        .map(|entry| entry.rule.id)
        .collect();
    let text = || format!("{} ({}): without a cause {stopped:?}", mutant.rule, mutant.bent);
    (stopped != mutant.unsettled).then(text)
}

/// Names of stores that only the code has; a message names stores as `StoreSlot` is displayed.
const SLOTS: [&str; 5] = ["Unconfigured", "Unreachable", "ForeignLocale", "ExtendedError", "Nameless"];

/// What the message of a mutant's own rule does not say.
fn silence(mutant: &Mutant, report: &Report) -> Option<String> {
    let failure = report.entries().iter().find(|entry| entry.rule.id == mutant.rule)?.outcome.failure()?;
    let text = failure.to_string();
    let id = mutant.rule.to_string();
    let parts = [&*id, "\n  level     ", "\n  duty      ", "\n  expected  ", "\n  got       "];
    let missing: Vec<_> = parts.into_iter().filter(|part| !text.contains(part)).collect();
    let said = format!("{} {}", failure.breach.expected, failure.breach.got);
    if let Some(name) = SLOTS.into_iter().find(|name| said.contains(name)) {
        return Some(format!("{id} ({}): the internal name {name} in {text}", mutant.bent));
    }
    let empty = failure.breach.expected.is_empty() || failure.breach.got.is_empty();
    (empty || !missing.is_empty()).then(|| format!("{id} ({}): no {missing:?} in {text}", mutant.bent))
}

/// Rules whose message does not say what to do, be they broken or not reached.
fn helpless(mutant: &Mutant, report: &Report) -> Option<String> {
    let told = |outcome: &Outcome| {
        if let Outcome::NotReached(stopped) = outcome {
            return Some(stopped.story.to_string());
        }
        outcome.failure().map(ToString::to_string)
    };
    let speechless = |text: &String| !text.contains("\n  to do     ");
    let entries =
        report.entries().iter().filter(|entry| told(&entry.outcome).as_ref().is_some_and(speechless));
    let rules: Vec<RuleId> = entries.map(|entry| entry.rule.id).collect();
    (!rules.is_empty()).then(|| format!("{} ({}): nothing to do for {rules:?}", mutant.rule, mutant.bent))
}

/// A mutant breaks its own rule and the consequences that it names, and no other, and the messages of all that it breaks say
/// what was expected, what came and what to do: one test an area.
macro_rules! areas {
    ($($area:ident)*) => {$(
        #[test]
        fn $area() {
            let wrong = wrong(stringify!($area));
            assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
        }
    )*};
}

areas! {
    init load already_open logon open_store notify default_store spooler ids compare changes profile service status status_object shutdown errors claims observed
}

/// Wherever the spooler runs. What it names besides is no rule of the contract: real clients rely on it, and no page
/// asks for it.
#[test]
fn what_the_pages_allow_breaks_no_rule() {
    let mut wrong = Vec::new();
    for one in allowed().into_iter().map(Arc::new) {
        let also: BTreeSet<RuleId> = one.also.iter().copied().collect();
        assert!(also.iter().all(|id| id.prefix() == "OBS"), "{}", one.bent);
        for model in [SpoolerModel::SameProcess, SpoolerModel::OwnProcess] {
            let on = On(model, Arc::clone(&one));
            let report = report(on.declaration(), judgements(&on));
            if report.conformance() != Conformance::Conformant || broken(&report) != also {
                wrong.push(format!("{} ({}): {}", one.rule, one.bent, accusations(&report)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What a report says against a provider, a line a rule.
fn accusations(report: &Report) -> String {
    let lines = report.entries().iter().filter_map(|entry| {
        if let Outcome::NotReached(stopped) = &entry.outcome {
            return Some(format!("\n    {} not reached: {}", entry.rule.id, stopped.story.breach));
        }
        let breach = &entry.outcome.failure()?.breach;
        Some(format!("\n    {}: {breach}", entry.rule.id))
    });
    let lines: String = lines.collect();
    format!("{}{lines}", report.fixture_fault().unwrap_or_default())
}

/// How many mutants there are of a rule at least, unless it has fewer routes.
const LEAST: usize = 3;

#[test]
fn every_rule_has_three_mutants_or_one_for_each_of_its_routes() {
    let mutants = mutants();
    let areas = areas();
    let routes = |id| areas.iter().flat_map(|area| area.few_routes).find(|(rule, _)| *rule == id);
    let missing = |rule: &&Rule| {
        let count = mutants.iter().filter(|mutant| mutant.rule == rule.id).count();
        count < routes(rule.id).map_or(LEAST, |(_, routes)| routes.len().clamp(1, LEAST))
    };
    let missing: BTreeSet<RuleId> = RULES.iter().filter(missing).map(|rule| rule.id).collect();
    assert_eq!(missing, BTreeSet::new(), "rules without enough mutants");
}
