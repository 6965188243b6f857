//! An object of the other side, behind a trait.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::{Arc, Weak};

use mapi_spi::mapi::iids::IID_IUnknown;
use mapi_spi::mapi::{MapiResult, MapiUid};
use mapi_spi::spi::*;

use super::foreign::{ForeignInterface, add_ref, function_of, query_interface, release};
use crate::findings::Breach;
use crate::identity::{Bridge, Cx, Exported, original};
use crate::layout::Unknown;

/// An object of the other side by one interface. It has one reference, but for that of a support object.
pub(crate) struct Proxy<I: ?Sized + Imported> {
    pub(super) cx: Cx,
    pub(super) pointer: Unknown,
    /// Where the other side has the identity of the object.
    pub(super) identity: usize,
    pub(super) owns_reference: bool,
    pub(super) interface: PhantomData<fn(&I)>,
}

// SAFETY: objects of MAPI may be called on any thread.
unsafe impl<I: ?Sized + Imported> Send for Proxy<I> {}
// SAFETY: as above.
unsafe impl<I: ?Sized + Imported> Sync for Proxy<I> {}

/// An interface that objects can come in by.
pub(crate) trait Imported: Exported {
    fn from_proxy(proxy: Arc<Proxy<Self>>) -> Arc<Self>;

    /// Lets go of what a proxy is known by.
    fn forget(proxy: &Proxy<Self>) {
        let key = (proxy.identity, Self::INTERFACE);
        let mut proxies = proxy.cx.bridge.proxies();
        let known = proxies.get(&key).and_then(|known| known.downcast_ref::<Weak<Proxy<Self>>>());
        if known.is_some_and(|known| std::ptr::eq(known.as_ptr(), proxy)) {
            proxies.remove(&key);
        }
    }
}

impl<I: ?Sized + Imported> Proxy<I> {
    pub(crate) const fn cx(&self) -> &Cx {
        &self.cx
    }

    pub(crate) const fn pointer(&self) -> Unknown {
        self.pointer
    }

    /// The function in a slot.
    ///
    /// # Safety
    /// The interface has this slot, and the function is used as what the slot has.
    pub(crate) unsafe fn function(&self, slot: u8) -> *const () {
        // SAFETY: the proxy has a reference on the object.
        unsafe { function_of(self.pointer, slot) }
    }

    /// `QueryInterface` for an interface of `J`.
    pub(crate) fn query<J: ?Sized + Imported>(&self, interface: &MapiUid) -> MapiResult<Arc<J>> {
        // SAFETY: the proxy has a reference on the object.
        let pointer = unsafe { query_interface(self.pointer, interface) }?;
        Ok(import(&self.cx, pointer))
    }

    /// `QueryInterface` for what no method gives.
    pub(crate) fn query_other(&self, interface: &MapiUid) -> MapiResult<OtherInterface> {
        // SAFETY: the proxy has a reference on the object.
        let pointer = unsafe { query_interface(self.pointer, interface) }?;
        if let Some(object) = crate::table::objects::import_by_interface(&self.cx, pointer, interface) {
            return Ok(OtherInterface::Object(object));
        }
        // SAFETY: the reference of the answer is ours.
        Ok(OtherInterface::Own(unsafe { ForeignInterface::from_pointer(pointer) }))
    }
}

impl<I: ?Sized + Imported> Drop for Proxy<I> {
    fn drop(&mut self) {
        I::forget(self);
        if self.owns_reference {
            // SAFETY: the reference is the proxy's own.
            unsafe { release(self.pointer) };
        }
    }
}

/// The object behind a pointer that comes with a reference for us: the original, the proxy there is, or a new one.
pub(crate) fn import<I: ?Sized + Imported>(cx: &Cx, pointer: Unknown) -> Arc<I> {
    if let Some(own) = original::<I>(&cx.bridge, pointer) {
        // SAFETY: the reference of the pointer is ours, and is not needed.
        unsafe { release(pointer) };
        return own;
    }
    let identity = identity_of(cx, pointer);
    let (proxy, is_new) = find_or_add(cx, pointer, identity, true);
    if !is_new {
        // SAFETY: the proxy has a reference already.
        unsafe { release(pointer) };
    }
    I::from_proxy(proxy)
}

/// The object behind a pointer that is lent to us.
pub(crate) fn import_lent<I: ?Sized + Imported>(cx: &Cx, pointer: Unknown) -> Arc<I> {
    // SAFETY: who lends a pointer has a reference on it.
    unsafe { add_ref(pointer) };
    import(cx, pointer)
}

/// The proxy of an object, and whether it is made just now.
pub(super) fn find_or_add<I: ?Sized + Imported>(
    cx: &Cx,
    pointer: Unknown,
    identity: usize,
    owns_reference: bool,
) -> (Arc<Proxy<I>>, bool) {
    let key = (identity, I::INTERFACE);
    let mut proxies = cx.bridge.proxies();
    let known = proxies.get(&key).and_then(|known| known.downcast_ref::<Weak<Proxy<I>>>());
    if let Some(proxy) = known.and_then(Weak::upgrade) {
        return (proxy, false);
    }
    let proxy = Arc::new(Proxy { cx: cx.clone(), pointer, identity, owns_reference, interface: PhantomData });
    proxies.insert(key, Box::new(Arc::downgrade(&proxy)));
    (proxy, true)
}

/// The proxy that the object behind a pointer has for an interface, if it has one.
pub(crate) fn known_proxy<I: ?Sized + Imported>(cx: &Cx, pointer: Unknown) -> Option<Arc<I>> {
    let key = (identity_of(cx, pointer), I::INTERFACE);
    let proxies = cx.bridge.proxies();
    let known = proxies.get(&key).and_then(|known| known.downcast_ref::<Weak<Proxy<I>>>());
    known.and_then(Weak::upgrade).map(I::from_proxy)
}

/// The pointer that the object has as `IUnknown`, by which it is told from others.
fn identity_of(cx: &Cx, pointer: Unknown) -> usize {
    // SAFETY: there is a reference on the object.
    match unsafe { query_interface(pointer, &IID_IUnknown) } {
        Ok(unknown) => {
            // SAFETY: the reference is that of the query.
            unsafe { release(unknown) };
            unknown.addr()
        }
        Err(_) => {
            let text = "QueryInterface refuses IID_IUnknown";
            cx.bridge.findings.add(Breach::BadQueryInterface, None, text);
            pointer.addr()
        }
    }
}

/// The other side's own pointer, with a reference, if the object is a proxy of this side.
pub(crate) fn pointer_of_proxy(bridge: &Arc<Bridge>, object: &dyn Any) -> Option<Unknown> {
    macro_rules! of_any {
        ($($interface:ident)+) => {
            None$(.or_else(|| of::<dyn $interface>(bridge, object)))+
        };
    }
    of_any! {
        IMAPIFolder IMessage IMsgStore IMAPITable IMAPIAdviseSink IProfSect IMAPIStatus IAttach IStream IStorage ILockBytes
        IMSLogon IMSProvider IMAPIProgress IProviderAdmin IMAPIProviderShutdown IAddrBook IMAPIProp IMAPIContainer
    }
}

fn of<I: ?Sized + Imported>(bridge: &Arc<Bridge>, object: &dyn Any) -> Option<Unknown> {
    let proxy = object.downcast_ref::<Proxy<I>>().filter(|proxy| Arc::ptr_eq(&proxy.cx.bridge, bridge))?;
    // SAFETY: the proxy has a reference on the object.
    unsafe { add_ref(proxy.pointer) };
    Some(proxy.pointer)
}
