//! The support object of a host, whose references are counted one by one.

use std::any::Any;
use std::sync::Arc;

use mapi_spi::spi::{CountedBy, IMAPISupport};

use super::foreign::{add_ref, release};
use super::proxy::{Imported, Proxy, find_or_add};
use crate::identity::{Bridge, Cx};
use crate::layout::Unknown;

impl<I: ?Sized + Imported> Proxy<I> {
    pub(crate) fn count_up(&self, _counted: CountedBy) -> u32 {
        // SAFETY: a handle that is cloned has a reference, or is lent for the length of the call.
        unsafe { add_ref(self.pointer) }
    }

    pub(crate) fn count_down(&self, _counted: CountedBy) -> u32 {
        // SAFETY: the reference is that of the handle that is dropped.
        unsafe { release(self.pointer) }
    }
}

/// The proxy of a support object. It has no reference of its own, for each would be seen in the host's count; so the
/// pointer itself is its identity.
pub(crate) fn proxy_of_support(cx: &Cx, pointer: Unknown) -> Arc<dyn IMAPISupport> {
    let (proxy, _) = find_or_add::<dyn IMAPISupport>(cx, pointer, pointer.addr(), false);
    <dyn IMAPISupport>::from_proxy(proxy)
}

/// The host's own pointer of a support object, if it is one of this side's hosts.
pub(crate) fn pointer_of_support_proxy(
    bridge: &Arc<Bridge>,
    object: &Arc<dyn IMAPISupport>,
) -> Option<Unknown> {
    let any: &dyn Any = &**object;
    let proxy = any.downcast_ref::<Proxy<dyn IMAPISupport>>()?;
    Arc::ptr_eq(&proxy.cx().bridge, bridge).then_some(proxy.pointer)
}
