//! `IMAPIFolder`: folders of a message store.

use std::sync::Arc;

use super::{
    CopyFolderRequest, CopyMessagesRequest, CreateFolderRequest, IMAPIContainer, IMessage, ProgressUi,
    no_support,
};
use crate::mapi::{
    CreateMessageFlags, DeleteFolderFlags, DeleteMessagesFlags, EmptyFolderFlags, EntryId, MapiResult,
    MapiUid, MessageStatus, ReadFlags, SaveSortFlags, SortOrderSet, Warned,
};

/// A folder. Page: `imapifolderimapicontainer`.
pub trait IMAPIFolder: IMAPIContainer {
    /// `IMAPIFolder::CreateMessage`. Page: `imapifolder-createmessage`.
    ///
    /// A new message, permanent once it is saved. `interface`: `None` is `IMessage`; `flags`:
    /// `MAPI_ASSOCIATED` and others. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CreateMessage")]
    fn create_message(
        &self,
        interface: Option<MapiUid>,
        flags: CreateMessageFlags,
    ) -> MapiResult<Arc<dyn IMessage>> {
        no_support()
    }

    /// `IMAPIFolder::CopyMessages`. Page: `imapifolder-copymessages`.
    ///
    /// Copies or moves messages. Codes: MAPI_E_DECLINE_COPY; warning MAPI_W_PARTIAL_COMPLETION. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "CopyMessages")]
    fn copy_messages(&self, request: &CopyMessagesRequest<'_>) -> MapiResult<Warned<()>> {
        no_support()
    }

    /// `IMAPIFolder::DeleteMessages`. Page: `imapifolder-deletemessages`.
    ///
    /// Codes: warning MAPI_W_PARTIAL_COMPLETION. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "DeleteMessages")]
    fn delete_messages(
        &self,
        messages: &[EntryId],
        ui: ProgressUi<'_>,
        flags: DeleteMessagesFlags,
    ) -> MapiResult<Warned<()>> {
        no_support()
    }

    /// `IMAPIFolder::CreateFolder`. Page: `imapifolder-createfolder`.
    ///
    /// Codes: MAPI_E_BAD_CHARWIDTH, MAPI_E_COLLISION (the name is taken and `OPEN_IF_EXISTS` not set).
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CreateFolder")]
    fn create_folder(&self, request: &CreateFolderRequest<'_>) -> MapiResult<Arc<dyn IMAPIFolder>> {
        no_support()
    }

    /// `IMAPIFolder::CopyFolder`. Page: `imapifolder-copyfolder`.
    ///
    /// Copies or moves a subfolder. Codes: MAPI_E_BAD_CHARWIDTH, MAPI_E_COLLISION, MAPI_E_DECLINE_COPY,
    /// MAPI_E_FOLDER_CYCLE; warning MAPI_W_PARTIAL_COMPLETION. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CopyFolder")]
    fn copy_folder(&self, request: &CopyFolderRequest<'_>) -> MapiResult<Warned<()>> {
        no_support()
    }

    /// `IMAPIFolder::DeleteFolder`. Page: `imapifolder-deletefolder`.
    ///
    /// Codes: MAPI_E_HAS_FOLDERS, MAPI_E_HAS_MESSAGES (it is not empty, and the flag that allows it is not
    /// set); warning MAPI_W_PARTIAL_COMPLETION. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "DeleteFolder")]
    fn delete_folder(
        &self,
        entry_id: &EntryId,
        ui: ProgressUi<'_>,
        flags: DeleteFolderFlags,
    ) -> MapiResult<Warned<()>> {
        no_support()
    }

    /// `IMAPIFolder::SetReadFlags`. Page: `imapifolder-setreadflags`.
    ///
    /// Marks messages, or with `None` all of the folder, as read or unread. Codes: MAPI_E_NO_SUPPRESS,
    /// MAPI_E_INVALID_PARAMETER (flags that exclude each other); warning MAPI_W_PARTIAL_COMPLETION. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetReadFlags")]
    fn set_read_flags(
        &self,
        messages: Option<&[EntryId]>,
        ui: ProgressUi<'_>,
        flags: ReadFlags,
    ) -> MapiResult<Warned<()>> {
        no_support()
    }

    /// `IMAPIFolder::GetMessageStatus`. Page: `imapifolder-getmessagestatus`.
    ///
    /// `flags`: reserved, zero. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetMessageStatus")]
    fn get_message_status(&self, entry_id: &EntryId, flags: u32) -> MapiResult<MessageStatus> {
        no_support()
    }

    /// `IMAPIFolder::SetMessageStatus`. Page: `imapifolder-setmessagestatus`.
    ///
    /// Sets the bits of `mask` to those of `status`; the answer is the status before. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetMessageStatus")]
    fn set_message_status(
        &self,
        entry_id: &EntryId,
        status: MessageStatus,
        mask: MessageStatus,
    ) -> MapiResult<MessageStatus> {
        no_support()
    }

    /// `IMAPIFolder::SaveContentsSort`. Page: `imapifolder-savecontentssort`.
    ///
    /// The default sort order of the contents table. Codes: MAPI_E_NO_SUPPORT. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SaveContentsSort")]
    fn save_contents_sort(&self, order: &SortOrderSet, flags: SaveSortFlags) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPIFolder::EmptyFolder`. Page: `imapifolder-emptyfolder`.
    ///
    /// Deletes messages and subfolders. Codes: warning MAPI_W_PARTIAL_COMPLETION. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "EmptyFolder")]
    fn empty_folder(&self, ui: ProgressUi<'_>, flags: EmptyFolderFlags) -> MapiResult<Warned<()>> {
        no_support()
    }
}

debug_as_name!(IMAPIFolder);
