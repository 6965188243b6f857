//! The methods of `IMsgStore`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_msg_store_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        14 Advise = advise(
            entry_id: Option<&EntryId>, events: EventMask, sink: Arc<dyn IMAPIAdviseSink> => sink
        ) -> Connection;
            codes MAPI_E_NO_SUPPORT;
        15 Unadvise = unadvise(connection: Connection) -> ();
        16 CompareEntryIDs = compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> bool;
            codes MAPI_E_UNKNOWN_ENTRYID;
        17 OpenEntry = open_entry(request: &OpenEntryRequest<'_>) -> MapiObject => object;
            codes MAPI_E_NO_ACCESS;
        18 SetReceiveFolder = set_receive_folder(
            message_class: Option<&MapiString>, flags: ReceiveFolderFlags, folder: Option<&EntryId>
        ) -> ();
        19 GetReceiveFolder = get_receive_folder(
            message_class: Option<&MapiString>, flags: ReceiveFolderFlags
        ) -> ReceiveFolder;
        20 GetReceiveFolderTable = get_receive_folder_table(
            flags: TableFlags
        ) -> Arc<dyn IMAPITable> => table;
        21 StoreLogoff = store_logoff(flags: LogoffFlags) -> LogoffFlags;
        22 AbortSubmit = abort_submit(entry_id: &EntryId, flags: u32) -> ();
            codes MAPI_E_NOT_IN_QUEUE MAPI_E_UNABLE_TO_ABORT;
        23 GetOutgoingQueue = get_outgoing_queue(flags: u32) -> Arc<dyn IMAPITable> => table;
        24 SetLockState = set_lock_state(message: &Arc<dyn IMessage> => message, state: LockState) -> ();
        25 FinishedMsg = finished_msg(flags: u32, entry_id: &EntryId) -> ();
            codes MAPI_E_NO_SUPPORT;
        26 NotifyNewMail = notify_new_mail(notification: &Notification) -> ();
    } };
}
