//! A spooler that lends its store object to a test.

use std::sync::{Arc, Mutex, Weak};

use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::sim::{Spooler, SpoolerKey, SpoolerStore, TransportLogoff};
use mapi_sim::spi::*;

/// The default spooler, which also shows what it holds.
#[derive(Default)]
pub(crate) struct OpenSpooler {
    inner: QueueSpooler,
    store: Mutex<Option<Weak<dyn IMsgStore>>>,
    pub(crate) notified: Mutex<Vec<SpoolerNotifyFlags>>,
}

impl OpenSpooler {
    /// The store object of the last logon.
    pub(crate) fn store(&self) -> Arc<dyn IMsgStore> {
        self.store.lock().unwrap().as_ref().unwrap().upgrade().unwrap()
    }
}

impl Spooler for OpenSpooler {
    fn told(&self, store: SpoolerKey) {
        self.inner.told(store);
    }

    fn next_logon(&self) -> Option<SpoolerKey> {
        self.inner.next_logon()
    }

    fn logged_on(&self, store: SpoolerKey, objects: SpoolerStore) {
        *self.store.lock().unwrap() = Some(Arc::downgrade(&objects.store));
        self.inner.logged_on(store, objects);
    }

    fn logon_failed(&self, store: SpoolerKey, code: HResult) {
        self.inner.logon_failed(store, code);
    }

    fn notified(&self, store: SpoolerKey, flags: SpoolerNotifyFlags) {
        self.notified.lock().unwrap().push(flags);
        self.inner.notified(store, flags);
    }

    fn logoff_transports(&self, store: SpoolerKey, flags: LogoffFlags) -> TransportLogoff {
        self.inner.logoff_transports(store, flags)
    }

    fn released(&self, store: SpoolerKey) -> Option<SpoolerStore> {
        self.inner.released(store)
    }
}

/// A machine with this one store, its spooler, and a session.
pub(crate) fn with_spooler(spec: StoreSpec, name: &str) -> (Subsystem, Arc<Session>, Arc<OpenSpooler>) {
    let spooler = Arc::new(OpenSpooler::default());
    let section = StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(ReferenceDll::new(StoreCatalogue::new([spec]))))
        .profile(Profile::new("P").service(Service::new("REF").store(section)))
        .spooler(Arc::clone(&spooler) as Arc<dyn Spooler>)
        .build()
        .unwrap();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session, spooler)
}
