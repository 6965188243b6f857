//! Right providers that are unusual: the rules that once accused them leave them alone, and can fail with them all the same.

use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::{
    Conformance, Declaration, Fixture, Outcome, RuleId, RuleSet, Setup, rules, run_declared_with,
};
use mapi_sim::mapi::codes::MAPI_E_LOGON_FAILED;
use mapi_sim::mapi::tags::PR_RECORD_KEY;
use mapi_sim::mapi::*;
use mapi_sim::reference::store_entry_id;
use mapi_sim::wrap::{OnProvider, OnSection, OnSupport};

use crate::bending::Bending;
use crate::fixture::CONDITIONED;
use crate::mutants::{fixtures, plainly};

/// A fixture by a function.
struct Given(fn() -> Setup);

impl Fixture for Given {
    fn setup(&self) -> Setup {
        (self.0)()
    }
}

/// What comes of one rule.
fn verdict(rule: RuleId, setup: fn() -> Setup) -> Outcome {
    let declared = Declaration { capabilities: CONDITIONED, ..Declaration::NOTHING };
    let known = rule.rule().copied().unwrap();
    let report = run_declared_with(Given(setup), declared, &RuleSet::empty().with(known));
    assert_ne!(report.conformance(), Conformance::NotJudged, "{report}");
    report.entries()[0].outcome.clone()
}

fn keeps(rule: RuleId, setup: fn() -> Setup) {
    let outcome = verdict(rule, setup);
    assert!(matches!(outcome, Outcome::Passed), "{outcome:?}");
}

/// The breach of a rule, in words.
fn breaks(rule: RuleId, setup: fn() -> Setup) -> String {
    let outcome = verdict(rule, setup);
    let Outcome::Failed(failure) = outcome else { panic!("{outcome:?}") };
    failure.breach.to_string()
}

/// Wraps identifiers under another name than the profile has.
fn wraps_as(wrapping: Bending, name: &'static str) -> Bending {
    wrapping.support(OnSupport::new().wrap_store_entry_id(move |_, id| {
        Ok(WrappedStoreEntryId { dll_name: name.into(), store: id.clone() }.encode().unwrap())
    }))
}

const PATH: &str = "C:\\Program Files\\Mail\\refstore.dll";
const UMLAUT: &str = "möwe.dll";

#[test]
fn eid_10_takes_the_full_path_that_the_profile_has() {
    keeps(rules::EID_10, || fixtures::with_dll(PATH, plainly));
    let got =
        breaks(rules::EID_10, || fixtures::with_dll(PATH, |wrapping| wraps_as(wrapping, "refstore.dll")));
    assert!(
        got.contains("the name \"C:\\\\Program Files\\\\Mail\\\\refstore.dll\" that the profile has"),
        "{got}"
    );
}

#[test]
fn eid_10_takes_a_name_with_an_umlaut() {
    keeps(rules::EID_10, || fixtures::with_dll(UMLAUT, plainly));
    keeps(rules::EID_10, || fixtures::with_dll("C:\\Büro\\möwe.dll", plainly));
    let got = breaks(rules::EID_10, || fixtures::with_dll(UMLAUT, |wrapping| wraps_as(wrapping, "mowe.dll")));
    assert!(got.contains("möwe.dll"), "{got}");
}

#[test]
fn profile_11_opens_a_store_whose_credentials_are_in_its_section() {
    keeps(rules::PROFILE_11, || fixtures::credentials(plainly));
    let got = breaks(rules::PROFILE_11, || {
        fixtures::credentials(|wrapping| {
            wrapping.section(OnSection::new().set_props(|inner, values| {
                let others = values.iter().filter(|value| value.tag() != PR_RECORD_KEY);
                inner.set_props(&others.cloned().collect::<Vec<_>>())
            }))
        })
    });
    assert!(got.contains("none of PR_RECORD_KEY"), "{got}");
}

#[test]
fn eid_19_opens_a_store_whose_credentials_are_in_its_section() {
    keeps(rules::EID_19, || fixtures::credentials(plainly));
    let got = breaks(rules::EID_19, || fixtures::credentials(confused_by_damage));
    assert!(got.contains("the credentials in the section"), "{got}");
}

/// Opens nothing any more once it has seen a damaged identifier.
fn confused_by_damage(wrapping: Bending) -> Bending {
    let confused = AtomicBool::new(false);
    wrapping.provider(OnProvider::new().logon(move |inner, request| {
        let own = |id| inner.compare_store_ids(id, &store_entry_id("first"), 0) == Ok(true);
        confused.fetch_or(!request.entry_id.is_some_and(own), Ordering::Relaxed);
        if confused.load(Ordering::Relaxed) {
            return Err(MAPI_E_LOGON_FAILED.into());
        }
        inner.logon(request)
    }))
}
