//! Rows, lists and sort orders. A list has its count first and its entries behind it.

use super::SPropValue;

/// `SRow`, `ADRENTRY`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SRow {
    /// `ulAdrEntryPad`, `ulReserved1`.
    pub pad: u32,
    /// `cValues`.
    pub count: u32,
    /// `lpProps`, `rgPropVals`.
    pub props: *mut SPropValue,
}

/// Where the rows of an `SRowSet` or `ADRLIST` begin.
pub const ROWS_AT: usize = 8;

/// Where the tags of an `SPropTagArray` begin, and the entries of an `SPropProblemArray`.
pub const TAGS_AT: usize = 4;

/// `SSortOrder`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SSortOrder {
    /// `ulPropTag`.
    pub tag: u32,
    /// `ulOrder`.
    pub order: u32,
}

/// What an `SSortOrderSet` begins with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SSortOrderSetHead {
    /// `cSorts`.
    pub count: u32,
    /// `cCategories`.
    pub categories: u32,
    /// `cExpanded`.
    pub expanded: u32,
}
