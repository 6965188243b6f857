//! `IMAPIProviderShutdown`: how a provider saves its data before a client leaves without releasing anything.

use std::any::Any;
use std::sync::Arc;

use super::{OtherInterface, no_interface};
use crate::mapi::{MapiResult, MapiUid};

/// Fast shutdown, as the provider sees it. Page: `imapiprovidershutdowniunknown`. An interface of the provider object,
/// which [`IMSProvider::provider_shutdown`](super::IMSProvider::provider_shutdown) gives; called by MAPI.
///
/// A provider that wants no client to leave fast implements it, too, and refuses in
/// [`query_fast_shutdown`](Self::query_fast_shutdown).
pub trait IMAPIProviderShutdown: Any + Send + Sync {
    /// `IMAPIProviderShutdown::QueryFastShutdown`. Page: `imapiprovidershutdown-queryfastshutdown`.
    ///
    /// Whether clients may leave fast while the provider is loaded. Codes: MAPI_E_NO_SUPPORT (they may not). Required.
    #[doc(alias = "QueryFastShutdown")]
    fn query_fast_shutdown(&self) -> MapiResult<()>;

    /// `IMAPIProviderShutdown::NotifyProcessShutdown`. Page: `imapiprovidershutdown-notifyprocessshutdown`.
    ///
    /// The client is about to leave: time to begin saving what must not be lost. Returns success. Required.
    #[doc(alias = "NotifyProcessShutdown")]
    fn notify_process_shutdown(&self) -> MapiResult<()>;

    /// `IMAPIProviderShutdown::DoFastShutdown`. Page: `imapiprovidershutdown-dofastshutdown`.
    ///
    /// The client leaves: on return all data and settings of all stores are safe, since nothing will be released and
    /// neither `Logoff` nor `Shutdown` will come. Returns success. Required.
    #[doc(alias = "DoFastShutdown")]
    fn do_fast_shutdown(&self) -> MapiResult<()>;

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IMAPIProviderShutdown);
