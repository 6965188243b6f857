//! Entry identifiers, and lists of them (`ENTRYLIST`).

use std::ffi::c_void;

use mapi_spi::mapi::{EntryId, MapiResult};

use super::{count, value};
use crate::layout::SBinary;
use crate::memory::{Blocks, Reader};

/// Count and pointer of an identifier; 0 and NULL for none.
pub(crate) fn put(blocks: &mut dyn Blocks, id: Option<&EntryId>) -> MapiResult<SBinary> {
    let Some(id) = id else { return Ok(SBinary { count: 0, pointer: std::ptr::null_mut() }) };
    // An identifier without bytes is another thing than none.
    let bytes = id.as_bytes();
    Ok(SBinary { count: count(bytes.len())?, pointer: crate::memory::place_list(blocks, bytes)?.cast() })
}

/// # Safety
/// `pointer` is NULL or so many bytes.
pub(crate) unsafe fn get(
    reader: Reader<'_>,
    count: u32,
    pointer: *const c_void,
) -> MapiResult<Option<EntryId>> {
    if pointer.is_null() {
        return if count == 0 {
            Ok(None)
        } else {
            Err(mapi_spi::mapi::codes::MAPI_E_INVALID_PARAMETER.into())
        };
    }
    // SAFETY: as this function says.
    let bytes = unsafe { reader.list(pointer.cast::<u8>(), count) }?;
    Ok(Some(EntryId::from_bytes(&bytes)))
}

pub(crate) fn put_list(blocks: &mut dyn Blocks, ids: &[EntryId]) -> MapiResult<*mut SBinary> {
    let head = blocks.block(size_of::<SBinary>())?.cast::<SBinary>();
    let entries = ids.iter().map(|id| put(blocks, Some(id))).collect::<MapiResult<Vec<_>>>()?;
    let list = value::binary(blocks, &entries)?;
    // SAFETY: the block has room for the head.
    unsafe { head.write(list) };
    Ok(head)
}

/// # Safety
/// `pointer` is NULL or an `ENTRYLIST`.
pub(crate) unsafe fn get_list(reader: Reader<'_>, pointer: *const SBinary) -> MapiResult<Vec<EntryId>> {
    // SAFETY: as this function says.
    unsafe {
        let head = reader.one(pointer)?;
        let entries: Vec<SBinary> = reader.list(head.pointer.cast(), head.count)?;
        let bytes = entries.into_iter().map(|entry| value::get_binary(reader, entry));
        bytes.map(|bytes| bytes.map(|bytes| EntryId::from_bytes(&bytes))).collect()
    }
}
