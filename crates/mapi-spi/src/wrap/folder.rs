//! Folders.

use std::sync::Arc;

use super::provider_side;
use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

bend! {
    /// Bends folders.
    BendFolder of IMAPIFolder, provider_side folder;
    + IMAPIProp;
    IMAPIContainer {
        get_contents_table(flags: TableFlags) -> Arc<dyn IMAPITable> => table;
        get_hierarchy_table(flags: TableFlags) -> Arc<dyn IMAPITable> => table;
        open_entry(request: &OpenEntryRequest<'_>) -> MapiObject => object;
        set_search_criteria(
            restriction: Option<&Restriction>,
            containers: Option<&[EntryId]>,
            flags: SearchFlags,
        ) -> ();
        get_search_criteria(width: StringWidth) -> SearchCriteria;
    }
    IMAPIFolder {
        create_message(interface: Option<MapiUid>, flags: CreateMessageFlags) -> Arc<dyn IMessage> => message;
        copy_messages(request: &CopyMessagesRequest<'_> => copy_messages) -> Warned<()>;
        delete_messages(messages: &[EntryId], ui: ProgressUi<'_> => ui, flags: DeleteMessagesFlags) -> Warned<()>;
        create_folder(request: &CreateFolderRequest<'_>) -> Arc<dyn IMAPIFolder> => folder;
        copy_folder(request: &CopyFolderRequest<'_> => copy_folder) -> Warned<()>;
        delete_folder(entry_id: &EntryId, ui: ProgressUi<'_> => ui, flags: DeleteFolderFlags) -> Warned<()>;
        set_read_flags(messages: Option<&[EntryId]>, ui: ProgressUi<'_> => ui, flags: ReadFlags) -> Warned<()>;
        get_message_status(entry_id: &EntryId, flags: u32) -> MessageStatus;
        set_message_status(entry_id: &EntryId, status: MessageStatus, mask: MessageStatus) -> MessageStatus;
        save_contents_sort(order: &SortOrderSet, flags: SaveSortFlags) -> ();
        empty_folder(ui: ProgressUi<'_> => ui, flags: EmptyFolderFlags) -> Warned<()>;
    }
}
