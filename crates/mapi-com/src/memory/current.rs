//! The three memory routines as mapi32 exports them: without a word on whose they are.
//!
//! A block says itself which set it is of. A new one is of the set whose host calls the provider on this thread, and on a
//! thread of the provider's own of the set that was given away last.
#![cfg_attr(
    not(feature = "load"),
    allow(dead_code, reason = "nobody passes calls on where no library can be loaded")
)]

use std::cell::Cell;
use std::ffi::c_void;
use std::sync::{Mutex, PoisonError};

use mapi_spi::mapi::codes::MAPI_E_NOT_INITIALIZED;

use super::Routines;
use super::routines::routines_at;

thread_local! {
    static CURRENT: Cell<Option<Routines>> = const { Cell::new(None) };
}

static GIVEN_LAST: Mutex<Option<Routines>> = Mutex::new(None);

/// As long as this lives a set is that of its thread; then the one before it is again.
pub(crate) struct Entered(Option<Routines>);

/// A call into the provider begins, by a host with these routines.
pub(crate) fn enter(routines: Routines) -> Entered {
    Entered(CURRENT.replace(Some(routines)))
}

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

/// A provider is given these routines.
pub(crate) fn give(routines: Routines) {
    *GIVEN_LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(routines);
}

fn current() -> Option<Routines> {
    CURRENT.get().or_else(|| *GIVEN_LAST.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What a library in place of mapi32 passes its calls on to.
pub(crate) const IMPORTED: Routines = Routines { allocate_buffer, allocate_more, free_buffer };

unsafe extern "system" fn allocate_buffer(size: u32, buffer: *mut *mut c_void) -> u32 {
    let Some(routines) = current() else { return MAPI_E_NOT_INITIALIZED.raw() };
    // SAFETY: the caller passes what the routine asks for.
    unsafe { (routines.allocate_buffer)(size, buffer) }
}

unsafe extern "system" fn allocate_more(size: u32, object: *mut c_void, buffer: *mut *mut c_void) -> u32 {
    let Some(routines) = routines_at(object.addr()).or_else(current) else {
        return MAPI_E_NOT_INITIALIZED.raw();
    };
    // SAFETY: the caller passes what the routine asks for.
    unsafe { (routines.allocate_more)(size, object, buffer) }
}

unsafe extern "system" fn free_buffer(buffer: *mut c_void) -> u32 {
    let Some(routines) = routines_at(buffer.addr()).or_else(current) else {
        return MAPI_E_NOT_INITIALIZED.raw();
    };
    // SAFETY: the caller passes what the routine asks for.
    unsafe { (routines.free_buffer)(buffer) }
}
