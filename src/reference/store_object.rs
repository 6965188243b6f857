//! `IMsgStore`.

use std::sync::Arc;

use super::disk::number_of;
use super::ids::ObjectNo;
use super::interfaces;
use super::open_store::{OpenStore, compare_entry_ids};
use super::props::{HasProperties, props_of};
use super::spec::StandardFolder;
use super::store_props::StoreProps;
use crate::mapi::codes::MAPI_E_INVALID_PARAMETER;
use crate::mapi::tags::{PR_ENTRYID, PR_MESSAGE_CLASS_W, PR_RECEIVE_FOLDER_SETTINGS, PR_RECORD_KEY};
use crate::mapi::{
    AnsiString, EntryId, EventMask, LockState, LogoffFlags, MapiResult, MapiString, PropTag, PropValue,
    ReceiveFolderFlags, Row, TableFlags,
};
use crate::memory::MemoryTable;
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

    fn inbox(&self) -> EntryId {
        self.inside.file.id(ObjectNo::Folder(number_of(StandardFolder::Inbox)))
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

    /// \[RECV-20\]
    fn open_object(&self, request: &OpenPropertyRequest) -> Option<MapiResult<MapiObject>> {
        if request.tag.id() != PR_RECEIVE_FOLDER_SETTINGS.id() {
            return None;
        }
        let flags = TableFlags::from_bits_retain(request.interface_options);
        Some(interfaces::table(request, || self.get_receive_folder_table(flags)))
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

    /// Every class arrives in the Inbox \[RECV-13\] \[RECV-14\].
    fn get_receive_folder(
        &self,
        _message_class: Option<&MapiString>,
        flags: ReceiveFolderFlags,
    ) -> MapiResult<ReceiveFolder> {
        self.inside.check_open()?;
        let unicode = flags.contains(ReceiveFolderFlags::MAPI_UNICODE);
        let class = if unicode { MapiString::from("") } else { AnsiString::default().into() };
        Ok(ReceiveFolder { entry_id: self.inbox(), explicit_class: Some(class) })
    }

    fn get_receive_folder_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        self.inside.check_open()?;
        let unicode = flags.contains(TableFlags::MAPI_UNICODE);
        let columns = [PR_ENTRYID, PR_MESSAGE_CLASS_W, PR_RECORD_KEY];
        let columns = columns.iter().map(|tag: &PropTag| tag.with_string_width(unicode)).collect();
        let row = Row::new(vec![
            PropValue::new(PR_ENTRYID, &self.inbox()),
            PropValue::new(PR_MESSAGE_CLASS_W, ""),
            PropValue::new(PR_RECORD_KEY, &self.inbox()),
        ]);
        Ok(MemoryTable::shared(columns, vec![row]))
    }

    /// Only notes the flag; the release of the store passes it on \[SHUT-01\] \[SHUT-04\].
    fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        let choices = LogoffFlags::LOGOFF_ABORT
            | LogoffFlags::LOGOFF_NO_WAIT
            | LogoffFlags::LOGOFF_ORDERLY
            | LogoffFlags::LOGOFF_PURGE
            | LogoffFlags::LOGOFF_QUIET;
        if !choices.contains(flags) || flags.bits().count_ones() != 1 {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        self.inside.note_logoff(flags)?;
        Ok(LogoffFlags::empty())
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
}
