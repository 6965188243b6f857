//! What a client and the spooler do on a machine.

use std::sync::Arc;

use super::machine::Machine;
use super::profile::PROFILE;
use crate::conformance::declare::StoreSlot;
use crate::conformance::rule::{OrBreach, Reached, Verdict, way};
use crate::mapi::codes::S_OK;
use crate::mapi::{HResult, MapiResult, OpenStoreFlags, ServiceContext, ServiceFlags};
use crate::sim::Session;
use crate::sim::SpoolerStore;
use crate::spi::{IMAPISession, IMSLogon, IMsgStore, OpenStoreRequest, ParentWindow};

/// The client's window, above which the user of the machine answers.
const WINDOW: ParentWindow<'_> = ParentWindow::of_handle(1);

impl Machine {
    /// `OpenMsgStore` with these flags, whatever comes of it.
    ///
    /// # Errors
    /// A breach if the machine has no such section.
    pub fn try_open(
        &self,
        session: &Session,
        slot: StoreSlot,
        flags: OpenStoreFlags,
    ) -> Reached<MapiResult<Arc<dyn IMsgStore>>> {
        let (_, uid, id) = self.slot(slot)?;
        let opened = match id {
            Some(id) => session.open_msg_store(&OpenStoreRequest::new(id).flags(flags).window(WINDOW)),
            None => session.open_store_of_section(uid, flags),
        };
        Ok(opened.map(|warned| warned.value))
    }

    /// `OpenMsgStore` without dialogs, which has to succeed.
    ///
    /// # Errors
    /// A breach if it does not.
    pub fn open(
        &self,
        session: &Session,
        slot: StoreSlot,
        flags: OpenStoreFlags,
    ) -> Reached<Arc<dyn IMsgStore>> {
        let flags = flags | OpenStoreFlags::MDB_NO_DIALOG;
        self.try_open(session, slot, flags)?
            .or_not_reached(way::slot(slot), format_args!("OpenMsgStore of {slot}"))
    }

    /// The access that a client asks for: to write where the provider writes.
    pub(in crate::conformance) const fn access(&self) -> OpenStoreFlags {
        if self.writes { OpenStoreFlags::MDB_WRITE } else { OpenStoreFlags::empty() }
    }

    /// The first store, for writing where the provider writes.
    ///
    /// # Errors
    /// A breach if it does not open.
    pub fn open_store(&self, session: &Session) -> Reached<Arc<dyn IMsgStore>> {
        self.open_to_use(session, StoreSlot::Store)
    }

    /// A store, for writing where the provider writes.
    pub(in crate::conformance) fn open_to_use(
        &self,
        session: &Session,
        slot: StoreSlot,
    ) -> Reached<Arc<dyn IMsgStore>> {
        self.open(session, slot, self.access())
    }

    /// The first store, and the second one where there is one.
    pub(in crate::conformance) fn plain_stores(&self) -> impl Iterator<Item = StoreSlot> {
        [StoreSlot::Store, StoreSlot::Second].into_iter().filter(|slot| self.has(*slot))
    }

    /// The first store by the identifier that the fixture gives, whatever sections the profile has.
    pub(in crate::conformance) fn open_by_id(&self, session: &Session) -> Reached<Arc<dyn IMsgStore>> {
        let id = self.store_id.as_ref().or_breach("a fixture that gives the identifier of its store")?;
        let flags = OpenStoreFlags::MDB_NO_DIALOG | self.access();
        let opened = session.open_msg_store(&OpenStoreRequest::new(id).flags(flags));
        Ok(opened.or_not_reached(way::SAVED_ID, "OpenMsgStore with an identifier that no section has")?.value)
    }

    /// The provider's logon object of a client's store.
    ///
    /// # Errors
    /// A breach if there is none.
    pub fn logon_object(&self, store: &Arc<dyn IMsgStore>) -> Reached<Arc<dyn IMSLogon>> {
        self.mapi.provider_logon(store).or_not_reached(way::BOTH_OBJECTS, "a logon object of the open store")
    }

    /// The three calls of a fast shutdown.
    pub(in crate::conformance) fn fast_shutdown(&self, session: &Arc<Session>) -> Verdict {
        let client = Arc::clone(session).client_shutdown().or_breach("IMAPIClientShutdown of the session")?;
        client.query_fast_shutdown().or_breach("QueryFastShutdown")?;
        client.notify_process_shutdown().or_breach("NotifyProcessShutdown")?;
        client.do_fast_shutdown().or_breach("DoFastShutdown")
    }

    /// Calls the entry point of the first store's message service, whatever comes of it.
    pub(in crate::conformance) fn call_service(
        &self,
        session: &Session,
        context: ServiceContext,
        flags: ServiceFlags,
    ) -> Reached<HResult> {
        let services = self.mapi.services(PROFILE);
        let (_, uid) =
            services.first().or_not_reached(way::SERVICE_ENTRY, "a message service in the profile")?;
        let called = self.mapi.call_service_entry(session, uid, context, flags, &[]);
        Ok(called.map_or_else(|error| error.code(), |()| S_OK))
    }

    /// Lets the spooler log on; gives what it holds afterwards.
    pub fn run_spooler(&self) -> Vec<SpoolerStore> {
        self.mapi.run_spooler();
        self.spooler.stores()
    }
}
