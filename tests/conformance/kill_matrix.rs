//! Every rule on every mutant: a mutant breaks its own rule, the consequences that it names, and nothing else.

use std::collections::BTreeSet;

use mapi_sim::conformance::{Behind, Declaration, Fixture, Outcome, RULES, Report, RuleId, Setup, run};

use crate::mutants::{Lenient, Mutant, allowed, areas, mutants};

/// The rules that a report finds broken.
fn broken(report: &Report) -> BTreeSet<RuleId> {
    let broken = report.entries().iter().filter(|entry| entry.outcome.failure().is_some());
    broken.map(|entry| entry.rule.id).collect()
}

fn expected(mutant: &Mutant) -> BTreeSet<RuleId> {
    mutant.also.iter().copied().chain([mutant.rule]).collect()
}

/// A mutant with its rule read leniently.
struct ReadLeniently<'a>(&'a Mutant, &'static [RuleId]);

impl Fixture for ReadLeniently<'_> {
    fn setup(&self) -> Setup {
        self.0.setup()
    }

    fn declaration(&self) -> Declaration {
        Declaration { lenient: self.1, ..self.0.declaration() }
    }
}

/// What is wrong with the mutants of one area, a line each.
fn wrong(area: &str) -> Vec<String> {
    let (_, mutants) = areas().into_iter().find(|(name, _)| *name == area).unwrap();
    let mut wrong = Vec::new();
    for mutant in &mutants {
        let mut expected = expected(mutant);
        let report = run(mutant);
        wrong.extend(difference(mutant, "strict", &report, &expected));
        wrong.extend(silence(mutant, &report));
        wrong.extend(unsettled(mutant, &report));
        let Some(lenient) = mutant.lenient else { continue };
        if lenient == Lenient::Kept {
            expected.remove(&mutant.rule);
        }
        let report = run(&ReadLeniently(mutant, Vec::leak(vec![mutant.rule])));
        wrong.extend(difference(mutant, "lenient", &report, &expected));
    }
    wrong
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

/// What the message of a mutant's own rule does not say.
fn silence(mutant: &Mutant, report: &Report) -> Option<String> {
    let failure = report.entries().iter().find(|entry| entry.rule.id == mutant.rule)?.outcome.failure()?;
    let text = failure.to_string();
    let id = mutant.rule.to_string();
    let parts =
        [&*id, "\n  level     ", "\n  pages     ", "\n  expected  ", "\n  got       ", "\n  explain   "];
    let missing: Vec<_> = parts.into_iter().filter(|part| !text.contains(part)).collect();
    let empty = failure.breach.expected.is_empty() || failure.breach.got.is_empty();
    (empty || !missing.is_empty()).then(|| format!("{id} ({}): no {missing:?} in {text}", mutant.bent))
}

/// A mutant breaks its own rule and the consequences that it names, and no other, and the message of its own rule says
/// what was expected and what came: one test an area.
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

#[test]
fn what_the_pages_allow_breaks_no_rule() {
    for one in allowed() {
        let report = run(&one);
        assert!(broken(&report).is_empty(), "{} ({}): {:?}", one.rule, one.bent, broken(&report));
    }
}

#[test]
fn every_rule_has_a_mutant() {
    let killed: BTreeSet<RuleId> = mutants().iter().map(|mutant| mutant.rule).collect();
    let missing: Vec<String> =
        RULES.iter().filter(|rule| !killed.contains(&rule.id)).map(|rule| rule.id.to_string()).collect();
    assert!(missing.is_empty(), "no mutant breaks {}", missing.join(" "));
}
