//! A client that makes every call that there is, so that all of them are played again.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::memory::MemoryStream;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Trace, TraceDetail};
use mapi_sim::wrap::{OnAttach, OnStream, Wrapping};

use crate::common::reference::*;

/// Calls of which the trace has the answers.
macro_rules! calls {
    ($($call:expr;)+) => {
        $(drop($call);)+
    };
}

/// A storage with streams that are not kept, and nothing else.
struct Storage(Mutex<Vec<String>>);

impl IStorage for Storage {
    fn create_stream(&self, name: &str, _mode: u32) -> MapiResult<Arc<dyn IStream>> {
        self.0.lock().unwrap().push(name.to_owned());
        Ok(MemoryStream::shared(vec![1, 2, 3]))
    }

    fn open_stream(&self, _name: &str, _mode: u32) -> MapiResult<Arc<dyn IStream>> {
        Ok(MemoryStream::shared(vec![1, 2, 3]))
    }

    fn create_storage(&self, _name: &str, _mode: u32) -> MapiResult<Arc<dyn IStorage>> {
        Ok(Arc::new(Self(Mutex::default())))
    }

    fn enum_elements(&self) -> MapiResult<Vec<StorageElement>> {
        Ok(self.0.lock().unwrap().iter().map(|name| StorageElement::stream(name, 3)).collect())
    }
}

/// Bytes that are all the same.
struct Bytes;

impl ILockBytes for Bytes {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> MapiResult<usize> {
        buffer.fill(u8::try_from(offset).unwrap_or(0));
        Ok(buffer.len())
    }
}

/// The reference provider, whose attachments are storages as well, and whose streams are arrays of bytes.
pub(super) fn provider() -> Wrapping {
    let spec = StoreSpec::new("mail").default_store().with_sample_mail();
    Wrapping::new(ReferenceDll::new(StoreCatalogue::new([spec])))
        .attach(OnAttach::new().open_property(|inner, request| {
            if request.interface == IID_IStorage {
                return Ok(MapiObject::Storage(Arc::new(Storage(Mutex::default()))));
            }
            inner.open_property(request)
        }))
        .stream(OnStream::new().other_interface(|inner, interface| {
            if *interface == IID_ILockBytes {
                return Ok(OtherInterface::Object(MapiObject::LockBytes(Arc::new(Bytes))));
            }
            Arc::clone(inner).other_interface(interface)
        }))
}

pub(super) fn machine(entry: impl ProviderEntry + 'static) -> Subsystem {
    let section = StoreSection::new(DLL_NAME, "mail").entry_id(store_entry_id("mail"));
    Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(entry))
        .profile(Profile::new("P").service(Service::new("REF").store(section)))
        .trace_detail(TraceDetail::Whole)
        .build()
        .unwrap()
}

fn sink() -> Arc<dyn IMAPIAdviseSink> {
    Arc::new(|_: &[Notification]| {})
}

fn subject(value: &str) -> Restriction {
    let value = PropValue::new(PR_SUBJECT_W, value);
    Restriction::Property { op: RelOp::Ne, tag: PR_SUBJECT_W, value }
}

/// What every object with properties has.
fn props<T: IMAPIProp + ?Sized>(object: &Arc<T>, other: &MapiObject) {
    let name = NamedProp { set: guids::PS_PUBLIC_STRINGS, name: PropName::String("Colour".to_owned()) };
    let copy_to = CopyToRequest::new(IID_IMAPIProp, other)
        .exclude_interfaces(&[IID_IStream])
        .exclude_props(&[PR_SUBJECT_W][..]);
    calls! {
        object.get_prop_list(GetPropListFlags::MAPI_UNICODE);
        object.get_props(None, GetPropsFlags::MAPI_UNICODE);
        object.get_props(Some(&[PR_DISPLAY_NAME_W, PR_SUBJECT_W, PR_ENTRYID]), GetPropsFlags::empty());
        object.get_last_error(MAPI_E_NOT_FOUND, StringWidth::MAPI_UNICODE);
        object.set_props(&[PropValue::new(PR_COMMENT_W, "set"), PropValue::new(PR_ENTRYID, vec![1_u8])]);
        object.delete_props(&[PR_COMMENT_W, PR_ENTRYID]);
        object.get_ids_from_names(Some(&[name]), IdsFlags::MAPI_CREATE);
        object.get_names_from_ids(None, Some(guids::PS_PUBLIC_STRINGS), NamesFlags::empty());
        object.open_property(&OpenPropertyRequest::new(PR_BODY_W, IID_IMAPITable));
        object.copy_to(&copy_to);
        object.copy_props(&CopyPropsRequest::new(&[PR_COMMENT_W], IID_IMAPIProp, other));
        object.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE);
        IMAPIProp::other_interface(Arc::clone(object), &IID_IAddrBook);
    }
}

fn table(table: &Arc<dyn IMAPITable>) {
    let by_subject = SortOrder { tag: PR_SUBJECT_W, direction: SortDirection::Descending };
    let grouped = SortOrderSet { orders: vec![by_subject], categories: 1, expanded: 1 };
    let connection = table.advise(EventMask::fnevTableModified, sink());
    calls! {
        table.get_status();
        table.set_columns(&[PR_INSTANCE_KEY, PR_ENTRYID, PR_SUBJECT_W], SetColumnsFlags::empty());
        table.query_columns(QueryColumnsFlags::TBL_ALL_COLUMNS);
        table.restrict(Some(&subject("not this one")), RestrictFlags::empty());
        table.sort_table(&SortOrderSet::plain(vec![by_subject]), SortFlags::empty());
        table.query_sort_order();
        table.get_row_count(0);
        table.find_row(&subject("nor this one"), Bookmark::BEGINNING, FindRowFlags::empty());
    }
    let bookmark = table.create_bookmark().unwrap();
    calls! {
        table.query_rows(10, QueryRowsFlags::empty());
        table.query_position();
        table.seek_row(bookmark, 0);
        table.query_rows(1, QueryRowsFlags::empty());
        table.seek_row_approx(1, 2);
        table.free_bookmark(bookmark);
        table.seek_row(bookmark, 0);
        table.sort_table(&grouped, SortFlags::empty());
        table.expand_row(&[1, 2], 3, 0);
        table.collapse_row(&[1, 2], 0);
        table.get_collapse_state(0, &[1, 2]);
        table.set_collapse_state(0, &[3]);
        table.wait_for_completion(0, 10);
        table.abort();
        table.restrict(None, RestrictFlags::empty());
        table.get_last_error(MAPI_E_NOT_FOUND, StringWidth::MAPI_UNICODE);
        table.unadvise(connection.unwrap_or(Connection::FIRST));
        Arc::clone(table).other_interface(&IID_IMAPIProp);
    }
}

fn stream(stream: &Arc<dyn IStream>) {
    let clone = stream.clone_stream().unwrap_or_else(|_| Arc::clone(stream));
    calls! {
        stream.write(b"some more bytes");
        stream.seek(0, SeekOrigin::Set);
        stream.read(&mut [0; 4]);
        stream.seek(-1, SeekOrigin::Current);
        stream.seek(-1, SeekOrigin::End);
        stream.copy_to(&clone, 2);
        stream.set_size(3);
        stream.lock_region(0, 1, 2);
        stream.unlock_region(0, 1, 2);
        stream.stat(1);
        stream.revert();
        stream.commit(0);
    }
    let bytes = ISequentialStream::other_interface(Arc::clone(stream), &IID_ILockBytes).unwrap();
    let bytes = bytes.into_object().unwrap().into_lock_bytes().unwrap();
    calls! {
        bytes.read_at(7, &mut [0; 3]);
        bytes.write_at(7, &[1]);
        bytes.flush();
        bytes.set_size(9);
        bytes.lock_region(0, 1, 2);
        bytes.unlock_region(0, 1, 2);
        bytes.stat(0);
        Arc::clone(&bytes).other_interface(&IID_IStream);
    }
}

fn storage(storage: &Arc<dyn IStorage>) {
    calls! {
        storage.create_stream("one", 0x12).map(|made| made.stat(0));
        storage.open_stream("one", 0x12);
        storage.create_storage("two", 0x12);
        storage.open_storage("two", 0x12);
        storage.enum_elements();
        storage.rename_element("one", "first");
        storage.destroy_element("two");
        storage.set_class(&IID_IMessage);
        storage.commit(0);
        storage.revert();
        Arc::clone(storage).other_interface(&IID_IStream);
    }
}

fn message(folder: &Arc<dyn IMAPIFolder>) {
    let message = new_message(&**folder, "written");
    let other = new_message(&**folder, "copied to");
    let recipient = [
        PropValue::new(PR_ROWID, 0),
        PropValue::new(PR_DISPLAY_NAME_W, "B"),
        PropValue::new(PR_ADDRTYPE_W, "SMTP"),
        PropValue::new(PR_EMAIL_ADDRESS_W, "b@example.com"),
        PropValue::new(PR_RECIPIENT_TYPE, 1),
    ];
    let made = message.create_attach(None, CreateAttachFlags::empty()).unwrap();
    let body = OpenPropertyRequest::new(PR_BODY_W, IID_IStream)
        .flags(OpenPropertyFlags::MAPI_CREATE | OpenPropertyFlags::MAPI_MODIFY);
    stream(&message.open_property(&body).unwrap().into_stream().unwrap());
    let data = made.attach.open_property(&OpenPropertyRequest::new(PR_ATTACH_DATA_OBJ, IID_IStorage));
    storage(&data.unwrap().into_storage().unwrap());
    let second = message.create_attach(None, CreateAttachFlags::empty()).unwrap();
    props(&made.attach, &MapiObject::Attach(second.attach));
    props(&message, &MapiObject::Message(other));
    calls! {
        message.modify_recipients(ModifyRecipientsFlags::MODRECIP_ADD, &[Row::new(recipient.to_vec())]);
        message.get_recipient_table(TableFlags::MAPI_UNICODE).map(|rows| rows.query_rows(9, QueryRowsFlags::empty()));
        message.get_attachment_table(TableFlags::MAPI_UNICODE);
        message.open_attach(made.number, None, OpenEntryFlags::empty());
        message.delete_attach(second.number, ProgressUi::none(), DeleteAttachFlags::empty());
        message.set_read_flag(ReadFlags::CLEAR_READ_FLAG);
        message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE);
        message.submit_message(SubmitFlags::empty());
    }
}

fn folder(folder: &Arc<dyn IMAPIFolder>, top: &Arc<dyn IMAPIFolder>, searches: &Arc<dyn IMAPIFolder>) {
    let ids: Vec<EntryId> =
        contents(&**folder).iter().map(|row| row.get(PR_ENTRYID).unwrap().as_entry_id().unwrap()).collect();
    let (ansi, renamed) = (MapiString::Ansi("Ansi".into()), MapiString::from("Renamed"));
    let own = new_folder(&**folder, "Made").unwrap();
    let own_id = id_of(&*own, PR_ENTRYID);
    let other = new_folder(&**top, "Other").unwrap();
    let search = CreateFolderRequest::new(FolderType::Search, &ansi).comment(Some(&renamed));
    let search = searches.create_folder(&search).unwrap();
    let order = SortOrder { tag: PR_SUBJECT_W, direction: SortDirection::Ascending };
    props(folder, &MapiObject::Folder(Arc::clone(&other)));
    table(&folder.get_contents_table(TableFlags::MAPI_UNICODE).unwrap());
    let copy = CopyFolderRequest::new(&own_id, &other)
        .new_name(Some(&renamed))
        .flags(CopyFolderFlags::MAPI_UNICODE | CopyFolderFlags::COPY_SUBFOLDERS);
    calls! {
        folder.get_hierarchy_table(TableFlags::CONVENIENT_DEPTH);
        folder.open_entry(&OpenEntryRequest::new(&ids[0]));
        search.set_search_criteria(Some(&subject("none")), Some(&[id_of(&**folder, PR_ENTRYID)]), SearchFlags::RESTART_SEARCH);
        search.get_search_criteria(StringWidth::MAPI_UNICODE);
        folder.copy_messages(&CopyMessagesRequest::new(&ids, &other));
        folder.copy_folder(&copy);
        folder.delete_folder(&own_id, ProgressUi::none(), DeleteFolderFlags::DEL_MESSAGES);
        folder.set_read_flags(Some(&ids), ProgressUi::none(), ReadFlags::CLEAR_READ_FLAG);
        folder.get_message_status(&ids[0], 0);
        folder.set_message_status(&ids[0], MessageStatus::from_bits_retain(2), MessageStatus::from_bits_retain(6));
        folder.save_contents_sort(&SortOrderSet::plain(vec![order]), SaveSortFlags::empty());
        folder.delete_messages(&ids[..1], ProgressUi::none(), DeleteMessagesFlags::empty());
        folder.empty_folder(ProgressUi::none(), EmptyFolderFlags::empty());
    }
}

fn store(store: &Arc<dyn IMsgStore>, outbox: &Arc<dyn IMAPIFolder>) {
    let inbox = store.get_receive_folder(None, ReceiveFolderFlags::MAPI_UNICODE).unwrap().entry_id;
    let class = MapiString::from("IPM.Mine");
    let new_mail = Notification::NewMail {
        entry_id: inbox.clone(),
        parent_id: inbox.clone(),
        flags: StringWidth::MAPI_UNICODE,
        message_class: class.clone(),
        message_flags: MessageFlags::empty(),
    };
    props(store, &MapiObject::Store(Arc::clone(store)));
    calls! {
        store.compare_entry_ids(&inbox, &inbox, 0);
        store.open_entry(&OpenEntryRequest::root());
        store.set_receive_folder(Some(&class), ReceiveFolderFlags::MAPI_UNICODE, Some(&inbox));
        store.get_receive_folder_table(TableFlags::MAPI_UNICODE);
        store.get_outgoing_queue(0);
        store.abort_submit(&inbox, 0);
        store.set_lock_state(&new_message(&**outbox, "locked"), LockState::Locked);
        store.finished_msg(0, &inbox);
        store.notify_new_mail(&new_mail);
    }
}

/// What a client gets from its session.
fn session(mapi: &Subsystem, session: &Arc<Session>) {
    let stores = session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap();
    table(&stores);
    let store = contents_of(&stores);
    let statuses = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
    let connection = session.advise(None, EventMask::fnevCriticalError, sink()).unwrap();
    let (read, uid) = (OpenSectionFlags::MAPI_FORCE_ACCESS, mapi.sections("P")[0]);
    let section = session.open_profile_section(&uid, None, read).unwrap();
    let other = session.open_profile_section(&uid, None, read);
    props(
        &section,
        &other.map_or_else(|_| MapiObject::ProfileSection(Arc::clone(&section)), MapiObject::ProfileSection),
    );
    let id = store.get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    calls! {
        session.compare_entry_ids(&id, &id, 0);
        session.get_last_error(MAPI_E_NOT_FOUND, StringWidth::MAPI_UNICODE);
        session.query_identity();
        session.admin_services(0);
        session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&id));
        session.unadvise(connection);
    }
    let again = session.open_entry(&OpenEntryRequest::new(&id)).unwrap().into_store().unwrap();
    again.get_prop_list(GetPropListFlags::MAPI_UNICODE).unwrap();
    for row in rows(&*statuses) {
        let id = row.get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
        let opened = session.open_entry(&OpenEntryRequest::new(&id)).and_then(MapiObject::into_status);
        let Ok(status) = opened else { continue };
        props(&status, &MapiObject::Status(Arc::clone(&status)));
        calls! {
            status.validate_state(ParentWindow::none(), ValidateStateFlags::empty());
            status.flush_queues(ParentWindow::none(), None, FlushQueuesFlags::empty());
        }
    }
}

fn contents_of(table: &Arc<dyn IMAPITable>) -> Row {
    table.set_columns(&[PR_ENTRYID, PR_DISPLAY_NAME_W], SetColumnsFlags::empty()).unwrap();
    table.seek_row(Bookmark::BEGINNING, 0).unwrap();
    rows(&**table).remove(0)
}

/// The story, as it was recorded.
pub(super) fn story() -> Trace {
    let mapi = machine(provider());
    let client = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let opened = open_with(&client, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    mapi.run_spooler();
    let connection = opened.advise(None, EventMask::from_bits_retain(0x1FE), sink()).unwrap();
    let inbox = writable_inbox(&*opened);
    let outbox = open_folder(&*opened, &id_of(&*opened, PR_IPM_OUTBOX_ENTRYID));
    let top = open_folder(&*opened, &id_of(&*opened, PR_IPM_SUBTREE_ENTRYID));
    message(&outbox);
    folder(&inbox, &top, &open_folder(&*opened, &id_of(&*opened, PR_FINDER_ENTRYID)));
    store(&opened, &outbox);
    session(&mapi, &client);
    mapi.run_spooler();
    opened.unadvise(connection).unwrap();
    drop((inbox, outbox, top));
    calls! { opened.store_logoff(LogoffFlags::LOGOFF_ORDERLY); }
    drop(opened);
    client.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    drop(client);
    mapi.trace()
}
