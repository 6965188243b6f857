//! The bends of a wrapping, one an interface, and the setters that take them.

use std::sync::Arc;

use super::entry_points::{BendInit, BendService};
use super::folder::BendFolder;
use super::logon::BendLogon;
use super::message::{BendAttach, BendMessage};
use super::progress::BendProgress;
use super::provider::BendProvider;
use super::section::BendSection;
use super::sink::BendSink;
use super::status::BendStatus;
use super::storage::BendStorage;
use super::store::BendStore;
use super::stream::BendStream;
use super::support::BendSupport;
use super::table::BendTable;
use super::window::BendWindow;
use super::wrapping::Wrapping;

/// Bends nothing.
struct Plain;

/// One field, one setter and one default for each interface.
macro_rules! bends {
    ($($(#[$meta:meta])* $field:ident: $bend:ident,)+) => {
        #[derive(Clone)]
        pub(super) struct Bends {
            $(pub(super) $field: Arc<dyn $bend>,)+
        }

        impl Default for Bends {
            fn default() -> Self {
                Self { $($field: Arc::new(Plain),)+ }
            }
        }

        $(impl $bend for Plain {})+

        impl Wrapping {
            $(
                $(#[$meta])*
                #[must_use]
                pub fn $field(mut self, bend: impl $bend + 'static) -> Self {
                    Arc::make_mut(&mut self.bends).$field = Arc::new(bend);
                    self
                }
            )+
        }
    };
}

bends! {
    /// Bends `MSProviderInit`.
    init: BendInit,
    /// Bends the message service entry point, see [`service_entry`](Wrapping::service_entry).
    service: BendService,
    /// Bends provider objects: `IMSProvider`.
    provider: BendProvider,
    /// Bends logon objects: `IMSLogon`.
    logon: BendLogon,
    /// Bends store objects: `IMsgStore`.
    store: BendStore,
    /// Bends folders: `IMAPIFolder`.
    folder: BendFolder,
    /// Bends messages: `IMessage`.
    message: BendMessage,
    /// Bends attachments: `IAttach`.
    attach: BendAttach,
    /// Bends tables of the provider: `IMAPITable`.
    table: BendTable,
    /// Bends streams of the provider: `IStream`.
    stream: BendStream,
    /// Bends storages of the provider: `IStorage`.
    storage: BendStorage,
    /// Bends status objects: `IMAPIStatus`.
    status: BendStatus,
    /// Bends the support objects that the provider is given: `IMAPISupport`.
    support: BendSupport,
    /// Bends the profile sections that the provider opens: `IProfSect`.
    section: BendSection,
    /// Bends the dialogs that the provider shows.
    window: BendWindow,
    /// Bends the advise sinks that the provider is given: `IMAPIAdviseSink`.
    sink: BendSink,
    /// Bends the progress objects that the provider is given: `IMAPIProgress`.
    progress: BendProgress,
}
