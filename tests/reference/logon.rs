//! How the reference provider logs on, is released, and shows its status.

use mapi_sim::load::Step;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Method, SpoolerPair};

use crate::common::reference::*;

/// Store, password in the profile, what the user does, flags, and the code of `Logon`.
type Case = (&'static str, Option<&'static str>, Vec<Reply>, OpenStoreFlags, HResult);

#[test]
fn each_logon_case_has_the_code_of_the_table() {
    let wrong = || Reply::fill("password", "wrong");
    let (quiet, loud) = (OpenStoreFlags::MDB_NO_DIALOG, OpenStoreFlags::empty());
    let cases: Vec<Case> = vec![
        ("safe", Some("right"), vec![], quiet, S_OK),
        ("safe", Some("wrong"), vec![], quiet, MAPI_E_FAILONEPROVIDER),
        ("safe", None, vec![], quiet, MAPI_E_FAILONEPROVIDER),
        ("safe", None, vec![], loud, MAPI_E_FAILONEPROVIDER),
        ("safe", None, vec![Reply::fill("password", "right")], loud, S_OK),
        ("safe", None, vec![wrong(), Reply::fill("password", "right")], loud, S_OK),
        ("safe", None, vec![Reply::Cancel], loud, MAPI_E_USER_CANCEL),
        (
            "safe",
            None,
            vec![wrong(), wrong(), wrong(), Reply::fill("password", "right")],
            loud,
            MAPI_E_LOGON_FAILED,
        ),
        ("nowhere", None, vec![], quiet, MAPI_E_NOT_FOUND),
        ("nowhere", None, vec![Reply::fill("store", "mail")], loud, S_OK),
        ("nowhere", None, vec![Reply::Cancel], loud, MAPI_E_USER_CANCEL),
    ];
    for (name, password, replies, flags, code) in cases {
        let label = format!("{name} {password:?} {replies:?} {flags}");
        let (mapi, session) = machine(password, replies);
        let result = open_with(&session, name, flags, None).map(drop);
        let trace = mapi.trace();
        trace.opens()[0].expect_code(Step::Logon, code).unwrap_or_else(|error| panic!("{label}: {error}"));
        trace.expect_no_deviation().unwrap();
        if let Err(error) = result
            && code != MAPI_E_USER_CANCEL
        {
            let detail = error.detail().unwrap_or_else(|| panic!("{label}: no MAPIERROR"));
            assert_eq!(detail.component, Some("Reference Store".into()), "{label}");
        }
        session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
        mapi.trace().expect_references_balanced().unwrap_or_else(|error| panic!("{label}: {error}"));
    }
}

#[test]
fn a_typed_password_is_kept_in_the_profile() {
    let (_mapi, session) = machine(None, vec![Reply::fill("password", "right")]);
    drop(open_with(&session, "safe", OpenStoreFlags::empty(), None).unwrap());
    assert!(open_with(&session, "safe", OpenStoreFlags::MDB_NO_DIALOG, None).is_ok());
}

#[test]
fn without_an_identifier_the_user_is_asked_or_the_provider_unconfigured() {
    for (replies, code) in [(vec![], MAPI_E_UNCONFIGURED), (vec![Reply::fill("store", "mail")], S_OK)] {
        let (mapi, session) = machine(None, replies);
        let section = mapi.sections("P")[3];
        let opened = session.open_store_of_section(&section, OpenStoreFlags::empty());
        assert_eq!(opened.is_ok(), code == S_OK);
        mapi.trace().opens()[0].expect_code(Step::Logon, code).unwrap();
        if code == S_OK {
            let props = Row::new(mapi.section_props("P", &section).unwrap());
            assert!(props.get(PR_ENTRYID).is_some(), "a store that was chosen is remembered");
        }
    }
}

#[test]
fn only_interfaces_of_stores_are_served() {
    for interface in [IID_IMsgStore, IID_IUnknown, IID_IMAPIProp] {
        let (_mapi, session) = machine(None, vec![]);
        assert!(open_with(&session, "mail", OpenStoreFlags::empty(), Some(interface)).is_ok(), "{interface}");
    }
    let (mapi, session) = machine(None, vec![]);
    let error = open_with(&session, "mail", OpenStoreFlags::empty(), Some(IID_IMAPIFolder)).unwrap_err();
    assert_eq!(error.code(), MAPI_E_INTERFACE_NOT_SUPPORTED);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

#[test]
fn an_older_mapi_is_refused() {
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll()))
        .profile(Profile::new("P"))
        .mapi_version(SpiVersion::PDK1)
        .build()
        .unwrap();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    assert_eq!(
        open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap_err().code(),
        MAPI_E_VERSION
    );
}

#[test]
fn a_service_process_shows_no_dialogs() {
    let section = StoreSection::new(DLL_NAME, "safe").entry_id(store_entry_id("safe"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll()))
        .profile(Profile::new("P").service(Service::new("S").store(section)))
        .user(User::answering([Reply::fill("password", "right")]))
        .init_flags(MapiInitFlags::MAPI_NT_SERVICE)
        .build()
        .unwrap();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let error = open_with(&session, "safe", OpenStoreFlags::empty(), None).unwrap_err();
    assert_eq!(error.code(), MAPI_E_FAILONEPROVIDER);
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn everything_of_a_store_that_is_gone_is_dead_and_can_be_released() {
    let (_mapi, session, store) = mail();
    let inbox = inbox(&*store);
    let message = first_message(&*store);
    let attachment = message.open_attach(0, None, OpenEntryFlags::empty()).unwrap();
    drop(store);
    let none = GetPropsFlags::empty();
    let codes = [
        inbox.get_props(None, none).map(drop).unwrap_err().code(),
        inbox.get_contents_table(TableFlags::empty()).map(drop).unwrap_err().code(),
        inbox.get_hierarchy_table(TableFlags::empty()).map(drop).unwrap_err().code(),
        inbox.open_entry(&OpenEntryRequest::root()).map(drop).unwrap_err().code(),
        message.get_props(None, none).map(drop).unwrap_err().code(),
        message.get_recipient_table(TableFlags::empty()).map(drop).unwrap_err().code(),
        message.open_attach(0, None, OpenEntryFlags::empty()).map(drop).unwrap_err().code(),
        attachment.get_prop_list(GetPropListFlags::empty()).map(drop).unwrap_err().code(),
    ];
    assert_eq!(codes, [MAPI_E_INVALID_OBJECT; 8]);
    assert!(
        open_with(&session, "mail", OpenStoreFlags::empty(), None).is_ok(),
        "the store can be opened anew"
    );
}

#[test]
fn a_store_that_the_session_logged_off_is_dead_too() {
    let (mapi, session, store) = mail();
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    assert_eq!(store.get_props(None, GetPropsFlags::empty()).unwrap_err().code(), MAPI_E_INVALID_OBJECT);
    assert_eq!(store.store_logoff(LogoffFlags::LOGOFF_ABORT).unwrap_err().code(), MAPI_E_INVALID_OBJECT);
    drop(store);
    let trace = mapi.trace();
    trace.expect_references_balanced().unwrap();
    trace.expect_invariants().unwrap();
    trace.expect_no_deviation().unwrap();
    assert_eq!(trace.count_of(Method::SupportStoreLogoffTransports), 0);
}

#[test]
fn store_logoff_takes_exactly_one_flag() {
    let (_mapi, _session, store) = mail();
    for flags in [
        LogoffFlags::empty(),
        LogoffFlags::LOGOFF_ABORT | LogoffFlags::LOGOFF_PURGE,
        LogoffFlags::LOGOFF_COMPLETE,
        LogoffFlags::from_bits_retain(1 << 30),
    ] {
        assert_eq!(store.store_logoff(flags).unwrap_err().code(), MAPI_E_INVALID_PARAMETER, "{flags}");
    }
    for flags in [LogoffFlags::LOGOFF_NO_WAIT, LogoffFlags::LOGOFF_QUIET] {
        assert!(store.store_logoff(flags).is_ok());
    }
}

#[test]
fn the_spooler_gets_a_marked_pair_of_its_own() {
    let (mapi, _session, store) = mail();
    mapi.run_spooler();
    let trace = mapi.trace();
    assert_eq!(trace.opens()[0].spooler_pair(), Some(SpoolerPair::SameStore));
    let id = id_of(&*first_message(&*store), PR_ENTRYID);
    assert_eq!(store.finished_msg(0, &id).unwrap_err().code(), MAPI_E_NO_SUPPORT, "for the spooler only");
}

#[test]
fn a_second_pair_of_the_spooler_is_the_first_one() {
    // SpoolerLogon needs no dialog: it gets the password through the validation data of Logon.
    let (mapi, session) = machine(None, vec![Reply::fill("password", "right")]);
    let _store = open_with(&session, "safe", OpenStoreFlags::empty(), None).unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    mapi.trace().opens()[0].expect_steps(&Step::ALL).unwrap();
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn the_status_object_answers_its_row() {
    let (_mapi, session, _store) = mail();
    let table = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
    let row = rows(&*table).remove(3);
    let id = row.get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    let request = OpenEntryRequest::new(&id).flags(OpenEntryFlags::MAPI_MODIFY);
    let status = session.open_entry(&request).unwrap().into_status().unwrap();
    for tag in [
        PR_DISPLAY_NAME_W,
        PR_STATUS_CODE,
        PR_RESOURCE_METHODS,
        PR_RESOURCE_TYPE,
        PR_PROVIDER_DLL_NAME_W,
        PR_RESOURCE_FLAGS,
    ] {
        assert_eq!(get(&*status, tag).value(), row.get(tag).unwrap().value(), "{tag}");
    }
    let window = ParentWindow::none();
    assert!(status.validate_state(window, ValidateStateFlags::empty()).is_ok());
    let unknown = ValidateStateFlags::from_bits_retain(0x4000_0000);
    assert_eq!(status.validate_state(window, unknown).unwrap_err().code(), MAPI_E_UNKNOWN_FLAGS);
    assert_eq!(
        status.settings_dialog(window, SettingsDialogFlags::empty()).unwrap_err().code(),
        MAPI_E_UNCONFIGURED,
        "there is no window to ask at"
    );
    assert_eq!(status.set_props(&[PropValue::new(PR_STATUS_CODE, 0)]).unwrap_err().code(), MAPI_E_NO_ACCESS);
}
