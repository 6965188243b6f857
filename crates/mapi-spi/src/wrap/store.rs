//! Store objects.

use std::sync::Arc;

use super::provider_side;
use super::registry::Registry;
use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

bend! {
    /// Bends store objects.
    ///
    /// [`released`](BendStore::released) is the last release by the client or the spooler, at which the inner store
    /// goes at once.
    BendStore of IMsgStore, provider_side store in stores;
    + IMAPIProp;
    IMsgStore {
        advise(entry_id: Option<&EntryId>, events: EventMask, sink: Arc<dyn IMAPIAdviseSink> => sink) -> Connection;
        unadvise(connection: Connection) -> ();
        compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> bool;
        open_entry(request: &OpenEntryRequest<'_>) -> MapiObject => object;
        set_receive_folder(
            message_class: Option<&MapiString>,
            flags: ReceiveFolderFlags,
            folder: Option<&EntryId>,
        ) -> ();
        get_receive_folder(message_class: Option<&MapiString>, flags: ReceiveFolderFlags) -> ReceiveFolder;
        get_receive_folder_table(flags: TableFlags) -> Arc<dyn IMAPITable> => table;
        store_logoff(flags: LogoffFlags) -> LogoffFlags;
        abort_submit(entry_id: &EntryId, flags: u32) -> ();
        get_outgoing_queue(flags: u32) -> Arc<dyn IMAPITable> => table;
        set_lock_state(message: &Arc<dyn IMessage> => message, state: LockState) -> ();
        finished_msg(flags: u32, entry_id: &EntryId) -> ();
        notify_new_mail(notification: &Notification) -> ();
    }
}
