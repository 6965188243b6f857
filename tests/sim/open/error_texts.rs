//! What a client without dialogs gets in place of "not configured", and where it finds the texts of errors.

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::script::*;

/// Opens a store without dialogs.
fn open_silently(session: &Session) -> MapiResult<()> {
    let id = wrapped("a");
    let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG);
    session.open_msg_store(&request).map(drop)
}

fn text_under(session: &Session, code: HResult) -> Option<String> {
    let detail = session.get_last_error(code, StringWidth::MAPI_UNICODE).unwrap()?;
    detail.error.map(|text| text.to_string())
}

/// [SESSION-18] Nobody can be asked, so nothing can be configured.
#[test]
fn a_client_without_dialogs_is_never_told_to_configure() {
    let (_mapi, session) = machine(&Script::new([Act::Fail(MAPI_E_UNCONFIGURED, "no server")]));
    let error = open_silently(&session).unwrap_err();
    assert_eq!(error.code(), MAPI_E_LOGON_FAILED);
    assert_eq!(text_under(&session, MAPI_E_LOGON_FAILED).as_deref(), Some("no server"));
    assert_eq!(text_under(&session, MAPI_E_UNCONFIGURED), None);
}

#[test]
fn nor_is_it_for_a_store_that_is_open() {
    let (_mapi, session) = machine(&Script::new([Act::Well, Act::Fail(MAPI_E_UNCONFIGURED, "again")]));
    let _store = open(&session, "a").unwrap();
    assert_eq!(open_silently(&session).unwrap_err().code(), MAPI_E_LOGON_FAILED);
    assert_eq!(text_under(&session, MAPI_E_LOGON_FAILED).as_deref(), Some("again"));
}

/// [SESSION-18] Nor where the entry point of its message service says so.
#[test]
fn nor_by_the_message_service() {
    let script = Script::new([Act::Fail(MAPI_E_UNCONFIGURED, "first")]);
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let unconfigured = |_: &ServiceRequest<'_>| Err(MAPI_E_UNCONFIGURED.into());
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(script.entry()).service_entry(unconfigured))
        .profile(Profile::new(PROFILE).service(Service::new("S").with_entry(DLL).store(section)))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    assert_eq!(open_silently(&session).unwrap_err().code(), MAPI_E_LOGON_FAILED);
}

/// [ERR-03] Where no objects came, MAPI has a code of its own, and the provider's text stays.
#[test]
fn the_text_of_a_spooler_logon_that_fails_is_kept() {
    let script = Script::new([Act::Well]);
    script.spooler_logons.lock().unwrap().push_back(Act::Fail(MAPI_E_DISK_ERROR, "not for spoolers"));
    let (mapi, session) = machine(&script);
    let _store = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 0);
    assert_eq!(text_under(&session, MAPI_E_DISK_ERROR).as_deref(), Some("not for spoolers"));
}
