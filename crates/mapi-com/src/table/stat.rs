//! OLE's `STATSTG`.

use super::scope::*;
use crate::identity::Cx;
use crate::memory::{Reader, task};
use outs::Plain;

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

/// A structure as the other side is given it: what it leaves unwritten shows.
pub(super) const fn unwritten() -> StatStg {
    let mut stat = empty();
    stat.name = <*mut c_void>::UNWRITTEN.cast();
    stat.kind = u32::UNWRITTEN;
    stat.size = u64::UNWRITTEN;
    stat.modified = u64::UNWRITTEN;
    stat.mode = u32::UNWRITTEN;
    stat
}

/// The name in a structure, which is freed with it.
///
/// # Safety
/// The other side has written the structure; the name is NULL or a string of the task allocator that nobody else has.
pub(super) unsafe fn take_name(cx: &Cx, at: Method, stat: &StatStg) -> MapiResult<Option<String>> {
    // Who asks for no name need not find the place written.
    let name = outs::if_written(cx, at, stat.name.cast::<c_void>());
    if name.is_null() {
        return Ok(None);
    }
    // SAFETY: as this function says.
    unsafe {
        let text = crate::codec::text::get_wide(Reader::of_arguments(), name);
        task::free(name);
        text.map(Some)
    }
}

/// Asks an object of the other side.
pub(super) fn ask(cx: &Cx, pointer: Unknown, at: Method, flags: u32) -> MapiResult<StreamStat> {
    let mut stat = unwritten();
    // SAFETY: the slots that this is used for have a function of this type.
    let code = HResult::from_raw(unsafe {
        let function = crate::incoming::function_of(pointer, at.slot());
        let function = std::mem::transmute::<*const (), Function>(function);
        guarded_for(cx, at, || function(pointer, &raw mut stat, flags))
    });
    if code.is_failure() {
        return Err(code.into());
    }
    let mut answer = StreamStat::of_size(outs::written(cx, at, stat.size));
    // SAFETY: the other side has written the structure.
    answer.name = unsafe { take_name(cx, at, &stat) }?;
    let modified = outs::if_written(cx, at, stat.modified);
    answer.modified = Some(modified).filter(|time| *time != 0).map(FileTime::from_units);
    answer.mode = outs::if_written(cx, at, stat.mode);
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
