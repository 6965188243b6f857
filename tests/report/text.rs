//! The text form, the counts, and the rules without a test.

use mapi_sim::catalogue::{Party, Status, rules};
use mapi_sim::conformance::{Conformance, Fixture, Outcome, Report, Setup, run, untested_rules};
use mapi_sim::mapi::EntryId;
use mapi_sim::sim::{Dll, StoreSection};

use crate::broken::report;

/// A provider whose DLL does not exist.
pub(crate) struct Absent;

impl Fixture for Absent {
    fn setup(&self) -> Setup {
        let nothing = EntryId::from_bytes(&[0; 24]);
        Setup::new(Dll::new("absent.dll"), StoreSection::new("absent.dll", "Absent").entry_id(nothing))
    }
}

/// The words of all outcomes in the report, each once.
fn words(report: &Report) -> Vec<&'static str> {
    let mut words: Vec<_> = report.entries().iter().map(|entry| entry.outcome.word()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[test]
fn the_broken_provider_has_every_outcome() {
    let all = ["fail", "not applicable", "not reached", "observed", "pass", "stale waiver", "waived"];
    assert_eq!(words(&report()), all);
}

#[test]
fn the_text_has_a_line_a_rule_and_every_failure() {
    let text = report().to_string();
    let (lines, failures) = text.split_once("\n\n").unwrap();
    let usual = |line: &&str| !line.starts_with("  pass ") && !line.starts_with("  not applicable ");
    let mut shown: Vec<&str> = lines.lines().filter(usual).collect();
    shown.extend(["", failures.split("\n\n").find(|failure| failure.starts_with("ERR-05 ")).unwrap()]);
    insta::assert_snapshot!(shown.join("\n"));
    for entry in report().entries() {
        assert!(text.contains(&format!(
            "{:<14} {:<11} {}",
            entry.outcome.word(),
            entry.rule.id,
            entry.title()
        )));
    }
}

#[test]
fn the_text_ends_with_the_counts() {
    let report = report();
    let counts = report.counts();
    assert!(report.to_string().ends_with(&format!("\n\n{counts}\n")));
    let of = |word: &str| report.entries().iter().filter(|entry| entry.outcome.word() == word).count();
    assert_eq!(
        counts.to_string(),
        format!(
            "{} rules tested: {} pass, {} fail, 1 waived, 1 stale waiver, 1 not reached, {} not applicable, \
             1 observed; \
             without a test: {} kept by types, {} not observable",
            report.entries().len(),
            of("pass"),
            of("fail"),
            of("not applicable"),
            counts.kept_by_types,
            counts.unobservable
        )
    );
}

#[test]
fn rules_without_a_test_are_the_providers_and_no_entry() {
    let report = report();
    let tested: Vec<String> = report.entries().iter().map(|entry| entry.rule.id.to_string()).collect();
    assert!(untested_rules().all(|rule| rule.party == Party::Provider));
    assert!(untested_rules().all(|rule| matches!(rule.status, Status::Types | Status::Unobservable)));
    assert!(untested_rules().all(|rule| !tested.iter().any(|id| id == rule.id)));
    let of_providers = rules().iter().filter(|rule| rule.party == Party::Provider).count();
    assert_eq!(tested.len() + untested_rules().count(), of_providers, "every rule is in one of the two");
    assert_eq!(report.counts().kept_by_types + report.counts().unobservable, untested_rules().count());
}

#[test]
fn an_outcome_has_its_reason() {
    for entry in report().entries() {
        let expected = match entry.outcome {
            Outcome::Waived(..) => Some("older versions are <good> enough".to_owned()),
            Outcome::StaleWaiver(_) => Some("kept all the same".to_owned()),
            Outcome::NotReached(_) => Some(
                "STATUS-13 stands in the way; expected PR_OBJECT_TYPE of the status object; got MAPI_E_NOT_FOUND (0x8004010F)"
                    .to_owned(),
            ),
            Outcome::NotApplicable(missing) => Some(format!("`{missing}` is not declared")),
            Outcome::Passed | Outcome::Failed(_) | Outcome::Observed(_) => None,
            #[allow(clippy::wildcard_enum_match_arm, reason = "the enum may grow")]
            _ => None,
        };
        assert_eq!(entry.outcome.reason(), expected, "{}", entry.rule.id);
    }
}

#[test]
fn a_fixture_that_is_not_sound_is_not_judged() {
    let report = run(Absent);
    assert_eq!(report.conformance(), Conformance::NotJudged);
    assert!(report.to_string().starts_with("absent.dll: not judged\n  the fixture is not sound: "));
}

#[test]
fn two_runs_give_the_same_report() {
    assert_eq!(report().to_string(), report().to_string());
}
