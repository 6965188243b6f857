//! Rules from elsewhere in a run: kept, broken, waived, not applying, misspelt.

use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mapi_sim::catalogue::Level;
use mapi_sim::conformance::{
    Capability, Conformance, Declaration, Fixture, Outcome, RULES, Rule, RuleId, RuleSet, Setup, rules,
    run_declared_with, run_with,
};

use mapi_sim::reference::DLL_NAME;

use super::acme::rules::*;
use super::{MISSPELT, Minimal, SAID, acme, entry, judged, outcome, with_acme};

#[test]
fn a_rule_from_elsewhere_is_kept() {
    let report = judged(SAID);
    assert!(matches!(outcome(&report, ACME_1), Outcome::Passed), "{report}");
    assert!(report.to_string().contains("\n  pass           ACME-1      The store opens\n"), "{report}");
    let ids: Vec<RuleId> = report.entries().iter().map(|entry| entry.rule.id).collect();
    assert_eq!(ids, [ACME_1, ACME_2, ACME_3, ACME_4, MEM_09]);
}

#[test]
fn a_rule_from_elsewhere_is_broken_and_says_why() {
    let report = run_declared_with(Minimal, SAID, &with_acme());
    assert_eq!(report.conformance(), Conformance::NotConformant);
    let Outcome::Failed(failure) = outcome(&report, ACME_2) else { panic!("{report}") };
    let text = failure.to_string();
    let expected = "ACME-2 Names of stores are short
  level     should, strict reading
  source    Handbook of Acme, page 8
  expected  a name of at most 3 characters
  got       23 characters
  calls     ";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("\n  to do     Name the store anew."), "{text}");
    assert!(!text.contains("explain"), "the catalogue does not know it: {text}");
    let others = report.entries().iter().filter(|entry| entry.rule.id != ACME_2);
    assert!(others.filter_map(|entry| entry.outcome.failure()).next().is_none(), "{report}");
    assert_eq!(report.entries().len(), RULES.len() + acme::RULES.len());
}

#[test]
fn a_rule_from_elsewhere_is_read_leniently() {
    let report = judged(Declaration { lenient: &[ACME_2], ..SAID });
    assert!(matches!(outcome(&report, ACME_2), Outcome::Passed), "{report}");
    assert_eq!(entry(&report, ACME_2).reading.word(), "lenient");
}

#[test]
fn a_rule_from_elsewhere_is_waived() {
    let report = judged(Declaration { waivers: &[(ACME_2, "an old name")], ..SAID });
    assert!(matches!(outcome(&report, ACME_2), Outcome::Waived("an old name", _)), "{report}");
    assert_eq!(report.conformance(), Conformance::ConformantWithWaivers);
    let report = judged(Declaration { waivers: &[(ACME_1, "no need")], ..SAID });
    assert!(matches!(outcome(&report, ACME_1), Outcome::StaleWaiver("no need")), "{report}");
}

#[test]
fn a_rule_from_elsewhere_does_not_apply_where_something_is_not_declared() {
    let report = judged(SAID);
    assert!(matches!(outcome(&report, ACME_3), Outcome::NotApplicable(Capability::Password)), "{report}");
    let report = judged(Declaration { capabilities: &[Capability::Password], ..Declaration::NOTHING });
    let failure = outcome(&report, ACME_3).failure().unwrap();
    assert_eq!(failure.breach.got, "a panic: the handbook does not say how to find out");
}

#[test]
fn what_is_said_of_a_misspelt_rule_keeps_everything_from_being_judged() {
    for declaration in [
        Declaration { waivers: &[(MISSPELT, "an old name")], ..SAID },
        Declaration { lenient: &[MISSPELT], ..SAID },
    ] {
        let report = judged(declaration);
        assert_eq!(report.conformance(), Conformance::NotJudged);
        let fault = "expected waivers and lenient readings of rules of this run; got ACME-222";
        assert_eq!(report.rules_fault(), Some(fault));
        assert_eq!(report.to_string(), format!("{DLL_NAME}: not judged\n  the rules do not fit: {fault}\n"));
        assert!(report.entries().is_empty() && report.fixture_fault().is_none());
    }
}

#[test]
fn what_is_no_number_is_none() {
    for text in ["", "ACME", "ACME-", "-1", "acme-1", "ACME 1", "ACME_1", "ACME-1a", "1ACME-1", "ACME--1"] {
        assert!(catch_unwind(|| RuleId::new(text)).is_err(), "{text}");
    }
    for text in ["ACME-1", "A-01", "X400-123"] {
        assert_eq!(RuleId::new(text).as_str(), text);
    }
    assert_eq!((ACME_1.to_string(), ACME_1.prefix()), ("ACME-1".to_owned(), "ACME"));
}

/// The rules that cannot be in one run with those of the kit, and what is wrong with them.
#[test]
fn rules_that_cannot_be_told_apart_are_not_judged() {
    let new = |id| Rule::new(RuleId::new(id), "a_rule");
    for (rules, fault) in [
        (vec![new("ACME-1"), new("ACME-1")], "expected one rule for each number; got two with ACME-1"),
        (vec![new("LOAD-999")], "expected a prefix that no rule of mapi-sim has; got LOAD-999"),
        (vec![Rule::of_catalogue(ACME_1, "a_rule")], "expected a number of the catalogue; got ACME-1"),
        (
            vec![Rule::of_catalogue(rules::LOAD_19, "a_rule")],
            "expected one rule for each number; got two with LOAD-19",
        ),
    ] {
        let report = run_with(Minimal, &RuleSet::kit().with_all(&rules));
        assert_eq!(report.rules_fault(), Some(fault));
    }
}

#[test]
fn a_closure_checks_a_rule() {
    const TRIED: Rule = Rule::new(RuleId::new("ACME-9"), "acme_9_is_tried_once");
    let tried = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&tried);
    let set = RuleSet::empty().with_check(TRIED, move |trial| {
        count.fetch_add(1, Ordering::Relaxed);
        assert_eq!(trial.setup().name(), Minimal.setup().name());
        assert!(trial.has(Capability::Mail) && !trial.declaration().has(Capability::Password));
        Ok(())
    });
    let report = run_declared_with(Minimal, SAID, &set);
    assert!(matches!(outcome(&report, TRIED.id), Outcome::Passed), "{report}");
    assert_eq!(tried.load(Ordering::Relaxed), 1);
}

#[test]
fn a_rule_says_what_it_is_about() {
    let set = with_acme();
    let rule = set.get(ACME_1).unwrap();
    assert_eq!((rule.area, rule.name), ("handbook", "acme_1_the_store_opens"));
    assert_eq!((rule.title(), rule.level()), ("The store opens", Level::Must));
    assert_eq!(rule.pages(), "imsprovider-logon,imsgstoreimapiprop");
    assert_eq!(rule.source(), Some("Handbook of Acme, page 7"));
    assert!(rule.entry().is_none());
    let listed = set.get(MEM_09).unwrap();
    assert_eq!(listed.title(), "Buffers the provider receives are freed by it");
    let plain = Rule::new(ACME_1, "a_rule");
    assert_eq!((plain.title(), plain.area, plain.source()), ("a_rule", "ACME", None));
    assert!(set.get(RuleId::new("ACME-222")).is_none());
    assert_eq!(set.iter().count(), RULES.len() + acme::RULES.len());
}

/// A fixture's own declaration counts where none is given.
#[test]
fn run_with_takes_the_declaration_of_the_fixture() {
    struct Declared;

    impl Fixture for Declared {
        fn setup(&self) -> Setup {
            Minimal.setup()
        }

        fn declaration(&self) -> Declaration {
            Declaration { waivers: &[(ACME_2, "an old name")], ..SAID }
        }
    }

    let report = run_with(Declared, &with_acme());
    assert_eq!(report.conformance(), Conformance::ConformantWithWaivers, "{report}");
}
