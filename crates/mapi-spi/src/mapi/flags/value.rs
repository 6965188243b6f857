//! Bit masks that are values of properties.

use super::macros::flags;

flags! {
    /// Bits of `PR_STORE_SUPPORT_MASK`. Page: `pidtagstoresupportmask-canonical-property`.
    StoreSupportMask: u32 {
        STORE_ENTRYID_UNIQUE = 0x0000_0001;
        STORE_READONLY = 0x0000_0002;
        STORE_SEARCH_OK = 0x0000_0004;
        STORE_MODIFY_OK = 0x0000_0008;
        STORE_CREATE_OK = 0x0000_0010;
        STORE_ATTACH_OK = 0x0000_0020;
        STORE_OLE_OK = 0x0000_0040;
        STORE_SUBMIT_OK = 0x0000_0080;
        STORE_NOTIFY_OK = 0x0000_0100;
        STORE_MV_PROPS_OK = 0x0000_0200;
        STORE_CATEGORIZE_OK = 0x0000_0400;
        STORE_RTF_OK = 0x0000_0800;
        STORE_RESTRICTION_OK = 0x0000_1000;
        STORE_SORT_OK = 0x0000_2000;
        STORE_PUBLIC_FOLDERS = 0x0000_4000;
        STORE_UNCOMPRESSED_RTF = 0x0000_8000;
        STORE_HTML_OK = 0x0001_0000;
        STORE_ANSI_OK = 0x0002_0000;
        STORE_UNICODE_OK = 0x0004_0000;
        STORE_LOCALSTORE = 0x0008_0000;
        STORE_ITEMPROC = 0x0020_0000;
        STORE_PUSHER_OK = 0x0080_0000;
        STORE_RULES_OK = 0x1000_0000;
    }

    /// Bits of `PR_VALID_FOLDER_MASK`. Page: `pidtagvalidfoldermask-canonical-property`.
    FolderMask: u32 {
        FOLDER_IPM_SUBTREE_VALID = 0x0000_0001;
        FOLDER_IPM_INBOX_VALID = 0x0000_0002;
        FOLDER_IPM_OUTBOX_VALID = 0x0000_0004;
        FOLDER_IPM_WASTEBASKET_VALID = 0x0000_0008;
        FOLDER_IPM_SENTMAIL_VALID = 0x0000_0010;
        FOLDER_VIEWS_VALID = 0x0000_0020;
        FOLDER_COMMON_VIEWS_VALID = 0x0000_0040;
        FOLDER_FINDER_VALID = 0x0000_0080;
    }

    /// Bits of `PR_STATUS_CODE`. Page: `pidtagstatuscode-canonical-property`.
    StatusCode: u32 {
        STATUS_AVAILABLE = 0x0000_0001;
        STATUS_OFFLINE = 0x0000_0002;
        STATUS_FAILURE = 0x0000_0004;
        STATUS_INBOUND_ENABLED = 0x0001_0000;
        STATUS_INBOUND_ACTIVE = 0x0002_0000;
        STATUS_INBOUND_FLUSH = 0x0004_0000;
        STATUS_OUTBOUND_ENABLED = 0x0010_0000;
        STATUS_OUTBOUND_ACTIVE = 0x0020_0000;
        STATUS_OUTBOUND_FLUSH = 0x0040_0000;
        STATUS_REMOTE_ACCESS = 0x0080_0000;
    }

    /// Bits of `PR_RESOURCE_METHODS`. Page: `pidtagresourcemethods-canonical-property`.
    ResourceMethods: u32 {
        STATUS_VALIDATE_STATE = 0x0000_0001;
        STATUS_SETTINGS_DIALOG = 0x0000_0002;
        STATUS_CHANGE_PASSWORD = 0x0000_0004;
        STATUS_FLUSH_QUEUES = 0x0000_0008;
    }

    /// Bits of `PR_RESOURCE_FLAGS`. Page: `pidtagresourceflags-canonical-property`.
    ResourceFlags: u32 {
        STATUS_DEFAULT_OUTBOUND = 0x0000_0001;
        STATUS_DEFAULT_STORE = 0x0000_0002;
        STATUS_PRIMARY_IDENTITY = 0x0000_0004;
        STATUS_SIMPLE_STORE = 0x0000_0008;
        STATUS_XP_PREFER_LAST = 0x0000_0010;
        STATUS_NO_PRIMARY_IDENTITY = 0x0000_0020;
        STATUS_NO_DEFAULT_STORE = 0x0000_0040;
        STATUS_TEMP_SECTION = 0x0000_0080;
        STATUS_OWN_STORE = 0x0000_0100;
        STATUS_NEED_IPM_TREE = 0x0000_0800;
        STATUS_PRIMARY_STORE = 0x0000_1000;
        STATUS_SECONDARY_STORE = 0x0000_2000;
    }

    /// Bits of `PR_RESOURCE_FLAGS` of a message service. Page: `pidtagresourceflags-canonical-property`.
    ServiceResourceFlags: u32 {
        SERVICE_DEFAULT_STORE = 0x0000_0001;
        SERVICE_SINGLE_COPY = 0x0000_0002;
        SERVICE_CREATE_WITH_STORE = 0x0000_0004;
        SERVICE_PRIMARY_IDENTITY = 0x0000_0008;
        SERVICE_NO_PRIMARY_IDENTITY = 0x0000_0020;
    }

    /// Bits of `PR_ACCESS`. Page: `pidtagaccess-canonical-property`.
    Access: u32 {
        MAPI_ACCESS_MODIFY = 0x0000_0001;
        MAPI_ACCESS_READ = 0x0000_0002;
        MAPI_ACCESS_DELETE = 0x0000_0004;
        MAPI_ACCESS_CREATE_HIERARCHY = 0x0000_0008;
        MAPI_ACCESS_CREATE_CONTENTS = 0x0000_0010;
        MAPI_ACCESS_CREATE_ASSOCIATED = 0x0000_0020;
    }

    /// Bits of `PR_MESSAGE_FLAGS`. Page: `pidtagmessageflags-canonical-property`.
    MessageFlags: u32 {
        MSGFLAG_READ = 0x0000_0001;
        MSGFLAG_UNMODIFIED = 0x0000_0002;
        MSGFLAG_SUBMIT = 0x0000_0004;
        MSGFLAG_UNSENT = 0x0000_0008;
        MSGFLAG_HASATTACH = 0x0000_0010;
        MSGFLAG_FROMME = 0x0000_0020;
        MSGFLAG_ASSOCIATED = 0x0000_0040;
        MSGFLAG_RESEND = 0x0000_0080;
        MSGFLAG_RN_PENDING = 0x0000_0100;
        MSGFLAG_NRN_PENDING = 0x0000_0200;
    }

    /// Bits of `PR_MSG_STATUS`. Page: `pidtagmessagestatus-canonical-property`.
    MessageStatus: u32 {
        MSGSTATUS_HIGHLIGHTED = 0x0000_0001;
        MSGSTATUS_TAGGED = 0x0000_0002;
        MSGSTATUS_HIDDEN = 0x0000_0004;
        MSGSTATUS_DELMARKED = 0x0000_0008;
        MSGSTATUS_DRAFT = 0x0000_0100;
        MSGSTATUS_ANSWERED = 0x0000_0200;
        MSGSTATUS_REMOTE_DOWNLOAD = 0x0000_1000;
        MSGSTATUS_REMOTE_DELETE = 0x0000_2000;
    }

    /// Bits of `ENTRYID::abFlags[0]`. Page: `entryid`.
    EntryIdFlags: u8 {
        MAPI_SHORTTERM = 0x80;
        MAPI_NOTRECIP = 0x40;
        MAPI_THISSESSION = 0x20;
        MAPI_NOW = 0x10;
        MAPI_NOTRESERVED = 0x08;
    }
}
