//! The reference provider in a machine of its own, and shortcuts of a client.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "no test uses everything, and a test fails by a panic"
)]

use std::sync::Arc;

use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

pub fn dll() -> ReferenceDll {
    ReferenceDll::new(StoreCatalogue::new([
        StoreSpec::new("mail").with_sample_mail(),
        StoreSpec::new("other").folder(FolderSpec::new("Top").folder(FolderSpec::new("Deep"))),
        StoreSpec::new("safe").password("right"),
    ]))
}

/// A machine with a section for each store, the last one with this password.
pub fn machine(password: Option<&str>, replies: Vec<Reply>) -> (Subsystem, Arc<Session>) {
    let section = |name: &str| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let mut safe = section("safe");
    if let Some(password) = password {
        safe = safe.prop(PR_REFERENCE_PASSWORD, password);
    }
    let service = Service::new("REF")
        .store(section("mail"))
        .store(section("other"))
        .store(safe)
        .store(StoreSection::new(DLL_NAME, "unset"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll()))
        .profile(Profile::new("P").service(service))
        .user(User::answering(replies))
        .build()
        .unwrap();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

pub fn open_with(
    session: &Session,
    name: &str,
    flags: OpenStoreFlags,
    interface: Option<MapiUid>,
) -> MapiResult<Arc<dyn IMsgStore>> {
    let id = WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id(name) }.encode()?;
    Ok(session.open_msg_store(&OpenStoreRequest::new(&id).flags(flags).interface(interface))?.value)
}

pub fn mail() -> (Subsystem, Arc<Session>, Arc<dyn IMsgStore>) {
    let (mapi, session) = machine(None, vec![]);
    let store = open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap();
    (mapi, session, store)
}

pub fn get(object: &dyn IMAPIProp, tag: PropTag) -> PropValue {
    object.get_props(Some(&[tag]), GetPropsFlags::MAPI_UNICODE).unwrap().value.remove(0)
}

pub fn id_of(object: &dyn IMAPIProp, tag: PropTag) -> EntryId {
    get(object, tag).as_entry_id().unwrap_or_else(|| panic!("{tag}"))
}

pub fn folder(store: &dyn IMsgStore, tag: PropTag) -> Arc<dyn IMAPIFolder> {
    let id = id_of(store, tag);
    store.open_entry(&OpenEntryRequest::new(&id)).unwrap().into_folder().unwrap()
}

pub fn inbox(store: &dyn IMsgStore) -> Arc<dyn IMAPIFolder> {
    let inbox = store.get_receive_folder(None, ReceiveFolderFlags::empty()).unwrap().entry_id;
    store.open_entry(&OpenEntryRequest::new(&inbox)).unwrap().into_folder().unwrap()
}

pub fn rows(table: &dyn IMAPITable) -> Vec<Row> {
    table.query_rows(i32::MAX, QueryRowsFlags::empty()).unwrap()
}

pub fn text(row: &Row, tag: PropTag) -> String {
    row.get(tag).and_then(PropValue::as_unicode).unwrap_or_else(|| panic!("{tag}: {row:?}")).to_owned()
}

pub fn first_message(store: &dyn IMsgStore) -> Arc<dyn IMessage> {
    let inbox = inbox(store);
    let row = rows(&*inbox.get_contents_table(TableFlags::MAPI_UNICODE).unwrap()).remove(0);
    let id = row.get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    inbox.open_entry(&OpenEntryRequest::new(&id)).unwrap().into_message().unwrap()
}
