//! An override of one interface changes what that interface answers, and nothing else.
//!
//! A client calls each interface of the reference provider once and notes the answers. With one method overridden, one note
//! differs.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::IID_IStream;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::methods::{self, Method};
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use crate::common::reference::*;

type Notes = BTreeMap<&'static str, String>;

/// A machine in which the reference provider is wrapped, for a user who knows the password.
fn wrapped(own: impl FnOnce(Wrapping) -> Wrapping) -> (Subsystem, Arc<Session>) {
    let wrapping = own(Wrapping::new(dll()));
    let section = |name: &str| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let service = Service::new("REF").with_entry(DLL_NAME).store(section("mail")).store(section("safe"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).service_entry(wrapping.service_entry(dll())).provider_entry(wrapping))
        .profile(Profile::new("P").service(service))
        .user(User::answering([Reply::fill("password", "right")]))
        .build()
        .unwrap();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

fn tour(own: impl FnOnce(Wrapping) -> Wrapping) -> Notes {
    let (mapi, session) = wrapped(own);
    let mut notes = Notes::new();
    let mut note = |what: &'static str, told: &dyn Debug| {
        notes.insert(what, format!("{told:?}"));
    };
    note("service", &configure(&mapi, &session));
    let store = open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap();
    note("provider", &mapi.run_spooler());
    let (inbox, root) = (id_of(&*inbox(&*store), PR_ENTRYID), id_of(&*root(&*store), PR_ENTRYID));
    note("logon", &session.compare_entry_ids(&inbox, &root, 0));
    note("store", &store.compare_entry_ids(&inbox, &root, 0));
    note("support", &get(&*store, PR_ENTRYID));
    let stores = session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap();
    note("section", &text(&rows(&*stores)[0], PR_DISPLAY_NAME_W));
    objects(&*store, &mut note);
    note("status", &status(&session).validate_state(ParentWindow::none(), ValidateStateFlags::empty()));
    let safe = open_with(&session, "safe", OpenStoreFlags::empty(), None);
    note("window", &safe.as_ref().map(drop));
    drop(store);
    note("released", &(mapi.trace().count_of(Method::LogonLogoff) > 0));
    drop(safe);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    notes
}

/// Folder, message, attachment, table and stream.
fn objects(store: &dyn IMsgStore, note: &mut dyn FnMut(&'static str, &dyn Debug)) {
    let folder = inbox(store);
    note("folder", &folder.get_prop_list(GetPropListFlags::empty()).unwrap().len());
    let table = folder.get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
    note("table", &table.get_row_count(0));
    let message = with_attachment(store);
    note("message", &get(&*message, PR_SUBJECT_W));
    let attach = message.open_attach(0, None, OpenEntryFlags::empty()).unwrap();
    note("attach", &get(&*attach, PR_ATTACH_LONG_FILENAME_W));
    let stream = attach.open_property(&OpenPropertyRequest::new(PR_ATTACH_DATA_BIN, IID_IStream)).unwrap();
    note("stream", &stream.into_stream().unwrap().seek(0, SeekOrigin::End));
}

fn with_attachment(store: &dyn IMsgStore) -> Arc<dyn IMessage> {
    let inbox = inbox(store);
    let rows = rows(&*inbox.get_contents_table(TableFlags::MAPI_UNICODE).unwrap());
    let row = rows.iter().find(|row| row.get(PR_HASATTACH).and_then(PropValue::as_bool) == Some(true));
    let id = row.unwrap().get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    inbox.open_entry(&OpenEntryRequest::new(&id)).unwrap().into_message().unwrap()
}

fn root(store: &dyn IMsgStore) -> Arc<dyn IMAPIFolder> {
    store.open_entry(&OpenEntryRequest::root()).unwrap().into_folder().unwrap()
}

fn status(session: &Session) -> Arc<dyn IMAPIStatus> {
    let table = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
    let rows = rows(&*table);
    let own = |row: &&Row| {
        row.get(PR_DISPLAY_NAME_W).and_then(PropValue::as_unicode).is_some_and(|name| name.contains("mail"))
    };
    let id = rows.iter().find(own).unwrap().get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    session.open_entry(&OpenEntryRequest::new(&id)).unwrap().into_status().unwrap()
}

/// Configures the first service of the profile.
fn configure(mapi: &Subsystem, session: &Session) -> MapiResult<()> {
    let services = mapi.services("P");
    session.admin_services(0)?.configure_msg_service(&ConfigureServiceRequest::new(&services[0].1))
}

/// The notes that differ from those of the plain wrapping.
pub(crate) fn changed(own: impl FnOnce(Wrapping) -> Wrapping) -> Vec<&'static str> {
    let (plain, bent) = (tour(|plain| plain), tour(own));
    assert!(plain.keys().eq(bent.keys()));
    plain.keys().copied().filter(|what| plain[what] != bent[what]).collect()
}

/// One override for each interface: which method, and what it answers now.
struct Changed;

impl WrapService for Changed {
    fn msg_service_entry(&self, _: &dyn ServiceEntry, _: &ServiceRequest<'_>) -> MapiResult<()> {
        Err(MAPI_E_USER_CANCEL.into())
    }
}

impl WrapProvider for Changed {
    fn spooler_logon(&self, _: &dyn IMSProvider, _: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        Err(MAPI_E_LOGON_FAILED.into())
    }
}

impl WrapLogon for Changed {
    fn compare_entry_ids(&self, _: &dyn IMSLogon, _: &EntryId, _: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(true)
    }
}

impl WrapStore for Changed {
    fn compare_entry_ids(&self, _: &dyn IMsgStore, _: &EntryId, _: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(true)
    }
}

impl WrapSupport for Changed {
    fn wrap_store_entry_id(&self, _: &dyn IMAPISupport, entry_id: &EntryId) -> MapiResult<EntryId> {
        Ok(entry_id.clone())
    }
}

impl WrapSection for Changed {
    fn set_props(&self, _: &dyn IProfSect, _: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        Ok(vec![])
    }
}

impl WrapFolder for Changed {
    fn get_prop_list(&self, _: &dyn IMAPIFolder, _: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        Ok(vec![])
    }
}

impl WrapTable for Changed {
    fn get_row_count(&self, _: &dyn IMAPITable, _: u32) -> MapiResult<Warned<u32>> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

impl WrapMessage for Changed {
    fn get_props(
        &self,
        inner: &dyn IMessage,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let mut props = inner.get_props(tags, flags)?;
        props.value.fill(PropValue::new(PR_SUBJECT_W, "bent"));
        Ok(props)
    }
}

impl WrapAttach for Changed {
    fn get_props(
        &self,
        inner: &dyn IAttach,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let mut props = inner.get_props(tags, flags)?;
        props.value.fill(PropValue::new(PR_ATTACH_LONG_FILENAME_W, "bent"));
        Ok(props)
    }
}

impl WrapStream for Changed {
    fn seek(&self, _: &dyn IStream, _: i64, _: SeekOrigin) -> MapiResult<u64> {
        Err(MAPI_E_CALL_FAILED.into())
    }
}

impl WrapStatus for Changed {
    fn validate_state(
        &self,
        _: &dyn IMAPIStatus,
        _: ParentWindow<'_>,
        _: ValidateStateFlags,
    ) -> MapiResult<()> {
        Err(MAPI_E_BUSY.into())
    }
}

impl WrapWindow for Changed {
    fn show(&self, _: ParentWindow<'_>, _: &Dialog) -> DialogAnswer {
        DialogAnswer::Cancelled
    }
}

#[test]
fn each_override_changes_its_own_interface() {
    assert_eq!(changed(|plain| plain), [""; 0]);
    assert_eq!(changed(|plain| plain.service(Changed)), ["service"]);
    assert_eq!(changed(|plain| plain.provider(Changed)), ["provider"]);
    assert_eq!(changed(|plain| plain.logon(Changed)), ["logon"]);
    assert_eq!(changed(|plain| plain.store(Changed)), ["store"]);
    assert_eq!(changed(|plain| plain.support(Changed)), ["support"]);
    assert_eq!(changed(|plain| plain.section(Changed)), ["section"]);
    assert_eq!(changed(|plain| plain.folder(Changed)), ["folder"]);
    assert_eq!(changed(|plain| plain.table(Changed)), ["table"]);
    assert_eq!(changed(|plain| plain.message(Changed)), ["message"]);
    assert_eq!(changed(|plain| plain.attach(Changed)), ["attach"]);
    assert_eq!(changed(|plain| plain.stream(Changed)), ["stream"]);
    assert_eq!(changed(|plain| plain.status(Changed)), ["status"]);
    assert_eq!(changed(|plain| plain.window(Changed)), ["window"]);
}

#[test]
fn an_override_of_the_initialisation() {
    struct Old;
    impl WrapInit for Old {
        fn ms_provider_init(&self, _: &dyn ProviderEntry, _: &InitRequest) -> MapiResult<InitAnswer> {
            Err(MAPI_E_VERSION.into())
        }
    }
    let (mapi, session) = wrapped(|plain| plain.init(Old));
    assert!(open_with(&session, "mail", OpenStoreFlags::empty(), None).is_err());
    assert_eq!(mapi.trace().opens()[0].code_of(Method::MsProviderInit), Some(MAPI_E_VERSION));
}

#[test]
fn a_method_is_refused_before_it_is_called() {
    struct Refuses;
    impl WrapStore for Refuses {
        fn before(&self, _: &dyn IMsgStore, method: Method) -> MapiResult<()> {
            if method == methods::IMsgStore::CompareEntryIDs {
                Err(MAPI_E_CALL_FAILED.into())
            } else {
                Ok(())
            }
        }
    }
    assert_eq!(changed(|plain| plain.store(Refuses)), ["store"]);
}

#[test]
fn a_release_that_is_overridden_does_not_reach_the_inner_store() {
    struct Leaks;
    impl WrapStore for Leaks {
        fn released(&self, inner: Arc<dyn IMsgStore>) {
            std::mem::forget(inner);
        }
    }
    assert_eq!(changed(|plain| plain.store(Leaks)), ["released"]);
}

#[test]
fn a_reference_that_is_not_counted_is_missing() {
    struct TakesNone;
    impl WrapSupport for TakesNone {
        fn add_ref(&self, _: &dyn IMAPISupport, _: CountedBy) -> u32 {
            1
        }
        fn release(&self, _: &dyn IMAPISupport, _: CountedBy) -> u32 {
            0
        }
    }
    let (mapi, session) = wrapped(|plain| plain.support(TakesNone));
    let store = open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap();
    let rules: Vec<_> = mapi.trace().deviations().iter().map(|deviation| deviation.rule).collect();
    assert_eq!(rules, ["LOAD-19"]);
    drop(store);
}
