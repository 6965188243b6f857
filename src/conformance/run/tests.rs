//! What the tests do that [`conformance_tests!`](crate::conformance_tests) makes.

use std::sync::Arc;

use super::judge::judge;
use super::run::run_shared;
use super::soundness::check_fixture;
use crate::catalogue::RuleId;
use crate::conformance::declare::{Declaration, Fixture};
use crate::conformance::report::{NotReached, Outcome};
use crate::conformance::rule::{Listed, RuleSet, allows_absence};
use crate::conformance::run::Failure;

/// What the test of one rule does.
///
/// # Panics
/// If the rule is not kept or not reached, or the fixture is not sound; this is a test.
#[doc(hidden)]
#[allow(clippy::panic, reason = "a test fails by a panic")]
#[track_caller]
pub fn test_rule(fixture: impl Fixture, declaration: Declaration, rules: Option<RuleSet>, id: RuleId) {
    let fixture = shared(fixture);
    let shows_a_breach = check_fixture(&fixture).err().map(|unsound| unsound.shows_a_breach());
    if shows_a_breach == Some(false) {
        panic!("{id} was not judged: see the test `fixture_is_sound`");
    }
    match answer(&fixture, declaration, &rules.unwrap_or_default(), id) {
        Answer::Kept => {}
        Answer::Broken(failure) => panic!("{failure}"),
        Answer::NotReached(stopped) if is_excused(stopped.cause, declaration) => {}
        Answer::NotReached(stopped) => {
            let (cause, breach) = (stopped.cause, &stopped.story.breach);
            let test = cause.rule().map(|rule| format!(" `{}`", rule.name)).unwrap_or_default();
            panic!("{id} was not reached, {cause} stands in the way: see its test{test}; {breach}");
        }
    }
}

fn shared(fixture: impl Fixture) -> Arc<dyn Fixture> {
    Arc::new(fixture)
}

/// Whether the report says all there is to say of a rule behind this one.
fn is_excused(cause: RuleId, declaration: Declaration) -> bool {
    declaration.waiver(cause).is_some() || allows_absence(cause, declaration)
}

/// What the test of the fixture does.
///
/// # Panics
/// If the fixture cannot open its own store, or has findings for which there are no rules.
#[doc(hidden)]
#[allow(clippy::panic, reason = "a test fails by a panic")]
#[track_caller]
pub fn test_fixture(fixture: impl Fixture, declaration: Declaration, rules: Option<RuleSet>) {
    let fixture = shared(fixture);
    if let Err(unsound) = check_fixture(&fixture) {
        let what =
            if unsound.shows_a_breach() { "the tests of rules say more" } else { "no rule can be judged" };
        panic!("the fixture is not sound, and {what}: {unsound}\n  {}", unsound.breach.help);
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
pub fn test_waivers(fixture: impl Fixture, declaration: Declaration, rules: Option<RuleSet>) {
    if declaration.waivers.is_empty() {
        return;
    }
    // Whether a waived rule is kept may show in the trial of another one.
    let report = run_shared(&shared(fixture), declaration, &rules.unwrap_or_default());
    for entry in report.entries() {
        if let Outcome::StaleWaiver(reason) = entry.outcome {
            stale(entry.rule.id, reason);
        }
    }
}

#[allow(clippy::panic, reason = "a test fails by a panic")]
#[track_caller]
fn stale(id: RuleId, reason: &str) {
    panic!("{id} is waived ({reason}) and kept: take the waiver away");
}

/// What the test of the whole run does: it says what no other test says. `named` are the rules from elsewhere that have a
/// test of their own.
///
/// # Panics
/// If a rule without a test is not kept, or the trial of one rule shows that another one is not.
#[doc(hidden)]
#[track_caller]
pub fn test_whole(
    fixture: impl Fixture,
    declaration: Declaration,
    rules: Option<RuleSet>,
    named: &[&[RuleId]],
) {
    let rules = rules.unwrap_or_default();
    let report = run_shared(&shared(fixture), declaration, &rules);
    let has_a_test = |id: RuleId| id.rule().is_some() || named.iter().any(|area| area.contains(&id));
    // The test of a rule without a check looks at all trials, any other test at its own.
    let looks_at_all = |id: RuleId| rules.listed().iter().any(|one| one.rule.id == id && one.has_no_check());
    let is_said = |failure: &Failure| {
        let id = failure.rule.id;
        has_a_test(id) && (failure.seen_in.is_none() || looks_at_all(id))
    };
    let unsaid: Vec<String> = report
        .entries()
        .iter()
        .filter_map(|entry| match &entry.outcome {
            Outcome::Failed(failure) => (!is_said(failure)).then(|| failure.to_string()),
            Outcome::NotReached(stopped) if !has_a_test(entry.rule.id) => {
                Some(format!("{} was not reached: {stopped}", entry.rule.id))
            }
            Outcome::Passed
            | Outcome::Waived(..)
            | Outcome::StaleWaiver(_)
            | Outcome::NotApplicable(_)
            | Outcome::NotReached(_)
            | Outcome::Observed(_) => None,
        })
        .collect();
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n\n"));
}

/// What came of one rule.
enum Answer {
    Kept,
    Broken(Box<Failure>),
    NotReached(Box<NotReached>),
}

/// What comes of a rule. Of one that has no check, it shows in the trials of all others.
fn answer(fixture: &Arc<dyn Fixture>, declaration: Declaration, rules: &RuleSet, id: RuleId) -> Answer {
    let listed = listed(rules, id);
    if listed.has_no_check() {
        let report = run_shared(fixture, declaration, rules);
        let entry = report.entries().iter().find(|entry| entry.rule.id == id);
        let failure = entry.and_then(|entry| entry.outcome.failure());
        return failure.map_or(Answer::Kept, |failure| Answer::Broken(Box::new(failure.clone())));
    }
    let judge = |listed: &Listed| judge(listed, fixture, declaration);
    let is_broken =
        |id| find(rules, id).is_some_and(|listed| judge(listed).failure(listed.rule, declaration).is_some());
    let judged = judge(listed).unless_its_own_panic(is_broken);
    if let Some(failure) = judged.failure(listed.rule, declaration) {
        return Answer::Broken(failure);
    }
    let Some(mut stopped) = judged.not_reached(listed.rule, declaration) else { return Answer::Kept };
    stopped.cause = root(fixture, declaration, rules, stopped.cause);
    Answer::NotReached(stopped)
}

/// The first rule in the chain of those that stand in the way.
fn root(fixture: &Arc<dyn Fixture>, declaration: Declaration, rules: &RuleSet, mut cause: RuleId) -> RuleId {
    // Rules that stand in each other's way would lead round and round.
    for _ in 0..LONGEST_CHAIN {
        let Some(listed) = find(rules, cause) else { break };
        let judged = judge(listed, fixture, declaration);
        match judged.not_reached(listed.rule, declaration) {
            Some(next) if judged.failure(listed.rule, declaration).is_none() => cause = next.cause,
            Some(_) | None => break,
        }
    }
    cause
}

/// How many rules may stand in each other's way.
const LONGEST_CHAIN: usize = 8;

#[allow(clippy::panic, reason = "a test fails by a panic")]
#[track_caller]
fn listed(rules: &RuleSet, id: RuleId) -> &Listed {
    let Some(listed) = find(rules, id) else {
        panic!("there is no rule {id}");
    };
    listed
}

fn find(rules: &RuleSet, id: RuleId) -> Option<&Listed> {
    rules.listed().iter().find(|listed| listed.rule.id == id)
}
