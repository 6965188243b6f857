//! Kinds of objects, resources and calls.

use std::fmt;

use super::numbered::numbered;

numbered! {
    /// The kind of an object: `PR_OBJECT_TYPE`, `lpulObjType`. Page: `pidtagobjecttype-canonical-property`.
    ObjectType {
        Store = MAPI_STORE, 1;
        AddrBook = MAPI_ADDRBOOK, 2;
        Folder = MAPI_FOLDER, 3;
        AbCont = MAPI_ABCONT, 4;
        Message = MAPI_MESSAGE, 5;
        MailUser = MAPI_MAILUSER, 6;
        Attach = MAPI_ATTACH, 7;
        DistList = MAPI_DISTLIST, 8;
        ProfSect = MAPI_PROFSECT, 9;
        Status = MAPI_STATUS, 10;
        Session = MAPI_SESSION, 11;
        FormInfo = MAPI_FORMINFO, 12;
    }
    /// The kind of a resource: `PR_RESOURCE_TYPE`. Page: `pidtagresourcetype-canonical-property`.
    ResourceType {
        StoreProvider = MAPI_STORE_PROVIDER, 33;
        Ab = MAPI_AB, 34;
        AbProvider = MAPI_AB_PROVIDER, 35;
        TransportProvider = MAPI_TRANSPORT_PROVIDER, 36;
        Spooler = MAPI_SPOOLER, 37;
        ProfileProvider = MAPI_PROFILE_PROVIDER, 38;
        Subsystem = MAPI_SUBSYSTEM, 39;
        HookProvider = MAPI_HOOK_PROVIDER, 40;
    }
    /// Why a message service's entry point is called: `ulContext`. Page: `msgserviceentry`.
    ServiceContext {
        Install = MSG_SERVICE_INSTALL, 1;
        Create = MSG_SERVICE_CREATE, 2;
        Configure = MSG_SERVICE_CONFIGURE, 3;
        Delete = MSG_SERVICE_DELETE, 4;
        Uninstall = MSG_SERVICE_UNINSTALL, 5;
        ProviderCreate = MSG_SERVICE_PROVIDER_CREATE, 6;
        ProviderDelete = MSG_SERVICE_PROVIDER_DELETE, 7;
    }
    /// The kind of a folder: `PR_FOLDER_TYPE`. Page: `pidtagfoldertype-canonical-property`.
    FolderType {
        Root = FOLDER_ROOT, 0;
        Generic = FOLDER_GENERIC, 1;
        Search = FOLDER_SEARCH, 2;
    }
    /// How an attachment's data is reached: `PR_ATTACH_METHOD`. Page: `pidtagattachmethod-canonical-property`.
    AttachMethod {
        None = NO_ATTACHMENT, 0;
        ByValue = ATTACH_BY_VALUE, 1;
        ByReference = ATTACH_BY_REFERENCE, 2;
        ByRefResolve = ATTACH_BY_REF_RESOLVE, 3;
        ByRefOnly = ATTACH_BY_REF_ONLY, 4;
        EmbeddedMsg = ATTACH_EMBEDDED_MSG, 5;
        Ole = ATTACH_OLE, 6;
    }
    /// The kind of a recipient: `PR_RECIPIENT_TYPE`. Page: `pidtagrecipienttype-canonical-property`.
    RecipientType {
        Orig = MAPI_ORIG, 0;
        To = MAPI_TO, 1;
        Cc = MAPI_CC, 2;
        Bcc = MAPI_BCC, 3;
    }
    /// What `IMsgStore::SetLockState` makes of a message. Page: `imsgstore-setlockstate`.
    LockState {
        Locked = MSG_LOCKED, 1;
        Unlocked = MSG_UNLOCKED, 0;
    }
    /// How a table follows changes: `lpulTableType` of `GetStatus`. Page: `imapitable-getstatus`.
    TableType {
        Snapshot = TBLTYPE_SNAPSHOT, 0;
        Keyset = TBLTYPE_KEYSET, 1;
        Dynamic = TBLTYPE_DYNAMIC, 2;
    }
    /// What a table is busy with: `lpulTableStatus`. Page: `imapitable-getstatus`.
    TableStatus {
        Complete = TBLSTAT_COMPLETE, 0;
        QueueChanged = TBLSTAT_QCHANGED, 7;
        Sorting = TBLSTAT_SORTING, 9;
        SortError = TBLSTAT_SORT_ERROR, 10;
        SettingColumns = TBLSTAT_SETTING_COLS, 11;
        SetColumnsError = TBLSTAT_SETCOL_ERROR, 13;
        Restricting = TBLSTAT_RESTRICTING, 14;
        RestrictError = TBLSTAT_RESTRICT_ERROR, 15;
    }
    /// What happened to a table: `ulTableEvent`. Page: `table_notification`.
    TableEvent {
        Changed = TABLE_CHANGED, 1;
        Error = TABLE_ERROR, 2;
        RowAdded = TABLE_ROW_ADDED, 3;
        RowDeleted = TABLE_ROW_DELETED, 4;
        RowModified = TABLE_ROW_MODIFIED, 5;
        SortDone = TABLE_SORT_DONE, 6;
        RestrictDone = TABLE_RESTRICT_DONE, 7;
        SetColumnsDone = TABLE_SETCOL_DONE, 8;
        Reload = TABLE_RELOAD, 9;
    }
}

/// A version of the service provider interface: major in bits 24 to 31, minor in 16 to 23, update in 0 to 15
/// \[INIT-09\]. Page: `msproviderinit`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpiVersion(u32);

impl SpiVersion {
    /// `CURRENT_SPI_VERSION`.
    #[doc(alias = "CURRENT_SPI_VERSION")]
    pub const CURRENT: Self = Self(0x0001_0010);
    /// `PDK1_SPI_VERSION`, the first one.
    #[doc(alias = "PDK1_SPI_VERSION")]
    pub const PDK1: Self = Self(0x0001_0000);
    /// `PDK2_SPI_VERSION`.
    #[doc(alias = "PDK2_SPI_VERSION")]
    pub const PDK2: Self = Self(0x0001_0008);
    /// `PDK3_SPI_VERSION`.
    #[doc(alias = "PDK3_SPI_VERSION")]
    pub const PDK3: Self = Self(0x0001_0010);

    /// The version with these bits.
    #[must_use]
    pub const fn from_raw(raw: u32) -> Self {
        Self(raw)
    }

    /// The version with these parts.
    #[must_use]
    pub const fn new(major: u8, minor: u8, update: u16) -> Self {
        let [high, low] = update.to_be_bytes();
        Self(u32::from_be_bytes([major, minor, high, low]))
    }

    /// The bits.
    #[must_use]
    pub const fn raw(self) -> u32 {
        self.0
    }
}

impl fmt::Display for SpiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, high, low] = self.0.to_be_bytes();
        write!(f, "{major}.{minor}.{}", u16::from_be_bytes([high, low]))
    }
}

impl fmt::Debug for SpiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
