//! A provider whose logon objects hold themselves.

use std::sync::{Arc, Mutex, Weak};

use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, ReferenceDll};
use mapi_sim::sim::Dll;
use mapi_sim::spi::*;
use mapi_sim::wrap::BendProvider;

/// A logon object that its status object holds, and that holds itself with it.
struct Ring {
    inner: Arc<dyn IMSLogon>,
    this: Weak<Self>,
    held: Mutex<Option<Arc<Self>>>,
}

impl IMSLogon for Ring {
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        self.inner.get_last_error(result, width)
    }

    fn logoff(&self, flags: u32) -> MapiResult<()> {
        self.inner.logoff(flags)
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.inner.open_entry(request)
    }

    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        self.inner.compare_entry_ids(first, second, flags)
    }

    fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        self.inner.advise(entry_id, events, sink)
    }

    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        self.inner.unadvise(connection)
    }

    fn open_status_entry(
        &self,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        *self.held.lock().unwrap() = self.this.upgrade();
        self.inner.open_status_entry(interface, flags)
    }
}

/// Whether the ring is there from the beginning or comes with the status object.
#[derive(Clone, Copy)]
struct Rings {
    at_once: bool,
}

impl BendProvider for Rings {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let mut answer = inner.logon(request)?;
        answer.logon = answer.logon.map(|inner| {
            let ring = |this: &Weak<Ring>| Ring { inner, this: Weak::clone(this), held: Mutex::default() };
            let ring = Arc::new_cyclic(ring);
            if self.at_once {
                *ring.held.lock().unwrap() = Some(Arc::clone(&ring));
            }
            ring as Arc<dyn IMSLogon>
        });
        Ok(answer)
    }
}

/// A logon object that holds itself from the beginning.
pub(super) fn immortal(entry: ReferenceDll) -> Dll {
    rings(entry, Rings { at_once: true })
}

/// A logon object that holds itself from the time when its status object is opened.
pub(super) fn ringed(entry: ReferenceDll) -> Dll {
    rings(entry, Rings { at_once: false })
}

/// The outermost wrapper is the one that hands logon objects to MAPI, so the ring is made outside of any.
fn rings(entry: ReferenceDll, rings: Rings) -> Dll {
    let inner = entry.clone();
    Dll::new(DLL_NAME).service_entry(entry).provider_entry(move |request: &InitRequest| {
        let mut answer = inner.ms_provider_init(request)?;
        answer.provider =
            answer.provider.map(|inner| Arc::new(Outside(inner, rings)) as Arc<dyn IMSProvider>);
        Ok(answer)
    })
}

struct Outside(Arc<dyn IMSProvider>, Rings);

impl IMSProvider for Outside {
    fn shutdown(&self, flags: u32) -> MapiResult<()> {
        self.0.shutdown(flags)
    }

    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.1.logon(&*self.0, request)
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.spooler_logon(request)
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        self.0.compare_store_ids(first, second, flags)
    }

    fn provider_shutdown(&self) -> Option<&dyn IMAPIProviderShutdown> {
        self.0.provider_shutdown()
    }
}
