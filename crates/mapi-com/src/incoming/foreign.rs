//! The three methods of `IUnknown` on somebody else's pointer.

use std::ffi::c_void;
use std::sync::Arc;

use mapi_spi::mapi::codes::{MAPI_E_INTERFACE_NOT_SUPPORTED, S_OK};
use mapi_spi::mapi::{HResult, MapiResult, MapiUid};
use mapi_spi::methods;

use crate::guard::{guarded, guarded_count};
use crate::layout::Unknown;

type QueryInterface = unsafe extern "system-unwind" fn(Unknown, *const [u8; 16], *mut Unknown) -> u32;
type Count = unsafe extern "system-unwind" fn(Unknown) -> u32;

/// The function in a slot of a pointer's vtable.
///
/// # Safety
/// The pointer is that of an interface with this slot.
pub(crate) unsafe fn function_of(pointer: Unknown, slot: u8) -> *const () {
    // SAFETY: an interface pointer points to the pointer of its vtable.
    unsafe { (*pointer.cast::<*const *const ()>()).add(usize::from(slot)).read() }
}

/// An identifier of an interface where the other side's compiler expects one: its first part has 32 bits.
#[repr(C, align(4))]
struct Aligned([u8; 16]);

/// `QueryInterface`: a pointer with a reference for the caller.
///
/// # Safety
/// The pointer is that of an interface, and there is a reference on it.
pub(crate) unsafe fn query_interface(pointer: Unknown, interface: &MapiUid) -> MapiResult<Unknown> {
    let (interface, mut answer) = (Aligned(*interface.as_bytes()), std::ptr::null_mut());
    // SAFETY: slot 0 of every interface has this type.
    let code = unsafe {
        let query = std::mem::transmute::<*const (), QueryInterface>(function_of(pointer, 0));
        guarded(methods::IUnknown::QueryInterface, || query(pointer, &raw const interface.0, &raw mut answer))
    };
    match HResult::from_raw(code) {
        S_OK if !answer.is_null() => Ok(answer),
        code if code.is_failure() => Err(code.into()),
        _ => Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into()),
    }
}

/// `AddRef`.
///
/// # Safety
/// The pointer is that of an interface, and there is a reference on it.
pub(crate) unsafe fn add_ref(pointer: Unknown) -> u32 {
    // SAFETY: slot 1 of every interface has this type.
    unsafe {
        let count = std::mem::transmute::<*const (), Count>(function_of(pointer, 1));
        guarded_count(|| count(pointer))
    }
}

/// `Release`.
///
/// # Safety
/// The pointer is that of an interface, with a reference that the caller gives up.
pub(crate) unsafe fn release(pointer: Unknown) -> u32 {
    // SAFETY: slot 2 of every interface has this type.
    unsafe {
        let count = std::mem::transmute::<*const (), Count>(function_of(pointer, 2));
        guarded_count(|| count(pointer))
    }
}

/// An interface that no trait is here for: what `other_interface` answers as
/// [`OtherInterface::Own`](mapi_spi::spi::OtherInterface::Own) for an object of the other side, and what an object in Rust
/// answers that has such an interface to offer.
pub struct ForeignInterface {
    pointer: *mut c_void,
}

// SAFETY: objects of MAPI may be called on any thread.
unsafe impl Send for ForeignInterface {}
// SAFETY: as above.
unsafe impl Sync for ForeignInterface {}

impl ForeignInterface {
    /// Takes over a reference that comes with the pointer.
    ///
    /// # Safety
    /// The pointer is that of a COM interface whose object may be used on any thread, and the reference is the caller's to
    /// give away.
    #[must_use]
    pub unsafe fn from_pointer(pointer: *mut c_void) -> Arc<Self> {
        Arc::new(Self { pointer })
    }

    /// The pointer, good as long as this lives.
    #[must_use]
    pub const fn pointer(&self) -> *mut c_void {
        self.pointer
    }

    /// The pointer with a reference for the receiver.
    pub(crate) fn new_reference(&self) -> Unknown {
        // SAFETY: there is a reference as long as this lives.
        unsafe { add_ref(self.pointer) };
        self.pointer
    }
}

impl Drop for ForeignInterface {
    fn drop(&mut self) {
        // SAFETY: the reference is this object's own.
        unsafe { release(self.pointer) };
    }
}
