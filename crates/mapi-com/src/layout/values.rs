//! `SPropValue` and what its union points to.

use std::ffi::c_void;

/// `SBinary`, and every other count with a pointer behind it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SBinary {
    /// `cb`, `cValues`.
    pub count: u32,
    /// Zero; structures are compared byte by byte, so none is left to chance.
    pub pad: u32,
    /// `lpb` and its like.
    pub pointer: *mut c_void,
}

/// `union _PV`.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the fields are the types of properties")]
pub union PropUnion {
    pub i: i16,
    pub l: i32,
    pub flt: f32,
    pub dbl: f64,
    /// `unsigned short int`.
    pub b: u16,
    /// `CURRENCY`, `LARGE_INTEGER`.
    pub li: i64,
    /// `FILETIME`: two halves, the lower one first.
    pub ft: [u32; 2],
    /// `lpszA`, `lpszW`, `lpguid` and all other pointers.
    pub pointer: *mut c_void,
    /// `bin` and the multivalued types.
    pub list: SBinary,
    pub err: u32,
    /// All sixteen bytes.
    pub bytes: [u64; 2],
}

/// `SPropValue`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SPropValue {
    /// `ulPropTag`.
    pub tag: u32,
    /// `dwAlignPad`.
    pub pad: u32,
    /// `Value`.
    pub value: PropUnion,
}

/// `SPropProblem`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SPropProblem {
    /// `ulIndex`.
    pub index: u32,
    /// `ulPropTag`.
    pub tag: u32,
    /// `scode`.
    pub code: u32,
}

/// `MAPINAMEID`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MapiNameId {
    /// `lpguid`.
    pub set: *mut c_void,
    /// `ulKind`: `MNID_ID` or `MNID_STRING`.
    pub kind: u32,
    /// Zero; structures are compared byte by byte, so none is left to chance.
    pub pad: u32,
    /// `Kind`.
    pub name: NameUnion,
}

/// `MAPINAMEID::Kind`.
#[repr(C)]
#[derive(Clone, Copy)]
pub union NameUnion {
    /// `lID`.
    pub id: i32,
    /// `lpwstrName`.
    pub text: *mut c_void,
}

/// `MNID_ID`.
pub const MNID_ID: u32 = 0;
/// `MNID_STRING`.
pub const MNID_STRING: u32 = 1;

/// `MAPIERROR`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MapiErrorStruct {
    /// `ulVersion`.
    pub version: u32,
    /// Zero; structures are compared byte by byte, so none is left to chance.
    pub pad: u32,
    /// `lpszError`.
    pub error: *mut c_void,
    /// `lpszComponent`.
    pub component: *mut c_void,
    /// `ulLowLevelError`.
    pub low_level_error: u32,
    /// `ulContext`.
    pub context: u32,
}

/// `ACTIONS`, what `PT_ACTIONS` points to. Only lists of this crate's own making are understood.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Actions {
    /// `ulVersion`.
    pub version: u32,
    /// `cActions`.
    pub count: u32,
    /// `lpAction`.
    pub list: *mut c_void,
}
