//! `SRestriction`.

use super::SPropValue;

/// `SRestriction`: its kind, and a union whose fields are taken by what the kind says.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SRestriction {
    /// `rt`.
    pub kind: u32,
    /// Zero; structures are compared byte by byte, so none is left to chance.
    pub pad: u32,
    /// `res`.
    pub part: RestrictionUnion,
}

/// `SRestriction::res`.
#[repr(C)]
#[derive(Clone, Copy)]
pub union RestrictionUnion {
    /// `resAnd`, `resOr`, `resCount`: a count and restrictions. `resNot` has its number reserved.
    pub list: RestrictionList,
    /// `resContent`, `resProperty`: a number, a tag and a value.
    pub value: ValueRestriction,
    /// `resCompareProps`, `resBitMask`, `resSize`, `resExist`: numbers alone.
    pub numbers: [u32; 3],
    /// `resSub`.
    pub sub: SubRestriction,
    /// `resComment`.
    pub comment: CommentRestriction,
    /// All bytes.
    pub bytes: [u64; 3],
}

/// A count and restrictions.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct RestrictionList {
    /// `cRes`, `ulReserved`, `ulCount`.
    pub count: u32,
    /// Zero; structures are compared byte by byte, so none is left to chance.
    pub pad: u32,
    /// `lpRes`.
    pub parts: *mut SRestriction,
}

/// A number, a tag and a value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ValueRestriction {
    /// `ulFuzzyLevel`, `relop`.
    pub number: u32,
    /// `ulPropTag`.
    pub tag: u32,
    /// `lpProp`.
    pub prop: *mut SPropValue,
}

/// `SSubRestriction`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SubRestriction {
    /// `ulSubObject`.
    pub tag: u32,
    /// Zero; structures are compared byte by byte, so none is left to chance.
    pub pad: u32,
    /// `lpRes`.
    pub part: *mut SRestriction,
}

/// `SCommentRestriction`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CommentRestriction {
    /// `cValues`.
    pub count: u32,
    /// Zero; structures are compared byte by byte, so none is left to chance.
    pub pad: u32,
    /// `lpRes`.
    pub part: *mut SRestriction,
    /// `lpProp`.
    pub props: *mut SPropValue,
}

/// The kinds: `RES_AND` and those after it.
#[allow(missing_docs, reason = "the names are MAPI's")]
pub mod kinds {
    pub const RES_AND: u32 = 0;
    pub const RES_OR: u32 = 1;
    pub const RES_NOT: u32 = 2;
    pub const RES_CONTENT: u32 = 3;
    pub const RES_PROPERTY: u32 = 4;
    pub const RES_COMPAREPROPS: u32 = 5;
    pub const RES_BITMASK: u32 = 6;
    pub const RES_SIZE: u32 = 7;
    pub const RES_EXIST: u32 = 8;
    pub const RES_SUBRESTRICTION: u32 = 9;
    pub const RES_COMMENT: u32 = 10;
    pub const RES_COUNT: u32 = 11;
}
