//! Entry identifiers, and lists of them (`ENTRYLIST`).

use std::cell::Cell;
use std::ffi::c_void;

use mapi_spi::mapi::{EntryId, MapiResult};

use super::{count, value};
use crate::layout::SBinary;
use crate::memory::{Blocks, Reader};

/// Count and pointer of an identifier; 0 and NULL for none.
pub(crate) fn put(blocks: &mut dyn Blocks, id: Option<&EntryId>) -> MapiResult<SBinary> {
    let Some(id) = id else { return Ok(SBinary { count: 0, pad: 0, pointer: std::ptr::null_mut() }) };
    // An identifier without bytes is another thing than none.
    let bytes = id.as_bytes();
    Ok(SBinary {
        count: count(bytes.len())?,
        pad: 0,
        pointer: crate::memory::place_list(blocks, bytes)?.cast(),
    })
}

thread_local! {
    static ODD: Cell<bool> = const { Cell::new(false) };
}

/// Runs something while identifiers that this thread passes to providers lie at odd addresses. [EID-16] asks for a provider that
/// does not mind.
pub fn with_odd_ids<R>(work: impl FnOnce() -> R) -> R {
    struct Before(bool);

    impl Drop for Before {
        fn drop(&mut self) {
            ODD.set(self.0);
        }
    }

    let _before = Before(ODD.replace(true));
    work()
}

/// An argument, which lies where [`with_odd_ids`] says.
pub(crate) fn put_argument(blocks: &mut dyn Blocks, id: Option<&EntryId>) -> MapiResult<SBinary> {
    let Some(bytes) = id.filter(|_| ODD.get()).map(EntryId::as_bytes) else { return put(blocks, id) };
    let room = blocks.block(bytes.len() + 1)?;
    // SAFETY: the block has a byte more than the identifier.
    let pointer = unsafe {
        let odd = room.add(1);
        std::ptr::copy_nonoverlapping(bytes.as_ptr(), odd, bytes.len());
        odd
    };
    Ok(SBinary { count: count(bytes.len())?, pad: 0, pointer: pointer.cast() })
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
