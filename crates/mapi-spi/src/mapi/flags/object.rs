//! Flags of calls on stores, folders, messages and their properties.

use super::macros::flags;

flags! {
    /// Flags of every `OpenEntry`. Page: `imsgstore-openentry`.
    OpenEntryFlags: u32 {
        MAPI_MODIFY = 0x0000_0001;
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
        MAPI_BEST_ACCESS = 0x0000_0010;
        SHOW_SOFT_DELETES = 0x0000_0002;
        MAPI_NO_CACHE = 0x0000_0200;
        MAPI_CACHE_ONLY = 0x0000_4000;
    }

    /// Flags of `IMAPIProp::OpenProperty`. Page: `imapiprop-openproperty`.
    OpenPropertyFlags: u32 {
        MAPI_MODIFY = 0x0000_0001;
        MAPI_CREATE = 0x0000_0002;
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
        STREAM_APPEND = 0x0000_0004;
    }

    /// Flags of calls whose only flag is `MAPI_UNICODE`. Page: `mapi-character-sets`.
    StringWidth: u32 {
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `IMAPIProp::GetProps`. Page: `imapiprop-getprops`.
    GetPropsFlags: u32 {
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `IMAPIProp::GetPropList`. Page: `imapiprop-getproplist`.
    GetPropListFlags: u32 {
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `IMAPIProp::SaveChanges`. Page: `imapiprop-savechanges`.
    SaveChangesFlags: u32 {
        KEEP_OPEN_READONLY = 0x0000_0001;
        KEEP_OPEN_READWRITE = 0x0000_0002;
        FORCE_SAVE = 0x0000_0004;
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
        SPAMFILTER_ONSAVE = 0x0000_0080;
        NON_EMS_XP_SAVE = 0x0000_1000;
    }

    /// Flags of `IMAPIProp::CopyTo` and `CopyProps`. Page: `imapiprop-copyto`.
    CopyFlags: u32 {
        MAPI_MOVE = 0x0000_0001;
        MAPI_NOREPLACE = 0x0000_0002;
        MAPI_DIALOG = 0x0000_0008;
        MAPI_DECLINE_OK = 0x0000_0004;
    }

    /// Flags of `IMAPIProp::GetNamesFromIDs`. Page: `imapiprop-getnamesfromids`.
    NamesFlags: u32 {
        MAPI_NO_STRINGS = 0x0000_0001;
        MAPI_NO_IDS = 0x0000_0002;
    }

    /// Flags of `IMAPIProp::GetIDsFromNames`. Page: `imapiprop-getidsfromnames`.
    IdsFlags: u32 {
        MAPI_CREATE = 0x0000_0002;
    }

    /// Flags of `IMsgStore::SetReceiveFolder` and `GetReceiveFolder`. Page: `imsgstore-setreceivefolder`.
    ReceiveFolderFlags: u32 {
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `IMessage::SubmitMessage`. Page: `imessage-submitmessage`.
    SubmitFlags: u32 {
        FORCE_SUBMIT = 0x0000_0001;
    }

    /// Flags of `SetReadFlag` and `SetReadFlags`. Page: `imessage-setreadflag`.
    ReadFlags: u32 {
        SUPPRESS_RECEIPT = 0x0000_0001;
        CLEAR_READ_FLAG = 0x0000_0004;
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
        GENERATE_RECEIPT_ONLY = 0x0000_0010;
        CLEAR_RN_PENDING = 0x0000_0020;
        CLEAR_NRN_PENDING = 0x0000_0040;
    }

    /// Flags of `IMAPIFolder::CreateFolder`. Page: `imapifolder-createfolder`.
    CreateFolderFlags: u32 {
        OPEN_IF_EXISTS = 0x0000_0001;
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `IMAPIFolder::CreateMessage`. Page: `imapifolder-createmessage`.
    CreateMessageFlags: u32 {
        MAPI_ASSOCIATED = 0x0000_0040;
        ITEMPROC_FORCE = 0x0000_0800;
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
    }

    /// Flags of `IMessage::CreateAttach`. Page: `imessage-createattach`.
    CreateAttachFlags: u32 {
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
    }

    /// Flags of `IMAPIFolder::DeleteFolder`. Page: `imapifolder-deletefolder`.
    DeleteFolderFlags: u32 {
        DEL_MESSAGES = 0x0000_0001;
        DEL_FOLDERS = 0x0000_0004;
        FOLDER_DIALOG = 0x0000_0002;
        DELETE_HARD_DELETE = 0x0000_0010;
    }

    /// Flags of `IMAPIFolder::EmptyFolder`. Page: `imapifolder-emptyfolder`.
    EmptyFolderFlags: u32 {
        DEL_ASSOCIATED = 0x0000_0008;
        FOLDER_DIALOG = 0x0000_0002;
        DELETE_HARD_DELETE = 0x0000_0010;
    }

    /// Flags of `IMAPIFolder::DeleteMessages`. Page: `imapifolder-deletemessages`.
    DeleteMessagesFlags: u32 {
        MESSAGE_DIALOG = 0x0000_0002;
        DELETE_HARD_DELETE = 0x0000_0010;
    }

    /// Flags of `IMessage::DeleteAttach`. Page: `imessage-deleteattach`.
    DeleteAttachFlags: u32 {
        ATTACH_DIALOG = 0x0000_0001;
    }

    /// Flags of `IMAPIFolder::CopyFolder`. Page: `imapifolder-copyfolder`.
    CopyFolderFlags: u32 {
        FOLDER_MOVE = 0x0000_0001;
        FOLDER_DIALOG = 0x0000_0002;
        COPY_SUBFOLDERS = 0x0000_0010;
        MAPI_DECLINE_OK = 0x0000_0004;
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `IMAPIFolder::CopyMessages`. Page: `imapifolder-copymessages`.
    CopyMessagesFlags: u32 {
        MESSAGE_MOVE = 0x0000_0001;
        MESSAGE_DIALOG = 0x0000_0002;
        MAPI_DECLINE_OK = 0x0000_0004;
    }

    /// Flags of `IMAPIFolder::SaveContentsSort`. Page: `imapifolder-savecontentssort`.
    SaveSortFlags: u32 {
        RECURSIVE_SORT = 0x0000_0002;
    }

    /// Flags of `IMAPIContainer::SetSearchCriteria`. Page: `imapicontainer-setsearchcriteria`.
    SearchFlags: u32 {
        STOP_SEARCH = 0x0000_0001;
        RESTART_SEARCH = 0x0000_0002;
        RECURSIVE_SEARCH = 0x0000_0004;
        SHALLOW_SEARCH = 0x0000_0008;
        FOREGROUND_SEARCH = 0x0000_0010;
        BACKGROUND_SEARCH = 0x0000_0020;
        CONTENT_INDEXED_SEARCH = 0x0001_0000;
        NON_CONTENT_INDEXED_SEARCH = 0x0002_0000;
        STATIC_SEARCH = 0x0004_0000;
    }

    /// Flags of `IMAPIContainer::GetSearchCriteria`. Page: `imapicontainer-getsearchcriteria`.
    SearchState: u32 {
        SEARCH_RUNNING = 0x0000_0001;
        SEARCH_REBUILD = 0x0000_0002;
        SEARCH_RECURSIVE = 0x0000_0004;
        SEARCH_FOREGROUND = 0x0000_0008;
    }

    /// Flags of `IMessage::ModifyRecipients`. Page: `imessage-modifyrecipients`.
    ModifyRecipientsFlags: u32 {
        MODRECIP_ADD = 0x0000_0002;
        MODRECIP_MODIFY = 0x0000_0004;
        MODRECIP_REMOVE = 0x0000_0008;
    }
}
