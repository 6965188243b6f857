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
    let ((iid,), mut answer) = (iid.c(), outs::Counted::default());
    let (count, names) = answer.c();
    // SAFETY: the slot of this method has a function of this type, and what is passed lives until it returns.
    let code = HResult::from_raw(unsafe {
        let function = crate::incoming::function_of(pointer, AT.slot());
        let function = std::mem::transmute::<*const (), Function>(function);
        guarded_for(cx, AT, || function(pointer, &raw mut list, iid, flags.bits(), count, names.cast()))
    });
    if code.is_failure() {
        answer.is_left(cx, AT);
        if tags.is_none() && !list.is_null() {
            cx.bridge.findings.add(Breach::ResultBesideError, Some(AT), "a failure that left a result");
        }
        return Err(code.into());
    }
    // SAFETY: the method has succeeded, so it has written names.
    let names = answer.take(cx, AT, |reader, names, count| unsafe {
        codec::names::get(reader, names.cast_const().cast(), count)
    });
    let tags = tags.map_or_else(
        || {
            let reader = cx.results(AT);
            // SAFETY: the method was given no tags and has succeeded, so it has written some.
            let tags = unsafe { codec::tags::get(reader, list) };
            cx.free_result(reader, list.cast());
            tags
        },
        |tags| Ok(tags.to_vec()),
    );
    let value = NamesFromIds { tags: tags?, names: names? };
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
