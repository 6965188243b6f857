//! Methods of `IAddrBook` that change the recipients that they are given.

use super::scope::*;
use super::{address_parms, adr_list};
use crate::identity::Cx;

super::details::dialog_slots!(IAddrBook);

/// The code of a call as a result.
fn done(code: u32) -> MapiResult<()> {
    let code = HResult::from_raw(code);
    if code.is_failure() { Err(code.into()) } else { Ok(()) }
}

/// The width of the title as other calls say it: here it is `AB_UNICODEUI` that says so.
const fn width_of_title(flags: u32) -> u32 {
    if address_parms::is_wide(flags) { StringWidth::MAPI_UNICODE.bits() } else { 0 }
}

type ResolveFunction =
    unsafe extern "system-unwind" fn(Unknown, usize, u32, *const c_void, *mut c_void) -> u32;

pub(super) fn ask_to_resolve(
    cx: &Cx,
    pointer: Unknown,
    request: &ResolveNameRequest<'_>,
) -> MapiResult<Vec<Row>> {
    let at = methods::IAddrBook::ResolveName;
    let flags = request.flags.bits();
    let mut window = args::window::lend(cx, request.window)?;
    let mut title = args::text::lend(cx, (request.new_entry_title, width_of_title(flags)))?;
    let list = adr_list::lend(cx, at, request.recipients)?;
    let ((handle,), (title_at,)) = (window.c(), title.c());
    // SAFETY: the slot of this method has a function of this type; it has changed the list if it has succeeded.
    unsafe {
        let function = crate::incoming::function_of(pointer, at.slot());
        let function = std::mem::transmute::<*const (), ResolveFunction>(function);
        let code = guarded_for(cx, at, || function(pointer, handle, flags, title_at, list.list()));
        title.unchanged(cx, at);
        done(code)?;
        list.read().map(Option::unwrap_or_default)
    }
}

pub(super) unsafe extern "system" fn resolve_name_slot<I: ?Sized + Exported + IAddrBook>(
    this: Unknown,
    window: usize,
    flags: u32,
    title: *const c_void,
    list: *mut c_void,
) -> u32 {
    let at = methods::IAddrBook::ResolveName;
    serve::<I>(this, at, |o| {
        // SAFETY: the caller passes what the method's page asks for.
        unsafe {
            let rows = adr_list::take(list)?;
            let title = args::text::take(o.cx, (title, width_of_title(flags)))?;
            let mut request = ResolveNameRequest::new(&rows).new_entry_title(title.as_ref());
            request.window = args::window::take(o.cx, (window,))?;
            request.flags = ResolveNameFlags::from_bits_retain(flags);
            adr_list::change(o.cx, at, list, &o.resolve_name(&request)?)?;
        }
        Ok(codes::S_OK)
    })
}

type OptionsFunction = unsafe extern "system-unwind" fn(Unknown, usize, u32, *mut SRow) -> u32;

pub(super) fn ask_for_options(
    cx: &Cx,
    pointer: Unknown,
    window: ParentWindow<'_>,
    flags: u32,
    recipient: &Row,
) -> MapiResult<Row> {
    let at = methods::IAddrBook::RecipOptions;
    let mut window = args::window::lend(cx, window)?;
    let list = adr_list::lend(cx, at, std::slice::from_ref(recipient))?;
    let (handle,) = window.c();
    // SAFETY: the slot of this method has a function of this type; the list has the entry that it is given.
    unsafe {
        let function = crate::incoming::function_of(pointer, at.slot());
        let function = std::mem::transmute::<*const (), OptionsFunction>(function);
        let entry = list.list().cast::<u8>().add(ROWS_AT).cast::<SRow>();
        done(guarded_for(cx, at, || function(pointer, handle, flags, entry)))?;
        some(list.read()?.unwrap_or_default().pop())
    }
}

pub(super) unsafe extern "system" fn recip_options_slot<I: ?Sized + Exported + IAddrBook>(
    this: Unknown,
    window: usize,
    flags: u32,
    entry: *mut SRow,
) -> u32 {
    let at = methods::IAddrBook::RecipOptions;
    serve::<I>(this, at, |o| {
        let reader = crate::memory::Reader::of_arguments();
        // SAFETY: the caller passes an entry.
        unsafe {
            let row = crate::codec::rows::get_row(reader, reader.one(entry)?)?;
            let window = args::window::take(o.cx, (window,))?;
            let changed = o.recip_options(window, flags, &row)?;
            adr_list::change_entries(o.cx, at, entry, &[changed])?;
        }
        Ok(codes::S_OK)
    })
}

type PrepareFunction = unsafe extern "system-unwind" fn(Unknown, u32, *const u32, *mut c_void) -> u32;

pub(super) fn ask_to_prepare(
    cx: &Cx,
    pointer: Unknown,
    flags: OpenEntryFlags,
    tags: Option<&[PropTag]>,
    recipients: &[Row],
) -> MapiResult<Vec<Row>> {
    let at = methods::IAddrBook::PrepareRecips;
    let mut tags = args::tag_list::lend(cx, tags)?;
    let list = adr_list::lend(cx, at, recipients)?;
    let (tags_at,) = tags.c();
    // SAFETY: the slot of this method has a function of this type; it has changed the list if it has succeeded.
    unsafe {
        let function = crate::incoming::function_of(pointer, at.slot());
        let function = std::mem::transmute::<*const (), PrepareFunction>(function);
        let code = guarded_for(cx, at, || function(pointer, flags.bits(), tags_at, list.list()));
        tags.unchanged(cx, at);
        done(code)?;
        list.read().map(Option::unwrap_or_default)
    }
}

pub(super) unsafe extern "system" fn prepare_recips_slot<I: ?Sized + Exported + IAddrBook>(
    this: Unknown,
    flags: u32,
    tags: *const u32,
    list: *mut c_void,
) -> u32 {
    let at = methods::IAddrBook::PrepareRecips;
    serve::<I>(this, at, |o| {
        // SAFETY: the caller passes what the method's page asks for.
        unsafe {
            let rows = adr_list::take(list)?;
            let tags = args::tag_list::take(o.cx, (tags,))?;
            let flags = OpenEntryFlags::from_bits_retain(flags);
            adr_list::change(o.cx, at, list, &o.prepare_recips(flags, tags.as_deref(), &rows)?)?;
        }
        Ok(codes::S_OK)
    })
}
