//! `MSProviderInit` bent.

mod threads;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, store_entry_id};
use mapi_sim::sim::Dll;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::on_calls::{ask, lock, names, on_logon};
use super::{Mutant, dll, wrap};
use crate::bending::Bending;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[
    (INIT_08, &["the second store does not open", "the first store opens for the second section"]),
    (INIT_10, &["a copy of MAPI's version", "MAPI's version where it is newer"]),
    (INIT_12, &["the same object again", "objects that share what one of them takes down"]),
    (INIT_16, &["another load of the DLL answers otherwise"]),
];

pub(super) fn mutants() -> Vec<Mutant> {
    let mut mutants = vec![
        wrap(INIT_07, "forgets that it is in a service", |wrapping| wrapping.init(ForgetsService)),
        wrap(INIT_07, "asks in a service where a store is away", |wrapping| {
            wrapping.provider(asks_again(|request| names(request, "away")))
        }),
        wrap(INIT_07, "asks in a service where no store is named", |wrapping| {
            wrapping.provider(asks_again(|request| request.entry_id.is_none()))
        }),
        wrap(INIT_08, "opens one store only", one_store).also(&[CLAIM_14]),
        wrap(INIT_08, "has one store for all sections", same_store)
            .also(&[EID_15, LOAD_36, LOGON_04, SPOOL_03]),
        wrap(INIT_09, "works with any MAPI", |wrapping| wrapping.init(AnyMapi)),
        wrap(INIT_09, "works with the MAPI before", |wrapping| wrapping.init(OneOlder)),
        wrap(INIT_09, "refuses every newer MAPI", |wrapping| {
            wrapping.init(Refuses { above: SpiVersion::CURRENT.raw(), with: MAPI_E_VERSION })
        })
        .even_lenient(),
        wrap(INIT_09, "refuses the next MAPI", |wrapping| {
            wrapping.init(Refuses { above: NEXT_MAJOR, with: MAPI_E_VERSION })
        })
        .only_strict(),
        wrap(INIT_09, "fails with the next MAPI", |wrapping| {
            wrapping.init(Refuses { above: NEXT_MAJOR, with: MAPI_E_CALL_FAILED })
        })
        .even_lenient(),
        wrap(INIT_10, "reports MAPI's version", |wrapping| wrapping.init(CopiesVersion)),
        wrap(INIT_10, "reports MAPI's version where it is newer", |wrapping| {
            wrapping.init(OnInit::new().ms_provider_init(|inner, request| {
                let answer = inner.ms_provider_init(request)?;
                let newer = answer.version.max(request.mapi_version);
                Ok(answer.with_version(newer))
            }))
        }),
        dll(INIT_12, "has one provider object", one_provider_object).also(&[LOAD_10, LOAD_18]),
        wrap(INIT_12, "takes down what its provider objects share", takes_down),
        wrap(INIT_16, "takes another load of the DLL for another machine", one_load).also(&[LOAD_26]),
    ];
    mutants.extend(threads::mutants());
    mutants
}

/// Asks the user itself where a logon fails that may ask.
fn asks_again(asks: fn(&LogonRequest<'_>) -> bool) -> OnProvider {
    on_logon(move |inner, request| {
        let answer = inner.logon(request);
        if answer.is_err() && asks(request) && !request.flags.contains(StoreLogonFlags::MDB_NO_DIALOG) {
            ask(request.window);
        }
        answer
    })
}

const NEXT_MAJOR: u32 = (SpiVersion::CURRENT.raw() & 0xFF00_0000) + 0x00FF_FFFF;

struct ForgetsService;

impl WrapInit for ForgetsService {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        inner.ms_provider_init(&request.flags(ProviderInitFlags::empty()))
    }
}

fn one_store(wrapping: Bending) -> Bending {
    wrapping.provider(on_logon(|inner, request| {
        if names(request, "second") { Err(MAPI_E_FAILONEPROVIDER.into()) } else { inner.logon(request) }
    }))
}

fn same_store(wrapping: Bending) -> Bending {
    wrapping.provider(on_logon(|inner, request| {
        let first = store_entry_id("first");
        let mut request = *request;
        if names(&request, "second") {
            request.entry_id = Some(&first);
        }
        inner.logon(&request)
    }))
}

struct AnyMapi;

impl WrapInit for AnyMapi {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        inner.ms_provider_init(&request.mapi_version(SpiVersion::CURRENT))
    }
}

struct OneOlder;

impl WrapInit for OneOlder {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        let raw = request.mapi_version.raw();
        let taken_for = if raw + 1 == SpiVersion::CURRENT.raw() { raw + 1 } else { raw };
        inner.ms_provider_init(&request.mapi_version(SpiVersion::from_raw(taken_for)))
    }
}

struct Refuses {
    above: u32,
    with: HResult,
}

impl WrapInit for Refuses {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        if request.mapi_version.raw() > self.above {
            return Err(self.with.into());
        }
        inner.ms_provider_init(request)
    }
}

struct CopiesVersion;

impl WrapInit for CopiesVersion {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        Ok(inner.ms_provider_init(request)?.with_version(request.mapi_version))
    }
}

fn one_provider_object(entry: ReferenceDll) -> Dll {
    let kept: Mutex<Option<Arc<dyn IMSProvider>>> = Mutex::default();
    Dll::new(DLL_NAME).service_entry(entry.clone()).provider_entry(move |request: &InitRequest| {
        let mut answer = entry.ms_provider_init(request)?;
        answer.provider = Some(Arc::clone(lock(&kept).get_or_insert(answer.provider.unwrap())));
        Ok(answer)
    })
}

fn takes_down(wrapping: Bending) -> Bending {
    let heap = Heap::default();
    wrapping.init(heap.clone()).provider(heap)
}

/// What all provider objects use, made by each `MSProviderInit` and taken down by each last release.
#[derive(Clone, Default)]
struct Heap(Arc<AtomicBool>);

impl WrapInit for Heap {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        self.0.store(true, Ordering::Relaxed);
        inner.ms_provider_init(request)
    }
}

impl WrapProvider for Heap {
    fn compare_store_ids(
        &self,
        inner: &dyn IMSProvider,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        if !self.0.load(Ordering::Relaxed) {
            return Err(MAPI_E_NOT_INITIALIZED.into());
        }
        inner.compare_store_ids(first, second, flags)
    }

    fn released(&self, inner: Arc<dyn IMSProvider>) {
        drop(inner);
        self.0.store(false, Ordering::Relaxed);
    }
}

/// A mark in the profile section, by which a load of the DLL knows its own machine.
const PR_LOAD: PropTag = PropTag::new(0x67F8, PropType::PT_LONG);

fn one_load(wrapping: Bending) -> Bending {
    static LOADS: AtomicU32 = AtomicU32::new(1);
    let own = PropValue::new(PR_LOAD, LOADS.fetch_add(1, Ordering::Relaxed));
    wrapping.provider(on_logon(move |inner, request| {
        let section = request.support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY)?;
        let found = section.get_props(Some(&[PR_LOAD]), GetPropsFlags::empty())?.value.pop();
        if found.is_some_and(|found| found.as_error().is_none() && found != own) {
            return Err(MAPI_E_FAILONEPROVIDER.into());
        }
        section.set_props(std::slice::from_ref(&own))?;
        drop(section);
        inner.logon(request)
    }))
}
