//! What the author of a provider declares to have nothing to do with each other.

use std::sync::Arc;

use crate::methods::{self, Interface, Method};

/// A claim about a provider: what its calls for one session do has nothing to do with what they do for another one, but for calls
/// of some methods.
///
/// [Which orders are left out](super#which-orders-are-left-out) says what becomes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Apart {
    sharing: Arc<[Method]>,
}

impl Apart {
    /// Calls that belong to different sessions have nothing to do with each other: their order makes no difference to what the
    /// provider answers or does.
    #[must_use]
    pub fn sessions() -> Self {
        Self { sharing: Arc::new([]) }
    }

    /// The methods that touch what sessions share: any two calls of these may have to do with each other. Releases of objects are
    /// named by `IUnknown::Release`. What was named before stays.
    ///
    /// The method of an interface stands for that of every interface that inherits it: `IMAPIProp::GetProps` for that of stores,
    /// folders and messages. Calls of other objects than stores are seen where the trace has them, in worlds with
    /// [`TraceDetail::All`](crate::trace::TraceDetail::All).
    ///
    /// ```
    /// use mapi_sim::explore::Apart;
    /// use mapi_sim::methods::{self, Interface};
    ///
    /// let apart = Apart::sessions().except([methods::IMSProvider::Logon]);
    /// let less = apart.clone().except(Interface::IMSLogon.methods());
    /// assert_ne!(apart, less);
    /// ```
    #[must_use]
    pub fn except(self, methods: impl IntoIterator<Item = Method>) -> Self {
        Self { sharing: self.sharing.iter().copied().chain(methods).collect() }
    }
}

/// What is known about the providers of a scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Known {
    Nothing,
    Apart(Apart),
}

impl Known {
    /// Whether a call of a method may have to do with calls for other sessions.
    pub(super) fn is_shared(&self, method: Method) -> bool {
        match self {
            Self::Nothing => true,
            Self::Apart(Apart { sharing }) => {
                sharing.iter().any(|shared| *shared == method || is_inherited(method, *shared))
            }
        }
    }

    /// Whether any call may, and the release of an object.
    pub(super) fn is_shared_whatever_it_was(&self, released: bool) -> bool {
        match self {
            Self::Nothing => true,
            Self::Apart(Apart { sharing }) => released && sharing.contains(&methods::IUnknown::Release),
        }
    }
}

/// Whether an interface has a method from another one.
fn is_inherited(method: Method, from: Method) -> bool {
    let mut bases =
        std::iter::successors(method.interface().base(), |interface: &Interface| interface.base());
    method.slot() == from.slot() && bases.any(|base| base == from.interface())
}
