//! A provider whose logon objects hold themselves.

use std::sync::{Arc, Mutex, Weak};

use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, ReferenceDll};
use mapi_sim::sim::Dll;
use mapi_sim::spi::*;
use mapi_sim::wrap::WrapProvider;

/// A logon object that holds a reference on itself.
struct SelfReferencingLogon {
    inner: Arc<dyn IMSLogon>,
    this: Weak<Self>,
    held: Mutex<Option<Arc<Self>>>,
    takes: Takes,
}

impl IMSLogon for SelfReferencingLogon {
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
        let status = self.inner.open_status_entry(interface, flags)?;
        match &self.takes {
            Takes::AtLogon | Takes::WithStatusObject => {
                *self.held.lock().unwrap() = self.this.upgrade();
            }
            Takes::StatusObjects(all) => all.lock().unwrap().push(Arc::clone(&status)),
        }
        Ok(status)
    }
}

/// When a logon object takes a reference on itself, or what else is taken.
#[derive(Clone)]
enum Takes {
    AtLogon,
    WithStatusObject,
    StatusObjects(Arc<Mutex<Vec<Arc<dyn IMAPIStatus>>>>),
}

impl WrapProvider for Takes {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let mut answer = inner.logon(request)?;
        answer.logon = answer.logon.map(|inner| {
            let logon = Arc::new_cyclic(|this| SelfReferencingLogon {
                inner,
                this: Weak::clone(this),
                held: Mutex::default(),
                takes: self.clone(),
            });
            if matches!(self, Self::AtLogon) {
                *logon.held.lock().unwrap() = Some(Arc::clone(&logon));
            }
            logon as Arc<dyn IMSLogon>
        });
        Ok(answer)
    }
}

/// A DLL whose logon objects hold themselves from the beginning.
pub(super) fn from_logon(entry: ReferenceDll) -> Dll {
    self_referencing(entry, Takes::AtLogon)
}

/// A DLL whose logon objects hold themselves once their status object is opened.
pub(super) fn from_status_object(entry: ReferenceDll) -> Dll {
    self_referencing(entry, Takes::WithStatusObject)
}

/// A DLL that keeps each status object.
pub(super) fn keeping_status_objects(entry: ReferenceDll) -> Dll {
    self_referencing(entry, Takes::StatusObjects(Arc::default()))
}

/// MAPI gets its logon objects from the outermost wrapper, so this one is outside of any other.
fn self_referencing(entry: ReferenceDll, takes: Takes) -> Dll {
    let inner = entry.clone();
    Dll::new(DLL_NAME).service_entry(entry).provider_entry(move |request: &InitRequest| {
        let mut answer = inner.ms_provider_init(request)?;
        answer.provider =
            answer.provider.map(|inner| Arc::new(Outside(inner, takes.clone())) as Arc<dyn IMSProvider>);
        Ok(answer)
    })
}

struct Outside(Arc<dyn IMSProvider>, Takes);

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

    fn provider_shutdown(self: Arc<Self>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
        Arc::clone(&self.0).provider_shutdown()
    }
}
