//! `MSProviderInit` and the message service entry point.

use crate::mapi::MapiResult;
use crate::spi::{InitAnswer, InitRequest, ProviderEntry, ServiceEntry, ServiceRequest};

/// Overrides `MSProviderInit`.
pub trait WrapInit: Send + Sync {
    /// [`ProviderEntry::ms_provider_init`], answered by `inner` unless overridden.
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        inner.ms_provider_init(request)
    }
}

/// Overrides the entry point of a message service.
pub trait WrapService: Send + Sync {
    /// [`ServiceEntry::msg_service_entry`], answered by `inner` unless overridden.
    ///
    /// Support object and window of the request are wrapped; the provider administration object is MAPI's own.
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        inner.msg_service_entry(request)
    }
}
