//! Flags of sessions and of the process.

use super::macros::flags;

flags! {
    /// Flags of `MAPIInitialize` (`MAPIINIT_0::ulFlags`). Page: `mapiinit_0`.
    MapiInitFlags: u32 {
        MAPI_MULTITHREAD_NOTIFICATIONS = 0x0000_0001;
        MAPI_NT_SERVICE = 0x0001_0000;
        MAPI_NO_COINIT = 0x0000_0008;
    }

    /// Flags of `MAPILogonEx`. Page: `mapilogonex`.
    LogonExFlags: u32 {
        MAPI_LOGON_UI = 0x0000_0001;
        MAPI_NEW_SESSION = 0x0000_0002;
        MAPI_APP_PROFILE = 0x0000_0004;
        MAPI_ALLOW_OTHERS = 0x0000_0008;
        MAPI_EXPLICIT_PROFILE = 0x0000_0010;
        MAPI_EXTENDED = 0x0000_0020;
        MAPI_USE_DEFAULT = 0x0000_0040;
        MAPI_FORCE_DOWNLOAD = 0x0000_1000;
        MAPI_SERVICE_UI_ALWAYS = 0x0000_2000;
        MAPI_NO_MAIL = 0x0000_8000;
        MAPI_NT_SERVICE = 0x0001_0000;
        MAPI_PASSWORD_UI = 0x0002_0000;
        MAPI_TIMEOUT_SHORT = 0x0010_0000;
        MAPI_BG_SESSION = 0x0020_0000;
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `IMAPISession::Logoff`. Page: `imapisession-logoff`.
    SessionLogoffFlags: u32 {
        MAPI_LOGOFF_SHARED = 0x0000_0001;
        MAPI_LOGOFF_UI = 0x0000_0002;
    }

    /// Flags of `IMAPISession::OpenMsgStore`. Page: `imapisession-openmsgstore`.
    OpenStoreFlags: u32 {
        MDB_NO_DIALOG = 0x0000_0001;
        MDB_WRITE = 0x0000_0004;
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
        MDB_TEMPORARY = 0x0000_0020;
        MDB_NO_MAIL = 0x0000_0080;
        MAPI_BEST_ACCESS = 0x0000_0010;
        MDB_ONLINE = 0x0000_0100;
    }

    /// Flags of `IMAPISession::SetDefaultStore`. Page: `imapisession-setdefaultstore`.
    DefaultStoreFlags: u32 {
        MAPI_DEFAULT_STORE = 0x0000_0001;
        MAPI_SIMPLE_STORE_TEMPORARY = 0x0000_0002;
        MAPI_SIMPLE_STORE_PERMANENT = 0x0000_0003;
        MAPI_PRIMARY_STORE = 0x0000_0004;
        MAPI_SECONDARY_STORE = 0x0000_0005;
    }

    /// Flags of `OpenAddressBook`. Page: `imapisession-openaddressbook`.
    AddressBookFlags: u32 {
        AB_NO_DIALOG = 0x0000_0001;
    }

    /// Flags of `IMAPISession::ShowForm`. Page: `imapisession-showform`.
    ShowFormFlags: u32 {
        MAPI_NEW_MESSAGE = 0x0000_0002;
        MAPI_POST_MESSAGE = 0x0000_0001;
    }

    /// Flags of `OpenProfileSection`. Page: `imapisupport-openprofilesection`.
    OpenSectionFlags: u32 {
        MAPI_MODIFY = 0x0000_0001;
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
        MAPI_FORCE_ACCESS = 0x0008_0000;
    }
}
