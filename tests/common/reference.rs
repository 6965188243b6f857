//! The reference provider in a machine of its own, and shortcuts of a client.

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

/// A machine in which each of these stores has a section in the profile `P`.
pub fn machine_of(stores: Vec<StoreSpec>, names: &[&str]) -> (Subsystem, StoreCatalogue) {
    let catalogue = StoreCatalogue::new(stores);
    let section = |name: &&str| StoreSection::new(DLL_NAME, *name).entry_id(store_entry_id(name));
    let service = names.iter().fold(Service::new("REF"), |service, name| service.store(section(name)));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(ReferenceDll::new(catalogue.clone())))
        .profile(Profile::new("P").service(service))
        .build()
        .unwrap();
    (mapi, catalogue)
}

pub fn log_on(mapi: &Subsystem) -> Arc<Session> {
    mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap()
}

/// One store, opened for writing.
pub fn opened(store: StoreSpec, name: &str) -> (Subsystem, Arc<Session>, Arc<dyn IMsgStore>) {
    let (mapi, _) = machine_of(vec![store], &[name]);
    let session = log_on(&mapi);
    let store = open_with(&session, name, OpenStoreFlags::MDB_WRITE, None).unwrap();
    (mapi, session, store)
}

pub fn open_folder(store: &dyn IMsgStore, id: &EntryId) -> Arc<dyn IMAPIFolder> {
    let request = OpenEntryRequest::new(id).flags(OpenEntryFlags::MAPI_BEST_ACCESS);
    store.open_entry(&request).unwrap().into_folder().unwrap()
}

pub fn open_message(store: &dyn IMsgStore, id: &EntryId) -> Arc<dyn IMessage> {
    let request = OpenEntryRequest::new(id).flags(OpenEntryFlags::MAPI_BEST_ACCESS);
    store.open_entry(&request).unwrap().into_message().unwrap()
}

/// The Inbox, opened with all rights there are.
pub fn writable_inbox(store: &dyn IMsgStore) -> Arc<dyn IMAPIFolder> {
    open_folder(store, &store.get_receive_folder(None, ReceiveFolderFlags::empty()).unwrap().entry_id)
}

pub fn contents(folder: &dyn IMAPIFolder) -> Vec<Row> {
    rows(&*folder.get_contents_table(TableFlags::MAPI_UNICODE).unwrap())
}

/// A saved message with this subject.
pub fn new_message(folder: &dyn IMAPIFolder, subject: &str) -> Arc<dyn IMessage> {
    let message = folder.create_message(None, CreateMessageFlags::empty()).unwrap();
    message.set_props(&[PropValue::new(PR_SUBJECT_W, subject)]).unwrap();
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).unwrap();
    message
}

pub fn new_folder(parent: &dyn IMAPIFolder, name: &str) -> MapiResult<Arc<dyn IMAPIFolder>> {
    let name = name.into();
    parent.create_folder(
        &CreateFolderRequest::new(FolderType::Generic, &name).flags(CreateFolderFlags::MAPI_UNICODE),
    )
}

pub fn code_of<T>(result: MapiResult<T>) -> HResult {
    result.err().map_or(codes::S_OK, |error| error.code())
}
