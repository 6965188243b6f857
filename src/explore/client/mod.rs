//! What a client of a scenario has: handles whose calls are steps.
//!
//! Each method begins with a turn, at which another task may move first. While MAPI is about to call a provider others may
//! move as well, so these methods are `async`.

mod services;
mod store;

pub use services::{ClientProviders, ClientServices};
pub use store::ClientStore;

use std::fmt;
use std::sync::Arc;

use crate::mapi::{
    DefaultStoreFlags, EntryId, EventMask, LogonExFlags, MapiResult, MapiUid, OpenStoreFlags, ServiceFlags,
    SessionLogoffFlags,
};
use crate::sim::suspend::{self, turn};
use crate::sim::{Session, Subsystem};
use crate::spi::{
    Connection, IMAPIAdviseSink, IMsgStore, MapiObject, OpenEntryRequest, OpenStoreRequest, ParentWindow,
};

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
        Ok(self.opened(suspend::open_msg_store(&self.session, request).await?.value))
    }

    /// `IMAPISession::OpenMsgStore` of the store of a profile section, see [`Session::open_store_of_section`].
    ///
    /// # Errors
    /// Those of [`Session::open_store_of_section`].
    pub async fn open_store_of_section(
        &self,
        section: &MapiUid,
        flags: OpenStoreFlags,
    ) -> MapiResult<ClientStore> {
        turn().await;
        Ok(self.opened(suspend::open_store_of_section(&self.session, section, flags).await?.value))
    }

    fn opened(&self, store: Arc<dyn IMsgStore>) -> ClientStore {
        ClientStore::new(store, self.mapi.clone(), Arc::downgrade(&self.session))
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

    /// `IMAPISession::CompareEntryIDs`.
    ///
    /// # Errors
    /// Those of [`IMAPISession::compare_entry_ids`](crate::spi::IMAPISession::compare_entry_ids).
    pub async fn compare_entry_ids(&self, first: &EntryId, second: &EntryId) -> MapiResult<bool> {
        turn().await;
        suspend::compare_entry_ids(&self.session, first, second).await
    }

    /// `IMAPISession::Advise`: on the session itself without an identifier, else on what the identifier names.
    ///
    /// # Errors
    /// Those of [`IMAPISession::advise`](crate::spi::IMAPISession::advise).
    pub async fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        turn().await;
        suspend::advise(&self.session, entry_id, events, sink).await
    }

    /// `IMAPISession::Unadvise`.
    ///
    /// # Errors
    /// Those of [`IMAPISession::unadvise`](crate::spi::IMAPISession::unadvise).
    pub async fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        turn().await;
        suspend::unadvise(&self.session, connection).await
    }

    /// `IMAPISession::AdminServices`: the message services of the session's profile.
    ///
    /// # Errors
    /// Those of [`IMAPISession::admin_services`](crate::spi::IMAPISession::admin_services).
    pub async fn services(&self) -> MapiResult<ClientServices> {
        turn().await;
        Ok(ClientServices::new(suspend::services(&self.session)?))
    }

    /// Tells a service that it was put on the machine, see [`Session::install_service`].
    ///
    /// # Errors
    /// Those of [`Session::install_service`].
    pub async fn install_service(
        &self,
        service: &str,
        window: ParentWindow<'_>,
        flags: ServiceFlags,
    ) -> MapiResult<()> {
        turn().await;
        suspend::install_service(&self.session, service, window, flags).await
    }

    /// Takes a service off the machine, see [`Session::uninstall_service`].
    ///
    /// # Errors
    /// Those of [`Session::uninstall_service`].
    pub async fn uninstall_service(
        &self,
        service: &str,
        window: ParentWindow<'_>,
        flags: ServiceFlags,
    ) -> MapiResult<()> {
        turn().await;
        suspend::uninstall_service(&self.session, service, window, flags).await
    }

    /// A step that does something else with the session: its tables and sections. What it calls runs to its end; nobody else
    /// moves meanwhile.
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
