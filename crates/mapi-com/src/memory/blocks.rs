//! Where structures are written: for a call, or as a result.

use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::ffi::c_void;

use mapi_spi::mapi::MapiResult;
use mapi_spi::mapi::codes::{MAPI_E_NOT_ENOUGH_MEMORY, MAPI_E_TOO_BIG};

use super::Routines;

/// Hands out zeroed blocks that live as long as it says.
pub(crate) trait Blocks {
    fn block(&mut self, size: usize) -> MapiResult<*mut u8>;
}

/// Blocks for the length of a call.
#[derive(Default)]
pub(crate) struct Arena(Vec<(*mut u8, Layout)>);

impl Blocks for Arena {
    fn block(&mut self, size: usize) -> MapiResult<*mut u8> {
        let layout = Layout::from_size_align(size.max(1), 16).map_err(|_| MAPI_E_TOO_BIG)?;
        // SAFETY: the layout is not empty.
        let pointer = unsafe { alloc_zeroed(layout) };
        if pointer.is_null() {
            return Err(MAPI_E_NOT_ENOUGH_MEMORY.into());
        }
        self.0.push((pointer, layout));
        Ok(pointer)
    }
}

impl Arena {
    /// What is in all blocks now.
    pub(crate) fn contents(&self) -> Vec<u8> {
        let mut all = Vec::new();
        for (pointer, layout) in &self.0 {
            // SAFETY: the block is this long, and was zeroed when it was made.
            all.extend_from_slice(unsafe { std::slice::from_raw_parts(*pointer, layout.size()) });
        }
        all
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        for (pointer, layout) in self.0.drain(..) {
            // SAFETY: the block was made with this layout and belongs to the arena alone.
            unsafe { dealloc(pointer, layout) };
        }
    }
}

/// A result: a block of `MAPIAllocateBuffer`, and more that belong to it. Freed again unless it is handed over.
pub(crate) struct Buffer {
    routines: Routines,
    root: *mut c_void,
}

impl Buffer {
    pub(crate) const fn new(routines: Routines) -> Self {
        Self { routines, root: std::ptr::null_mut() }
    }

    /// The result as the receiver gets it.
    pub(crate) fn hand_over(mut self) -> *mut c_void {
        std::mem::replace(&mut self.root, std::ptr::null_mut())
    }
}

impl Blocks for Buffer {
    fn block(&mut self, size: usize) -> MapiResult<*mut u8> {
        let wanted = u32::try_from(size.max(1)).map_err(|_| MAPI_E_TOO_BIG)?;
        let mut pointer = std::ptr::null_mut();
        // SAFETY: the routines are those of MAPI, and `root` is a block of theirs that is not freed.
        let code = unsafe {
            if self.root.is_null() {
                (self.routines.allocate_buffer)(wanted, &raw mut pointer)
            } else {
                (self.routines.allocate_more)(wanted, self.root, &raw mut pointer)
            }
        };
        if code != 0 || pointer.is_null() {
            return Err(MAPI_E_NOT_ENOUGH_MEMORY.into());
        }
        if self.root.is_null() {
            self.root = pointer;
        }
        // SAFETY: the block is at least as long as was asked for.
        unsafe { pointer.cast::<u8>().write_bytes(0, size.max(1)) };
        Ok(pointer.cast())
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if !self.root.is_null() {
            // SAFETY: the block is the buffer's own and was not handed over.
            unsafe { (self.routines.free_buffer)(self.root) };
        }
    }
}

/// Writes a structure into a block of its own.
pub(crate) fn place<T: Copy>(blocks: &mut dyn Blocks, value: T) -> MapiResult<*mut T> {
    place_list(blocks, &[value])
}

/// Writes structures one behind the other into a block of their own. There is a block for none as well.
pub(crate) fn place_list<T: Copy>(blocks: &mut dyn Blocks, values: &[T]) -> MapiResult<*mut T> {
    let pointer = blocks.block(size_of_val(values))?.cast::<T>();
    // SAFETY: the block is long enough and aligned for everything there is in MAPI.
    unsafe { std::ptr::copy_nonoverlapping(values.as_ptr(), pointer, values.len()) };
    Ok(pointer)
}
