//! Sinks that a client registered with its session.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::mapi::MapiResult;
use crate::mapi::codes::MAPI_E_NOT_FOUND;
use crate::sim::routing;
use crate::sim::shared::Shared;
use crate::spi::{Connection, IMAPIAdviseSink};
use crate::trace::StoreNo;

/// Where a registration is kept.
enum Registration {
    /// By the session, for its own events. The simulated MAPI has none to send yet.
    Own { _sink: Arc<dyn IMAPIAdviseSink> },
    /// By the logon object of a store, under the provider's own number.
    Routed { store: StoreNo, connection: Connection },
}

/// A client's registrations, by the session's connection numbers.
#[derive(Default)]
pub(super) struct Registrations {
    kept: Mutex<BTreeMap<Connection, Registration>>,
}

impl Registrations {
    pub(super) fn add_own(&self, sink: Arc<dyn IMAPIAdviseSink>) -> Connection {
        self.add(Registration::Own { _sink: sink })
    }

    pub(super) fn add_routed(&self, store: StoreNo, connection: Connection) -> Connection {
        self.add(Registration::Routed { store, connection })
    }

    /// Ends a registration, at the provider if it is there \[SESSION-11\].
    pub(super) fn remove(&self, shared: &Shared, connection: Connection) -> MapiResult<()> {
        let registration = self.kept().remove(&connection);
        match registration.ok_or(MAPI_E_NOT_FOUND)? {
            Registration::Own { .. } => Ok(()),
            Registration::Routed { store, connection } => routing::unadvise(shared, store, connection),
        }
    }

    /// Takes everything out; the caller drops it, since a sink is foreign code.
    pub(super) fn take_all(&self) -> impl Sized + use<> {
        std::mem::take(&mut *self.kept())
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
