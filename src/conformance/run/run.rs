//! Runs rules on a fixture.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::failure::Failure;
use super::soundness::check_fixture;
use crate::catalogue::RuleId;
use crate::conformance::RULES;
use crate::conformance::declare::{Declaration, Fixture};
use crate::conformance::machine::Trial;
use crate::conformance::report::{Entry, Outcome, Report};
use crate::conformance::rule::{Breach, Rule, Verdict};

/// Runs every rule on a fixture by its own [`declaration`](Fixture::declaration).
///
/// ```
/// use mapi_sim::conformance::{Conformance, run};
/// # use mapi_sim::conformance::{Fixture, Setup};
/// # use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
/// # use mapi_sim::sim::{Dll, StoreSection};
/// # struct MyProvider;
/// # impl Fixture for MyProvider {
/// #     fn setup(&self) -> Setup {
/// #         let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mine")]));
/// #         let section = StoreSection::new(DLL_NAME, "Mine").entry_id(store_entry_id("mine"));
/// #         Setup::new(Dll::new(DLL_NAME).provider_entry(dll), section)
/// #     }
/// #     fn declaration(&self) -> mapi_sim::conformance::Declaration {
/// #         use mapi_sim::conformance::{Capability, Declaration};
/// #         Declaration { capabilities: &[Capability::Mail], ..Declaration::NOTHING }
/// #     }
/// # }
/// let report = run(&MyProvider);
/// println!("{report}");
/// assert_ne!(report.conformance(), Conformance::NotJudged);
/// ```
#[must_use]
pub fn run(fixture: &dyn Fixture) -> Report {
    run_declared(fixture, fixture.declaration())
}

/// Runs every rule on a fixture by a declaration.
#[must_use]
pub fn run_declared(fixture: &dyn Fixture, declaration: Declaration) -> Report {
    let name = fixture.setup().name().to_owned();
    if let Err(breach) = check_fixture(fixture) {
        return Report::not_judged(name, &breach);
    }
    let entry = |rule: &'static Rule| {
        let reading = declaration.reading(rule.id);
        Entry { rule, reading, outcome: outcome(rule, fixture, declaration) }
    };
    Report::new(name, RULES.iter().map(entry).collect())
}

/// What comes of one rule, with waivers taken into account.
fn outcome(rule: &'static Rule, fixture: &dyn Fixture, declaration: Declaration) -> Outcome {
    if let Some(missing) = rule.requires.iter().find(|needed| !declaration.has(**needed)) {
        return Outcome::NotApplicable(*missing);
    }
    let failure = check(rule, fixture, declaration).err();
    match (failure, declaration.waiver(rule.id)) {
        (None, None) => Outcome::Passed,
        (None, Some(reason)) => Outcome::StaleWaiver(reason),
        (Some(failure), Some(reason)) => Outcome::Waived(reason, failure),
        (Some(failure), None) if rule.is_observation() => Outcome::Observed(failure),
        (Some(failure), None) => Outcome::Failed(failure),
    }
}

/// Runs one rule. A provider that panics has not kept it.
pub(in crate::conformance) fn check(
    rule: &'static Rule,
    fixture: &dyn Fixture,
    declaration: Declaration,
) -> Result<(), Box<Failure>> {
    let trial = Trial::new(fixture, declaration, rule.id);
    let verdict = without_panic(|| (rule.check)(&trial));
    verdict.map_err(|breach| {
        let reading = declaration.reading(rule.id);
        Box::new(Failure { rule, reading, breach, trace: trial.last_trace() })
    })
}

/// A panic of the provider is a breach.
pub(in crate::conformance) fn without_panic(work: impl FnOnce() -> Verdict) -> Verdict {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = panic_text(&*panic);
        Err(Breach::new("calls that return", format!("a panic: {text}"))
            .help("A panic does not cross an interface: return an error."))
    })
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a text")
}

/// What the test of one rule does.
///
/// # Panics
/// If the rule is not kept, or the fixture is not sound; this is a test.
#[doc(hidden)]
#[allow(clippy::panic, reason = "a test fails by a panic")]
#[track_caller]
pub fn test_rule(fixture: &dyn Fixture, declaration: Declaration, id: RuleId) {
    if check_fixture(fixture).is_err() {
        panic!("{id} was not judged: see the test `fixture_is_sound`");
    }
    let Some(rule) = id.rule() else { panic!("there is no rule {id}") };
    if let Err(failure) = check(rule, fixture, declaration) {
        panic!("{failure}");
    }
}

/// What the test of the fixture does.
///
/// # Panics
/// If the fixture cannot open its own store.
#[doc(hidden)]
#[allow(clippy::panic, reason = "a test fails by a panic")]
#[track_caller]
pub fn test_fixture(fixture: &dyn Fixture) {
    if let Err(breach) = check_fixture(fixture) {
        panic!("the fixture is not sound, and no rule can be judged: {breach}\n  {}", breach.help);
    }
}

/// What the test of the waivers does.
///
/// # Panics
/// If a waived rule is kept.
#[doc(hidden)]
#[allow(clippy::panic, reason = "a test fails by a panic")]
#[track_caller]
pub fn test_waivers(fixture: &dyn Fixture, declaration: Declaration) {
    for (id, reason) in declaration.waivers {
        let Some(rule) = id.rule() else { panic!("there is no rule {id}") };
        assert!(
            check(rule, fixture, declaration).is_err(),
            "{id} is waived ({reason}) and kept: take the waiver away"
        );
    }
}
