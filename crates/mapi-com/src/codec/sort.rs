//! `SSortOrderSet`.

use mapi_spi::mapi::{MapiResult, PropTag, SortDirection, SortOrder, SortOrderSet};

use super::count;
use crate::layout::{SSortOrder, SSortOrderSetHead};
use crate::memory::{Blocks, Reader};

pub(crate) fn put(blocks: &mut dyn Blocks, set: &SortOrderSet) -> MapiResult<*mut SSortOrderSetHead> {
    let orders: Vec<SSortOrder> = set
        .orders
        .iter()
        .map(|order| SSortOrder { tag: order.tag.raw(), order: order.direction.raw() })
        .collect();
    let head =
        SSortOrderSetHead { count: count(orders.len())?, categories: set.categories, expanded: set.expanded };
    let block = blocks.block(size_of::<SSortOrderSetHead>() + size_of_val(orders.as_slice()))?;
    let pointer = block.cast::<SSortOrderSetHead>();
    // SAFETY: the block has room for the head and the orders.
    unsafe {
        pointer.write(head);
        std::ptr::copy_nonoverlapping(orders.as_ptr(), pointer.add(1).cast(), orders.len());
    }
    Ok(pointer)
}

/// # Safety
/// `pointer` is NULL or an `SSortOrderSet`.
pub(crate) unsafe fn get(reader: Reader<'_>, pointer: *const SSortOrderSetHead) -> MapiResult<SortOrderSet> {
    // SAFETY: as this function says; the orders begin behind the head.
    let (head, orders) = unsafe {
        let head = reader.one(pointer)?;
        (head, reader.list(pointer.add(1).cast::<SSortOrder>(), head.count)?)
    };
    let order = |order: SSortOrder| SortOrder {
        tag: PropTag::from_raw(order.tag),
        direction: SortDirection::from_raw(order.order),
    };
    Ok(SortOrderSet {
        orders: orders.into_iter().map(order).collect(),
        categories: head.categories,
        expanded: head.expanded,
    })
}
