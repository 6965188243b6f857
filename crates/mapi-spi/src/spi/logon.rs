//! Arguments and answers of `IMSProvider::Logon` and `SpoolerLogon`.

use std::sync::Arc;

use super::{IMSLogon, IMsgStore, ParentWindow, Support};
use crate::mapi::{
    EntryId, HResult, MapiString, MapiUid, SpoolerLogonFlags, StoreLogonFlags, Warning, codes,
};

/// Arguments of `IMSProvider::Logon`. Page: `imsprovider-logon`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct LogonRequest<'a> {
    /// `lpMAPISup`: the support object of this store. A provider that opens the store keeps a clone.
    pub support: &'a Support,
    /// `ulUIParam`: for dialogs, unless `flags` has `MDB_NO_DIALOG`.
    pub window: ParentWindow<'a>,
    /// `lpszProfileName`: for display only. Unicode if `flags` has `MAPI_UNICODE`.
    pub profile_name: &'a MapiString,
    /// `lpEntryID`: the store, unwrapped; `None` while no store is chosen yet.
    pub entry_id: Option<&'a EntryId>,
    /// `ulFlags`.
    pub flags: StoreLogonFlags,
    /// `lpInterface`: the interface wanted of the store object; `None` is `IMsgStore`.
    pub interface: Option<MapiUid>,
}

impl<'a> LogonRequest<'a> {
    /// A logon without window for the store's standard interface.
    pub fn new(
        support: &'a Support,
        profile_name: &'a MapiString,
        entry_id: Option<&'a EntryId>,
        flags: StoreLogonFlags,
    ) -> Self {
        Self { support, window: ParentWindow::none(), profile_name, entry_id, flags, interface: None }
    }

    setters! {
        /// The parent window for dialogs.
        window: ParentWindow<'a>,
        /// The interface wanted of the store object.
        interface: Option<MapiUid>,
    }
}

/// Arguments of `IMSProvider::SpoolerLogon`. Page: `imsprovider-spoolerlogon`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SpoolerLogonRequest<'a> {
    /// `lpMAPISup`: a support object of its own for the spooler's pair of objects.
    pub support: &'a Support,
    /// `ulUIParam`.
    pub window: ParentWindow<'a>,
    /// `lpszProfileName`. Unicode if `flags` has `MAPI_UNICODE`.
    pub profile_name: &'a MapiString,
    /// `lpEntryID`: the store, unwrapped.
    pub entry_id: Option<&'a EntryId>,
    /// `ulFlags`: there is no `MDB_NO_MAIL` and no `MDB_TEMPORARY` here.
    pub flags: SpoolerLogonFlags,
    /// `lpInterface`.
    pub interface: Option<MapiUid>,
    /// `lpbSpoolSecurity`: a copy of what `Logon` returned for this store; empty if it returned nothing.
    pub spool_security: &'a [u8],
}

impl<'a> SpoolerLogonRequest<'a> {
    /// A logon without window and without validation data for the store's standard interface.
    pub fn new(
        support: &'a Support,
        profile_name: &'a MapiString,
        entry_id: Option<&'a EntryId>,
        flags: SpoolerLogonFlags,
    ) -> Self {
        let window = ParentWindow::none();
        Self { support, window, profile_name, entry_id, flags, interface: None, spool_security: &[] }
    }

    setters! {
        /// The parent window for dialogs.
        window: ParentWindow<'a>,
        /// The interface wanted of the store object.
        interface: Option<MapiUid>,
    }

    list_setters! {
        /// The validation data that `Logon` returned.
        spool_security: [u8],
    }
}

/// What a successful `Logon` or `SpoolerLogon` returns.
///
/// Every output parameter may be absent here, because a wrong provider may leave it so and a test must be
/// able to say it. The constructors make what the page allows.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct LogonAnswer {
    /// `lppMSLogon`: the logon object of a store opened by this call; NULL for one that was open.
    pub logon: Option<Arc<dyn IMSLogon>>,
    /// `lppMDB`: the store object.
    pub store: Option<Arc<dyn IMsgStore>>,
    /// `lppbSpoolSecurity`: what the spooler will need to log on without a dialog.
    pub spool_security: Option<Vec<u8>>,
    /// MAPI_W_ERRORS_RETURNED and its `lppMAPIError`, if the success carries a warning.
    pub warning: Option<Warning>,
}

impl LogonAnswer {
    /// The store was opened by this call: both objects are new.
    pub fn first(logon: Arc<dyn IMSLogon>, store: Arc<dyn IMsgStore>) -> Self {
        Self { logon: Some(logon), store: Some(store), spool_security: None, warning: None }
    }

    /// The store was open on this provider object: its store object again, and no logon object.
    pub fn already_open(store: Arc<dyn IMsgStore>) -> Self {
        Self { logon: None, store: Some(store), spool_security: None, warning: None }
    }

    /// Adds validation data for the spooler's logon.
    #[must_use]
    pub fn with_spool_security(mut self, data: Vec<u8>) -> Self {
        self.spool_security = Some(data);
        self
    }

    /// Adds a warning.
    #[must_use]
    pub fn with_warning(mut self, warning: Warning) -> Self {
        self.warning = Some(warning);
        self
    }

    /// The code of the call: `S_OK`, or the warning's.
    pub fn code(&self) -> HResult {
        self.warning.as_ref().map_or(codes::S_OK, Warning::code)
    }
}
