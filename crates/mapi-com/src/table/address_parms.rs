//! The codec of `ADRPARM`. Page: `adrparm`.

use super::args::{Held, maybe};
use super::scope::*;
use crate::codec::{self, text};
use crate::memory::{Arena, Reader, place, place_list};

/// Whether the flags of a dialog for addresses say that its strings are UTF-16.
pub(super) const fn is_wide(flags: u32) -> bool {
    flags & AddressFlags::AB_UNICODEUI.bits() != 0
}

/// `cDestFields` of a caller that leaves the boxes to MAPI.
const DEFAULT_FIELDS: u32 = u32::MAX;

/// No dialog has more boxes than this; a count beyond it that nothing stands behind is no count.
const MOST_FIELDS: u32 = 64;

/// The structure for the length of a call.
pub(super) fn lend(request: &AddressRequest<'_>) -> MapiResult<Held<(*const AdrParm,)>> {
    Held::make(|arena| {
        let parms = put(arena, request)?;
        Ok((place(arena, parms)?.cast_const(),))
    })
}

fn put(arena: &mut Arena, request: &AddressRequest<'_>) -> MapiResult<AdrParm> {
    let flags = request.flags.bits();
    let is_wide = is_wide(flags);
    let container = codec::ids::put_argument(arena, request.container)?;
    let caption = text::put_optional(arena, request.caption, is_wide)?;
    let new_entry_title = text::put_optional(arena, request.new_entry_title, is_wide)?;
    let dest_wells_title = text::put_optional(arena, request.dest_wells_title, is_wide)?;
    let (dest_titles, dest_types) = put_fields(arena, request.dest_fields, is_wide)?;
    Ok(AdrParm {
        container_size: container.count,
        pad: 0,
        container: container.pointer,
        flags,
        pad_flags: 0,
        reserved: std::ptr::null(),
        help_context: 0,
        pad_help: 0,
        help_file: std::ptr::null(),
        accelerate: std::ptr::null(),
        dismiss: std::ptr::null(),
        dismiss_context: std::ptr::null(),
        caption,
        new_entry_title,
        dest_wells_title,
        dest_fields: codec::count(request.dest_fields.len())?,
        dest_field_focus: request.dest_field_focus,
        dest_titles,
        dest_types,
        contents_restriction: put_restriction(arena, request.contents_restriction)?,
        hierarchy_restriction: put_restriction(arena, request.hierarchy_restriction)?,
    })
}

/// Titles and types of the boxes; NULL for none.
fn put_fields(
    arena: &mut Arena,
    fields: &[(MapiString, u32)],
    is_wide: bool,
) -> MapiResult<(*const *mut c_void, *const u32)> {
    if fields.is_empty() {
        return Ok((std::ptr::null(), std::ptr::null()));
    }
    let titles = fields.iter().map(|(title, _)| text::put(arena, title, is_wide));
    let titles = titles.collect::<MapiResult<Vec<_>>>()?;
    let types: Vec<u32> = fields.iter().map(|(_, kind)| *kind).collect();
    Ok((place_list(arena, &titles)?, place_list(arena, &types)?))
}

fn put_restriction(arena: &mut Arena, restriction: Option<&Restriction>) -> MapiResult<*const SRestriction> {
    let put = |restriction| codec::restriction::put(arena, restriction).map(<*mut _>::cast_const);
    restriction.map_or(Ok(std::ptr::null()), put)
}

/// What has come in.
pub(super) struct Parms {
    flags: u32,
    container: Option<EntryId>,
    caption: Option<MapiString>,
    new_entry_title: Option<MapiString>,
    dest_wells_title: Option<MapiString>,
    dest_field_focus: u32,
    dest_fields: Vec<(MapiString, u32)>,
    contents_restriction: Option<Restriction>,
    hierarchy_restriction: Option<Restriction>,
}

/// # Safety
/// The pointer is NULL or an `ADRPARM`.
pub(super) unsafe fn take(pointer: *const AdrParm) -> MapiResult<Parms> {
    let reader = Reader::of_arguments();
    // SAFETY: as this function says.
    unsafe {
        let parms = reader.one(pointer)?;
        let is_wide = is_wide(parms.flags);
        let restriction = |pointer| maybe(pointer, |pointer| codec::restriction::get(reader, pointer));
        Ok(Parms {
            flags: parms.flags,
            container: codec::ids::get(reader, parms.container_size, parms.container)?,
            caption: text::get_optional(reader, parms.caption, is_wide)?,
            new_entry_title: text::get_optional(reader, parms.new_entry_title, is_wide)?,
            dest_wells_title: text::get_optional(reader, parms.dest_wells_title, is_wide)?,
            dest_field_focus: parms.dest_field_focus,
            dest_fields: take_fields(reader, &parms, is_wide)?,
            contents_restriction: restriction(parms.contents_restriction)?,
            hierarchy_restriction: restriction(parms.hierarchy_restriction)?,
        })
    }
}

/// The boxes. Titles and types that are left to MAPI are empty and zero.
///
/// # Safety
/// The structure's pointers are what its counts say.
unsafe fn take_fields(
    reader: Reader<'_>,
    parms: &AdrParm,
    is_wide: bool,
) -> MapiResult<Vec<(MapiString, u32)>> {
    if parms.dest_fields == DEFAULT_FIELDS {
        return Ok(Vec::new());
    }
    let count = parms.dest_fields;
    // SAFETY: as this function says.
    unsafe {
        let titles = maybe(parms.dest_titles, |pointer| reader.list(pointer, count))?;
        let types = maybe(parms.dest_types, |pointer| reader.list(pointer, count))?;
        if titles.is_none() && types.is_none() && count > MOST_FIELDS {
            return Err(codes::MAPI_E_INVALID_PARAMETER.into());
        }
        let mut titles = titles.unwrap_or_default().into_iter();
        let mut types = types.unwrap_or_default().into_iter();
        let one = |_| {
            let title = text::get_optional(reader, titles.next().unwrap_or(std::ptr::null_mut()), is_wide)?;
            Ok((title.unwrap_or_else(|| MapiString::from("")), types.next().unwrap_or(0)))
        };
        (0..count).map(one).collect()
    }
}

impl Parms {
    /// The arguments of the trait's method.
    pub(super) fn request<'a>(
        &'a self,
        window: ParentWindow<'a>,
        recipients: &'a [Row],
    ) -> AddressRequest<'a> {
        AddressRequest::new(window, AddressFlags::from_bits_retain(self.flags))
            .container(self.container.as_ref())
            .caption(self.caption.as_ref())
            .new_entry_title(self.new_entry_title.as_ref())
            .dest_wells_title(self.dest_wells_title.as_ref())
            .dest_field_focus(self.dest_field_focus)
            .contents_restriction(self.contents_restriction.as_ref())
            .hierarchy_restriction(self.hierarchy_restriction.as_ref())
            .dest_fields(&self.dest_fields)
            .recipients(recipients)
    }
}
