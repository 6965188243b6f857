//! `SRowSet` and `ADRLIST`, which lie in memory alike. As a result each row is a block of its own.

use std::ffi::c_void;

use mapi_spi::mapi::{MapiResult, Row};

use super::{count, value};
use crate::layout::{ROWS_AT, SRow};
use crate::memory::{Arena, Blocks, Buffer, Reader, Routines};

/// A row whose values lie in these blocks.
pub(crate) fn put_row(blocks: &mut dyn Blocks, row: &Row) -> MapiResult<SRow> {
    Ok(SRow { pad: 0, count: count(row.props().len())?, props: value::put_list(blocks, row.props())? })
}

/// Rows as an argument.
pub(crate) fn put(arena: &mut Arena, rows: &[Row]) -> MapiResult<*mut u32> {
    let rows = rows.iter().map(|row| put_row(arena, row)).collect::<MapiResult<Vec<_>>>()?;
    put_set(arena, &rows)
}

/// Rows as a result: a block for the set, and one with its values for each row (`FreeProws`).
pub(crate) fn put_result(routines: Routines, rows: &[Row]) -> MapiResult<*mut c_void> {
    let mut buffers = Vec::with_capacity(rows.len());
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let mut buffer = Buffer::new(routines);
        entries.push(put_row(&mut buffer, row)?);
        buffers.push(buffer);
    }
    let mut set = Buffer::new(routines);
    put_set(&mut set, &entries)?;
    for buffer in buffers {
        // The set has its pointer.
        let _ = buffer.hand_over();
    }
    Ok(set.hand_over())
}

fn put_set(blocks: &mut dyn Blocks, rows: &[SRow]) -> MapiResult<*mut u32> {
    let block = blocks.block(ROWS_AT + size_of_val(rows))?;
    let number = count(rows.len())?;
    // SAFETY: the block has room for the count and the rows.
    unsafe {
        block.cast::<u32>().write(number);
        std::ptr::copy_nonoverlapping(rows.as_ptr(), block.add(ROWS_AT).cast(), rows.len());
    }
    Ok(block.cast())
}

/// # Safety
/// `pointer` is NULL or an `SRowSet` or `ADRLIST`.
pub(crate) unsafe fn entries(reader: Reader<'_>, pointer: *const u32) -> MapiResult<Vec<SRow>> {
    // SAFETY: as this function says.
    unsafe {
        let count = reader.one(pointer)?;
        reader.list(pointer.cast::<u8>().add(ROWS_AT).cast(), count)
    }
}

/// # Safety
/// The row's values lie where it says.
pub(crate) unsafe fn get_row(reader: Reader<'_>, row: SRow) -> MapiResult<Row> {
    // SAFETY: as this function says.
    unsafe { value::get_list(reader, row.props, row.count) }.map(Row::new)
}

/// # Safety
/// `pointer` is NULL or an `SRowSet` or `ADRLIST`.
pub(crate) unsafe fn get(reader: Reader<'_>, pointer: *const u32) -> MapiResult<Vec<Row>> {
    // SAFETY: as this function says.
    unsafe { entries(reader, pointer)?.into_iter().map(|row| get_row(reader, row)).collect() }
}
