//! `IMsgStore`.

use std::sync::Arc;

use super::open_store::{OpenStore, compare_entry_ids};
use super::open_table::open_table;
use super::props::{HasProperties, props_of};
use super::store_props::StoreProps;
use crate::mapi::tags::PR_RECEIVE_FOLDER_SETTINGS;
use crate::mapi::{
    EntryId, EventMask, LockState, LogoffFlags, MapiResult, MapiString, Notification, ReceiveFolderFlags,
    TableFlags,
};
use crate::spi::{
    Connection, IMAPIAdviseSink, IMAPITable, IMessage, IMsgStore, MapiObject, OpenEntryRequest,
    OpenPropertyRequest, ReceiveFolder,
};

/// The side of the client or of the spooler; its last release ends the store.
pub(super) struct StoreObject {
    inside: Arc<OpenStore>,
    props: Arc<StoreProps>,
}

impl StoreObject {
    pub(super) fn new(inside: Arc<OpenStore>) -> Self {
        let props = Arc::new(StoreProps(Arc::clone(&inside)));
        Self { inside, props }
    }

    pub(super) const fn inside(&self) -> &Arc<OpenStore> {
        &self.inside
    }
}

impl Drop for StoreObject {
    fn drop(&mut self) {
        self.inside.release();
    }
}

impl HasProperties for StoreObject {
    type Props = StoreProps;

    fn properties(&self) -> &Arc<StoreProps> {
        &self.props
    }

    // [RECV-20]
    fn open_object(&self, request: &OpenPropertyRequest) -> Option<MapiResult<MapiObject>> {
        if request.tag.id() != PR_RECEIVE_FOLDER_SETTINGS.id() {
            return None;
        }
        let flags = TableFlags::from_bits_retain(request.interface_options);
        Some(open_table(request, || self.get_receive_folder_table(flags)))
    }
}

props_of!(StoreObject);

impl IMsgStore for StoreObject {
    fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        self.inside.advise(entry_id, events, &sink)
    }

    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        self.inside.unadvise(connection)
    }

    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        self.inside.check_open()?;
        compare_entry_ids(first, second)
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.inside.open_entry(request)
    }

    fn set_receive_folder(
        &self,
        message_class: Option<&MapiString>,
        _flags: ReceiveFolderFlags,
        folder: Option<&EntryId>,
    ) -> MapiResult<()> {
        self.inside.set_receive_folder(message_class, folder)
    }

    fn get_receive_folder(
        &self,
        message_class: Option<&MapiString>,
        flags: ReceiveFolderFlags,
    ) -> MapiResult<ReceiveFolder> {
        self.inside.receive_folder(message_class, flags)
    }

    fn get_receive_folder_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        self.inside.receive_folder_table(flags)
    }

    /// Only notes the flag; the release of the store passes it on \[SHUT-01\] \[SHUT-04\].
    fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.inside.store_logoff(flags)
    }

    fn abort_submit(&self, entry_id: &EntryId, _flags: u32) -> MapiResult<()> {
        self.inside.abort_submit(entry_id)
    }

    fn get_outgoing_queue(&self, _flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        self.inside.outgoing_queue()
    }

    fn set_lock_state(&self, message: &Arc<dyn IMessage>, state: LockState) -> MapiResult<()> {
        self.inside.set_lock(message, state)
    }

    fn finished_msg(&self, _flags: u32, entry_id: &EntryId) -> MapiResult<()> {
        self.inside.finish(entry_id)
    }

    fn notify_new_mail(&self, notification: &Notification) -> MapiResult<()> {
        self.inside.new_mail(notification)
    }
}
