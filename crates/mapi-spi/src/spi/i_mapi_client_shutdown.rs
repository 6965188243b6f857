//! `IMAPIClientShutdown`: how a client leaves without releasing anything.

use std::any::Any;
use std::sync::Arc;

use super::{OtherInterface, no_interface};
use crate::mapi::{MapiResult, MapiUid};

/// Fast shutdown, as the client sees it. Page: `imapiclientshutdowniunknown`. Implemented by MAPI on the session object;
/// [`IMAPISession::client_shutdown`](super::IMAPISession::client_shutdown) gives it.
///
/// The three methods are called in their order, each only if the one before has succeeded. After
/// [`do_fast_shutdown`](Self::do_fast_shutdown) the client calls nothing in MAPI any more \[SHUT-21\].
pub trait IMAPIClientShutdown: Any + Send + Sync {
    /// `IMAPIClientShutdown::QueryFastShutdown`. Page: `imapiclientshutdown-queryfastshutdown`.
    ///
    /// Whether the providers of the process's sessions let the client leave fast. Codes: MAPI_E_NO_SUPPORT. Required.
    #[doc(alias = "QueryFastShutdown")]
    fn query_fast_shutdown(&self) -> MapiResult<()>;

    /// `IMAPIClientShutdown::NotifyProcessShutdown`. Page: `imapiclientshutdown-notifyprocessshutdown`.
    ///
    /// The client is about to leave: providers begin to save. Required.
    #[doc(alias = "NotifyProcessShutdown")]
    fn notify_process_shutdown(&self) -> MapiResult<()>;

    /// `IMAPIClientShutdown::DoFastShutdown`. Page: `imapiclientshutdown-dofastshutdown`.
    ///
    /// The client leaves now: on return everything is saved. Codes: MAPI_E_NO_SUPPORT. Required.
    #[doc(alias = "DoFastShutdown")]
    fn do_fast_shutdown(&self) -> MapiResult<()>;

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IMAPIClientShutdown);
