//! Every method that returns an object of the provider returns it wrapped. Every sink and window goes in wrapped.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

/// An object of the provider that opens others of its kind.
struct Bare;

/// Methods that always return a new object.
macro_rules! opens {
    ($($name:ident($($type:ty),*) -> $answer:ty = $object:expr;)*) => {$(
        fn $name(&self, $(_: $type),*) -> MapiResult<$answer> {
            Ok($object)
        }
    )*};
}

impl IMSProvider for Bare {
    opens! {
        logon(&LogonRequest<'_>) -> LogonAnswer = LogonAnswer::first(Arc::new(Bare), Arc::new(Bare));
        spooler_logon(&SpoolerLogonRequest<'_>) -> LogonAnswer = LogonAnswer::already_open(Arc::new(Bare));
        compare_store_ids(&EntryId, &EntryId, u32) -> bool = true;
    }
}

impl IMSLogon for Bare {
    opens! {
        logoff(u32) -> () = ();
        open_entry(&OpenEntryRequest<'_>) -> MapiObject = MapiObject::Store(Arc::new(Bare));
        open_status_entry(Option<MapiUid>, OpenEntryFlags) -> Arc<dyn IMAPIStatus> = Arc::new(Bare);
    }

    fn advise(
        &self,
        _: Option<&EntryId>,
        _: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        sink.on_notify(&[]);
        Ok(Connection::FIRST)
    }
}

impl IMAPIProp for Bare {
    opens! {
        get_props(Option<&[PropTag]>, GetPropsFlags) -> Warned<Vec<PropValue>> = Warned::props(vec![]);
        open_property(&OpenPropertyRequest) -> MapiObject = MapiObject::Storage(Arc::new(Bare));
    }

    fn copy_to(&self, request: &CopyToRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        request.ui.window.show(&Dialog::default());
        Ok(vec![])
    }

    fn copy_props(&self, request: &CopyPropsRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        request.ui.window.show(&Dialog::default());
        Ok(vec![])
    }
}

impl IMsgStore for Bare {
    opens! {
        open_entry(&OpenEntryRequest<'_>) -> MapiObject = MapiObject::Folder(Arc::new(Bare));
        get_receive_folder_table(TableFlags) -> Arc<dyn IMAPITable> = Arc::new(Bare);
        get_outgoing_queue(u32) -> Arc<dyn IMAPITable> = Arc::new(Bare);
    }

    fn advise(
        &self,
        _: Option<&EntryId>,
        _: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        sink.on_notify(&[]);
        Ok(Connection::FIRST)
    }
}

impl IMAPIContainer for Bare {
    opens! {
        get_contents_table(TableFlags) -> Arc<dyn IMAPITable> = Arc::new(Bare);
        get_hierarchy_table(TableFlags) -> Arc<dyn IMAPITable> = Arc::new(Bare);
        open_entry(&OpenEntryRequest<'_>) -> MapiObject = MapiObject::Attach(Arc::new(Bare));
    }
}

impl IMAPIFolder for Bare {
    opens! {
        create_message(Option<MapiUid>, CreateMessageFlags) -> Arc<dyn IMessage> = Arc::new(Bare);
        create_folder(&CreateFolderRequest<'_>) -> Arc<dyn IMAPIFolder> = Arc::new(Bare);
    }

    fn copy_messages(&self, request: &CopyMessagesRequest<'_>) -> MapiResult<Warned<()>> {
        request.ui.window.show(&Dialog::default());
        Ok(().into())
    }

    fn copy_folder(&self, request: &CopyFolderRequest<'_>) -> MapiResult<Warned<()>> {
        request.ui.window.show(&Dialog::default());
        Ok(().into())
    }

    fn delete_messages(
        &self,
        _: &[EntryId],
        ui: ProgressUi<'_>,
        _: DeleteMessagesFlags,
    ) -> MapiResult<Warned<()>> {
        ui.window.show(&Dialog::default());
        Ok(().into())
    }

    fn delete_folder(&self, _: &EntryId, ui: ProgressUi<'_>, _: DeleteFolderFlags) -> MapiResult<Warned<()>> {
        ui.window.show(&Dialog::default());
        Ok(().into())
    }

    fn set_read_flags(
        &self,
        _: Option<&[EntryId]>,
        ui: ProgressUi<'_>,
        _: ReadFlags,
    ) -> MapiResult<Warned<()>> {
        ui.window.show(&Dialog::default());
        Ok(().into())
    }

    fn empty_folder(&self, ui: ProgressUi<'_>, _: EmptyFolderFlags) -> MapiResult<Warned<()>> {
        ui.window.show(&Dialog::default());
        Ok(().into())
    }
}

impl IMessage for Bare {
    opens! {
        get_attachment_table(TableFlags) -> Arc<dyn IMAPITable> = Arc::new(Bare);
        get_recipient_table(TableFlags) -> Arc<dyn IMAPITable> = Arc::new(Bare);
        open_attach(u32, Option<MapiUid>, OpenEntryFlags) -> Arc<dyn IAttach> = Arc::new(Bare);
        create_attach(Option<MapiUid>, CreateAttachFlags) -> CreatedAttach =
            CreatedAttach { number: 3, attach: Arc::new(Bare) };
    }

    fn delete_attach(&self, _: u32, ui: ProgressUi<'_>, _: DeleteAttachFlags) -> MapiResult<()> {
        ui.window.show(&Dialog::default());
        Ok(())
    }
}

impl IAttach for Bare {}

impl IMAPIStatus for Bare {
    fn validate_state(&self, window: ParentWindow<'_>, _: ValidateStateFlags) -> MapiResult<()> {
        window.show(&Dialog::default());
        Ok(())
    }

    fn settings_dialog(&self, window: ParentWindow<'_>, _: SettingsDialogFlags) -> MapiResult<()> {
        window.show(&Dialog::default());
        Ok(())
    }

    fn flush_queues(
        &self,
        window: ParentWindow<'_>,
        _: Option<&EntryId>,
        _: FlushQueuesFlags,
    ) -> MapiResult<()> {
        window.show(&Dialog::default());
        Ok(())
    }
}

impl IMAPITable for Bare {
    opens! {
        set_columns(&[PropTag], SetColumnsFlags) -> () = ();
        query_columns(QueryColumnsFlags) -> Vec<PropTag> = vec![];
        get_row_count(u32) -> Warned<u32> = 0.into();
        seek_row(Bookmark, i32) -> Warned<i32> = 0.into();
        query_rows(i32, QueryRowsFlags) -> Vec<Row> = vec![];
    }

    fn advise(&self, _: EventMask, sink: Arc<dyn IMAPIAdviseSink>) -> MapiResult<Connection> {
        sink.on_notify(&[]);
        Ok(Connection::FIRST)
    }
}

impl ISequentialStream for Bare {}

impl IStream for Bare {
    opens! {
        clone_stream() -> Arc<dyn IStream> = Arc::new(Bare);
    }
}

impl IStorage for Bare {
    opens! {
        create_stream(&str, u32) -> Arc<dyn IStream> = Arc::new(Bare);
        open_stream(&str, u32) -> Arc<dyn IStream> = Arc::new(Bare);
        create_storage(&str, u32) -> Arc<dyn IStorage> = Arc::new(Bare);
        open_storage(&str, u32) -> Arc<dyn IStorage> = Arc::new(Bare);
    }
}

impl IMAPISupport for Bare {
    fn add_ref(&self, _counted: CountedBy) -> u32 {
        1
    }

    fn release(&self, _counted: CountedBy) -> u32 {
        1
    }
}

/// Counts the calls of sinks and windows.
#[derive(Clone, Default)]
struct CallCounter(Arc<AtomicU32>);

impl CallCounter {
    fn take(&self) -> u32 {
        self.0.swap(0, Ordering::SeqCst)
    }
}

impl WrapSink for CallCounter {
    fn on_notify(&self, _inner: &dyn IMAPIAdviseSink, _notifications: &[Notification]) -> SinkAnswer {
        self.0.fetch_add(1, Ordering::SeqCst);
        SinkAnswer::S_OK
    }
}

impl WrapWindow for CallCounter {
    fn show(&self, _inner: ParentWindow<'_>, _dialog: &Dialog) -> DialogAnswer {
        self.0.fetch_add(1, Ordering::SeqCst);
        DialogAnswer::Cancelled
    }
}

struct Nobody;

impl DialogHost for Nobody {
    fn show(&self, _dialog: &Dialog) -> DialogAnswer {
        DialogAnswer::Unavailable
    }
}

struct Objects {
    counter: CallCounter,
    logon: Arc<dyn IMSLogon>,
    store: Arc<dyn IMsgStore>,
    folder: Arc<dyn IMAPIFolder>,
    message: Arc<dyn IMessage>,
    status: Arc<dyn IMAPIStatus>,
    storage: Arc<dyn IStorage>,
    table: Arc<dyn IMAPITable>,
}

const UID: MapiUid = MapiUid::from_bytes([1; 16]);

fn property(object: &dyn IMAPIProp) -> MapiObject {
    object.open_property(&OpenPropertyRequest::new(tags::PR_BODY_W, UID)).unwrap()
}

fn objects() -> Objects {
    let counter = CallCounter::default();
    let entry = |_: &InitRequest| Ok(InitAnswer::new(Arc::new(Bare)));
    let wrapping = Wrapping::new(entry).sink(counter.clone()).window(counter.clone());
    let provider =
        wrapping.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(1))).unwrap().provider.unwrap();
    assert!(!bare(&*provider));
    let (support, name) = (Support::from_object(Arc::new(Bare)), MapiString::from("p"));
    let request = SpoolerLogonRequest::new(&support, &name, None, SpoolerLogonFlags::empty());
    assert!(!bare(&*provider.spooler_logon(&request).unwrap().store.unwrap()));
    let request = LogonRequest::new(&support, &name, None, StoreLogonFlags::empty());
    let answer = provider.logon(&request).unwrap();
    let (logon, store) = (answer.logon.unwrap(), answer.store.unwrap());
    let folder = store.open_entry(&OpenEntryRequest::root()).unwrap().into_folder().unwrap();
    Objects {
        counter,
        message: folder.create_message(None, CreateMessageFlags::empty()).unwrap(),
        status: logon.open_status_entry(None, OpenEntryFlags::empty()).unwrap(),
        storage: property(&*store).into_storage().unwrap(),
        table: folder.get_contents_table(TableFlags::empty()).unwrap(),
        logon,
        store,
        folder,
    }
}

fn bare(object: &dyn Any) -> bool {
    object.is::<Bare>()
}

#[test]
fn every_object_that_comes_out_is_wrapped() {
    let Objects { logon, store, folder, message, status, storage, table, .. } = objects();
    let name = MapiString::from("x");
    let new_folder = CreateFolderRequest::new(FolderType::Generic, &name);
    let attach = message.open_attach(0, None, OpenEntryFlags::empty()).unwrap();
    let created = message.create_attach(None, CreateAttachFlags::empty()).unwrap();
    assert_eq!(created.number, 3);
    let stream = storage.open_stream("x", 0).unwrap();
    let root = OpenEntryRequest::root();
    let out: Vec<Arc<dyn Any>> = vec![
        logon.open_entry(&root).unwrap().into_store().unwrap(),
        store.get_receive_folder_table(TableFlags::empty()).unwrap(),
        store.get_outgoing_queue(0).unwrap(),
        folder.get_hierarchy_table(TableFlags::empty()).unwrap(),
        folder.open_entry(&root).unwrap().into_attach().unwrap(),
        folder.create_folder(&new_folder).unwrap(),
        message.get_attachment_table(TableFlags::empty()).unwrap(),
        message.get_recipient_table(TableFlags::empty()).unwrap(),
        property(&*folder).into_storage().unwrap(),
        property(&*message).into_storage().unwrap(),
        property(&*attach).into_storage().unwrap(),
        property(&*status).into_storage().unwrap(),
        storage.create_stream("x", 0).unwrap(),
        storage.create_storage("x", 0).unwrap(),
        storage.open_storage("x", 0).unwrap(),
        stream.clone_stream().unwrap(),
        created.attach,
        attach,
        stream,
        logon,
        store,
        folder,
        message,
        status,
        storage,
        table,
    ];
    let unwrapped: Vec<usize> = (0..out.len()).filter(|index| bare(&*out[*index])).collect();
    assert_eq!(unwrapped, [0_usize; 0]);
}

#[test]
fn every_sink_that_goes_in_is_wrapped() {
    let Objects { counter, logon, store, table, .. } = objects();
    let sink = || Arc::new(|_: &[Notification]| ());
    logon.advise(None, EventMask::empty(), sink()).unwrap();
    assert_eq!(counter.take(), 1, "IMSLogon");
    store.advise(None, EventMask::empty(), sink()).unwrap();
    assert_eq!(counter.take(), 1, "IMsgStore");
    table.advise(EventMask::empty(), sink()).unwrap();
    assert_eq!(counter.take(), 1, "IMAPITable");
}

#[test]
fn every_window_that_goes_in_is_wrapped() {
    let Objects { counter, folder, message, status, .. } = objects();
    let (window, id) = (ParentWindow::new(&Nobody), EntryId::from_bytes(&[1]));
    let ui = ProgressUi::none().window(window);
    let object = MapiObject::Folder(folder.clone());
    folder.copy_messages(&CopyMessagesRequest::new(&[], &folder).ui(ui)).unwrap();
    folder.copy_folder(&CopyFolderRequest::new(&id, &folder).ui(ui)).unwrap();
    folder.delete_messages(&[], ui, DeleteMessagesFlags::empty()).unwrap();
    folder.delete_folder(&id, ui, DeleteFolderFlags::empty()).unwrap();
    folder.set_read_flags(None, ui, ReadFlags::empty()).unwrap();
    folder.empty_folder(ui, EmptyFolderFlags::empty()).unwrap();
    assert_eq!(counter.take(), 6);
    message.copy_to(&CopyToRequest::new(UID, &object).ui(ui)).unwrap();
    message.copy_props(&CopyPropsRequest::new(&[], UID, &object).ui(ui)).unwrap();
    message.delete_attach(0, ui, DeleteAttachFlags::empty()).unwrap();
    assert_eq!(counter.take(), 3);
    status.validate_state(window, ValidateStateFlags::empty()).unwrap();
    status.settings_dialog(window, SettingsDialogFlags::empty()).unwrap();
    status.flush_queues(window, None, FlushQueuesFlags::empty()).unwrap();
    assert_eq!(counter.take(), 3);
}
