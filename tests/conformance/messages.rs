//! What the messages of the kit say: everything that is missing at once, differences in place of two lists, where identifiers
//! differ, and names for stores, calls and properties.

use mapi_sim::conformance::{RuleId, rules, run_declared};
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::wrap::{OnFolder, OnLogon, OnProvider, OnStatus, OnStore, OnSupport, Wrapping};

use crate::kit::{Bent, EVERYTHING, outcome};
use crate::mutants::lock;

/// What the kit says of a rule that a bent provider breaks.
fn told(rule: RuleId, bend: fn(Wrapping) -> Wrapping) -> String {
    let report = run_declared(Bent(bend), EVERYTHING);
    let failure = outcome(&report, rule).failure();
    failure.unwrap_or_else(|| panic!("{rule} is kept: {report}")).to_string()
}

/// Values without these properties.
fn without(values: Vec<PropValue>, missing: &[PropTag]) -> Vec<PropValue> {
    let absent = |value: &PropValue| missing.iter().any(|tag| tag.id() == value.id());
    let shown = |value: PropValue| match absent(&value) {
        true => PropValue::error(value.tag(), codes::MAPI_E_NOT_FOUND),
        false => value,
    };
    values.into_iter().map(shown).collect()
}

#[test]
fn all_missing_properties_are_listed_at_once() {
    let columns = told(rules::STATUS_02, |wrapping| {
        wrapping.support(OnSupport::new().modify_status_row(|inner, columns, flags| {
            let columns: Vec<PropValue> =
                columns.iter().filter(|column| column.tag() == PR_STATUS_CODE).cloned().collect();
            inner.modify_status_row(&columns, flags)
        }))
    });
    assert!(columns.contains("got       PR_DISPLAY_NAME_W, PR_RESOURCE_METHODS missing"), "{columns}");

    let status = told(rules::STATUS_13, |wrapping| {
        wrapping.status(OnStatus::new().get_props(|inner, tags, flags| {
            let missing = [PR_STATUS_CODE, PR_PROVIDER_DISPLAY_W, PR_RESOURCE_TYPE];
            Ok(inner.get_props(tags, flags)?.map(|values| without(values, &missing)))
        }))
    });
    let expected = "no value for PR_STATUS_CODE, PR_PROVIDER_DISPLAY_W, PR_RESOURCE_TYPE";
    assert!(status.contains(expected), "{status}");

    let store = told(rules::LOGON_15, |wrapping| {
        wrapping.store(OnStore::new().get_props(|inner, tags, flags| {
            let missing = [PR_OBJECT_TYPE, PR_MDB_PROVIDER];
            Ok(inner.get_props(tags, flags)?.map(|values| without(values, &missing)))
        }))
    });
    assert!(store.contains("no value for PR_OBJECT_TYPE, PR_MDB_PROVIDER"), "{store}");
}

#[test]
fn identifiers_that_look_alike_are_shown_where_they_differ() {
    let text = told(rules::EID_12, |wrapping| {
        wrapping.logon(OnLogon::new().compare_entry_ids(|_, _, _, _| Ok(true)))
    });
    assert!(text.contains("expected  FALSE from IMSLogon::CompareEntryIDs"), "{text}");
    assert!(text.contains("got       TRUE for identifiers of 33 and "), "{text}");
    assert!(text.contains(" bytes that differ from byte "), "{text}");
    let text = told(rules::EID_11, |wrapping| {
        wrapping.provider(OnProvider::new().compare_store_ids(|_, first, second, _| Ok(first == second)))
    });
    assert!(text.contains("TRUE from CompareStoreIDs of identifiers of 33 and 33 bytes that differ from byte 28 on, 66 69 72 73 74 and 46 49 52 53 54"), "{text}");
}

/// A difference and its place say more than two lists do.
#[test]
fn of_two_lists_the_difference_is_shown() {
    let text = told(rules::OBS_07, |wrapping| {
        let sessions = std::sync::Mutex::new(0);
        wrapping.logon(OnLogon::new().logoff(move |inner, flags| {
            inner.logoff(flags)?;
            *lock(&sessions) += 1;
            if *lock(&sessions) > 1 { Err(codes::MAPI_E_CALL_FAILED.into()) } else { Ok(()) }
        }))
    });
    let got = text.lines().find(|line| line.starts_with("  got ")).unwrap();
    assert!(got.contains("that are the same, "), "{got}");
    assert!(
        got.contains("IMSLogon::Logoff MAPI_E_CALL_FAILED (0x80004005) in place of IMSLogon::Logoff S_OK"),
        "{got}"
    );
    assert!(got.len() < 250, "{got}");
}

#[test]
fn stores_calls_and_properties_have_names() {
    let text =
        told(rules::LOGON_12, |wrapping| wrapping.folder(OnFolder::new().set_props(|_, _| Ok(Vec::new()))));
    assert!(text.contains("a failing SetProps of PR_COMMENT of the root folder"), "{text}");
    let text = told(rules::CLAIM_14, |wrapping| {
        wrapping.provider(OnProvider::new().logon(|inner, request| {
            if request.entry_id.is_some_and(|id| id.as_bytes().ends_with(b"second")) {
                return Err(codes::MAPI_E_LOGON_FAILED.into());
            }
            inner.logon(request)
        }))
    });
    assert!(text.contains("`second_store` declared exactly if"), "{text}");
}

/// What stands in the way is named, too.
#[test]
fn a_rule_that_is_not_reached_names_the_store_and_what_to_do() {
    let bend = |wrapping: Wrapping| {
        wrapping.provider(OnProvider::new().logon(|inner, request| {
            if request.entry_id.is_some_and(|id| id.as_bytes().ends_with(b"second")) {
                return Err(codes::MAPI_E_LOGON_FAILED.into());
            }
            inner.logon(request)
        }))
    };
    let report = run_declared(Bent(bend), EVERYTHING);
    let mapi_sim::conformance::Outcome::NotReached(stopped) = outcome(&report, rules::EID_08) else {
        panic!("{report}")
    };
    let text = stopped.story.to_string();
    assert!(text.contains("expected  success of OpenMsgStore of the second store"), "{text}");
    assert!(text.contains("to do     Let the logon succeed with the identifier"), "{text}");
}
