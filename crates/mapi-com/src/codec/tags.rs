//! `SPropTagArray` and `SPropProblemArray`: a count and entries behind it.

use mapi_spi::mapi::{HResult, MapiResult, PropProblem, PropTag};

use super::count;
use crate::layout::{SPropProblem, TAGS_AT};
use crate::memory::{Blocks, Reader};

/// A count of 32 bits and entries right behind it.
fn put_counted<T: Copy>(blocks: &mut dyn Blocks, entries: &[T]) -> MapiResult<*mut u32> {
    let block = blocks.block(TAGS_AT + size_of_val(entries))?;
    let number = count(entries.len())?;
    // SAFETY: the block has room for the count and the entries.
    unsafe {
        block.cast::<u32>().write(number);
        std::ptr::copy_nonoverlapping(entries.as_ptr(), block.add(TAGS_AT).cast(), entries.len());
    }
    Ok(block.cast())
}

/// # Safety
/// `pointer` is NULL or a count with so many entries behind it.
unsafe fn get_counted<T: Copy>(reader: Reader<'_>, pointer: *const u32) -> MapiResult<Vec<T>> {
    // SAFETY: as this function says.
    unsafe {
        let count = reader.one(pointer)?;
        reader.list(pointer.cast::<u8>().add(TAGS_AT).cast::<T>(), count)
    }
}

pub(crate) fn put(blocks: &mut dyn Blocks, tags: &[PropTag]) -> MapiResult<*mut u32> {
    let tags: Vec<u32> = tags.iter().map(|tag| tag.raw()).collect();
    put_counted(blocks, &tags)
}

/// # Safety
/// `pointer` is NULL or an `SPropTagArray`.
pub(crate) unsafe fn get(reader: Reader<'_>, pointer: *const u32) -> MapiResult<Vec<PropTag>> {
    // SAFETY: as this function says.
    let tags = unsafe { get_counted(reader, pointer) }?;
    Ok(tags.into_iter().map(PropTag::from_raw).collect())
}

pub(crate) fn put_problems(blocks: &mut dyn Blocks, problems: &[PropProblem]) -> MapiResult<*mut u32> {
    let problem = |problem: &PropProblem| SPropProblem {
        index: problem.index,
        tag: problem.tag.raw(),
        code: problem.code.raw(),
    };
    let problems: Vec<SPropProblem> = problems.iter().map(problem).collect();
    put_counted(blocks, &problems)
}

/// # Safety
/// `pointer` is NULL or an `SPropProblemArray`.
pub(crate) unsafe fn get_problems(reader: Reader<'_>, pointer: *const u32) -> MapiResult<Vec<PropProblem>> {
    // SAFETY: as this function says.
    let problems: Vec<SPropProblem> = unsafe { get_counted(reader, pointer) }?;
    let problem = |problem: SPropProblem| PropProblem {
        index: problem.index,
        tag: PropTag::from_raw(problem.tag),
        code: HResult::from_raw(problem.code),
    };
    Ok(problems.into_iter().map(problem).collect())
}
