//! `Logon` for an open store bent.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, ReferenceDll};
use mapi_sim::sim::Dll;
use mapi_sim::spi::*;
use mapi_sim::wrap::BendProvider;

use super::on_calls::{ask, lock, on_duplicate, on_logon};
use super::{Mutant, dll, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        dll(LOAD_21, "knows a store by the bytes of its identifier", by_bytes)
            .also(&[EID_08, INIT_07, LOAD_22]),
        dll(LOAD_22, "does not look again after the dialog", never_looks_again).also(&[INIT_07]),
        wrap(LOAD_23, "has any interface once it is open", |wrapping| {
            let open = AtomicBool::new(false);
            wrapping.provider(on_logon(move |inner, request| {
                let mut request = *request;
                if open.load(Ordering::Relaxed) {
                    request.interface = None;
                }
                let answer = inner.logon(&request)?;
                open.store(true, Ordering::Relaxed);
                Ok(answer)
            }))
        }),
        wrap(LOAD_24, "gives its logon object again", |wrapping| wrapping.provider(LogonAgain::default()))
            .only_strict(),
        wrap(LOAD_25, "keeps every support object", |wrapping| {
            let kept = Mutex::new(Vec::new());
            wrapping.provider(on_duplicate(move |request, answer| {
                lock(&kept).push(request.support.clone());
                Ok(answer)
            }))
        })
        .also(&[MEM_07]),
        wrap(LOAD_26, "registers its MAPIUID each time", |wrapping| {
            wrapping.provider(on_duplicate(|request, answer| {
                request.support.set_provider_uid(&mapi_sim::reference::REFERENCE_UID, 0)?;
                Ok(answer)
            }))
        }),
        wrap(LOAD_26, "gives its validation data again", |wrapping| {
            wrapping.provider(on_duplicate(|_, answer| Ok(answer.with_spool_security(b"again".to_vec()))))
        }),
        wrap(LOAD_27, "asks whether it is meant", |wrapping| {
            wrapping.provider(on_duplicate(|request, answer| {
                if !request.flags.contains(StoreLogonFlags::MDB_NO_DIALOG) {
                    ask(request.window);
                }
                Ok(answer)
            }))
        }),
    ]
}

/// The pair of a store that is open.
type Open = (Weak<dyn IMsgStore>, Weak<dyn IMSLogon>);

#[derive(Default)]
struct LogonAgain(Mutex<Vec<Open>>);

impl BendProvider for LogonAgain {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let mut answer = inner.logon(request)?;
        let store = answer.store.as_ref().unwrap();
        let mut known = lock(&self.0);
        if let Some(logon) = &answer.logon {
            known.push((Arc::downgrade(store), Arc::downgrade(logon)));
        } else {
            let same = |(open, _): &&Open| open.upgrade().is_some_and(|open| Arc::ptr_eq(&open, store));
            answer.logon = known.iter().find(same).and_then(|(_, logon)| logon.upgrade());
        }
        Ok(answer)
    }
}

/// Which of several inner provider objects serves a request.
type Choose = fn(&LogonRequest<'_>) -> Vec<u8>;

/// Several provider objects that do not know of each other's stores.
struct Several {
    entry: ReferenceDll,
    choose: Choose,
    plain: Arc<dyn IMSProvider>,
    others: Mutex<BTreeMap<Vec<u8>, Arc<dyn IMSProvider>>>,
}

impl IMSProvider for Several {
    fn shutdown(&self, flags: u32) -> MapiResult<()> {
        self.plain.shutdown(flags)
    }

    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let key = (self.choose)(request);
        let made = || self.entry.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(0))).unwrap();
        let inner = Arc::clone(lock(&self.others).entry(key).or_insert_with(|| made().provider.unwrap()));
        inner.logon(request)
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.plain.spooler_logon(request)
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        self.plain.compare_store_ids(first, second, flags)
    }

    fn provider_shutdown(&self) -> Option<&dyn IMAPIProviderShutdown> {
        self.plain.provider_shutdown()
    }
}

fn several(entry: ReferenceDll, choose: Choose) -> Dll {
    let inner = entry.clone();
    Dll::new(DLL_NAME).service_entry(entry).provider_entry(move |request: &InitRequest| {
        let mut answer = inner.ms_provider_init(request)?;
        let make = |plain| Several { entry: inner.clone(), choose, plain, others: Mutex::default() };
        answer.provider = answer.provider.map(|plain| Arc::new(make(plain)) as Arc<dyn IMSProvider>);
        Ok(answer)
    })
}

fn by_bytes(entry: ReferenceDll) -> Dll {
    several(entry, |request| request.entry_id.map(|id| id.as_bytes().to_vec()).unwrap_or_default())
}

fn never_looks_again(entry: ReferenceDll) -> Dll {
    several(entry, |request| vec![u8::from(request.entry_id.is_none())])
}
