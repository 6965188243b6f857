//! `MAPINAMEID`: lists of pointers to names.

use std::ffi::c_void;

use mapi_spi::mapi::{MapiResult, MapiUid, NamedProp, PropName};

use super::text;
use crate::layout::{MNID_ID, MNID_STRING, MapiNameId, NameUnion};
use crate::memory::{Blocks, Reader, place};

/// A list of pointers; an absent name is NULL.
pub(crate) fn put(blocks: &mut dyn Blocks, names: &[Option<&NamedProp>]) -> MapiResult<*mut *mut MapiNameId> {
    let list = blocks.block(size_of_val(names))?.cast::<*mut MapiNameId>();
    for (index, name) in names.iter().enumerate() {
        let pointer = name.map_or(Ok(std::ptr::null_mut()), |name| put_one(blocks, name))?;
        // SAFETY: the block has room for as many pointers as there are names.
        unsafe { list.add(index).write(pointer) };
    }
    Ok(list)
}

fn put_one(blocks: &mut dyn Blocks, name: &NamedProp) -> MapiResult<*mut MapiNameId> {
    let (kind, name_union) = match &name.name {
        PropName::Id(id) => {
            let mut union = NameUnion { text: std::ptr::null_mut::<c_void>() };
            union.id = *id;
            (MNID_ID, union)
        }
        PropName::String(string) => (MNID_STRING, NameUnion { text: text::put_wide(blocks, string)? }),
    };
    let set = place(blocks, *name.set.as_bytes())?.cast();
    place(blocks, MapiNameId { set, kind, pad: 0, name: name_union })
}

/// # Safety
/// `pointer` is NULL or so many pointers to names.
pub(crate) unsafe fn get(
    reader: Reader<'_>,
    pointer: *const *mut MapiNameId,
    count: u32,
) -> MapiResult<Vec<Option<NamedProp>>> {
    // SAFETY: as this function says.
    let pointers = unsafe { reader.list(pointer, count) }?;
    let name = |pointer: *mut MapiNameId| {
        if pointer.is_null() {
            return Ok(None);
        }
        // SAFETY: as this function says.
        unsafe { get_one(reader, pointer) }.map(Some)
    };
    pointers.into_iter().map(name).collect()
}

/// # Safety
/// `pointer` is a name.
unsafe fn get_one(reader: Reader<'_>, pointer: *const MapiNameId) -> MapiResult<NamedProp> {
    // SAFETY: as this function says; the kind says which field of the union was written.
    unsafe {
        let name = reader.one(pointer)?;
        let set = MapiUid::from_bytes(reader.one(name.set.cast::<[u8; 16]>())?);
        let name = match name.kind {
            MNID_STRING => PropName::String(text::get_wide(reader, name.name.text)?),
            _ => PropName::Id(name.name.id),
        };
        Ok(NamedProp { set, name })
    }
}
