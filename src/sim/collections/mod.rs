//! Lists and tables whose operations cost the same however much they hold.
//!
//! Hashing and lists with room for one item are the crates `rustc-hash` and `smallvec`: [`HashIndex`] adds the walk in the
//! order of the keys, which is the same in every run, [`SmallIndex`] room for one value, and [`SmallList`] that an item is
//! found where it is removed.
//! [`SideTable`] is asked by ordinals that stand in traces and are given once, in ascending order. The crates `slab` and
//! `slotmap` choose the keys themselves and give them again, or with a generation in them, so that beside each there would
//! be a table from ordinals to keys, which is what this one is.

mod hash_index;
mod ordinal;
mod side_table;
mod small_index;
mod small_list;

pub(crate) use hash_index::HashIndex;
pub(crate) use side_table::SideTable;
pub(crate) use small_index::SmallIndex;
pub(crate) use small_list::SmallList;
