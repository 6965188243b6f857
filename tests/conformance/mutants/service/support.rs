//! Support objects of service calls that outlive the call.

use std::sync::Mutex;

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::{WrapProvider, WrapService, WrapSupport};

use super::super::borrowed::Borrowed;
use super::super::on_calls::lock;
use super::super::{Mutant, wrap};
use super::asks;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(PROFILE_20, "keeps the support object of a service call", |wrapping| {
            wrapping.service(Keeps::when(|_| true))
        }),
        wrap(PROFILE_20, "keeps the support object where nobody may be asked", |wrapping| {
            wrapping.service(Keeps::when(|request| !asks(request)))
        }),
        wrap(PROFILE_20, "keeps the support object of its creation", |wrapping| {
            wrapping.service(Keeps::when(|request| request.context == ServiceContext::Create))
        }),
        wrap(PROFILE_20, "keeps the support object of its end", |wrapping| {
            wrapping.service(Keeps::when(|request| request.context == ServiceContext::Delete))
        }),
        wrap(PROFILE_20, "keeps the support object of its settings dialog", |wrapping| {
            wrapping.support(KeepsAsked::default())
        })
        .also(&[MEM_07]),
        wrap(PROFILE_20, "calls MAPI later through the support object of a service call", |wrapping| {
            let later = Later::default();
            wrapping.service(later.clone()).support(later.clone()).provider(later)
        }),
    ]
}

type When = fn(&ServiceRequest<'_>) -> bool;

struct Keeps {
    when: When,
    kept: Mutex<Vec<Support>>,
}

impl Keeps {
    const fn when(when: When) -> Self {
        Self { when, kept: Mutex::new(Vec::new()) }
    }
}

impl WrapService for Keeps {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        if (self.when)(request) {
            lock(&self.kept).push(request.support.clone());
        }
        inner.msg_service_entry(request)
    }
}

/// Keeps what `GetSvcConfigSupportObj` answers.
#[derive(Default)]
struct KeepsAsked(Mutex<Vec<Support>>);

impl WrapSupport for KeepsAsked {
    fn get_svc_config_support_obj(&self, inner: &dyn IMAPISupport, flags: u32) -> MapiResult<Support> {
        let support = inner.get_svc_config_support_obj(flags)?;
        lock(&self.0).push(support.clone());
        Ok(support)
    }
}

/// Copies the pointer in a service call, and uses it in the next `Logon`.
#[derive(Clone, Default)]
struct Later(Borrowed);

impl WrapService for Later {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        self.0.hold(request.support);
        inner.msg_service_entry(request)
    }
}

impl WrapSupport for Later {
    fn add_ref(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        self.0.add_ref(inner, counted)
    }

    fn release(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        self.0.release(inner, counted)
    }
}

impl WrapProvider for Later {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.use_up(|support| drop(support.new_uid()));
        inner.logon(request)
    }
}
