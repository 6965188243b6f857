//! The providers of a world with faults: each is wrapped, so that every call between it and MAPI comes by here.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{MapiError, MapiResult, Warning};
use crate::methods::{self, Interface, Method};
use crate::sim::kernel::faults::armed::Armed;
use crate::sim::setup::dll::Dll;
use crate::sim::setup::fault::{Effect, Fault};
use crate::spi::{
    IMAPIProviderShutdown, IMSProvider, InitAnswer, InitRequest, LogonAnswer, LogonRequest, ProviderEntry,
    ServiceEntry, Support,
};
use crate::trace::DllNo;
use crate::wrap::{Call, Layer, OnInit, OnProvider, OnService, OnSupport, Outcome, Wrapping};

thread_local! {
    /// What goes wrong with the call that is being made, beside its answer. The layer says it to the override below it.
    static BESIDE: Cell<Option<Fault>> = const { Cell::new(None) };

    /// The fault whose warning the call gets that has just been made.
    static WARNING: Cell<Option<Fault>> = const { Cell::new(None) };
}

/// The faults of a world, and its DLLs as they are loaded with faults.
#[derive(Default)]
pub(crate) struct Injection {
    armed: Arc<Armed>,
    /// One a DLL: an object of a provider is known again by the wrapping that it was handed out by.
    wrapped: Mutex<BTreeMap<DllNo, Wrapping>>,
}

impl Injection {
    pub(super) fn armed(&self) -> &Armed {
        &self.armed
    }

    pub(in crate::sim::kernel) fn provider_entry(
        &self,
        no: DllNo,
        dll: &Dll,
    ) -> Option<Arc<dyn ProviderEntry>> {
        let own = dll.provider.as_ref()?;
        if self.armed.is_active() { Some(Arc::new(self.wrapping(no, dll))) } else { Some(Arc::clone(own)) }
    }

    pub(in crate::sim::kernel) fn service_entry(
        &self,
        no: DllNo,
        dll: &Dll,
    ) -> Option<Arc<dyn ServiceEntry>> {
        let own = Arc::clone(dll.service.as_ref()?);
        if !self.armed.is_active() {
            return Some(own);
        }
        let call = move |request: &crate::spi::ServiceRequest<'_>| own.msg_service_entry(request);
        Some(Arc::new(self.wrapping(no, dll).service_entry(call)))
    }

    fn wrapping(&self, no: DllNo, dll: &Dll) -> Wrapping {
        let mut wrapped = self.wrapped.lock().unwrap_or_else(PoisonError::into_inner);
        wrapped.entry(no).or_insert_with(|| wrap(&self.armed, dll)).clone()
    }
}

fn wrap(armed: &Arc<Armed>, dll: &Dll) -> Wrapping {
    let own = dll.provider.clone();
    let none = || Err::<InitAnswer, MapiError>(MAPI_E_CALL_FAILED.into());
    let entry =
        move |request: &InitRequest| own.as_ref().map_or_else(none, |own| own.ms_provider_init(request));
    let [init, service, provider, support] = [(); 4].map(|()| Arc::clone(armed));
    let init = OnInit::new().ms_provider_init(move |inner, request| {
        init.crosses(methods::Exports::MSProviderInit)?;
        inner.ms_provider_init(request)
    });
    let service = OnService::new().msg_service_entry(move |inner, request| {
        service.crosses(methods::Exports::MSGSERVICEENTRY)?;
        inner.msg_service_entry(request)
    });
    let support = OnSupport::new().add_ref(
        move |inner, counted| {
            if support.loses_add_ref() { 0 } else { inner.add_ref(counted) }
        },
    );
    let shutdown = Arc::clone(armed);
    let provider = OnProvider::new()
        .logon(move |inner, request| log_on(&provider, inner, request))
        .provider_shutdown(move |inner| {
            let own = Arc::clone(inner).provider_shutdown()?;
            Some(Arc::new(Shutdown { armed: Arc::clone(&shutdown), own }))
        });
    let layered = Wrapping::new(entry).layer(Crossing(Arc::clone(armed)));
    layered.init(init).service(service).provider(provider).support(support)
}

/// Calls that no provider can refuse: it does what it has to do, and then the answer goes wrong.
fn ends_something(method: Method) -> bool {
    [methods::IMSLogon::Logoff, methods::IMSProvider::Shutdown, methods::IMsgStore::StoreLogoff]
        .contains(&method)
}

/// Around every call between a provider and the rest of the world.
struct Crossing(Arc<Armed>);

impl Layer for Crossing {
    fn around(&self, call: &Call, go_on: &mut dyn FnMut() -> Outcome) -> MapiResult<()> {
        WARNING.set(None);
        // MAPI answers its support object, with the call on record.
        if call.object.interface == Interface::IMAPISupport {
            return Ok(());
        }
        let fault = self.0.meets(call.method);
        let warns = fault.is_some_and(|fault| matches!(fault.effect(), Effect::Warning(_)));
        if fault.is_some() && (warns || ends_something(call.method)) {
            go_on();
        }
        // Calls that were made meanwhile have their own.
        WARNING.set(fault.filter(|_| warns));
        BESIDE.set(self.0.strikes(fault)?);
        Ok(())
    }

    fn warning(&self, _: &Call) -> Option<Warning> {
        WARNING.take().and_then(|fault| self.0.warns(fault))
    }
}

/// Wrappers have no layer here.
struct Shutdown {
    armed: Arc<Armed>,
    own: Arc<dyn IMAPIProviderShutdown>,
}

impl IMAPIProviderShutdown for Shutdown {
    fn query_fast_shutdown(&self) -> MapiResult<()> {
        self.armed.crosses(methods::IMAPIProviderShutdown::QueryFastShutdown)?;
        self.own.query_fast_shutdown()
    }

    fn notify_process_shutdown(&self) -> MapiResult<()> {
        let fault = self.armed.meets(methods::IMAPIProviderShutdown::NotifyProcessShutdown);
        let answer = self.own.notify_process_shutdown();
        self.armed.strikes(fault)?;
        answer
    }

    fn do_fast_shutdown(&self) -> MapiResult<()> {
        let fault = self.armed.meets(methods::IMAPIProviderShutdown::DoFastShutdown);
        let answer = self.own.do_fast_shutdown();
        self.armed.strikes(fault)?;
        answer
    }
}

/// `IMSProvider::Logon` with what goes wrong beside its answer.
fn log_on(armed: &Armed, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
    let Some(fault) = BESIDE.take() else { return inner.logon(request) };
    match fault.effect() {
        Effect::SupportLost => {
            armed.bears(fault);
            release_once(request.support);
            inner.logon(request)
        }
        Effect::DataCut(to) => {
            let mut answer = inner.logon(request)?;
            let to = usize::try_from(to).unwrap_or(usize::MAX);
            if let Some(data) = answer.spool_security.as_mut().filter(|data| data.len() > to) {
                data.truncate(to);
                armed.bears(fault);
            }
            Ok(answer)
        }
        Effect::Answer(_)
        | Effect::Warning(_)
        | Effect::Panic
        | Effect::AddRefLost
        | Effect::SpoolerGone
        | Effect::SessionFirst => inner.logon(request),
    }
}

/// Gives a reference back that somebody else holds.
fn release_once(support: &Support) {
    let mut object = None;
    let lent = support.lend(|whole| {
        object = Some(Arc::clone(&whole));
        whole
    });
    drop(lent);
    drop(object.map(Support::from_object));
}
