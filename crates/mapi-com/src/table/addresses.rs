//! `Address` and `Details`, which `IMAPISupport` and `IAddrBook` have alike.

use super::scope::*;
use super::{address_parms, adr_list};
use crate::identity::Cx;

type AddressFunction =
    unsafe extern "system-unwind" fn(Unknown, *mut usize, *const AdrParm, *mut *mut c_void) -> u32;

/// The window whose number a pointer is that of. Its owner could be told that of a modeless dialog; dialogs here are modal.
///
/// # Safety
/// The pointer is NULL or that of a number; the window is used during the call only.
pub(super) unsafe fn window_at<'a>(cx: &Cx, window: *const usize) -> MapiResult<ParentWindow<'a>> {
    // SAFETY: as this function says.
    unsafe {
        let handle = if window.is_null() { 0 } else { window.read_unaligned() };
        args::window::take(cx, (handle,))
    }
}

/// Asks an object of the other side.
pub(super) fn ask_for_addresses(
    cx: &Cx,
    pointer: Unknown,
    at: Method,
    request: &AddressRequest<'_>,
) -> MapiResult<AddressAnswer> {
    let mut window = args::window::lend(cx, request.window)?;
    let mut parms = address_parms::lend(request)?;
    let mut list = adr_list::lend_to_replace(cx, at, request.recipients)?;
    let ((mut handle,), (parms_at,)) = (window.c(), parms.c());
    // SAFETY: the slots that this is used for have a function of this type, and what is passed lives until it returns.
    let code = HResult::from_raw(unsafe {
        let function = crate::incoming::function_of(pointer, at.slot());
        let function = std::mem::transmute::<*const (), AddressFunction>(function);
        guarded_for(cx, at, || function(pointer, &raw mut handle, parms_at, list.place()))
    });
    // The `ADRPARM` of a modeless dialog is written to.
    if !request.flags.contains(AddressFlags::DIALOG_SDI) {
        parms.unchanged(cx, at);
    }
    if code.is_failure() {
        return Err(code.into());
    }
    // SAFETY: the method has succeeded, so what is there now is NULL or an `ADRLIST`.
    unsafe { list.read() }.map(AddressAnswer::new)
}

/// Serves the other side.
///
/// # Safety
/// The pointers are NULL or what the method's page asks for.
pub(super) unsafe fn answer_addresses(
    cx: &Cx,
    at: Method,
    (window, parms, place): (*mut usize, *const AdrParm, *mut *mut c_void),
    call: impl FnOnce(&AddressRequest<'_>) -> MapiResult<AddressAnswer>,
) -> MapiResult<HResult> {
    // SAFETY: as this function says.
    unsafe {
        let parms = address_parms::take(parms)?;
        let recipients = adr_list::take_to_replace(place)?;
        let window = window_at(cx, window)?;
        let answer = call(&parms.request(window, &recipients))?;
        adr_list::replace(cx, at, place, answer.recipients)?;
    }
    Ok(codes::S_OK)
}
