//! Which logon object an identifier is routed to: nested logons, and sections whose identifier has changed.

use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_ENTRYID;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::script::*;

/// The logon objects that `IMSLogon::OpenEntry` went to, in order.
fn asked(mapi: &Subsystem) -> Vec<String> {
    let trace = mapi.trace().to_string();
    let calls = trace.lines().filter(|line| line.contains("IMSLogon::OpenEntry("));
    calls.map(|line| line.split("logon object ").nth(1).unwrap()[..2].to_owned()).collect()
}

/// \[EID-07\] The order is that in which MAPIUIDs were registered, not that in which logons ended.
#[test]
fn a_logon_that_is_overtaken_keeps_its_turn() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    let quiet = OpenStoreFlags::MDB_NO_MAIL;
    let first = open_with(&session, &wrapped("a"), quiet).unwrap();
    let nested: Arc<std::sync::Mutex<Option<Arc<dyn IMsgStore>>>> = Arc::default();
    let (keep, opener, again) = (Arc::clone(&nested), Arc::clone(&session), Arc::clone(&script));
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        if place == "Logon" {
            *lock(&again.callback) = None;
            support.unwrap().set_provider_uid(&UID, 0).unwrap();
            *lock(&keep) = Some(open_with(&opener, &wrapped("c"), OpenStoreFlags::MDB_NO_MAIL).unwrap());
        }
    }));
    let overtaken = open_with(&session, &wrapped("b"), quiet).unwrap();

    let message = EntryId::build(EntryIdFlags::empty(), UID, b"a message");
    let ask = || session.open_entry(&OpenEntryRequest::new(&message)).unwrap_err().code();
    assert_eq!(ask(), MAPI_E_NOT_FOUND);
    drop(first);
    ask();
    drop(overtaken);
    ask();
    // The nested logon was the second to end, and the third to register.
    assert_eq!(asked(&mapi), ["L1", "L3", "L2"]);
}

#[test]
fn a_section_is_found_by_the_identifier_that_it_has_now() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    let section = mapi.sections(PROFILE)[0];
    assert!(mapi.edit_section(PROFILE, &section, &[PropValue::new(PR_ENTRYID, &wrapped("new"))], &[]));
    let old = open_with(&session, &store_id("a"), OpenStoreFlags::MDB_NO_MAIL).map(drop);
    assert_eq!(old.unwrap_err().code(), MAPI_E_NOT_FOUND, "without a wrapping only a section says the DLL");
    let store = open_with(&session, &store_id("new"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
    assert_eq!(mapi.sections(PROFILE).len(), 2, "no section was made");
    drop(store);
    drop(open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap());
    assert_eq!(mapi.sections(PROFILE).len(), 3, "nobody's identifier gets a section of its own");
}
