//! One hook around every call that a provider answers: the call that is meant panics under the provider's lock.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::MapiResult;
use mapi_sim::methods::{Interface, Method, ObjectNo};
use mapi_sim::spi::{InitAnswer, InitRequest, ProviderEntry, ServiceEntry, ServiceRequest};
use mapi_sim::wrap::{Call, Layer, Outcome, Wrapping};

use crate::common::script::lock;

/// Where in a call the provider panics.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum When {
    /// Before it has done anything.
    Before,
    /// When it has done all and made its answer.
    After,
}

/// What a provider does in every call and in every destructor: it takes its lock, and does not expect it to be poisoned.
#[derive(Clone)]
pub(super) struct Fuse {
    /// The provider's own state: how many calls it has answered.
    calls: Arc<Mutex<usize>>,
    /// The call that panics.
    at: Option<usize>,
    when: When,
    /// Every call in its order, by name.
    seen: Arc<Mutex<Vec<String>>>,
    /// The method that has panicked; a destructor has none.
    burnt: Arc<Mutex<Option<Method>>>,
}

impl Fuse {
    pub(super) fn new(at: Option<usize>, when: When) -> Self {
        Self { calls: Arc::default(), at, when, seen: Arc::default(), burnt: Arc::default() }
    }

    /// The names of all calls.
    pub(super) fn seen(&self) -> Vec<String> {
        lock(&self.seen).clone()
    }

    /// The method that has panicked first.
    pub(super) fn burnt(&self) -> Option<Method> {
        *lock(&self.burnt)
    }

    /// The provider is called. Its lock is held as long as it counts, and poisoned from the first panic on.
    fn burn(&self, name: &str, method: Option<Method>, when: When) {
        if self.when != when {
            return;
        }
        let mut calls = self.calls.lock().unwrap();
        lock(&self.seen).push(name.to_owned());
        *calls += 1;
        if self.at == Some(*calls) {
            *lock(&self.burnt) = method;
            panic!("call {calls}: {name}");
        }
    }

    fn around_call<R>(&self, name: &str, method: Option<Method>, go_on: impl FnOnce() -> R) -> R {
        self.burn(name, method, When::Before);
        let answer = go_on();
        self.burn(name, method, When::After);
        answer
    }

    /// The DLL of `inner`, in which every call comes by here.
    pub(super) fn wrap<D>(&self, inner: D) -> (Wrapping, impl ServiceEntry + 'static + use<D>)
    where
        D: ProviderEntry + ServiceEntry + Clone + 'static,
    {
        let entry = Entry { fuse: self.clone(), inner };
        let wrapping = Wrapping::new(entry.clone()).layer(self.clone());
        let service = wrapping.service_entry(entry);
        (wrapping, service)
    }
}

/// What MAPI's objects answer is not the provider's.
fn is_of_provider(interface: Interface) -> bool {
    ![Interface::IMAPISupport, Interface::IProfSect, Interface::IMAPIAdviseSink, Interface::IMAPIProgress]
        .contains(&interface)
}

impl Layer for Fuse {
    fn around(&self, call: &Call, go_on: &mut dyn FnMut() -> Outcome) -> MapiResult<()> {
        if is_of_provider(call.object.interface) {
            self.around_call(call.method.name(), Some(call.method), go_on);
        }
        Ok(())
    }

    fn released(&self, object: ObjectNo) {
        if is_of_provider(object.interface) {
            self.around_call(&format!("{} released", object.interface.name()), None, || ());
        }
    }
}

/// The functions that the DLL exports, which are no methods of an object.
#[derive(Clone)]
struct Entry<D> {
    fuse: Fuse,
    inner: D,
}

impl<D: ProviderEntry> ProviderEntry for Entry<D> {
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer> {
        let method = Some(Method::MsProviderInit);
        self.fuse.around_call("MSProviderInit", method, || self.inner.ms_provider_init(request))
    }
}

impl<D: ServiceEntry> ServiceEntry for Entry<D> {
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        let method = Some(Method::MsgServiceEntry);
        self.fuse.around_call("MSGSERVICEENTRY", method, || self.inner.msg_service_entry(request))
    }
}
