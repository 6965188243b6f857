//! `Logon` for an open store bent.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Weak};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, PR_REFERENCE_PASSWORD, ReferenceDll};
use mapi_sim::sim::Dll;
use mapi_sim::spi::*;
use mapi_sim::wrap::{WrapProvider, WrapSupport};

use super::borrowed::Borrowed;
use super::on_calls::{ask, lock, names, on_duplicate, on_logon};
use super::{Mutant, dll, wrap};

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[
    (LOAD_23, &["any interface is taken"]),
    (LOAD_24, &["the logon object of the first Logon again", "another logon object"]),
    (LOAD_25, &["a reference is kept", "it is used later"]),
    (LOAD_27, &["a dialog", "credentials are checked again"]),
];

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        dll(LOAD_21, "knows a store by the bytes of its identifier", by_bytes)
            .also(&[EID_08, INIT_07, LOAD_22, LOAD_23]),
        dll(LOAD_21, "never looks for open stores", never_looks)
            .also(&[EID_08, INIT_07, LOAD_22, LOAD_23, LOAD_24, LOAD_26, LOAD_27, LOAD_36, LOGON_01]),
        dll(LOAD_22, "does not look again after the dialog", never_looks_again).also(&[INIT_07]),
        wrap(LOAD_22, "has another object for a store that was chosen", |wrapping| {
            wrapping.provider(on_choice(|request, _| Ok(another_pair(request))))
        })
        .also(&[SHUT_09]),
        wrap(LOAD_22, "adds a status row for a choice", |wrapping| {
            wrapping.provider(on_choice(|request, answer| {
                request.support.modify_status_row(&row(), StatusRowFlags::empty())?;
                Ok(answer)
            }))
        }),
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
        wrap(LOAD_21, "refuses a store that is open", |wrapping| {
            wrapping.provider(on_duplicate(|_, _| Err(MAPI_E_BUSY.into())))
        })
        .unsettled(&[LOAD_22])
        .also(&[EID_03, EID_09, LOGON_01, LOGON_21]),
        wrap(LOAD_24, "gives its logon object again", |wrapping| wrapping.provider(LogonAgain::default()))
            .only_strict(),
        wrap(LOAD_24, "makes a logon object each time", |wrapping| {
            wrapping.provider(on_duplicate(|_, mut answer| {
                answer.logon = Some(Arc::new(AnotherLogon(None)));
                Ok(answer)
            }))
        })
        .even_lenient(),
        wrap(LOAD_25, "keeps every support object", |wrapping| {
            let kept = Mutex::new(Vec::new());
            wrapping.provider(on_duplicate(move |request, answer| {
                lock(&kept).push(request.support.clone());
                Ok(answer)
            }))
        })
        .also(&[MEM_07]),
        wrap(LOAD_25, "works with the support object that came last", |wrapping| {
            let last = LastSupport::default();
            wrapping.provider(last.clone()).support(last)
        })
        .also(&[SHUT_14]),
        wrap(LOAD_26, "registers its MAPIUID each time", |wrapping| {
            wrapping.provider(on_duplicate(|request, answer| {
                request.support.set_provider_uid(&mapi_sim::reference::REFERENCE_UID, 0)?;
                Ok(answer)
            }))
        }),
        wrap(LOAD_26, "opens its section each time", |wrapping| {
            wrapping.provider(on_duplicate(|request, answer| {
                request.support.open_profile_section(None, OpenSectionFlags::empty())?;
                Ok(answer)
            }))
        }),
        wrap(LOAD_26, "adds a status row each time", |wrapping| {
            wrapping.provider(on_duplicate(|request, answer| {
                request.support.modify_status_row(&row(), StatusRowFlags::empty())?;
                Ok(answer)
            }))
        })
        .also(&[LOAD_22]),
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
        wrap(LOAD_27, "asks for the password of an open store", |wrapping| {
            wrapping.provider(on_duplicate(|request, answer| {
                if names(request, "safe") && !has_password(request)? {
                    ask(request.window);
                }
                Ok(answer)
            }))
        }),
    ]
}

/// The closure changes what `Logon` without an identifier answers for a store that is open.
fn on_choice(again: fn(&LogonRequest<'_>, LogonAnswer) -> MapiResult<LogonAnswer>) -> impl WrapProvider {
    on_duplicate(
        move |request, answer| {
            if request.entry_id.is_none() { again(request, answer) } else { Ok(answer) }
        },
    )
}

fn row() -> [PropValue; 3] {
    [
        PropValue::new(PR_DISPLAY_NAME_W, "chosen"),
        PropValue::new(PR_STATUS_CODE, StatusCode::STATUS_AVAILABLE.bits()),
        PropValue::new(PR_RESOURCE_METHODS, 0),
    ]
}

/// A store object that refuses every call.
pub(super) struct Another;

impl IMAPIProp for Another {
    fn get_props(
        &self,
        _tags: Option<&[PropTag]>,
        _flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

impl IMsgStore for Another {}

/// It holds the support object of its `Logon` where it came from a first one.
struct AnotherLogon(#[allow(dead_code, reason = "held until it goes")] Option<Support>);

/// A whole pair that has nothing to do with the store that is open.
pub(super) fn another_pair(request: &LogonRequest<'_>) -> LogonAnswer {
    LogonAnswer::first(Arc::new(AnotherLogon(Some(request.support.clone()))), Arc::new(Another))
}

impl IMSLogon for AnotherLogon {
    fn logoff(&self, _flags: u32) -> MapiResult<()> {
        Ok(())
    }
}

fn has_password(request: &LogonRequest<'_>) -> MapiResult<bool> {
    let section = request.support.open_profile_section(None, OpenSectionFlags::empty())?;
    let found = section.get_props(Some(&[PR_REFERENCE_PASSWORD]), GetPropsFlags::MAPI_UNICODE)?;
    Ok(found.value[0].as_unicode() == Some("right"))
}

/// Copies the support object of the last `Logon`, and uses it when a store ends.
#[derive(Clone, Default)]
struct LastSupport(Borrowed);

impl WrapProvider for LastSupport {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        if answer.logon.is_none() {
            self.0.hold(request.support);
        }
        Ok(answer)
    }
}

impl WrapSupport for LastSupport {
    fn add_ref(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        self.0.add_ref(inner, counted)
    }

    fn release(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        self.0.release(inner, counted)
    }

    fn store_logoff_transports(
        &self,
        inner: &dyn IMAPISupport,
        flags: LogoffFlags,
    ) -> MapiResult<LogoffFlags> {
        self.0.use_up(|last| drop(last.new_uid()));
        inner.store_logoff_transports(flags)
    }
}

/// The pair of a store that is open.
type Open = (Weak<dyn IMsgStore>, Weak<dyn IMSLogon>);

#[derive(Default)]
struct LogonAgain(Mutex<Vec<Open>>);

impl WrapProvider for LogonAgain {
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

    fn provider_shutdown(self: Arc<Self>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
        Arc::clone(&self.plain).provider_shutdown()
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

fn never_looks(entry: ReferenceDll) -> Dll {
    static LOGONS: AtomicU32 = AtomicU32::new(0);
    several(entry, |_| LOGONS.fetch_add(1, Ordering::Relaxed).to_le_bytes().to_vec())
}

fn never_looks_again(entry: ReferenceDll) -> Dll {
    several(entry, |request| vec![u8::from(request.entry_id.is_none())])
}
