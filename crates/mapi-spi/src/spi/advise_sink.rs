//! `IMAPIAdviseSink`: who is told of events.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use super::{OtherInterface, no_interface};
use crate::mapi::{MapiResult, MapiUid, Notification};

/// Receives notifications. Page: `imapiadvisesinkiunknown`.
///
/// Implemented by clients and given to the `Advise` methods; a provider calls it itself or through
/// [`IMAPISupport::subscribe`](crate::spi::IMAPISupport::subscribe) and
/// [`notify`](crate::spi::IMAPISupport::notify). `Fn(&[Notification])` is a sink, too.
pub trait IMAPIAdviseSink: Any + Send + Sync {
    /// `IMAPIAdviseSink::OnNotify`. Page: `imapiadvisesink-onnotify`.
    ///
    /// `notifications`: one or more events. Answers [`SinkAnswer::S_OK`], or, in a callback of a provider
    /// that asked for synchronous notification, [`SinkAnswer::CALLBACK_DISCONTINUE`]. Required.
    #[doc(alias = "OnNotify")]
    fn on_notify(&self, notifications: &[Notification]) -> SinkAnswer;

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IMAPIAdviseSink);

impl<F> IMAPIAdviseSink for F
where
    F: Fn(&[Notification]) + Send + Sync + 'static,
{
    fn on_notify(&self, notifications: &[Notification]) -> SinkAnswer {
        self(notifications);
        SinkAnswer::S_OK
    }
}

/// What [`IMAPIAdviseSink::on_notify`] answers: a plain `ULONG`, not an `HRESULT`. Page: `notifcallback`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SinkAnswer(u32);

impl SinkAnswer {
    /// The notifications were processed.
    pub const S_OK: Self = Self(0);
    /// No further callbacks for this notification, please: `IMAPISupport::Notify` stops and reports
    /// `NOTIFY_CANCELED`. Only synchronous callbacks of providers may answer it.
    pub const CALLBACK_DISCONTINUE: Self = Self(0x8000_0000);

    /// Any value a sink in another language may give.
    pub const fn from_raw(raw: u32) -> Self {
        Self(raw)
    }

    /// The `ULONG`.
    pub const fn raw(self) -> u32 {
        self.0
    }
}

impl fmt::Debug for SinkAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::S_OK => f.write_str("S_OK"),
            Self::CALLBACK_DISCONTINUE => f.write_str("CALLBACK_DISCONTINUE"),
            Self(raw) => write!(f, "0x{raw:08X}"),
        }
    }
}
