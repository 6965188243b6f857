//! The methods of `IMAPIFolder`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_mapi_folder_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        19 CreateMessage = create_message(
            interface: Option<MapiUid>, flags: CreateMessageFlags
        ) -> Arc<dyn IMessage> => message;
        20 CopyMessages = copy_messages(request: &CopyMessagesRequest<'_> => copy_messages) -> Warned<()>;
            codes MAPI_E_DECLINE_COPY MAPI_W_PARTIAL_COMPLETION;
        21 DeleteMessages = delete_messages(
            messages: &[EntryId], ui: ProgressUi<'_> => ui, flags: DeleteMessagesFlags
        ) -> Warned<()>;
            codes MAPI_W_PARTIAL_COMPLETION;
        22 CreateFolder = create_folder(request: &CreateFolderRequest<'_>) -> Arc<dyn IMAPIFolder> => folder;
            codes MAPI_E_BAD_CHARWIDTH MAPI_E_COLLISION;
        23 CopyFolder = copy_folder(request: &CopyFolderRequest<'_> => copy_folder) -> Warned<()>;
            codes MAPI_E_BAD_CHARWIDTH MAPI_E_COLLISION MAPI_E_DECLINE_COPY MAPI_E_FOLDER_CYCLE
                MAPI_W_PARTIAL_COMPLETION;
        24 DeleteFolder = delete_folder(
            entry_id: &EntryId, ui: ProgressUi<'_> => ui, flags: DeleteFolderFlags
        ) -> Warned<()>;
            codes MAPI_E_HAS_FOLDERS MAPI_E_HAS_MESSAGES MAPI_W_PARTIAL_COMPLETION;
        25 SetReadFlags = set_read_flags(
            messages: Option<&[EntryId]>, ui: ProgressUi<'_> => ui, flags: ReadFlags
        ) -> Warned<()>;
            codes MAPI_E_NO_SUPPRESS MAPI_E_INVALID_PARAMETER MAPI_W_PARTIAL_COMPLETION;
        26 GetMessageStatus = get_message_status(entry_id: &EntryId, flags: u32) -> MessageStatus;
        27 SetMessageStatus = set_message_status(
            entry_id: &EntryId, status: MessageStatus, mask: MessageStatus
        ) -> MessageStatus;
        28 SaveContentsSort = save_contents_sort(order: &SortOrderSet, flags: SaveSortFlags) -> ();
            codes MAPI_E_NO_SUPPORT;
        29 EmptyFolder = empty_folder(ui: ProgressUi<'_> => ui, flags: EmptyFolderFlags) -> Warned<()>;
            codes MAPI_W_PARTIAL_COMPLETION;
    } };
}
