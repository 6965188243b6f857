//! What something that watches the provider finds, under the rule that it belongs to.

use std::sync::{Arc, Mutex, PoisonError};

use mapi_sim::conformance::{
    Breach, Conformance, Declaration, Failure, Finding, Fixture, Outcome, Report, Rule, RuleId, RuleSet,
    Setup, rules, run_declared_with, test_fixture, test_rule, test_waivers, test_whole,
};
use mapi_sim::mapi::MapiResult;
use mapi_sim::reference::DLL_NAME;
use mapi_sim::sim::Dll;
use mapi_sim::spi::{IMSProvider, LogonAnswer, LogonRequest};
use mapi_sim::wrap::{WrapProvider, Wrapping};

use super::acme::rules::*;
use super::{MISSPELT, Minimal, SAID, entry, outcome, with_acme};
use crate::kit::panic_text;
use crate::reference::minimal::{disk, setup_of};

/// What a bridge would have, which finds a rule broken in each `Logon`.
#[derive(Clone)]
struct Ledger(RuleId, Arc<Mutex<Vec<Finding>>>);

impl Ledger {
    fn take(&self) -> Vec<Finding> {
        std::mem::take(&mut *self.1.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl WrapProvider for Ledger {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let found = Breach::new("a block that is freed once", "one freed twice").help("Free it once.");
        self.1.lock().unwrap_or_else(PoisonError::into_inner).push(Finding::new(self.0, found));
        inner.logon(request)
    }
}

/// The provider under test, found to break this rule.
pub(super) struct Found(pub(super) RuleId);

impl Fixture for Found {
    fn setup(&self) -> Setup {
        let ledger = Ledger(self.0, Arc::default());
        let entry = Wrapping::new(disk()).provider(ledger.clone());
        setup_of(Dll::new(DLL_NAME).provider_entry(entry)).watched_by(move || ledger.take())
    }
}

fn report_on(rule: RuleId) -> Report {
    run_declared_with(Found(rule), Declaration { waivers: &[(ACME_2, "an old name")], ..SAID }, &with_acme())
}

fn failure(report: &Report, rule: RuleId) -> &Failure {
    let Outcome::Failed(failure) = outcome(report, rule) else { panic!("{report}") };
    failure
}

/// The rules that a report finds broken.
fn broken(report: &Report) -> Vec<RuleId> {
    let failed = report.entries().iter().filter(|entry| matches!(entry.outcome, Outcome::Failed(_)));
    failed.map(|entry| entry.rule.id).collect()
}

#[test]
fn a_finding_is_reported_once_and_under_its_own_rule() {
    let report = report_on(ACME_4);
    assert_eq!(broken(&report), [ACME_4], "{report}");
    assert_eq!(report.conformance(), Conformance::NotConformant);
    let failure = failure(&report, ACME_4);
    let on_trial = failure.seen_in.unwrap();
    assert!(matches!(outcome(&report, on_trial), Outcome::Passed), "{report}");
    let text = failure.to_string();
    let seen = format!(
        "ACME-4 Memory is freed once
  level     must, strict reading
  expected  a block that is freed once
  got       one freed twice
  seen      while {on_trial} was on trial
  calls     "
    );
    assert!(text.starts_with(&seen), "{text}");
    assert!(text.contains("\n  to do     Free it once."), "{text}");
}

#[test]
fn a_finding_of_a_rule_of_the_catalogue_takes_it_off_the_untested_ones() {
    let report = report_on(MEM_09);
    assert_eq!(broken(&report), [MEM_09], "{report}");
    assert_eq!(entry(&report, MEM_09).title(), "Buffers the provider receives are freed by it");
    assert!(report.untested().all(|rule| rule.id != "MEM-09"));
}

#[test]
fn a_finding_of_a_rule_of_the_kit_counts_against_it() {
    let report = report_on(rules::LOAD_19);
    assert_eq!(broken(&report), [rules::LOAD_19], "{report}");
    assert!(report.entries().iter().filter(|entry| entry.rule.id == rules::LOAD_19).count() == 1);
}

/// A finding shows that a rule applies, whatever is declared.
#[test]
fn a_finding_of_a_rule_that_does_not_apply_counts() {
    assert_eq!(broken(&report_on(ACME_3)), [ACME_3]);
}

#[test]
fn a_finding_of_a_rule_that_nobody_has_listed_is_not_lost() {
    let stray = RuleId::new("STRAY-1");
    let report = report_on(stray);
    assert_eq!(broken(&report), [stray], "{report}");
    let last = report.entries().last().unwrap();
    assert_eq!((last.rule.id, last.title()), (stray, "A rule that is not among those of this run"));
    let report = run_declared_with(Found(MEM_09), SAID, &RuleSet::kit());
    assert_eq!(entry(&report, MEM_09).title(), "Buffers the provider receives are freed by it");
}

#[test]
fn a_finding_is_waived_like_any_breach() {
    let waived = Declaration { waivers: &[(ACME_2, "an old name"), (ACME_4, "a library does it")], ..SAID };
    let report = run_declared_with(Found(ACME_4), waived, &with_acme());
    assert!(matches!(outcome(&report, ACME_4), Outcome::Waived("a library does it", _)), "{report}");
    assert_eq!(report.conformance(), Conformance::ConformantWithWaivers);
    test_waivers(Found(ACME_4), waived, Some(with_acme()));
    let text = panic_text(|| test_waivers(Minimal, waived, Some(with_acme())));
    assert!(text.contains("ACME-4 is waived (a library does it) and kept"), "{text}");
}

#[test]
fn a_rule_that_only_findings_break_has_a_test_that_can_fail() {
    test_rule(Found(ACME_4), SAID, Some(with_acme()), ACME_1);
    test_rule(Minimal, SAID, Some(with_acme()), ACME_4);
    let text = panic_text(|| test_rule(Found(ACME_4), SAID, Some(with_acme()), ACME_4));
    assert!(text.starts_with("ACME-4 Memory is freed once\n"), "{text}");
    // Its own trial is not the only one, but it is enough for a rule that has a check.
    let text = panic_text(|| test_rule(Found(ACME_1), SAID, Some(with_acme()), ACME_1));
    assert!(text.starts_with("ACME-1 The store opens\n"), "{text}");
    assert!(!text.contains("\n  seen      "), "{text}");
}

#[test]
fn one_test_says_what_no_other_test_does() {
    /// A rule whose own trial never logs on.
    const QUIET: Rule = Rule::new(RuleId::new("ACME-5"), "acme_5_is_kept").with_check(|_| Ok(()));
    let waived = Declaration { waivers: &[(ACME_2, "an old name")], ..SAID };
    let others =
        |rule, named: &[&[RuleId]]| test_whole(Found(rule), waived, Some(with_acme().with(QUIET)), named);
    // A test of its own looks at all trials, or its own trial shows it.
    others(ACME_4, &[&[ACME_4]]);
    others(ACME_1, &[&[ACME_1, ACME_4]]);
    others(rules::LOAD_19, &[]);
    for (rule, named) in [
        (ACME_4, &[][..]),
        (ACME_1, &[&[ACME_4][..]]),
        (QUIET.id, &[&[QUIET.id][..]]),
        (rules::INIT_10, &[]),
        (RuleId::new("STRAY-1"), &[]),
    ] {
        let text = panic_text(|| others(rule, named));
        assert!(text.starts_with(rule.as_str()), "{rule}: {text}");
    }
    let text = panic_text(|| test_whole(Minimal, SAID, Some(with_acme()), &[]));
    assert!(text.starts_with("ACME-2 "), "{text}");
}

#[test]
fn findings_need_rules() {
    test_fixture(Found(ACME_4), SAID, Some(with_acme()));
    let text = panic_text(|| test_fixture(Found(ACME_4), SAID, None));
    assert_eq!(text, "something watches the provider: say with `rules:` whose findings count");
    let misspelt = Declaration { lenient: &[MISSPELT], ..SAID };
    let text = panic_text(|| test_fixture(Minimal, misspelt, Some(with_acme())));
    assert!(text.starts_with("the rules do not fit, and none is judged: "), "{text}");
}
