//! `IMSProvider`: the message store provider object.

use std::sync::Arc;

use std::any::Any;

use super::{
    IMAPIProviderShutdown, LogonAnswer, LogonRequest, OtherInterface, SpoolerLogonRequest, no_interface,
    no_support,
};
use crate::mapi::{EntryId, MapiResult, MapiUid};

/// A message store provider: what `MSProviderInit` returns. Page: `imsprovideriunknown`.
///
/// MAPI has one such object per session, however many of its stores are open. The object keeps the list of
/// the stores opened through it that are not closed yet.
pub trait IMSProvider: Any + Send + Sync {
    /// `IMSProvider::Shutdown`. Page: `imsprovider-shutdown`.
    ///
    /// Closes the provider in an orderly way. `flags`: reserved, a pointer to zero. Default: success.
    #[doc(alias = "Shutdown")]
    fn shutdown(&self, flags: u32) -> MapiResult<()> {
        Ok(())
    }

    /// `IMSProvider::Logon`. Page: `imsprovider-logon`.
    ///
    /// Logs MAPI on to one store. A store not open yet on this object: the answer is
    /// [`LogonAnswer::first`], and the provider keeps a clone of `request.support`. An open one:
    /// [`LogonAnswer::already_open`], without keeping anything of the request.
    ///
    /// Codes: MAPI_E_FAILONEPROVIDER (this provider only; the service stays enabled), MAPI_E_LOGON_FAILED,
    /// MAPI_E_UNCONFIGURED (the message service entry is called, then `Logon` again), MAPI_E_USER_CANCEL,
    /// MAPI_E_UNKNOWN_CPID, MAPI_E_UNKNOWN_LCID, MAPI_E_INTERFACE_NOT_SUPPORTED; warning
    /// MAPI_W_ERRORS_RETURNED. Required.
    #[doc(alias = "Logon")]
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer>;

    /// `IMSProvider::SpoolerLogon`. Page: `imsprovider-spoolerlogon`.
    ///
    /// Logs the MAPI spooler on to a store that `Logon` was called for before, with the validation data
    /// that `Logon` returned.
    ///
    /// Codes: MAPI_E_UNCONFIGURED; warning MAPI_W_ERRORS_RETURNED. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SpoolerLogon")]
    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        no_support()
    }

    /// `IMSProvider::CompareStoreIDs`. Page: `imsprovider-comparestoreids`.
    ///
    /// Whether two unwrapped store identifiers of this provider mean the same store, although their bytes
    /// may differ. Called also while no store is open, and during `OpenProfileSection`. `flags`: reserved,
    /// zero. Required.
    #[doc(alias = "CompareStoreIDs")]
    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool>;

    /// `QueryInterface` for `IID_IMAPIProviderShutdown`: the provider object's other interface, which providers should
    /// have \[SHUT-20\]; a provider answers itself. Page: `imapiprovidershutdowniunknown`. Default: none.
    #[doc(alias = "QueryInterface")]
    fn provider_shutdown(self: Arc<Self>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
        None
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IMSProvider);
