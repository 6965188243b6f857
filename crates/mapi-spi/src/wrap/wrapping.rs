//! The DLL around another one.

use std::sync::Arc;

use super::overrides::Overrides;
use super::provider_side;
use super::wrapped::Wrapper;
use crate::mapi::MapiResult;
use crate::spi::{InitAnswer, InitRequest, ProviderEntry, ServiceEntry, ServiceRequest};

/// A provider around another one: every call goes to the inner provider, except where it is overridden.
///
/// It is the entry point of a DLL, as the inner provider's is. Each setter overrides one interface, by closures or by a type
/// of one's own, in place of what was set before; those that are not set forward plainly. A clone has the same overrides, until one of the two is given another.
#[derive(Clone)]
pub struct Wrapping {
    inner: Arc<dyn ProviderEntry>,
    pub(super) overrides: Arc<Overrides>,
}

impl Wrapping {
    /// A wrapping around the provider with this entry point that overrides nothing.
    pub fn new(inner: impl ProviderEntry + 'static) -> Self {
        Self { inner: Arc::new(inner), overrides: Arc::default() }
    }

    /// The message service entry point of the same DLL, around the inner one, with the overrides there are now.
    pub fn service_entry<E: ServiceEntry + 'static>(&self, inner: E) -> impl ServiceEntry + 'static + use<E> {
        WrappedService { inner, overrides: Arc::clone(&self.overrides) }
    }
}

impl ProviderEntry for Wrapping {
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer> {
        let answer = self.overrides.init.ms_provider_init(&*self.inner, request)?;
        Ok(provider_side::answers::init(&Wrapper::new(&self.overrides), answer))
    }
}

struct WrappedService<E> {
    inner: E,
    overrides: Arc<Overrides>,
}

impl<E: ServiceEntry> ServiceEntry for WrappedService<E> {
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        // Nothing that a service gets outlives the call, so neither does its wrapper.
        let wrapper = Wrapper::new(&self.overrides);
        provider_side::args::service(&wrapper, request, |request| {
            self.overrides.service.msg_service_entry(&self.inner, request)
        })
    }
}
