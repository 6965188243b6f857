//! What a client of a scenario has: handles whose calls are steps.
//!
//! Each method begins with a turn, at which another task may move first. While MAPI is about to call a provider others may
//! move as well, so these methods are `async`.

use std::fmt;
use std::sync::{Arc, Weak};

use crate::mapi::{DefaultStoreFlags, EntryId, LogonExFlags, MapiResult, SessionLogoffFlags};
use crate::sim::suspend::{self, turn};
use crate::sim::{Session, Subsystem};
use crate::spi::{IMsgStore, MapiObject, OpenEntryRequest, OpenStoreRequest};

/// A client of a [`Scenario`](super::Scenario).
#[derive(Debug)]
pub struct Client {
    mapi: Subsystem,
}

impl Client {
    pub(super) const fn new(mapi: Subsystem) -> Self {
        Self { mapi }
    }

    /// `MAPILogonEx`, see [`Subsystem::logon`].
    ///
    /// # Errors
    /// Those of [`Subsystem::logon`].
    pub async fn logon(&self, profile: &str, flags: LogonExFlags) -> MapiResult<ClientSession> {
        turn().await;
        Ok(ClientSession { session: self.mapi.logon(profile, flags)?, mapi: self.mapi.clone() })
    }

    /// A step that does something else with the subsystem. What it calls runs to its end; nobody else moves meanwhile.
    pub async fn step<R>(&self, work: impl FnOnce(&Subsystem) -> R) -> R {
        turn().await;
        suspend::runs_unseen();
        work(&self.mapi)
    }
}

/// A session of a client of a scenario. One that is dropped without [`logoff`](Self::logoff) is released then, and nobody else
/// moves meanwhile.
pub struct ClientSession {
    session: Arc<Session>,
    mapi: Subsystem,
}

impl ClientSession {
    /// `IMAPISession::OpenMsgStore`.
    ///
    /// # Errors
    /// Those of [`IMAPISession::open_msg_store`](crate::spi::IMAPISession::open_msg_store).
    pub async fn open(&self, request: &OpenStoreRequest<'_>) -> MapiResult<ClientStore> {
        turn().await;
        let store = suspend::open_msg_store(&self.session, request).await?;
        let (mapi, session) = (self.mapi.clone(), Arc::downgrade(&self.session));
        Ok(ClientStore { store: store.value, mapi, session })
    }

    /// `IMAPISession::OpenEntry`. What it opens is used in [`step`](Self::step)s.
    ///
    /// # Errors
    /// Those of [`IMAPISession::open_entry`](crate::spi::IMAPISession::open_entry).
    pub async fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        turn().await;
        suspend::open_entry(&self.session, request).await
    }

    /// `IMAPISession::SetDefaultStore`.
    ///
    /// # Errors
    /// Those of [`IMAPISession::set_default_store`](crate::spi::IMAPISession::set_default_store).
    pub async fn set_default_store(&self, flags: DefaultStoreFlags, id: Option<&EntryId>) -> MapiResult<()> {
        turn().await;
        suspend::set_default_store(&self.session, flags, id).await
    }

    /// A step that does something else with the session: its tables, registrations, administration. What it calls runs to
    /// its end; nobody else moves meanwhile.
    pub async fn step<R>(&self, work: impl FnOnce(&Session) -> R) -> R {
        turn().await;
        suspend::runs_unseen();
        work(&self.session)
    }

    /// `IMAPISession::Logoff`. The session is released with the handle.
    ///
    /// # Errors
    /// Those of [`IMAPISession::logoff`](crate::spi::IMAPISession::logoff).
    pub async fn logoff(&self, flags: SessionLogoffFlags) -> MapiResult<()> {
        turn().await;
        suspend::logoff(&self.session, flags).await
    }
}

impl fmt::Debug for ClientSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.session.fmt(f)
    }
}

/// A store that a client of a scenario has open. One that is dropped without [`release`](Self::release) is released then, and
/// nobody else moves meanwhile.
pub struct ClientStore {
    store: Arc<dyn IMsgStore>,
    mapi: Subsystem,
    session: Weak<Session>,
}

impl ClientStore {
    /// A step that uses the store. What it calls runs to its end; nobody else moves meanwhile.
    pub async fn step<R>(&self, work: impl FnOnce(&Arc<dyn IMsgStore>) -> R) -> R {
        turn().await;
        suspend::runs_unseen();
        work(&self.store)
    }

    /// `IUnknown::Release`.
    pub async fn release(self) {
        if suspend::releases_session_first(&self.mapi)
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
