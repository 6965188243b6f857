//! Flags that go in and come out by the same pointer.

use super::scope::*;
use crate::identity::Cx;

type Function = unsafe extern "system-unwind" fn(Unknown, *mut u32) -> u32;

/// Calls a method whose only argument are such flags.
pub(super) fn ask(cx: &Cx, pointer: Unknown, at: Method, flags: u32) -> MapiResult<u32> {
    let mut room = outs::Fenced::holding(flags);
    // SAFETY: the slots that this is used for have a function of this type.
    let code = HResult::from_raw(unsafe {
        let function = crate::incoming::function_of(pointer, at.slot());
        let function = std::mem::transmute::<*const (), Function>(function);
        guarded_for(cx, at, || function(pointer, room.place()))
    });
    room.look(cx, at);
    if code.is_failure() { Err(code.into()) } else { Ok(room.value()) }
}

/// Serves a method whose only argument are such flags.
///
/// # Safety
/// The pointer is NULL or that of flags.
pub(super) unsafe fn answer(
    flags: *mut u32,
    call: impl FnOnce(u32) -> MapiResult<u32>,
) -> MapiResult<HResult> {
    if flags.is_null() {
        return Err(codes::MAPI_E_INVALID_PARAMETER.into());
    }
    // SAFETY: as this function says, and it is not NULL.
    unsafe {
        let answer = call(flags.read_unaligned())?;
        flags.write_unaligned(answer);
    }
    Ok(codes::S_OK)
}
