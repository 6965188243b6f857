//! Advise sinks.

use std::any::Any;
use std::sync::Arc;

use super::mapi_side;
use super::wrapped::{Wrappable, Wrapped, Wrapper};
use crate::mapi::{MapiResult, MapiUid, Notification, codes};
use crate::methods::{self, Interface, Show};
use crate::spi::{IMAPIAdviseSink, OtherInterface, SinkAnswer};

/// Overrides what the advise sinks answer that `Advise` methods of the provider are given.
///
/// A sink that the provider passes on to `IMAPISupport::Subscribe` stays wrapped, so that notifications come by here
/// once, whichever way they take.
pub trait WrapSink: Send + Sync {
    /// [`IMAPIAdviseSink::on_notify`], answered by `inner` unless overridden.
    fn on_notify(&self, inner: &dyn IMAPIAdviseSink, notifications: &[Notification]) -> SinkAnswer {
        inner.on_notify(notifications)
    }

    override_other_interface!(IMAPIAdviseSink of IMAPIAdviseSink);

    /// The provider's last `Release` of the sink: lets `inner` go unless overridden.
    fn released(&self, inner: Arc<dyn IMAPIAdviseSink>) {
        drop(inner);
    }
}

impl IMAPIAdviseSink for Wrapped<dyn IMAPIAdviseSink> {
    fn on_notify(&self, notifications: &[Notification]) -> SinkAnswer {
        let own = &self.wrapper().overrides.sink;
        self.inner().map_or(SinkAnswer::S_OK, |inner| own.on_notify(inner, notifications))
    }

    forward_other_interface!(mapi_side sink);
}

impl Wrappable for dyn IMAPIAdviseSink {
    const INTERFACE: Interface = Interface::IMAPIAdviseSink;

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn released(wrapper: &Wrapper, inner: Arc<Self>) {
        wrapper.overrides.sink.released(inner);
    }
}
