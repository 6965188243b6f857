//! The kit itself: waivers, readings, fixtures that are not sound, providers that panic.

use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use mapi_sim::conformance::{
    Capability, Conformance, Declaration, Fixture, Outcome, RULES, Report, RuleId, Setup, explain, rules,
    run, run_declared, test_fixture, test_rule, test_waivers,
};
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, store_entry_id};
use mapi_sim::sim::{Dll, StoreSection};
use mapi_sim::spi::*;
use mapi_sim::wrap::{WrapProvider, WrapSupport, Wrapping};

use crate::fixture::{CAPABILITIES, Reference, catalogue, setup};

pub(crate) const EVERYTHING: Declaration = Declaration { capabilities: CAPABILITIES, ..Declaration::NOTHING };

/// The reference provider, bent by one of the structs below.
#[derive(Clone, Copy)]
pub(crate) struct Bent(pub(crate) fn(Wrapping) -> Wrapping);

impl Fixture for Bent {
    fn setup(&self) -> Setup {
        let stores = catalogue();
        let entry = ReferenceDll::new(stores.clone());
        let wrapping = self.0(Wrapping::new(entry.clone()));
        let service = wrapping.service_entry(entry);
        setup(Dll::new(DLL_NAME).provider_entry(wrapping).service_entry(service), &stores)
    }
}

/// Registers no MAPIUID, so that nothing can be routed to it.
struct Unrouted;

impl WrapSupport for Unrouted {
    fn set_provider_uid(&self, _: &dyn IMAPISupport, _: &MapiUid, _: u32) -> MapiResult<()> {
        Ok(())
    }
}

/// A store that is open, with its logon object.
type Open = (Weak<dyn IMsgStore>, Weak<dyn IMSLogon>);

/// Returns the logon object of the first `Logon` with every further one.
#[derive(Default)]
struct LogonObjectAgain(Mutex<Vec<Open>>);

impl WrapProvider for LogonObjectAgain {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let mut answer = inner.logon(request)?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let store = answer.store.as_ref().unwrap();
        match &answer.logon {
            Some(logon) => known.push((Arc::downgrade(store), Arc::downgrade(logon))),
            None => {
                let same =
                    known.iter().find(|(open, _)| open.upgrade().is_some_and(|o| Arc::ptr_eq(&o, store)));
                answer.logon = same.and_then(|(_, logon)| logon.upgrade());
            }
        }
        Ok(answer)
    }
}

pub(crate) fn outcome(report: &Report, id: RuleId) -> &Outcome {
    &report.entries().iter().find(|entry| entry.rule.id == id).unwrap().outcome
}

/// What a test says when it fails.
pub(crate) fn panic_text(test: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let Err(panic) = catch_unwind(test) else { panic!("a test that passes") };
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

#[test]
fn the_reference_provider_is_conformant() {
    let report = run_declared(Reference, EVERYTHING);
    assert_eq!(report.conformance(), Conformance::Conformant, "{report}");
    assert_eq!(report.provider(), DLL_NAME);
    assert_eq!(report.entries().len(), RULES.len());
}

#[test]
fn a_waived_rule_is_no_breach_and_a_stale_waiver_is_one() {
    let waived = Declaration { waivers: &[(rules::LOGON_10, "nothing is routed here")], ..EVERYTHING };
    let report = run_declared(Bent(|wrapping| wrapping.support(Unrouted)), waived);
    assert!(matches!(outcome(&report, rules::LOGON_10), Outcome::Waived("nothing is routed here", _)));
    test_waivers(Bent(|wrapping| wrapping.support(Unrouted)), waived, None);

    let report = run_declared(Reference, waived);
    assert!(matches!(outcome(&report, rules::LOGON_10), Outcome::StaleWaiver("nothing is routed here")));
    assert_eq!(report.conformance(), Conformance::NotConformant);
    let text = panic_text(|| test_waivers(Reference, waived, None));
    assert!(text.contains("LOGON-10 is waived (nothing is routed here) and kept"), "{text}");
}

#[test]
fn waivers_alone_make_a_provider_conformant_with_waivers() {
    const WAIVERS: &[(RuleId, &str)] = &[(rules::LOAD_24, "the logon object is counted by its clients")];
    let fixture = Bent(|wrapping| wrapping.provider(LogonObjectAgain::default()));
    let report = run_declared(fixture, Declaration { waivers: WAIVERS, ..EVERYTHING });
    assert_eq!(report.conformance(), Conformance::ConformantWithWaivers, "{report}");
}

#[test]
fn a_lenient_reading_accepts_what_another_page_allows() {
    let fixture = Bent(|wrapping| wrapping.provider(LogonObjectAgain::default()));
    let strict = run_declared(fixture, EVERYTHING);
    assert!(matches!(outcome(&strict, rules::LOAD_24), Outcome::Failed(_)), "{strict}");
    let lenient = run_declared(fixture, Declaration { lenient: &[rules::LOAD_24], ..EVERYTHING });
    assert_eq!(lenient.conformance(), Conformance::Conformant, "{lenient}");
}

#[test]
fn what_is_not_declared_does_not_apply_and_is_missed_where_it_shows() {
    let report = run_declared(Reference, Declaration::NOTHING);
    for entry in report.entries() {
        match (&entry.outcome, entry.rule.requires) {
            (Outcome::NotApplicable(missing), needed) => assert!(needed.contains(missing), "{entry:?}"),
            (_, needed) => assert!(needed.is_empty(), "{entry:?}"),
        }
    }
    assert!(matches!(outcome(&report, rules::CLAIM_03), Outcome::Failed(_)), "{report}");
    assert!(matches!(outcome(&report, rules::CLAIM_14), Outcome::Failed(_)), "{report}");
}

/// The identifier of a store that does not exist.
struct Unsound;

impl Fixture for Unsound {
    fn setup(&self) -> Setup {
        let entry = ReferenceDll::new(catalogue());
        let section = StoreSection::new(DLL_NAME, "Gone").entry_id(store_entry_id("gone"));
        Setup::new(Dll::new(DLL_NAME).provider_entry(entry), section)
    }
}

#[test]
fn a_fixture_that_cannot_open_its_store_says_so_instead_of_failing_every_rule() {
    let report = run(Unsound);
    assert_eq!(report.conformance(), Conformance::NotJudged);
    assert!(report.entries().is_empty());
    let fault = report.fixture_fault().unwrap();
    assert!(fault.contains("a first store that opens without dialogs; got MAPI_E_NOT_FOUND"), "{fault}");
    let text = panic_text(|| test_fixture(Unsound, Declaration::NOTHING, None));
    assert!(text.contains("the fixture is not sound, and no rule can be judged"), "{text}");
    let text = panic_text(|| test_rule(Unsound, Declaration::NOTHING, None, rules::LOAD_19));
    assert_eq!(text, "LOAD-19 was not judged: see the test `fixture_is_sound`");
}

#[test]
fn a_failing_test_says_everything_that_its_author_needs() {
    let text = panic_text(|| {
        test_rule(Bent(|wrapping| wrapping.support(Unrouted)), EVERYTHING, None, rules::LOGON_10);
    });
    for part in [
        "LOGON-10 ",
        "\n  level     must, strict reading",
        "\n  duty      During Logon the provider calls IMAPISupport::SetProviderUID",
        "\n  pages     https://learn.microsoft.com/office/client-developer/outlook/mapi/imapisupport-setprovideruid\n",
        "\n  expected  ",
        "\n  got       ",
        "\n  calls     ",
        "\n  to do     ",
        "\n  trace     run this test with MAPI_SIM_TRACE=1",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let explained = explain("logon_10").unwrap();
    assert!(explained.contains("\n  duty     During Logon the provider calls"), "{explained}");
    assert!(explained.contains("\n  pages    https://learn.microsoft.com/"), "{explained}");
    assert!(explain("LOGON-0").is_none());
}

/// The message in the README is the one of this test, without the calls and the lines after them.
#[test]
fn the_message_in_the_readme_is_true() {
    let readme = include_str!("../../README.md");
    let shown = readme.split("```text\n").nth(2).unwrap().split("```").next().unwrap();
    let text = panic_text(|| {
        test_rule(Bent(|wrapping| wrapping.support(Unrouted)), EVERYTHING, None, rules::LOGON_10);
    });
    let mut lines = text.lines();
    for line in shown.lines() {
        assert!(lines.any(|told| told == line), "not in the message: {line}\n{text}");
    }
}

#[test]
fn tests_are_named_by_rule_and_no_name_comes_twice() {
    let names: BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        let id = rule.id.to_string().to_ascii_lowercase().replace('-', "_");
        assert!(rule.name.starts_with(&id), "{rule:?}");
        assert!(rule.id.rule().is_some_and(|found| found.name == rule.name));
    }
}

#[test]
fn rules_share_nothing() {
    let text = |report: &Report| report.to_string();
    let (first, second) = (run_declared(Reference, EVERYTHING), run_declared(Reference, EVERYTHING));
    assert_eq!(text(&first), text(&second));
    // One fixture for all rules, in the reverse order.
    for rule in
        RULES.iter().rev().filter(|rule| rule.requires.iter().all(|needed| CAPABILITIES.contains(needed)))
    {
        test_rule(Reference, EVERYTHING, None, rule.id);
    }
    assert!(Capability::ALL.iter().all(|capability| !capability.word().is_empty()));
}
