//! OLE's task allocator, which strings of structures of OLE come from. Outside of Windows it is that of C.

use std::ffi::c_void;

use mapi_spi::mapi::MapiResult;
use mapi_spi::mapi::codes::MAPI_E_NOT_ENOUGH_MEMORY;

#[cfg(not(windows))]
unsafe extern "C" {
    #[link_name = "malloc"]
    fn allocate(size: usize) -> *mut c_void;
    #[link_name = "realloc"]
    fn reallocate(pointer: *mut c_void, size: usize) -> *mut c_void;
    #[link_name = "free"]
    fn give_back(pointer: *mut c_void);
}

#[cfg(windows)]
#[link(name = "ole32")]
unsafe extern "system" {
    #[link_name = "CoTaskMemAlloc"]
    fn allocate(size: usize) -> *mut c_void;
    #[link_name = "CoTaskMemRealloc"]
    fn reallocate(pointer: *mut c_void, size: usize) -> *mut c_void;
    #[link_name = "CoTaskMemFree"]
    fn give_back(pointer: *mut c_void);
}

/// A block of this size, or NULL.
pub(crate) fn allocate_bytes(size: usize) -> *mut c_void {
    // SAFETY: any size may be asked for.
    unsafe { allocate(size) }
}

/// A block of another size with the same content, or NULL.
///
/// # Safety
/// The pointer is NULL or one of this allocator's, which is not used any more if the answer is not NULL.
pub(crate) unsafe fn resize(pointer: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: as this function says.
    unsafe { reallocate(pointer, size) }
}

/// A wide string that its receiver frees.
pub(crate) fn text(text: &str) -> MapiResult<*mut u16> {
    let units: Vec<u16> = text.encode_utf16().chain([0]).collect();
    let pointer = allocate_bytes(size_of_val(units.as_slice())).cast::<u16>();
    if pointer.is_null() {
        return Err(MAPI_E_NOT_ENOUGH_MEMORY.into());
    }
    // SAFETY: the memory is as long as the string.
    unsafe { std::ptr::copy_nonoverlapping(units.as_ptr(), pointer, units.len()) };
    Ok(pointer)
}

/// Frees what this allocator has made.
///
/// # Safety
/// The pointer is NULL or one of this allocator's, which nobody uses any more.
pub(crate) unsafe fn free(pointer: *mut c_void) {
    // SAFETY: as this function says.
    unsafe { give_back(pointer) };
}
