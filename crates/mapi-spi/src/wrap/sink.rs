//! Advise sinks.

use std::any::Any;
use std::sync::Arc;

use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::Notification;
use crate::spi::{IMAPIAdviseSink, SinkAnswer};

/// Bends the advise sinks that `Advise` methods of the provider are given.
///
/// A sink that the provider passes on to `IMAPISupport::Subscribe` stays wrapped, so that notifications come by here
/// once, whichever way they take.
pub trait BendSink: Send + Sync {
    /// [`IMAPIAdviseSink::on_notify`], answered by `inner` unless bent.
    fn on_notify(&self, inner: &dyn IMAPIAdviseSink, notifications: &[Notification]) -> SinkAnswer {
        inner.on_notify(notifications)
    }

    /// The provider's last `Release` of the sink: lets `inner` go unless bent.
    fn released(&self, inner: Arc<dyn IMAPIAdviseSink>) {
        drop(inner);
    }
}

impl IMAPIAdviseSink for Wrapped<dyn IMAPIAdviseSink> {
    fn on_notify(&self, notifications: &[Notification]) -> SinkAnswer {
        let bend = &self.wrapper().bends.sink;
        self.inner().map_or(SinkAnswer::S_OK, |inner| bend.on_notify(inner, notifications))
    }
}

impl Interface for dyn IMAPIAdviseSink {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn released(wrapper: &Wrapper, inner: Arc<Self>) {
        wrapper.bends.sink.released(inner);
    }
}
