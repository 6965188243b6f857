//! The status object of the reference store: passwords, settings, and a store that cannot be reached.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use mapi_sim::load::Step;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

use crate::common::reference::*;

/// The rows that store providers have put into the status table.
fn status_rows(session: &Session) -> Vec<Row> {
    let table = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
    let of_store =
        |row: &Row| row.get(PR_RESOURCE_TYPE).unwrap().as_bits() == Some(ResourceType::StoreProvider.raw());
    rows(&*table).into_iter().filter(of_store).collect()
}

fn status_of(session: &Session) -> Arc<dyn IMAPIStatus> {
    let id = status_rows(session)[0].get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    session.open_entry(&OpenEntryRequest::new(&id)).unwrap().into_status().unwrap()
}

/// A machine with one store that has the password `right`, its section, and a user with these replies.
fn safe(replies: Vec<Reply>) -> (Subsystem, StoreCatalogue) {
    let catalogue = StoreCatalogue::new([StoreSpec::new("safe").password("right")]);
    let dll = ReferenceDll::new(catalogue.clone());
    let section = StoreSection::new(DLL_NAME, "safe")
        .entry_id(store_entry_id("safe"))
        .prop(PR_REFERENCE_PASSWORD, "right");
    let service = Service::new("REF").store(section).with_entry(DLL_NAME);
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll.clone()).service_entry(dll))
        .profile(Profile::new("P").service(service))
        .user(User::answering(replies))
        .build()
        .unwrap();
    (mapi, catalogue)
}

fn open(session: &Session) -> MapiResult<Arc<dyn IMsgStore>> {
    open_with(session, "safe", OpenStoreFlags::MDB_NO_DIALOG, None)
}

#[test]
fn row_and_object_name_the_methods_that_work() {
    for (spec, expected) in [
        (StoreSpec::new("mail"), ResourceMethods::empty()),
        (StoreSpec::new("mail").password("x"), ResourceMethods::STATUS_CHANGE_PASSWORD),
    ] {
        let catalogue = StoreCatalogue::new([spec]);
        let section = StoreSection::new(DLL_NAME, "mail")
            .entry_id(store_entry_id("mail"))
            .prop(PR_REFERENCE_PASSWORD, "x");
        let mapi = Subsystem::builder()
            .dll(Dll::new(DLL_NAME).provider_entry(ReferenceDll::new(catalogue)))
            .profile(Profile::new("P").service(Service::new("REF").store(section)))
            .build()
            .unwrap();
        let session = log_on(&mapi);
        let _store = open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap();
        let always = ResourceMethods::STATUS_VALIDATE_STATE | ResourceMethods::STATUS_SETTINGS_DIALOG;
        let row = status_rows(&session).remove(0);
        assert_eq!(row.get(PR_RESOURCE_METHODS).unwrap().as_bits(), Some((always | expected).bits()));
        let status = status_of(&session);
        assert_eq!(get(&*status, PR_MDB_PROVIDER).as_binary(), Some(&REFERENCE_UID.as_bytes()[..]));
        assert_eq!(get(&*status, PR_RESOURCE_METHODS).as_bits(), Some((always | expected).bits()));
        let changed = status.change_password(&"x".into(), &"y".into(), StringWidth::MAPI_UNICODE);
        assert_eq!(code_of(changed), if expected.is_empty() { MAPI_E_NO_SUPPORT } else { S_OK });
        let flushed = status.flush_queues(ParentWindow::none(), None, FlushQueuesFlags::empty());
        assert_eq!(code_of(flushed), MAPI_E_NO_SUPPORT);
    }
}

#[test]
fn a_changed_password_is_in_force_in_store_and_profile() {
    let (mapi, _) = safe(vec![]);
    let session = log_on(&mapi);
    let store = open(&session).unwrap();
    let status = status_of(&session);
    let width = StringWidth::MAPI_UNICODE;
    assert_eq!(code_of(status.change_password(&"wrong".into(), &"new".into(), width)), MAPI_E_NO_ACCESS);
    let unknown = MapiString::Ansi(AnsiString::from_bytes([0xE4]));
    let narrow = status.change_password(&"right".into(), &unknown, StringWidth::empty());
    assert_eq!(code_of(narrow), MAPI_E_BAD_CHARWIDTH);
    assert_eq!(code_of(status.change_password(&"right".into(), &"new".into(), width)), S_OK);
    assert_eq!(code_of(status.change_password(&"right".into(), &"other".into(), width)), MAPI_E_NO_ACCESS);
    // The spooler has the old one from Logon, and the profile.
    assert_eq!(mapi.run_spooler(), 1);
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    let later = log_on(&mapi);
    let store = open(&later).unwrap();
    let status = status_of(&later);
    assert_eq!(code_of(status.change_password(&"new".into(), &"newest".into(), width)), S_OK);
    drop((store, status));
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn the_settings_dialog_is_that_of_the_service_on_a_support_object_of_its_own() {
    let (mapi, _) = safe(vec![]);
    let session = log_on(&mapi);
    let store = open(&session).unwrap();
    let status = status_of(&session);
    let replies = VecDeque::from([Some("typed"), None, Some("read-only")]);
    let window = ScriptedWindow(Mutex::new(replies));
    let show = |flags| code_of(status.settings_dialog(ParentWindow::new(&window), flags));
    assert_eq!(show(SettingsDialogFlags::empty()), S_OK);
    assert_eq!(show(SettingsDialogFlags::empty()), MAPI_E_USER_CANCEL);
    assert_eq!(show(SettingsDialogFlags::UI_READONLY), S_OK);
    let unavailable = status.settings_dialog(ParentWindow::none(), SettingsDialogFlags::empty());
    assert_eq!(code_of(unavailable), MAPI_E_UNCONFIGURED);
    assert_eq!(mapi.trace().count_of(Method::SupportGetSvcConfigSupportObj), 4);
    // The store still has the right password, so what was typed keeps the next session out.
    drop(store);
    assert_eq!(code_of(open(&session)), MAPI_E_FAILONEPROVIDER);
    drop(status);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    mapi.trace().expect_references_balanced().unwrap();
}

/// A window at which the user types these passwords, or cancels.
struct ScriptedWindow(Mutex<VecDeque<Option<&'static str>>>);

impl DialogHost for ScriptedWindow {
    fn show(&self, dialog: &Dialog) -> DialogAnswer {
        let reply = self.0.lock().unwrap().pop_front().flatten();
        match reply {
            Some(typed) => DialogAnswer::Completed(vec![(dialog.fields[0].name.clone(), typed.into())]),
            None => DialogAnswer::Cancelled,
        }
    }
}

#[test]
fn a_store_that_cannot_be_reached_is_not_logged_on_to() {
    let (mapi, catalogue) = safe(vec![Reply::fill("store", "safe"), Reply::Cancel]);
    catalogue.set_offline("SAFE", true);
    let session = log_on(&mapi);
    let error = open(&session).unwrap_err();
    assert_eq!(error.code(), MAPI_E_LOGON_FAILED);
    assert!(error.detail().unwrap().to_string().contains("safe"));
    mapi.trace().opens()[0].expect_code(Step::Logon, MAPI_E_LOGON_FAILED).unwrap();
    catalogue.set_offline("safe", false);
    catalogue.set_offline("no such store", true);
    let session = log_on(&mapi);
    assert_eq!(code_of(open(&session)), S_OK);
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn with_dialogs_the_user_chooses_a_store_that_can_be_reached() {
    let (mapi, catalogue) = safe(vec![Reply::fill("store", "safe"), Reply::Cancel]);
    catalogue.set_offline("safe", true);
    let session = log_on(&mapi);
    // The first answer names the same store again, so the question comes again.
    assert_eq!(code_of(open_with(&session, "safe", OpenStoreFlags::empty(), None)), MAPI_E_USER_CANCEL);
}

#[test]
fn an_open_store_that_is_lost_says_so_in_its_row() {
    let (mapi, catalogue) = safe(vec![]);
    let session = log_on(&mapi);
    let store = open(&session).unwrap();
    let state = || {
        let rows = status_rows(&session);
        assert_eq!(rows.len(), 1);
        StatusCode::from_bits_retain(rows[0].get(PR_STATUS_CODE).unwrap().as_bits().unwrap())
    };
    let name = || text(&status_rows(&session)[0], PR_DISPLAY_NAME_W);
    let before = name();
    catalogue.set_offline("safe", true);
    let read = || code_of(store.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::empty()));
    assert_eq!(read(), MAPI_E_NETWORK_ERROR);
    assert_eq!(state(), StatusCode::STATUS_OFFLINE | StatusCode::STATUS_FAILURE);
    assert_eq!(name(), before, "the other columns stay");
    assert_eq!(code_of(open(&session)), S_OK, "the open store is found again");
    catalogue.set_offline("safe", false);
    assert_eq!(state(), StatusCode::STATUS_OFFLINE | StatusCode::STATUS_FAILURE, "nothing was called");
    let status = status_of(&session);
    status.validate_state(ParentWindow::none(), ValidateStateFlags::SUPPRESS_UI).unwrap();
    assert_eq!((state(), read()), (StatusCode::STATUS_AVAILABLE, S_OK));
    assert_eq!(mapi.trace().count_of(Method::SupportModifyStatusRow), 3);
    drop((store, status));
    mapi.trace().expect_no_deviation().unwrap();
}
