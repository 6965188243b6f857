//! The overrides of a wrapping, one an interface, and the setters that take them.

use std::sync::Arc;

use super::entry_points::{WrapInit, WrapService};
use super::interfaces::{
    WrapAttach, WrapFolder, WrapLockBytes, WrapLogon, WrapMessage, WrapProgress, WrapProvider, WrapSection,
    WrapStatus, WrapStorage, WrapStore, WrapStream, WrapTable,
};
use super::layer::Layer;
use super::sink::WrapSink;
use super::support::WrapSupport;
use super::window::WrapWindow;
use super::wrapping::Wrapping;

/// Overrides nothing.
struct Plain;

/// One field, one setter and one default for each interface.
macro_rules! overrides {
    ($($(#[$meta:meta])* $field:ident: $wrap:ident,)+) => {
        #[derive(Clone)]
        pub(super) struct Overrides {
            pub(super) layer: Option<Arc<dyn Layer>>,
            $(pub(super) $field: Arc<dyn $wrap>,)+
        }

        impl Default for Overrides {
            fn default() -> Self {
                Self { layer: None, $($field: Arc::new(Plain),)+ }
            }
        }

        $(impl $wrap for Plain {})+

        impl Wrapping {
            /// Sees every call on what the wrapping hands out and on what it passes to the provider, and may answer it.
            #[must_use]
            pub fn layer(mut self, layer: impl Layer + 'static) -> Self {
                Arc::make_mut(&mut self.overrides).layer = Some(Arc::new(layer));
                self
            }

            $(
                $(#[$meta])*
                #[must_use]
                pub fn $field(mut self, own: impl $wrap + 'static) -> Self {
                    Arc::make_mut(&mut self.overrides).$field = Arc::new(own);
                    self
                }
            )+
        }
    };
}

overrides! {
    /// Overrides `MSProviderInit`.
    init: WrapInit,
    /// Overrides the message service entry point, see [`service_entry`](Wrapping::service_entry).
    service: WrapService,
    /// Overrides what provider objects answer: `IMSProvider`.
    provider: WrapProvider,
    /// Overrides what logon objects answer: `IMSLogon`.
    logon: WrapLogon,
    /// Overrides what store objects answer: `IMsgStore`.
    store: WrapStore,
    /// Overrides what folders answer: `IMAPIFolder`.
    folder: WrapFolder,
    /// Overrides what messages answer: `IMessage`.
    message: WrapMessage,
    /// Overrides what attachments answer: `IAttach`.
    attach: WrapAttach,
    /// Overrides what tables of the provider answer: `IMAPITable`.
    table: WrapTable,
    /// Overrides what streams of the provider answer: `IStream`.
    stream: WrapStream,
    /// Overrides what storages of the provider answer: `IStorage`.
    storage: WrapStorage,
    /// Overrides what arrays of bytes answer: `ILockBytes`.
    lock_bytes: WrapLockBytes,
    /// Overrides what status objects answer: `IMAPIStatus`.
    status: WrapStatus,
    /// Overrides what the support objects that the provider is given answer: `IMAPISupport`.
    support: WrapSupport,
    /// Overrides what the profile sections that the provider opens answer: `IProfSect`.
    section: WrapSection,
    /// Answers the dialogs that the provider shows.
    window: WrapWindow,
    /// Overrides what the advise sinks that the provider is given answer: `IMAPIAdviseSink`.
    sink: WrapSink,
    /// Overrides what the progress objects that the provider is given answer: `IMAPIProgress`.
    progress: WrapProgress,
}
