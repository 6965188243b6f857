//! Values of which a part was never written. Fresh blocks are full of a pattern, so that it shows in results; what a type leaves
//! undefined behind a value does not matter.

use std::ops::Range;

use mapi_spi::mapi::codes::MAPI_E_CALL_FAILED;
use mapi_spi::mapi::{MapiResult, PropTag, PropType};

use crate::layout::SPropValue;
use crate::memory::Reader;

/// Where things lie in an `SPropValue`.
const VALUE_AT: usize = 8;
const LIST_AT: usize = 16;

/// A value that is about to be read: half a pointer is an error, half a number a finding and no more.
///
/// # Safety
/// The pointer is that of a value.
pub(super) unsafe fn expect(reader: Reader<'_>, pointer: *const SPropValue) -> MapiResult<()> {
    // SAFETY: as this function says; a structure of MAPI is bytes.
    let bytes = unsafe { pointer.cast::<[u8; size_of::<SPropValue>()]>().read_unaligned() };
    let [a, b, c, d, ..] = bytes;
    let kind = PropTag::from_raw(u32::from_ne_bytes([a, b, c, d])).prop_type();
    // The upper half says it: of a number that begins there nothing else is known. A number of two bytes may well have such an
    // upper half, but yes and no have none.
    let is_whole = |range: Range<usize>| {
        let from =
            if single(kind) == PropType::PT_I2 { range.start } else { range.start.midpoint(range.end) };
        reader.expect_bytes(pointer.cast(), bytes.get(from..range.end).unwrap_or_default())
    };
    let is_list = has_list(kind);
    let size = if is_list { size_of::<u32>() } else { fixed_size(kind).unwrap_or(size_of::<usize>()) };
    let value = VALUE_AT..VALUE_AT + size;
    let is_empty = bytes.get(value.clone()).is_some_and(|value| value.iter().all(|byte| *byte == 0));
    let holds = is_whole(value) && (!is_list || is_empty || is_whole(LIST_AT..LIST_AT + size_of::<usize>()));
    if holds || fixed_size(kind).is_some() { Ok(()) } else { Err(MAPI_E_CALL_FAILED.into()) }
}

/// Whether a value is a count and a pointer.
fn has_list(kind: PropType) -> bool {
    let is_list = kind.is_multi_valued() && !kind.is_instance();
    is_list || [PropType::PT_BINARY, PropType::PT_SVREID].contains(&single(kind))
}

/// The type of one value of a column that is shown value by value.
fn single(kind: PropType) -> PropType {
    if kind.is_instance() { PropType::from_raw(kind.raw() & 0x0FFF) } else { kind }
}

/// How many bytes a number has; none of what is a pointer.
fn fixed_size(kind: PropType) -> Option<usize> {
    match single(kind) {
        PropType::PT_I2 | PropType::PT_BOOLEAN => Some(2),
        PropType::PT_LONG | PropType::PT_R4 | PropType::PT_ERROR => Some(4),
        PropType::PT_DOUBLE
        | PropType::PT_APPTIME
        | PropType::PT_CURRENCY
        | PropType::PT_I8
        | PropType::PT_SYSTIME => Some(8),
        PropType::PT_STRING8
        | PropType::PT_UNICODE
        | PropType::PT_CLSID
        | PropType::PT_BINARY
        | PropType::PT_SVREID
        | PropType::PT_ACTIONS
        | PropType::PT_SRESTRICTION => None,
        kind if kind.is_multi_valued() => None,
        // Types without a value, and unknown ones.
        _ => Some(0),
    }
}
