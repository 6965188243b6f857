//! Functions that are passed or exported by name.

use std::ffi::c_void;

use super::Unknown;

/// `ALLOCATEBUFFER`.
pub type AllocateBuffer = unsafe extern "system" fn(size: u32, buffer: *mut *mut c_void) -> u32;
/// `ALLOCATEMORE`.
pub type AllocateMore =
    unsafe extern "system" fn(size: u32, object: *mut c_void, buffer: *mut *mut c_void) -> u32;
/// `FREEBUFFER`.
pub type FreeBuffer = unsafe extern "system" fn(buffer: *mut c_void) -> u32;

/// `MSProviderInit`.
pub type MsProviderInit = unsafe extern "system" fn(
    instance: usize,
    malloc: Unknown,
    allocate_buffer: Option<AllocateBuffer>,
    allocate_more: Option<AllocateMore>,
    free_buffer: Option<FreeBuffer>,
    flags: u32,
    mapi_version: u32,
    provider_version: *mut u32,
    provider: *mut Unknown,
) -> u32;

/// `MSGSERVICEENTRY`.
pub type MsgServiceEntry = unsafe extern "system" fn(
    instance: usize,
    malloc: Unknown,
    support: Unknown,
    window: usize,
    flags: u32,
    context: u32,
    count: u32,
    props: *mut super::SPropValue,
    provider_admin: Unknown,
    error: *mut *mut super::MapiErrorStruct,
) -> u32;

/// OLE's `STATSTG`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct StatStg {
    pub(crate) name: *mut u16,
    pub(crate) kind: u32,
    pub(crate) pad: u32,
    pub(crate) size: u64,
    pub(crate) modified: u64,
    pub(crate) created: u64,
    pub(crate) accessed: u64,
    pub(crate) mode: u32,
    pub(crate) locks: u32,
    pub(crate) class: [u32; 4],
    pub(crate) state_bits: u32,
    pub(crate) reserved: u32,
}

/// `MSProviderInit` of which an exception may come.
pub(crate) type MsProviderInitThatThrows = unsafe extern "system-unwind" fn(
    usize,
    Unknown,
    Option<AllocateBuffer>,
    Option<AllocateMore>,
    Option<FreeBuffer>,
    u32,
    u32,
    *mut u32,
    *mut Unknown,
) -> u32;

/// `MSGSERVICEENTRY` of which an exception may come.
pub(crate) type MsgServiceEntryThatThrows = unsafe extern "system-unwind" fn(
    usize,
    Unknown,
    Unknown,
    usize,
    u32,
    u32,
    u32,
    *mut super::SPropValue,
    Unknown,
    *mut *mut super::MapiErrorStruct,
) -> u32;
