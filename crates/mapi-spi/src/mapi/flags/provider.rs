//! Flags of calls between MAPI and a store provider.

use super::macros::flags;

flags! {
    /// Flags of `MSProviderInit`. Page: `msproviderinit`.
    ProviderInitFlags: u32 {
        MAPI_NT_SERVICE = 0x0001_0000;
    }

    /// Flags of `IMSProvider::Logon`. Page: `imsprovider-logon`.
    StoreLogonFlags: u32 {
        MDB_NO_DIALOG = 0x0000_0001;
        MDB_WRITE = 0x0000_0004;
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
        MDB_TEMPORARY = 0x0000_0020;
        MDB_NO_MAIL = 0x0000_0080;
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `IMSProvider::SpoolerLogon`. Page: `imsprovider-spoolerlogon`.
    SpoolerLogonFlags: u32 {
        MDB_NO_DIALOG = 0x0000_0001;
        MDB_WRITE = 0x0000_0004;
        MAPI_DEFERRED_ERRORS = 0x0000_0008;
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `IMsgStore::StoreLogoff` and `IMAPISupport::StoreLogoffTransports`. Page: `imsgstore-storelogoff`.
    LogoffFlags: u32 {
        LOGOFF_NO_WAIT = 0x0000_0001;
        LOGOFF_ORDERLY = 0x0000_0002;
        LOGOFF_PURGE = 0x0000_0004;
        LOGOFF_ABORT = 0x0000_0008;
        LOGOFF_QUIET = 0x0000_0010;
        LOGOFF_COMPLETE = 0x0001_0000;
        LOGOFF_INBOUND = 0x0002_0000;
        LOGOFF_OUTBOUND = 0x0004_0000;
        LOGOFF_OUTBOUND_QUEUE = 0x0008_0000;
    }

    /// Flags of `IMAPISupport::ModifyStatusRow`. Page: `imapisupport-modifystatusrow`.
    StatusRowFlags: u32 {
        STATUSROW_UPDATE = 0x1000_0000;
    }

    /// Flags of `IMAPISupport::ModifyProfile`. Page: `imapisupport-modifyprofile`.
    ModifyProfileFlags: u32 {
        MDB_TEMPORARY = 0x0000_0020;
    }

    /// Flags of `IMAPISupport::SpoolerNotify`. Page: `imapisupport-spoolernotify`.
    SpoolerNotifyFlags: u32 {
        NOTIFY_NEWMAIL = 0x0000_0001;
        NOTIFY_READYTOSEND = 0x0000_0002;
        NOTIFY_SENTDEFERRED = 0x0000_0004;
        NOTIFY_CRITSEC = 0x0000_1000;
        NOTIFY_NONCRIT = 0x0000_2000;
        NOTIFY_CONFIG_CHANGE = 0x0000_4000;
        NOTIFY_CRITICAL_ERROR = 0x1000_0000;
        NOTIFY_NEWMAIL_RECEIVED = 0x2000_0000;
    }

    /// Flags of `IMAPISupport::Subscribe` and `Notify`. Page: `imapisupport-notify`.
    NotifyFlags: u32 {
        NOTIFY_SYNC = 0x4000_0000;
        NOTIFY_CANCELED = 0x8000_0000;
    }

    /// Flags of `Advise` and `Subscribe` (`ulEventMask`). Page: `imsgstore-advise`.
    EventMask: u32 {
        fnevCriticalError = 0x0000_0001;
        fnevNewMail = 0x0000_0002;
        fnevObjectCreated = 0x0000_0004;
        fnevObjectDeleted = 0x0000_0008;
        fnevObjectModified = 0x0000_0010;
        fnevObjectMoved = 0x0000_0020;
        fnevObjectCopied = 0x0000_0040;
        fnevSearchComplete = 0x0000_0080;
        fnevTableModified = 0x0000_0100;
        fnevStatusObjectModified = 0x0000_0200;
        fnevReservedForMapi = 0x4000_0000;
        fnevExtended = 0x8000_0000;
    }

    /// Flags of `MSGSERVICEENTRY` and `IMsgServiceAdmin`. Page: `msgserviceentry`.
    ServiceFlags: u32 {
        UI_SERVICE = 0x0000_0002;
        SERVICE_UI_ALWAYS = 0x0000_0002;
        UI_CURRENT_PROVIDER_FIRST = 0x0000_0004;
        MSG_SERVICE_UI_READ_ONLY = 0x0000_0008;
        SERVICE_UI_ALLOWED = 0x0000_0010;
        SERVICE_LOGON_FAILED = 0x0000_0020;
        SERVICE_NO_RESTART_WARNING = 0x0000_0080;
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `IProviderAdmin::CreateProvider`. Page: `iprovideradmin-createprovider`.
    CreateProviderFlags: u32 {
        MAPI_DIALOG = 0x0000_0008;
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `CreateOneOff`. Page: `imapisupport-createoneoff`.
    OneOffFlags: u32 {
        MAPI_SEND_NO_RICH_INFO = 0x0001_0000;
        MAPI_UNICODE = 0x8000_0000;
    }

    /// Flags of `IMAPISupport::OpenTemplateID`. Page: `imapisupport-opentemplateid`.
    TemplateFlags: u32 {}

    /// Flags of `Address` (`ADRPARM::ulFlags`). Page: `adrparm`.
    AddressFlags: u32 {
        DIALOG_MODAL = 0x0000_0001;
        DIALOG_SDI = 0x0000_0002;
        DIALOG_OPTIONS = 0x0000_0004;
        ADDRESS_ONE = 0x0000_0008;
        AB_SELECTONLY = 0x0000_0010;
        AB_RESOLVE = 0x0000_0020;
        AB_UNICODEUI = 0x0000_0040;
    }

    /// Flags of `Details`. Page: `imapisupport-details`.
    DetailsFlags: u32 {}

    /// Flags of `IAddrBook::ResolveName`. Page: `iaddrbook-resolvename`.
    ResolveNameFlags: u32 {}

    /// Flags of `IMAPISupport::ReadReceipt`. Page: `imapisupport-readreceipt`.
    ReadReceiptFlags: u32 {
        MAPI_NON_READ = 0x0000_0001;
    }

    /// Flags of `IMAPISupport::ExpandRecips` (what a message needs). Page: `imapisupport-expandrecips`.
    RecipientNeeds: u32 {
        NEEDS_PREPROCESSING = 0x0000_0001;
        NEEDS_SPOOLER = 0x0000_0002;
    }

    /// Flags of `IMAPIProgress`. Page: `imapiprogress-getflags`.
    ProgressFlags: u32 {
        MAPI_TOP_LEVEL = 0x0000_0001;
    }

    /// Flags of `IMAPIStatus::ValidateState`. Page: `imapistatus-validatestate`.
    ValidateStateFlags: u32 {
        SUPPRESS_UI = 0x0000_0001;
        REFRESH_XP_HEADER_CACHE = 0x0001_0000;
        PROCESS_XP_HEADER_CACHE = 0x0002_0000;
        FORCE_XP_CONNECT = 0x0004_0000;
        FORCE_XP_DISCONNECT = 0x0008_0000;
        CONFIG_CHANGED = 0x0010_0000;
        ABORT_XP_HEADER_OPERATION = 0x0020_0000;
        SHOW_XP_SESSION_UI = 0x0040_0000;
    }

    /// Flags of `IMAPIStatus::SettingsDialog`. Page: `imapistatus-settingsdialog`.
    SettingsDialogFlags: u32 {
        UI_READONLY = 0x0000_0001;
    }

    /// Flags of `IMAPIStatus::FlushQueues`. Page: `imapistatus-flushqueues`.
    FlushQueuesFlags: u32 {
        FLUSH_UPLOAD = 0x0000_0002;
        FLUSH_DOWNLOAD = 0x0000_0004;
        FLUSH_FORCE = 0x0000_0008;
        FLUSH_NO_UI = 0x0000_0010;
        FLUSH_ASYNC_OK = 0x0000_0020;
    }

    /// Flags of `IMAPISupport::IStorageFromStream`. Page: `imapisupport-istoragefromstream`.
    StorageFlags: u32 {
        STGSTRM_RESET = 0x0000_0000;
        STGSTRM_CURRENT = 0x1000_0000;
        STGSTRM_MODIFY = 0x0000_0002;
        STGSTRM_CREATE = 0x0000_1000;
    }
}
