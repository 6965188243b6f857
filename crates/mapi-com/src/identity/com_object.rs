//! An object of ours as the other side sees it.

use std::any::Any;
use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use mapi_spi::mapi::{MapiError, MapiResult, MapiUid, codes, iids};
use mapi_spi::methods::Interface;
use mapi_spi::spi::{OtherInterface, Support};

use super::bridge::{Bridge, Cx, Tombstone};
use crate::findings::Breach;
use crate::incoming::pointer_of_proxy;
use crate::layout::{Slot, Unknown};

/// An interface that objects can go out by.
pub(crate) trait Exported: 'static {
    const INTERFACE: Interface;
    const VTABLE: &'static [Slot];

    fn as_any(&self) -> &dyn Any;

    /// Another interface of the object.
    fn query_other(object: Arc<Self>, interface: &MapiUid) -> MapiResult<Other>;
}

/// What an object of ours has beside the interfaces that its own extends.
pub(crate) enum Other {
    Shutdown(Arc<dyn mapi_spi::spi::IMAPIProviderShutdown>),
    Interface(OtherInterface),
}

/// What is the same for every interface. The vtable comes first, which makes it a COM object.
#[repr(C)]
struct Head {
    vtable: *const Slot,
    bridge: Weak<Bridge>,
    count: AtomicU32,
}

impl Head {
    /// One reference more, unless there are none; the answer is how many there are now.
    fn add_ref(&self) -> Option<u32> {
        let more = |count: u32| (count > 0).then_some(count + 1);
        self.count.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).ok().map(|count| count + 1)
    }
}

/// An object of ours by one interface.
#[repr(C)]
pub(crate) struct ComObject<I: ?Sized> {
    head: Head,
    live: Mutex<Option<Live<I>>>,
    /// What went wrong last with more to tell than its code.
    last_error: Mutex<Option<MapiError>>,
    /// For a support object: a handle for each reference of the other side.
    pub(super) handles: Mutex<Vec<Support>>,
}

/// What is there until the last `Release`.
struct Live<I: ?Sized> {
    object: Arc<I>,
    cx: Cx,
}

// SAFETY: the vtable is a static, and what is inside is behind locks.
unsafe impl<I: ?Sized + Send + Sync> Send for ComObject<I> {}
// SAFETY: as above.
unsafe impl<I: ?Sized + Send + Sync> Sync for ComObject<I> {}

impl<I: ?Sized + Exported> ComObject<I> {
    /// The object behind a pointer that came in as `this`.
    ///
    /// # Safety
    /// The pointer went out by [`export`] as an `I`, and its tombstone is still there.
    pub(crate) unsafe fn of<'a>(this: Unknown) -> &'a Self {
        // SAFETY: as this function says.
        unsafe { &*this.cast::<Self>() }
    }

    /// The object and what its calls belong to; `None` after the last `Release`.
    pub(crate) fn live(&self) -> Option<(Arc<I>, Cx)> {
        let live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        live.as_ref().map(|live| (Arc::clone(&live.object), live.cx.clone()))
    }

    pub(crate) fn find(&self, breach: Breach, text: &str) {
        if let Some(bridge) = self.bridge() {
            bridge.findings.add(breach, None, format!("{}: {text}", I::INTERFACE.name()));
        }
    }

    pub(crate) fn last_error(&self) -> MutexGuard<'_, Option<MapiError>> {
        self.last_error.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One reference more, unless there are none.
    pub(crate) fn add_ref(&self) -> Option<u32> {
        self.head.add_ref()
    }

    /// The side that the object belongs to, if it is still there. Who holds it holds the memory of tombstones as well.
    pub(crate) fn bridge(&self) -> Option<Arc<Bridge>> {
        self.head.bridge.upgrade()
    }

    /// One reference fewer; `None` if there was none.
    ///
    /// # Safety
    /// As [`of`](Self::of).
    pub(crate) unsafe fn release(this: Unknown) -> Option<u32> {
        // SAFETY: as this function says.
        let com = unsafe { Self::of(this) };
        // The object may be what holds its side, and that the memory of the object.
        let bridge = com.bridge();
        let left = com.one_fewer();
        drop(bridge);
        left
    }

    fn one_fewer(&self) -> Option<u32> {
        let fewer = |count: u32| count.checked_sub(1);
        let before = self.head.count.fetch_update(Ordering::AcqRel, Ordering::Acquire, fewer).ok()?;
        if before == 1 {
            self.die();
        }
        Some(before - 1)
    }

    /// The last reference has gone: the object inside is let go, the memory stays as a tombstone.
    fn die(&self) {
        let live = self.live.lock().unwrap_or_else(PoisonError::into_inner).take();
        // The one by which the object went out: what is made of a shared reference must not give the memory back.
        let pointer = std::ptr::with_exposed_provenance_mut::<c_void>(std::ptr::from_ref(self).addr());
        let Some(Live { object, cx }) = live else { return };
        let mut objects = cx.bridge.objects();
        objects.by_pointer.remove(&pointer.addr());
        let key = (address(&object), root(I::INTERFACE));
        if objects.by_address.get(&key) == Some(&pointer.addr()) {
            objects.by_address.remove(&key);
        }
        drop(objects);
        // What the object does when it goes may call anything.
        let mut pieces = mapi_spi::unwind::Pieces::default();
        if pieces.run(move || drop(object)).is_none() {
            self.find(Breach::Panic, "a panic in the last Release");
        }
        std::mem::forget(pieces);
        cx.bridge.bury(Tombstone { pointer, free: free::<I> });
    }
}

/// # Safety
/// The pointer is a `ComObject<I>` that was made by [`export`] and is used by nobody any more.
unsafe fn free<I: ?Sized>(pointer: *mut c_void) {
    // SAFETY: as this function says.
    drop(unsafe { Box::from_raw(pointer.cast::<ComObject<I>>()) });
}

/// Where an object lives.
pub(super) fn address<I: ?Sized>(object: &Arc<I>) -> usize {
    Arc::as_ptr(object).cast::<()>().addr()
}

/// The interface right above `IUnknown`.
fn root(interface: Interface) -> Interface {
    let chain = std::iter::successors(Some(interface), |interface| interface.base());
    chain.filter(|interface| *interface != Interface::IUnknown).last().unwrap_or(interface)
}

/// Whether a pointer of the one interface is good for the other.
pub(super) fn extends(interface: Interface, wanted: Interface) -> bool {
    std::iter::successors(Some(interface), |interface| interface.base()).any(|base| base == wanted)
}

/// A pointer of the object for the other side, with a reference for the receiver.
pub(crate) fn export<I: ?Sized + Exported>(cx: &Cx, object: &Arc<I>) -> Unknown {
    if let Some(pointer) = pointer_of_proxy(&cx.bridge, object.as_any()) {
        return pointer;
    }
    let key = (address(object), root(I::INTERFACE));
    let mut objects = cx.bridge.objects();
    if let Some(known) = objects.by_address.get(&key).copied()
        && objects.by_pointer.get(&known).is_some_and(|interface| extends(*interface, I::INTERFACE))
    {
        let pointer = std::ptr::with_exposed_provenance_mut::<c_void>(known);
        // SAFETY: it is in the books, so it is there, and begins with its head.
        if unsafe { &*pointer.cast::<Head>() }.add_ref().is_some() {
            return pointer;
        }
    }
    let made = Box::new(ComObject::<I> {
        head: Head {
            vtable: I::VTABLE.as_ptr(),
            bridge: Arc::downgrade(&cx.bridge),
            count: AtomicU32::new(1),
        },
        live: Mutex::new(Some(Live { object: Arc::clone(object), cx: cx.clone() })),
        last_error: Mutex::default(),
        handles: Mutex::default(),
    });
    let pointer = Box::into_raw(made).cast::<c_void>();
    let address = pointer.expose_provenance();
    objects.by_pointer.insert(address, I::INTERFACE);
    objects.by_address.insert(key, address);
    pointer
}

/// The object behind a pointer of ours that came back.
pub(crate) fn original<I: ?Sized + Exported>(bridge: &Bridge, pointer: Unknown) -> Option<Arc<I>> {
    let interface = bridge.objects().by_pointer.get(&pointer.addr()).copied()?;
    if interface != I::INTERFACE {
        return None;
    }
    // SAFETY: the pointer is in the books as an `I`.
    let object = unsafe { ComObject::<I>::of(pointer) };
    object.live().map(|(object, _)| object)
}

impl Bridge {
    /// The interface by which a pointer of ours went out.
    pub(crate) fn interface_of(&self, pointer: Unknown) -> Option<Interface> {
        self.objects().by_pointer.get(&pointer.addr()).copied()
    }
}

/// `QueryInterface`: a pointer with a reference, or why there is none.
pub(crate) fn query<I: ?Sized + Exported>(this: Unknown, interface: &MapiUid) -> MapiResult<Unknown> {
    // SAFETY: `this` came in by a vtable of `I`.
    let com = unsafe { ComObject::<I>::of(this) };
    let (object, cx) = com.live().ok_or(codes::MAPI_E_INVALID_OBJECT)?;
    let own = std::iter::successors(Some(I::INTERFACE), |interface| interface.base());
    if *interface == iids::IID_IUnknown || own.filter_map(Interface::iid).any(|iid| iid == *interface) {
        com.add_ref().ok_or(codes::MAPI_E_INVALID_OBJECT)?;
        return Ok(this);
    }
    match I::query_other(object, interface)? {
        Other::Shutdown(shutdown) => Ok(export(&cx, &shutdown)),
        Other::Interface(OtherInterface::Object(object)) => {
            crate::table::objects::export_object(&cx, &object)
        }
        Other::Interface(other) => {
            let foreign = other.into_own::<crate::incoming::ForeignInterface>()?;
            Ok(foreign.new_reference())
        }
    }
}

/// A reference that the other side has for the length of a call.
pub(crate) struct LentObject {
    pub(crate) pointer: Unknown,
}

impl LentObject {
    pub(crate) const NONE: Self = Self { pointer: std::ptr::null_mut() };
}

impl Drop for LentObject {
    fn drop(&mut self) {
        if !self.pointer.is_null() {
            // SAFETY: the pointer was made by `export`, with a reference that is given back here.
            unsafe { crate::incoming::release(self.pointer) };
        }
    }
}
