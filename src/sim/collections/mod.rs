//! Lists and tables whose operations cost the same however much they hold.

mod hash_index;
mod ordinal;
mod side_table;
mod slab;
mod small_list;

pub(crate) use hash_index::HashIndex;
pub(crate) use side_table::SideTable;
pub(crate) use slab::Slab;
pub(crate) use small_list::SmallList;
