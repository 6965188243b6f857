//! `MSProviderInit` bent.

use std::sync::{Arc, Mutex, PoisonError};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, ReferenceDll};
use mapi_sim::sim::Dll;
use mapi_sim::spi::*;
use mapi_sim::wrap::BendInit;

use super::{Mutant, dll, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(INIT_07, "forgets that it is in a service", |wrapping| wrapping.init(ForgetsService)),
        wrap(INIT_09, "works with any MAPI", |wrapping| wrapping.init(AnyMapi)),
        wrap(INIT_10, "reports MAPI's version", |wrapping| wrapping.init(CopiesVersion)),
        dll(INIT_12, "has one provider object", one_provider_object)
            .also(&[LOAD_10, LOGON_01, LOGON_14, SHUT_20]),
    ]
}

struct ForgetsService;

impl BendInit for ForgetsService {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        inner.ms_provider_init(&request.flags(ProviderInitFlags::empty()))
    }
}

struct AnyMapi;

impl BendInit for AnyMapi {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        inner.ms_provider_init(&request.mapi_version(SpiVersion::CURRENT))
    }
}

struct CopiesVersion;

impl BendInit for CopiesVersion {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        Ok(inner.ms_provider_init(request)?.with_version(request.mapi_version))
    }
}

fn one_provider_object(entry: ReferenceDll) -> Dll {
    let kept: Mutex<Option<Arc<dyn IMSProvider>>> = Mutex::default();
    Dll::new(DLL_NAME).service_entry(entry.clone()).provider_entry(move |request: &InitRequest| {
        let mut answer = entry.ms_provider_init(request)?;
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        answer.provider = Some(Arc::clone(kept.get_or_insert(answer.provider.unwrap())));
        Ok(answer)
    })
}
