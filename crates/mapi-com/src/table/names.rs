//! `GetNamesFromIDs`: the one method whose list goes in and comes out by the same pointer.

use super::scope::*;
use crate::codec;
use crate::findings::Breach;
use crate::identity::Cx;
use crate::memory::{Arena, Buffer, Reader};

type Function = unsafe extern "system-unwind" fn(
    Unknown,
    *mut *mut u32,
    *const [u8; 16],
    u32,
    *mut u32,
    *mut *mut *mut MapiNameId,
) -> u32;

const AT: Method = methods::IMAPIProp::GetNamesFromIDs;

/// Asks an object of the other side.
pub(super) fn ask(
    cx: &Cx,
    pointer: Unknown,
    tags: Option<&[PropTag]>,
    set: Option<MapiUid>,
    flags: NamesFlags,
) -> MapiResult<Warned<NamesFromIds>> {
    let mut arena = Arena::default();
    let mut list = tags.map_or(Ok(std::ptr::null_mut()), |tags| codec::tags::put(&mut arena, tags))?;
    let mut iid = args::iid::lend(cx, set)?;
    let ((iid,), mut count, mut names) = (iid.c(), 0, std::ptr::null_mut());
    // SAFETY: the slot of this method has a function of this type, and what is passed lives until it returns.
    let code = HResult::from_raw(unsafe {
        let function = crate::incoming::function_of(pointer, AT.slot());
        let function = std::mem::transmute::<*const (), Function>(function);
        guarded_for(cx, AT, || {
            function(pointer, &raw mut list, iid, flags.bits(), &raw mut count, &raw mut names)
        })
    });
    if code.is_failure() {
        if !names.is_null() || (tags.is_none() && !list.is_null()) {
            cx.bridge.findings.add(Breach::ResultBesideError, Some(AT), "a failure that left a result");
        }
        return Err(code.into());
    }
    let reader = cx.results(AT);
    // SAFETY: the method has succeeded, so it has written names, and tags if it was given none.
    let (read_names, read_tags) = unsafe {
        let read_tags = match tags {
            Some(tags) => Ok(tags.to_vec()),
            None => codec::tags::get(reader, list),
        };
        (codec::names::get(reader, names, count), read_tags)
    };
    cx.free_result(reader, names.cast());
    if tags.is_none() {
        cx.free_result(reader, list.cast());
    }
    let value = NamesFromIds { tags: read_tags?, names: read_names? };
    Ok(Warned { value, warning: Warning::from_code(code) })
}

/// Serves the other side.
///
/// # Safety
/// The arguments are those of the method.
pub(super) unsafe fn answer(
    cx: &Cx,
    (tags, set, flags, count, names): (*mut *mut u32, *const [u8; 16], u32, *mut u32, Place),
    call: impl FnOnce(Option<&[PropTag]>, Option<MapiUid>, NamesFlags) -> MapiResult<Warned<NamesFromIds>>,
) -> MapiResult<HResult> {
    if tags.is_null() {
        return Err(codes::MAPI_E_INVALID_PARAMETER.into());
    }
    // SAFETY: as this function says.
    unsafe {
        outs::clear_counted((count, names))?;
        let list = tags.read_unaligned().cast_const();
        let wanted = args::maybe(list, |list| codec::tags::get(Reader::of_arguments(), list))?;
        let set = args::iid::take(cx, (set,))?;
        let answer = call(wanted.as_deref(), set, NamesFlags::from_bits_retain(flags))?;
        let code = answer.code();
        let NamesFromIds { tags: found, names: answered } = answer.value;
        let answered: Vec<Option<&NamedProp>> = answered.iter().map(Option::as_ref).collect();
        let mut list = Buffer::new(cx.routines);
        if wanted.is_none() {
            codec::tags::put(&mut list, &found)?;
        }
        outs::write_counted(cx, (count, names), answered.len(), |buffer| {
            codec::names::put(buffer, &answered).map(drop)
        })?;
        if wanted.is_none() {
            tags.write_unaligned(list.hand_over().cast());
        }
        Ok(code)
    }
}
