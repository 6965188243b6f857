//! The connections that `Advise` of a session has given to a client.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::mapi::MapiResult;
use crate::mapi::codes::MAPI_E_NOT_FOUND;
use crate::sim::books::live::Source;
use crate::sim::drive::routing;
use crate::sim::kernel::shared::Shared;
use crate::spi::Connection;
use crate::trace::{SessionNo, StoreNo};

/// Where the sink of a connection is kept.
enum SessionConnection {
    /// By MAPI, for the session's own events.
    Own { source: Source, connection: Connection },
    /// By the logon object of a store, under the provider's own number.
    Routed { store: StoreNo, connection: Connection },
}

/// A client's connections, by the numbers that the session gave.
#[derive(Default)]
pub(super) struct SessionConnections {
    kept: Mutex<BTreeMap<Connection, SessionConnection>>,
}

impl SessionConnections {
    pub(super) fn add_own(&self, source: Source, connection: Connection) -> Connection {
        self.add(SessionConnection::Own { source, connection })
    }

    pub(super) fn add_routed(&self, store: StoreNo, connection: Connection) -> Connection {
        self.add(SessionConnection::Routed { store, connection })
    }

    /// Ends a connection where its sink is kept \[SESSION-11\].
    pub(super) async fn remove(
        &self,
        shared: &Shared,
        session: SessionNo,
        connection: Connection,
    ) -> MapiResult<()> {
        let kept = self.kept().remove(&connection);
        match kept.ok_or(MAPI_E_NOT_FOUND)? {
            SessionConnection::Own { source, connection } => {
                let sink = shared.with(|state| state.listeners.remove(source, connection));
                drop(sink);
                Ok(())
            }
            SessionConnection::Routed { store, connection } => {
                routing::unadvise(shared, session, store, connection).await
            }
        }
    }

    /// The numbers of all that have not ended.
    pub(super) fn open(&self) -> Vec<Connection> {
        self.kept().keys().copied().collect()
    }

    /// The client has none any more; logon objects keep theirs until they end.
    pub(super) fn forget(&self) {
        self.kept().clear();
    }

    fn add(&self, connection: SessionConnection) -> Connection {
        let mut kept = self.kept();
        let number = kept.last_key_value().map_or(Connection::FIRST, |(last, _)| last.next());
        kept.insert(number, connection);
        number
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<Connection, SessionConnection>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
