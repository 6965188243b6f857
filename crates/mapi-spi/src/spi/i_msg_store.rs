//! `IMsgStore`: the store object, the client's and the spooler's side of an open store.

use std::sync::Arc;

use super::{
    Connection, IMAPIAdviseSink, IMAPIProp, IMAPITable, IMessage, MapiObject, OpenEntryRequest, no_support,
};
use crate::mapi::{
    EntryId, EventMask, LockState, LogoffFlags, MapiResult, MapiString, Notification, ReceiveFolderFlags,
    TableFlags,
};

/// The message store object. Page: `imsgstoreimapiprop`.
///
/// Made and freed together with its [`IMSLogon`](crate::spi::IMSLogon), which is MAPI's side of the same
/// store. Changes of its properties are permanent at once, without `SaveChanges`.
pub trait IMsgStore: IMAPIProp {
    /// `IMsgStore::Advise`. Page: `imsgstore-advise`.
    ///
    /// Registers `sink` for `events` on a folder or message, or with `None` on the whole store. Codes:
    /// MAPI_E_NO_SUPPORT. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Advise")]
    fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        no_support()
    }

    /// `IMsgStore::Unadvise`. Page: `imsgstore-unadvise`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Unadvise")]
    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgStore::CompareEntryIDs`. Page: `imsgstore-compareentryids`.
    ///
    /// Whether two identifiers mean the same entry of the store. `flags`: reserved, zero. Codes:
    /// MAPI_E_UNKNOWN_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CompareEntryIDs")]
    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        no_support()
    }

    /// `IMsgStore::OpenEntry`. Page: `imsgstore-openentry`.
    ///
    /// Opens a folder or message; without identifier the root folder. Codes: MAPI_E_NO_ACCESS. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenEntry")]
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        no_support()
    }

    /// `IMsgStore::SetReceiveFolder`. Page: `imsgstore-setreceivefolder`.
    ///
    /// Makes a folder the destination of incoming messages of a class. `message_class`: `None` or empty is
    /// every class without a folder of its own; `folder`: `None` takes the setting back. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetReceiveFolder")]
    fn set_receive_folder(
        &self,
        message_class: Option<&MapiString>,
        flags: ReceiveFolderFlags,
        folder: Option<&EntryId>,
    ) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgStore::GetReceiveFolder`. Page: `imsgstore-getreceivefolder`.
    ///
    /// Where messages of a class arrive; `None` or empty asks for the default receive folder. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetReceiveFolder")]
    fn get_receive_folder(
        &self,
        message_class: Option<&MapiString>,
        flags: ReceiveFolderFlags,
    ) -> MapiResult<ReceiveFolder> {
        no_support()
    }

    /// `IMsgStore::GetReceiveFolderTable`. Page: `imsgstore-getreceivefoldertable`. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetReceiveFolderTable")]
    fn get_receive_folder_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `IMsgStore::StoreLogoff`. Page: `imsgstore-storelogoff`.
    ///
    /// Lets the client say how the store's transports are to be treated when it goes. `flags`: exactly one
    /// of `LOGOFF_ABORT`, `LOGOFF_NO_WAIT`, `LOGOFF_ORDERLY`, `LOGOFF_PURGE`, `LOGOFF_QUIET`; the answer is
    /// the value on output: `LOGOFF_INBOUND`, `LOGOFF_OUTBOUND`, `LOGOFF_OUTBOUND_QUEUE`. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "StoreLogoff")]
    fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        no_support()
    }

    /// `IMsgStore::AbortSubmit`. Page: `imsgstore-abortsubmit`.
    ///
    /// Takes a message out of the outgoing queue. `flags`: reserved, zero. Codes: MAPI_E_NOT_IN_QUEUE,
    /// MAPI_E_UNABLE_TO_ABORT. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "AbortSubmit")]
    fn abort_submit(&self, entry_id: &EntryId, flags: u32) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgStore::GetOutgoingQueue`. Page: `imsgstore-getoutgoingqueue`.
    ///
    /// The table of messages to send. For the spooler only. `flags`: reserved, zero. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetOutgoingQueue")]
    fn get_outgoing_queue(&self, flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `IMsgStore::SetLockState`. Page: `imsgstore-setlockstate`.
    ///
    /// Locks a message while it is sent, or unlocks it. For the spooler only. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetLockState")]
    fn set_lock_state(&self, message: &Arc<dyn IMessage>, state: LockState) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgStore::FinishedMsg`. Page: `imsgstore-finishedmsg`.
    ///
    /// Processes a message that was sent. For the spooler only. `flags`: reserved, zero. Codes:
    /// MAPI_E_NO_SUPPORT (also for a caller that is not the spooler). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "FinishedMsg")]
    fn finished_msg(&self, flags: u32, entry_id: &EntryId) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgStore::NotifyNewMail`. Page: `imsgstore-notifynewmail`.
    ///
    /// Tells the store of a new message. For the spooler only. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "NotifyNewMail")]
    fn notify_new_mail(&self, notification: &Notification) -> MapiResult<()> {
        no_support()
    }
}

debug_as_name!(IMsgStore);

/// What `IMsgStore::GetReceiveFolder` returns.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceiveFolder {
    /// `lppEntryID`: the folder.
    pub entry_id: EntryId,
    /// `lppszExplicitClass`: the class that the folder is set for, the one asked for or a base class of it;
    /// `None` for the default receive folder.
    pub explicit_class: Option<MapiString>,
}
