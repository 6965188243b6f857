//! One cause is one failure: what is behind it is not reached, and says so.

use std::collections::BTreeSet;
use std::sync::Mutex;

use mapi_sim::conformance::{
    Behind, Conformance, Declaration, Outcome, Report, RuleId, rules, run_declared, test_fixture, test_rule,
};
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::{WrapFolder, WrapProvider, WrapStore, WrapSupport, Wrapping};

use crate::kit::{Bent, EVERYTHING, outcome, panic_text};

/// The rules that a report finds broken.
fn failed(report: &Report) -> BTreeSet<RuleId> {
    let failed = report.entries().iter().filter(|entry| matches!(entry.outcome, Outcome::Failed(_)));
    failed.map(|entry| entry.rule.id).collect()
}

/// The rules that stand in the way of others.
fn causes(report: &Report) -> BTreeSet<RuleId> {
    let stopped = report.entries().iter().filter_map(|entry| {
        if let Outcome::NotReached(stopped) = &entry.outcome { Some(stopped.cause) } else { None }
    });
    stopped.collect()
}

fn report_on(bend: fn(Wrapping) -> Wrapping) -> Report {
    run_declared(Bent(bend), EVERYTHING)
}

struct LogonPanics;

impl WrapProvider for LogonPanics {
    fn logon(&self, _: &dyn IMSProvider, _: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        panic!("no logon today")
    }
}

#[test]
fn a_provider_whose_logon_panics_breaks_one_rule() {
    let report = report_on(|wrapping| wrapping.provider(LogonPanics));
    assert_eq!(report.conformance(), Conformance::NotConformant);
    assert_eq!(failed(&report), BTreeSet::from([rules::LOGON_01]), "{report}");
    assert_eq!(causes(&report), BTreeSet::from([rules::LOGON_01]), "{report}");
    let text = outcome(&report, rules::LOGON_01).failure().unwrap().to_string();
    assert!(text.contains("a panic: no logon today"), "{text}");
    assert!(text.contains("MAPI_UNICODE) panicked"), "the call with what was passed: {text}");
}

struct ComparisonPanics;

impl WrapProvider for ComparisonPanics {
    fn compare_store_ids(&self, _: &dyn IMSProvider, _: &EntryId, _: &EntryId, _: u32) -> MapiResult<bool> {
        panic!("no comparison today")
    }
}

#[test]
fn a_provider_whose_comparison_panics_breaks_one_rule() {
    let bend = |wrapping: Wrapping| wrapping.provider(ComparisonPanics);
    let report = report_on(bend);
    assert_eq!(failed(&report), BTreeSet::from([rules::LOAD_12]), "{report}");
    assert_eq!(causes(&report), BTreeSet::from([rules::LOAD_12]), "{report}");
    let text = panic_text(|| test_rule(Bent(bend), EVERYTHING, None, rules::LOGON_01));
    let expected = "LOGON-01 was not reached, LOAD-12 stands in the way: see its test \
        `load_12_store_ids_compare_before_any_logon`; expected calls that return; got a panic: no comparison today";
    assert_eq!(text, expected);
}

/// Panics where a folder is asked for properties.
struct FolderPanics;

impl WrapFolder for FolderPanics {
    fn get_props(
        &self,
        _: &dyn IMAPIFolder,
        _: Option<&[PropTag]>,
        _: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        panic!("no properties today")
    }
}

#[test]
fn a_provider_whose_folders_panic_breaks_one_rule() {
    let report = report_on(|wrapping| wrapping.folder(FolderPanics));
    assert_eq!(failed(&report), BTreeSet::from([rules::LOGON_16]), "{report}");
    assert_eq!(causes(&report), BTreeSet::from([rules::LOGON_16]), "{report}");
}

/// Panics where a store is logged off with other flags than those before.
#[derive(Default)]
struct StorePanicsLater(Mutex<Option<LogoffFlags>>);

impl WrapStore for StorePanicsLater {
    fn store_logoff(&self, _: &dyn IMsgStore, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        let before = self.0.lock().unwrap().replace(flags);
        assert!(before != Some(LogoffFlags::LOGOFF_PURGE), "another logoff");
        Ok(LogoffFlags::empty())
    }
}

#[test]
fn a_panic_that_one_rule_alone_provokes_breaks_that_rule() {
    let report = report_on(|wrapping| wrapping.store(StorePanicsLater::default()));
    assert!(failed(&report).contains(&rules::SHUT_01), "{report}");
    assert!(causes(&report).is_empty(), "{report}");
}

/// Makes logon objects that keep no support object.
struct KeepsNothing;

impl WrapSupport for KeepsNothing {
    fn add_ref(&self, _: &dyn IMAPISupport, _: CountedBy) -> u32 {
        2
    }

    fn release(&self, _: &dyn IMAPISupport, _: CountedBy) -> u32 {
        1
    }
}

#[test]
fn a_provider_that_keeps_no_support_object_breaks_one_rule() {
    let report = report_on(|wrapping| wrapping.support(KeepsNothing));
    assert_eq!(failed(&report), BTreeSet::from([rules::LOAD_19]), "{report}");
    assert_eq!(causes(&report), BTreeSet::from([rules::LOAD_19]), "{report}");
    assert!(report.to_string().contains("\n  not reached    LOGON-10 "), "{report}");
}

struct NothingIsTheSame;

impl WrapProvider for NothingIsTheSame {
    fn compare_store_ids(&self, _: &dyn IMSProvider, _: &EntryId, _: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(false)
    }
}

#[test]
fn a_provider_whose_comparison_always_says_false_breaks_one_rule() {
    let report = report_on(|wrapping| wrapping.provider(NothingIsTheSame));
    assert_eq!(failed(&report), BTreeSet::from([rules::LOAD_12]), "{report}");
    assert_eq!(causes(&report), BTreeSet::from([rules::LOAD_12]), "{report}");
}

#[test]
fn rules_behind_a_waived_cause_are_listed_and_their_tests_pass() {
    const WAIVED: Declaration =
        Declaration { waivers: &[(rules::LOAD_19, "our support object is global")], ..EVERYTHING };
    let fixture = Bent(|wrapping| wrapping.support(KeepsNothing));
    let report = run_declared(fixture, WAIVED);
    assert_eq!(report.conformance(), Conformance::ConformantWithWaivers, "{report}");
    let Outcome::NotReached(stopped) = outcome(&report, rules::LOGON_10) else { panic!("{report}") };
    assert_eq!(stopped.behind, Behind::Waiver("our support object is global"));
    let line = "LOAD-19 stands in the way, which is waived: our support object is global";
    assert!(outcome(&report, rules::LOGON_10).reason().unwrap().starts_with(line), "{report}");
    let counts = report.counts();
    assert!(counts.not_reached > 10 && counts.waived == 1 && counts.failed == 0, "{report}");
    test_rule(fixture, WAIVED, None, rules::LOGON_10);
}

#[test]
fn a_waiver_of_a_rule_that_is_not_reached_is_not_stale() {
    const WAIVED: Declaration =
        Declaration { waivers: &[(rules::LOGON_10, "nothing is routed")], ..EVERYTHING };
    let report = run_declared(Bent(|wrapping| wrapping.support(KeepsNothing)), WAIVED);
    assert!(matches!(outcome(&report, rules::LOGON_10), Outcome::NotReached(_)), "{report}");
}

#[test]
fn a_fixture_whose_provider_breaks_a_rule_at_once_says_which() {
    let fixture = Bent(|wrapping| wrapping.provider(LogonPanics));
    assert_eq!(report_on(|wrapping| wrapping.provider(LogonPanics)).fixture_fault(), None);
    let text = panic_text(|| test_fixture(fixture, EVERYTHING, None));
    let start = "the fixture is not sound, and the tests of rules say more: expected calls that return; got a panic: \
        no logon today; the simulator has recorded a breach of LOGON-01";
    assert!(text.starts_with(start), "{text}");
}

/// Keeps the support object of each logon that fails.
#[derive(Default)]
struct KeepsOnFailure(Mutex<Vec<Support>>);

impl WrapProvider for KeepsOnFailure {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request);
        if answer.as_ref().is_err_and(|error| error.code() == codes::MAPI_E_FAILONEPROVIDER) {
            self.0.lock().unwrap().push(request.support.clone());
        }
        answer
    }
}

#[test]
fn what_the_simulator_sees_in_the_trial_of_another_rule_counts() {
    let report = report_on(|wrapping| wrapping.provider(KeepsOnFailure::default()));
    assert_eq!(failed(&report), BTreeSet::from([rules::LOGON_02]), "{report}");
    let failure = outcome(&report, rules::LOGON_02).failure().unwrap();
    let on_trial = failure.seen_in.unwrap();
    assert!(
        failure.to_string().contains(&format!("\n  seen      while {on_trial} was on trial")),
        "{failure}"
    );
    assert!(failure.trace.as_ref().unwrap().deviations().iter().any(|one| one.rule == "LOGON-02"));
}
