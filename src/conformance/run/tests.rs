//! What the tests do that [`conformance_tests!`](crate::conformance_tests) makes.

use super::judge::judge;
use super::run::run_declared_with;
use super::soundness::check_fixture;
use crate::catalogue::RuleId;
use crate::conformance::declare::{Declaration, Fixture};
use crate::conformance::report::{Entry, Outcome};
use crate::conformance::rule::RuleSet;
use crate::conformance::run::Failure;

/// What the test of one rule does.
///
/// # Panics
/// If the rule is not kept, or the fixture is not sound; this is a test.
#[doc(hidden)]
#[allow(clippy::panic, reason = "a test fails by a panic")]
#[track_caller]
pub fn test_rule(fixture: &dyn Fixture, declaration: Declaration, rules: Option<RuleSet>, id: RuleId) {
    if check_fixture(fixture).is_err() {
        panic!("{id} was not judged: see the test `fixture_is_sound`");
    }
    if let Some(failure) = failure(fixture, declaration, &rules.unwrap_or_default(), id) {
        panic!("{failure}");
    }
}

/// What the test of the fixture does.
///
/// # Panics
/// If the fixture cannot open its own store, or has findings for which there are no rules.
#[doc(hidden)]
#[allow(clippy::panic, reason = "a test fails by a panic")]
#[track_caller]
pub fn test_fixture(fixture: &dyn Fixture, declaration: Declaration, rules: Option<RuleSet>) {
    if let Err(breach) = check_fixture(fixture) {
        panic!("the fixture is not sound, and no rule can be judged: {breach}\n  {}", breach.help);
    }
    let watched = !fixture.setup().watchers.is_empty();
    assert!(
        rules.is_some() || !watched,
        "something watches the provider: say with `rules:` whose findings count"
    );
    if let Some(fault) = rules.unwrap_or_default().fault(&declaration) {
        panic!("the rules do not fit, and none is judged: {fault}");
    }
}

/// What the test of the waivers does.
///
/// # Panics
/// If a waived rule is kept.
#[doc(hidden)]
#[track_caller]
pub fn test_waivers(fixture: &dyn Fixture, declaration: Declaration, rules: Option<RuleSet>) {
    let rules = rules.unwrap_or_default();
    for (id, reason) in declaration.waivers {
        assert!(
            failure(fixture, declaration, &rules, *id).is_some(),
            "{id} is waived ({reason}) and kept: take the waiver away"
        );
    }
}

/// What the test of the rules from elsewhere does: it says what no other test says. `named` are the rules from elsewhere
/// that have a test of their own.
///
/// # Panics
/// If a rule without a test is not kept, or something beside the kit has found so in the trial of another rule.
#[doc(hidden)]
#[track_caller]
pub fn test_others(fixture: &dyn Fixture, declaration: Declaration, rules: RuleSet, named: &[&[RuleId]]) {
    let report = run_declared_with(fixture, declaration, &rules);
    let has_a_test = |id: RuleId| id.rule().is_some() || named.iter().any(|area| area.contains(&id));
    // The test of a rule without a check looks at all trials, any other test at its own.
    let looks_at_all = |id: RuleId| rules.listed().iter().any(|one| one.rule.id == id && one.has_no_check());
    let is_said = |failure: &Failure| {
        let id = failure.rule.id;
        has_a_test(id) && (failure.seen_in.is_none() || looks_at_all(id))
    };
    let unsaid = report.entries().iter().filter_map(broken).filter(|failure| !is_said(failure));
    let unsaid: Vec<String> = unsaid.map(ToString::to_string).collect();
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n\n"));
}

fn broken(entry: &Entry) -> Option<&Failure> {
    if let Outcome::Failed(failure) = &entry.outcome { Some(failure) } else { None }
}

/// How a rule is broken. Whether one is that has no check shows in the trials of all others.
#[allow(clippy::panic, reason = "a test fails by a panic")]
#[track_caller]
fn failure(
    fixture: &dyn Fixture,
    declaration: Declaration,
    rules: &RuleSet,
    id: RuleId,
) -> Option<Box<Failure>> {
    let Some(listed) = rules.listed().iter().find(|listed| listed.rule.id == id) else {
        panic!("there is no rule {id}");
    };
    if !listed.has_no_check() {
        return judge(listed, fixture, declaration).failure(listed.rule, declaration);
    }
    let report = run_declared_with(fixture, declaration, rules);
    let entry = report.entries().iter().find(|entry| entry.rule.id == id);
    entry.and_then(|entry| entry.outcome.failure()).map(|failure| Box::new(failure.clone()))
}
