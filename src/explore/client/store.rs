//! A store that a client of a scenario has open.

use std::fmt;
use std::sync::{Arc, Weak};

use crate::mapi::{EntryId, EventMask, LogoffFlags, MapiResult, SessionLogoffFlags};
use crate::sim::suspend::{self, turn};
use crate::sim::{Session, Subsystem};
use crate::spi::{Connection, IMAPIAdviseSink, IMsgStore};

/// A store that a client of a scenario has open. One that is dropped without [`release`](Self::release) is released then, and
/// nobody else moves meanwhile.
pub struct ClientStore {
    store: Arc<dyn IMsgStore>,
    mapi: Subsystem,
    session: Weak<Session>,
}

impl ClientStore {
    pub(super) const fn new(store: Arc<dyn IMsgStore>, mapi: Subsystem, session: Weak<Session>) -> Self {
        Self { store, mapi, session }
    }

    /// A step that uses the store. What it calls runs to its end; nobody else moves meanwhile.
    pub async fn step<R>(&self, work: impl FnOnce(&Arc<dyn IMsgStore>) -> R) -> R {
        turn().await;
        suspend::runs_unseen();
        work(&self.store)
    }

    /// `IMsgStore::Advise`: on the store itself without an identifier, else on what the identifier names. As in every
    /// [`step`](Self::step), nobody else moves until it has returned.
    ///
    /// # Errors
    /// Those of [`IMsgStore::advise`].
    pub async fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        self.step(|store| store.advise(entry_id, events, sink)).await
    }

    /// `IMsgStore::Unadvise`, as a [`step`](Self::step).
    ///
    /// # Errors
    /// Those of [`IMsgStore::unadvise`].
    pub async fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        self.step(|store| store.unadvise(connection)).await
    }

    /// `IMsgStore::StoreLogoff`, as a [`step`](Self::step). The store is released later.
    ///
    /// # Errors
    /// Those of [`IMsgStore::store_logoff`].
    pub async fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.step(|store| store.store_logoff(flags)).await
    }

    /// `IUnknown::Release`.
    pub async fn release(self) {
        let number = || self.session.upgrade().map(|session| session.number());
        if suspend::releases_session_first(&self.mapi, number)
            && let Some(session) = self.session.upgrade()
        {
            turn().await;
            // What comes of it is seen by the client when it logs off itself.
            let _ = suspend::logoff(&session, SessionLogoffFlags::empty()).await;
        }
        suspend::release_store(self.store).await;
    }
}

impl fmt::Debug for ClientStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientStore").finish_non_exhaustive()
    }
}
