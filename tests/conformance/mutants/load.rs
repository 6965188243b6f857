//! The nine steps bent.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::methods::Method;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, store_entry_id};
use mapi_sim::sim::Dll;
use mapi_sim::spi::*;
use mapi_sim::wrap::{WrapProvider, WrapStore, WrapSupport};

use super::bends::is_called;
use super::on_calls::{address, lock, names, on_compare, on_logon, on_spooler_logon};
use super::{Mutant, dll, wrap};
use crate::bending::Bending;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[
    (LOAD_10, &["a reference of the DLL's own"]),
    (LOAD_13, &["it does not answer meanwhile", "it answers otherwise meanwhile"]),
    (LOAD_18, &["no logon object", "no store object"]),
];

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        dll(LOAD_10, "keeps its provider objects in a list", keeps_provider_objects),
        wrap(LOAD_12, "takes all stores for one", |wrapping| {
            wrapping.provider(on_compare(|_, _, _| Ok(true)))
        })
        .also(&[EID_11, PROFILE_11]),
        wrap(LOAD_12, "compares where objects are", |wrapping| {
            wrapping.provider(on_compare(|_, first, second| Ok(std::ptr::eq(first, second))))
        })
        .also(&[EID_11, LOAD_13, LOAD_35]),
        wrap(LOAD_12, "compares with the stores that are open", |wrapping| {
            wrapping.provider(OnlyOpen::default())
        })
        .also(&[CLAIM_15, EID_11, ERR_10, INIT_12, OBS_07, PROFILE_11, PROFILE_13]),
        wrap(LOAD_13, "is locked during Logon", |wrapping| {
            wrapping.provider(Busy::answering(Err(MAPI_E_BUSY)))
        }),
        wrap(LOAD_13, "finds nothing equal during Logon", |wrapping| {
            wrapping.provider(Busy::answering(Ok(false)))
        }),
        wrap(LOAD_18, "has a logon object for its first store only", |wrapping| {
            wrapping.provider(on_second(|answer| answer.logon = None))
        }),
        wrap(LOAD_18, "has no store object yet", |wrapping| {
            wrapping.provider(on_second(|answer| answer.store = None))
        }),
        wrap(LOAD_19, "counts no reference where there is a password", |wrapping| {
            uncounted(wrapping, "safe")
        }),
        wrap(LOAD_19, "counts no reference on the second support object", |wrapping| {
            uncounted(wrapping, "second")
        }),
        wrap(LOAD_35, "has no logon object for the spooler", |wrapping| {
            wrapping.provider(on_spooler_logon(|inner, request| {
                let mut answer = inner.spooler_logon(request)?;
                answer.logon = None;
                Ok(answer)
            }))
        })
        .also(&[CLAIM_01, LOGON_21, SPOOL_01, SPOOL_11]),
        wrap(LOAD_35, "lets no spooler in", |wrapping| {
            wrapping.provider(on_spooler_logon(|_, _| Err(MAPI_E_LOGON_FAILED.into())))
        })
        .also(&[CLAIM_01, LOGON_21, SPOOL_01, SPOOL_11]),
        wrap(LOAD_35, "opens another store for the spooler", |wrapping| {
            wrapping.provider(on_spooler_logon(|inner, request| {
                let other = store_entry_id("second");
                let mut request = *request;
                request.entry_id = Some(&other);
                inner.spooler_logon(&request)
            }))
        })
        .also(&[SPOOL_03, SPOOL_07, SPOOL_14]),
        wrap(LOAD_35, "has another record key for the spooler", |wrapping| {
            let spoolers = Spoolers::default();
            wrapping.provider(spoolers.clone()).store(spoolers)
        })
        .also(&[SPOOL_03]),
        wrap(LOAD_35, "gives the spooler the client's objects", |wrapping| {
            wrapping.provider(ClientsObjects::default())
        })
        .in_one_process()
        .also(&[SPOOL_06, SPOOL_07])
        .only_strict(),
        wrap(LOAD_36, "closes the other store with the first", |wrapping| {
            wrapping.store(ClosesOther::default())
        })
        .also(&[SHUT_01])
        .unsettled(&[EID_15, OBS_05]),
        wrap(LOAD_36, "opens a store once only", |wrapping| {
            let reopened = Reopened::default();
            wrapping.provider(reopened.clone()).store(reopened)
        })
        .also(&[SHUT_01]),
        wrap(LOAD_36, "closes all stores with one", |wrapping| wrapping.store(ClosesAll::default()))
            .also(&[SHUT_01])
            .unsettled(&[LOGON_06, LOGON_14, LOGON_17, EID_06, EID_15, OBS_02, OBS_05, OBS_07]),
    ]
}

fn keeps_provider_objects(entry: ReferenceDll) -> Dll {
    let kept: Mutex<Vec<Arc<dyn IMSProvider>>> = Mutex::default();
    Dll::new(DLL_NAME).service_entry(entry.clone()).provider_entry(move |request: &InitRequest| {
        let answer = entry.ms_provider_init(request)?;
        lock(&kept).extend(answer.provider.clone());
        Ok(answer)
    })
}

/// Compares only while a store is open.
#[derive(Default)]
struct OnlyOpen(Mutex<Vec<Weak<dyn IMsgStore>>>);

impl WrapProvider for OnlyOpen {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        lock(&self.0).extend(answer.store.as_ref().map(Arc::downgrade));
        Ok(answer)
    }

    fn compare_store_ids(
        &self,
        inner: &dyn IMSProvider,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        if lock(&self.0).iter().all(|store| store.strong_count() == 0) {
            return Err(MAPI_E_NOT_INITIALIZED.into());
        }
        inner.compare_store_ids(first, second, flags)
    }
}

/// Cannot compare while `Logon` runs.
struct Busy {
    at_work: AtomicBool,
    answer: Result<bool, HResult>,
}

impl Busy {
    const fn answering(answer: Result<bool, HResult>) -> Self {
        Self { at_work: AtomicBool::new(false), answer }
    }
}

impl WrapProvider for Busy {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.at_work.store(true, Ordering::Relaxed);
        let answer = inner.logon(request);
        self.at_work.store(false, Ordering::Relaxed);
        answer
    }

    fn compare_store_ids(
        &self,
        inner: &dyn IMSProvider,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        if self.at_work.load(Ordering::Relaxed) {
            return Ok(self.answer?);
        }
        inner.compare_store_ids(first, second, flags)
    }
}

/// Bends what the first `Logon` for the second store answers.
fn on_second(bend: fn(&mut LogonAnswer)) -> impl WrapProvider {
    on_logon(move |inner, request| {
        let mut answer = inner.logon(request)?;
        if names(request, "second") && answer.logon.is_some() {
            bend(&mut answer);
        }
        Ok(answer)
    })
}

/// Copies the pointer of one store's support object and counts no reference on it.
pub(super) fn uncounted(wrapping: Bending, store: &'static str) -> Bending {
    let uncounted = Uncounted { store, logs_on: Arc::default() };
    wrapping.provider(uncounted.clone()).support(uncounted)
}

#[derive(Clone)]
struct Uncounted {
    store: &'static str,
    logs_on: Arc<AtomicBool>,
}

impl WrapProvider for Uncounted {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.logs_on.store(names(request, self.store), Ordering::Relaxed);
        let answer = inner.logon(request);
        self.logs_on.store(false, Ordering::Relaxed);
        answer
    }
}

impl WrapSupport for Uncounted {
    fn add_ref(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        if self.logs_on.load(Ordering::Relaxed) { 1 } else { inner.add_ref(counted) }
    }
}

/// Which stores are the spooler's.
#[derive(Clone, Default)]
struct Spoolers(Arc<Mutex<Vec<usize>>>);

impl WrapProvider for Spoolers {
    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let answer = inner.spooler_logon(request)?;
        lock(&self.0).push(address(&**answer.store.as_ref().unwrap()));
        Ok(answer)
    }
}

impl WrapStore for Spoolers {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let mut props = inner.get_props(tags, flags)?;
        if lock(&self.0).contains(&address(inner)) {
            for prop in props.value.iter_mut().filter(|prop| prop.tag() == PR_RECORD_KEY) {
                *prop = PropValue::new(PR_RECORD_KEY, b"the spooler's".to_vec());
            }
        }
        Ok(props)
    }

    fn released(&self, inner: Arc<dyn IMsgStore>) {
        lock(&self.0).retain(|store| *store != address(&*inner));
        drop(inner);
    }
}

/// Answers `SpoolerLogon` with the objects of `Logon`.
#[derive(Default)]
struct ClientsObjects(Mutex<Vec<Client>>);

/// The provider object, the identifier and the objects of an open store.
type Client = (usize, EntryId, Weak<dyn IMSLogon>, Weak<dyn IMsgStore>);

impl WrapProvider for ClientsObjects {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        if let (Some(id), Some(logon), Some(store)) = (request.entry_id, &answer.logon, &answer.store) {
            lock(&self.0).push((address(inner), id.clone(), Arc::downgrade(logon), Arc::downgrade(store)));
        }
        Ok(answer)
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let open = lock(&self.0);
        let named =
            open.iter().rev().filter(|(own, id, ..)| *own == address(inner) && request.entry_id == Some(id));
        let mut alive = named.filter_map(|(_, _, logon, store)| Some((logon.upgrade()?, store.upgrade()?)));
        match alive.next() {
            Some((logon, store)) => Ok(LogonAnswer::first(logon, store)),
            None => inner.spooler_logon(request),
        }
    }
}

/// The second store works as long as no other has been closed.
#[derive(Default)]
struct ClosesOther(AtomicBool);

impl WrapStore for ClosesOther {
    fn before(&self, inner: &dyn IMsgStore, _: Method) -> MapiResult<()> {
        let closed = self.0.load(Ordering::Relaxed) && is_called(inner, "second");
        if closed { Err(MAPI_E_INVALID_OBJECT.into()) } else { Ok(()) }
    }

    fn released(&self, inner: Arc<dyn IMsgStore>) {
        self.0.store(true, Ordering::Relaxed);
        drop(inner);
    }
}

/// A store that was opened again on the same provider object does nothing.
#[derive(Clone, Default)]
struct Reopened {
    opened: Arc<Mutex<Vec<(usize, EntryId)>>>,
    dead: Arc<Mutex<Vec<usize>>>,
}

impl WrapProvider for Reopened {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        if let (Some(_), Some(id), Some(store)) = (&answer.logon, request.entry_id, &answer.store) {
            let known = (address(inner), id.clone());
            if lock(&self.opened).contains(&known) {
                lock(&self.dead).push(address(&**store));
            }
            lock(&self.opened).push(known);
        }
        Ok(answer)
    }

    fn released(&self, inner: Arc<dyn IMSProvider>) {
        lock(&self.opened).retain(|(provider, _)| *provider != address(&*inner));
        drop(inner);
    }
}

impl WrapStore for Reopened {
    fn before(&self, inner: &dyn IMsgStore, _: Method) -> MapiResult<()> {
        let dead = lock(&self.dead).contains(&address(inner));
        if dead { Err(MAPI_E_INVALID_OBJECT.into()) } else { Ok(()) }
    }

    fn released(&self, inner: Arc<dyn IMsgStore>) {
        lock(&self.dead).retain(|dead| *dead != address(&*inner));
        drop(inner);
    }
}

#[derive(Default)]
struct ClosesAll(AtomicBool);

impl WrapStore for ClosesAll {
    fn before(&self, _: &dyn IMsgStore, _: Method) -> MapiResult<()> {
        if self.0.load(Ordering::Relaxed) { Err(MAPI_E_INVALID_OBJECT.into()) } else { Ok(()) }
    }

    fn released(&self, inner: Arc<dyn IMsgStore>) {
        self.0.store(true, Ordering::Relaxed);
        drop(inner);
    }
}
