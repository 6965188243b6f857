//! OLE's `IMalloc`, which `MSProviderInit` is given as `lpMalloc`.

use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, Ordering};

use mapi_spi::mapi::MapiUid;
use mapi_spi::mapi::codes::{MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_INVALID_PARAMETER, S_OK};
use mapi_spi::mapi::iids::IID_IUnknown;

use super::task;
use crate::findings::{Breach, UNPLACED};
use crate::layout::{Slot, Unknown};

/// `IID_IMalloc`
const IID_IMALLOC: MapiUid = MapiUid::from_fields(2, 0, 0, [0xC0, 0, 0, 0, 0, 0, 0, 0x46]);

/// The one object there is: it has no state, and is there as long as the process.
#[repr(C)]
struct TaskMalloc {
    vtable: &'static [Slot; 9],
}

static VTABLE: [Slot; 9] = [
    Slot(query_interface as *const ()),
    Slot(add_ref as *const ()),
    Slot(release as *const ()),
    Slot(alloc as *const ()),
    Slot(realloc as *const ()),
    Slot(free as *const ()),
    Slot(get_size as *const ()),
    Slot(did_alloc as *const ()),
    Slot(heap_minimize as *const ()),
];

static MALLOC: TaskMalloc = TaskMalloc { vtable: &VTABLE };

/// The pointer for `lpMalloc`.
pub(crate) fn pointer() -> Unknown {
    std::ptr::from_ref(&MALLOC).cast_mut().cast()
}

unsafe extern "system" fn query_interface(
    this: Unknown,
    interface: *const [u8; 16],
    answer: *mut Unknown,
) -> u32 {
    if interface.is_null() || answer.is_null() {
        return MAPI_E_INVALID_PARAMETER.raw();
    }
    // SAFETY: the caller passes an identifier and a place for the pointer.
    unsafe {
        let interface = MapiUid::from_bytes(interface.read_unaligned());
        let is_own = interface == IID_IUnknown || interface == IID_IMALLOC;
        if is_own {
            add_ref(this);
        }
        answer.write_unaligned(if is_own { this } else { std::ptr::null_mut() });
        if is_own { S_OK.raw() } else { MAPI_E_INTERFACE_NOT_SUPPORTED.raw() }
    }
}

/// The references on the one object, of all providers together.
static REFERENCES: AtomicU32 = AtomicU32::new(0);

extern "system" fn add_ref(_this: Unknown) -> u32 {
    REFERENCES.fetch_add(1, Ordering::AcqRel) + 1
}

/// [MEM-08] `Release`, which has to have an `AddRef` before it: that of the caller of `MSProviderInit` is not the provider's.
extern "system" fn release(_this: Unknown) -> u32 {
    let fewer = |count: u32| count.checked_sub(1);
    match REFERENCES.fetch_update(Ordering::AcqRel, Ordering::Acquire, fewer) {
        Ok(before) => before - 1,
        Err(_) => {
            let text = "IMalloc::Release where there was no AddRef";
            UNPLACED.add(Breach::AllocatorReleased, None, text);
            0
        }
    }
}

unsafe extern "system" fn alloc(_this: Unknown, size: usize) -> *mut c_void {
    task::allocate_bytes(size)
}

unsafe extern "system" fn realloc(_this: Unknown, pointer: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the caller passes NULL or a block of this allocator.
    unsafe { task::resize(pointer, size) }
}

unsafe extern "system" fn free(_this: Unknown, pointer: *mut c_void) {
    // SAFETY: the caller passes NULL or a block of this allocator.
    unsafe { task::free(pointer) };
}

/// `GetSize`: `(SIZE_T)-1`, for nobody keeps the sizes.
extern "system" fn get_size(_this: Unknown, _pointer: *mut c_void) -> usize {
    usize::MAX
}

/// `DidAlloc`: -1, which says that it is not known.
extern "system" fn did_alloc(_this: Unknown, _pointer: *mut c_void) -> i32 {
    -1
}

extern "system" fn heap_minimize(_this: Unknown) {}
