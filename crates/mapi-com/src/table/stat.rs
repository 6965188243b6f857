//! OLE's `STATSTG`.

use super::scope::*;
use crate::identity::Cx;
use crate::memory::{Reader, task};

type Function = unsafe extern "system-unwind" fn(Unknown, *mut StatStg, u32) -> u32;

/// `STGTY_STREAM`
const STREAM: u32 = 2;
/// `STATFLAG_NONAME`
const NO_NAME: u32 = 1;

/// A structure without anything in it.
pub(super) const fn empty() -> StatStg {
    StatStg {
        name: std::ptr::null_mut(),
        kind: 0,
        pad: 0,
        size: 0,
        modified: 0,
        created: 0,
        accessed: 0,
        mode: 0,
        locks: 0,
        class: [0; 4],
        state_bits: 0,
        reserved: 0,
    }
}

/// The name in a structure, which is freed with it.
///
/// # Safety
/// The name is NULL or a string of the task allocator that nobody else has.
pub(super) unsafe fn take_name(stat: &StatStg) -> MapiResult<Option<String>> {
    if stat.name.is_null() {
        return Ok(None);
    }
    // SAFETY: as this function says.
    unsafe {
        let name = crate::codec::text::get_wide(Reader::of_arguments(), stat.name.cast());
        task::free(stat.name.cast());
        name.map(Some)
    }
}

/// Asks an object of the other side.
pub(super) fn ask(cx: &Cx, pointer: Unknown, at: Method, flags: u32) -> MapiResult<StreamStat> {
    let mut stat = empty();
    // SAFETY: the slots that this is used for have a function of this type.
    let code = HResult::from_raw(unsafe {
        let function = crate::incoming::function_of(pointer, at.slot());
        let function = std::mem::transmute::<*const (), Function>(function);
        guarded_for(cx, at, || function(pointer, &raw mut stat, flags))
    });
    if code.is_failure() {
        return Err(code.into());
    }
    let mut answer = StreamStat::of_size(stat.size);
    // SAFETY: the other side has written the structure.
    answer.name = unsafe { take_name(&stat) }?;
    answer.modified = Some(stat.modified).filter(|time| *time != 0).map(FileTime::from_units);
    answer.mode = stat.mode;
    Ok(answer)
}

/// Serves the other side.
///
/// # Safety
/// The pointer is NULL or can be written to.
pub(super) unsafe fn answer(
    place: *mut StatStg,
    flags: u32,
    call: impl FnOnce(u32) -> MapiResult<StreamStat>,
) -> MapiResult<HResult> {
    if place.is_null() {
        return Err(codes::MAPI_E_INVALID_PARAMETER.into());
    }
    let answer = call(flags)?;
    let mut stat = empty();
    stat.kind = STREAM;
    stat.size = answer.size;
    stat.modified = answer.modified.map_or(0, FileTime::units);
    stat.mode = answer.mode;
    if let Some(name) = answer.name.filter(|_| flags & NO_NAME == 0) {
        stat.name = task::text(&name)?;
    }
    // SAFETY: as this function says, and it is not NULL.
    unsafe { place.write_unaligned(stat) };
    Ok(codes::S_OK)
}
