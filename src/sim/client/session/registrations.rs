//! Sinks that a client registered with its session.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::mapi::MapiResult;
use crate::mapi::codes::MAPI_E_NOT_FOUND;
use crate::sim::books::live::Source;
use crate::sim::drive::routing;
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::turn::run_to_end;
use crate::spi::Connection;
use crate::trace::StoreNo;

/// Where a registration is kept.
enum Registration {
    /// By MAPI, for the session's own events.
    Own { source: Source, connection: Connection },
    /// By the logon object of a store, under the provider's own number.
    Routed { store: StoreNo, connection: Connection },
}

/// A client's registrations, by the session's connection numbers.
#[derive(Default)]
pub(super) struct Registrations {
    kept: Mutex<BTreeMap<Connection, Registration>>,
}

impl Registrations {
    pub(super) fn add_own(&self, source: Source, connection: Connection) -> Connection {
        self.add(Registration::Own { source, connection })
    }

    pub(super) fn add_routed(&self, store: StoreNo, connection: Connection) -> Connection {
        self.add(Registration::Routed { store, connection })
    }

    /// Ends a registration where it is kept \[SESSION-11\].
    pub(super) fn remove(&self, shared: &Shared, connection: Connection) -> MapiResult<()> {
        let registration = self.kept().remove(&connection);
        match registration.ok_or(MAPI_E_NOT_FOUND)? {
            Registration::Own { source, connection } => {
                let sink = shared.with(|state| state.listeners.remove(source, connection));
                drop(sink);
                Ok(())
            }
            Registration::Routed { store, connection } => {
                run_to_end(routing::unadvise(shared, store, connection))
            }
        }
    }

    /// The numbers of all registrations that have not ended.
    pub(super) fn open(&self) -> Vec<Connection> {
        self.kept().keys().copied().collect()
    }

    /// The client has no registrations any more; logon objects keep theirs until they end.
    pub(super) fn forget(&self) {
        self.kept().clear();
    }

    fn add(&self, registration: Registration) -> Connection {
        let mut kept = self.kept();
        let connection = kept.last_key_value().map_or(Connection::FIRST, |(last, _)| last.next());
        kept.insert(connection, registration);
        connection
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<Connection, Registration>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
