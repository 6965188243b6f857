//! A call of the other side on an object of ours.

use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use mapi_spi::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_INVALID_OBJECT, MAPI_E_INVALID_PARAMETER};
use mapi_spi::mapi::codes::{MAPI_E_NO_SUPPORT, S_OK};
use mapi_spi::mapi::{HResult, MapiErrorDetail, MapiResult, MapiUid};
use mapi_spi::methods::{self, Method};

use crate::findings::Breach;
use crate::identity::{ComObject, Cx, Exported, query};
use crate::layout::{Slot, Unknown};

/// The object that is called.
pub(crate) struct Served<'a, I: ?Sized> {
    object: &'a Arc<I>,
    pub(crate) cx: &'a Cx,
    com: &'a ComObject<I>,
}

impl<I: ?Sized> Deref for Served<'_, I> {
    type Target = I;

    fn deref(&self) -> &I {
        self.object
    }
}

impl<I: ?Sized + Exported> Served<'_, I> {
    /// What `GetLastError` has to tell: the object's own words, or those of an error that a method without
    /// `lppMAPIError` has answered.
    pub(crate) fn last_error(&self, code: HResult, own: Option<MapiErrorDetail>) -> Option<MapiErrorDetail> {
        let kept = self.com.last_error();
        own.or_else(|| kept.as_ref().filter(|error| error.code() == code)?.detail().cloned())
    }
}

/// Serves a call: nothing that happens in it unwinds into the caller.
pub(crate) fn serve<I: ?Sized + Exported>(
    this: Unknown,
    method: Method,
    call: impl FnOnce(Served<'_, I>) -> MapiResult<HResult>,
) -> u32 {
    if this.is_null() {
        return MAPI_E_INVALID_PARAMETER.raw();
    }
    // SAFETY: `this` came in by a vtable of `I`.
    let com = unsafe { ComObject::<I>::of(this) };
    // The call may end with the last reference on the object; its memory stays as long as its side.
    let _side = com.bridge();
    let answered = catch_unwind(AssertUnwindSafe(|| {
        let Some((object, cx)) = com.live() else {
            com.find(Breach::CallAfterRelease, &format!("{method} after the last Release"));
            return Err(MAPI_E_INVALID_OBJECT.into());
        };
        call(Served { object: &object, cx: &cx, com })
    }));
    match answered {
        Ok(Ok(code)) => code.raw(),
        Ok(Err(error)) => {
            let code = error.code().raw();
            if error.detail().is_some() {
                *com.last_error() = Some(error);
            }
            code
        }
        Err(payload) => {
            com.find(Breach::Panic, &format!("a panic in {method}"));
            // What somebody panics with may itself panic when it is dropped.
            std::mem::forget(payload);
            MAPI_E_CALL_FAILED.raw()
        }
    }
}

/// A method that the table leaves out. The caller takes its arguments off the stack, however many there are.
extern "system" fn not_supported() -> u32 {
    MAPI_E_NO_SUPPORT.raw()
}

/// More slots than any interface has.
pub(crate) type VTable = [Slot; 48];

impl Slot {
    /// What stands where the table has no method.
    pub(crate) const NONE: Self = Self(not_supported as *const ());
}

/// The three methods of `IUnknown`.
pub(crate) const fn fill_unknown<I: ?Sized + Exported>(mut table: VTable) -> VTable {
    table = put(table, methods::IUnknown::QueryInterface, query_interface::<I> as *const ());
    table = put(table, methods::IUnknown::AddRef, add_ref::<I> as *const ());
    put(table, methods::IUnknown::Release, release::<I> as *const ())
}

/// A table with a function in the slot of a method.
#[allow(
    clippy::indexing_slicing,
    reason = "tables are made when the crate is built, where a panic is an error"
)]
pub(crate) const fn put(mut table: VTable, method: Method, function: *const ()) -> VTable {
    table[method.slot() as usize] = Slot(function);
    table
}

/// The methods of an interface's vtable that are not in the table of this crate.
pub(crate) fn unmapped<I: ?Sized + Exported>() -> Vec<Method> {
    let is_open = |method: &Method| {
        let slot = I::VTABLE.get(usize::from(method.slot()));
        slot.is_none_or(|slot| std::ptr::eq(slot.0, Slot::NONE.0))
    };
    I::INTERFACE.methods().filter(is_open).collect()
}

unsafe extern "system" fn query_interface<I: ?Sized + Exported>(
    this: Unknown,
    interface: *const [u8; 16],
    answer: *mut Unknown,
) -> u32 {
    if this.is_null() || interface.is_null() || answer.is_null() {
        return MAPI_E_INVALID_PARAMETER.raw();
    }
    // SAFETY: the caller passes an identifier and a place for the pointer.
    let interface = unsafe {
        answer.write_unaligned(std::ptr::null_mut());
        MapiUid::from_bytes(interface.read_unaligned())
    };
    match catch_unwind(AssertUnwindSafe(|| query::<I>(this, &interface))) {
        Ok(Ok(pointer)) => {
            // SAFETY: as above.
            unsafe { answer.write_unaligned(pointer) };
            S_OK.raw()
        }
        Ok(Err(error)) => error.code().raw(),
        Err(payload) => {
            std::mem::forget(payload);
            MAPI_E_CALL_FAILED.raw()
        }
    }
}

unsafe extern "system" fn add_ref<I: ?Sized + Exported>(this: Unknown) -> u32 {
    // SAFETY: the slot is in the vtable of `I`.
    let com = unsafe { ComObject::<I>::of(this) };
    com.add_ref().unwrap_or_else(|| {
        com.find(Breach::CallAfterRelease, "AddRef after the last Release");
        0
    })
}

unsafe extern "system" fn release<I: ?Sized + Exported>(this: Unknown) -> u32 {
    // SAFETY: the slot is in the vtable of `I`.
    unsafe { ComObject::<I>::release(this) }.unwrap_or_else(|| {
        // SAFETY: as above; there was no reference left whose end could have given the memory back.
        let com = unsafe { ComObject::<I>::of(this) };
        com.find(Breach::OverRelease, "a Release more than there were references");
        0
    })
}
