//! A library in place of mapi32, for compiled providers that import `MAPIAllocateBuffer` and its kin.
//!
//! `cargo build -p mapi-com --example mapi32` makes it; under Linux it is `libmapi32.so`. `Mapi32::load` of this crate, or
//! `mapi-sim-check --mapi32`, loads it before the provider.
//!
//! A provider finds the functions here by their names, so they are exported in C, which takes unsafe code. They do nothing
//! but pass their arguments on to the host.
#![allow(non_snake_case, reason = "the names are MAPI's")]

use std::ffi::c_void;
use std::sync::{Mutex, PoisonError};

use mapi_com::Routines;
use mapi_com::layout::{AllocateBuffer, AllocateMore, FreeBuffer};
use mapi_spi::mapi::codes::{MAPI_E_NOT_INITIALIZED, S_OK};

static HOST: Mutex<Option<Routines>> = Mutex::new(None);

fn host() -> Option<Routines> {
    *HOST.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where the host says what the others do.
///
/// # Safety
/// The functions are the memory routines, and stay in memory as long as the process.
// SAFETY: nobody else exports this name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mapi_com_mapi32_serve(
    allocate_buffer: AllocateBuffer,
    allocate_more: AllocateMore,
    free_buffer: FreeBuffer,
) {
    let routines = Routines { allocate_buffer, allocate_more, free_buffer };
    *HOST.lock().unwrap_or_else(PoisonError::into_inner) = Some(routines);
}

/// `MAPIAllocateBuffer`.
///
/// # Safety
/// As its page says.
// SAFETY: the name is MAPI's, and this stands in its place.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn MAPIAllocateBuffer(size: u32, buffer: *mut *mut c_void) -> u32 {
    let Some(host) = host() else { return MAPI_E_NOT_INITIALIZED.raw() };
    // SAFETY: as this function says.
    unsafe { (host.allocate_buffer)(size, buffer) }
}

/// `MAPIAllocateMore`.
///
/// # Safety
/// As its page says.
// SAFETY: the name is MAPI's, and this stands in its place.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn MAPIAllocateMore(
    size: u32,
    object: *mut c_void,
    buffer: *mut *mut c_void,
) -> u32 {
    let Some(host) = host() else { return MAPI_E_NOT_INITIALIZED.raw() };
    // SAFETY: as this function says.
    unsafe { (host.allocate_more)(size, object, buffer) }
}

/// `MAPIFreeBuffer`.
///
/// # Safety
/// As its page says.
// SAFETY: the name is MAPI's, and this stands in its place.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn MAPIFreeBuffer(buffer: *mut c_void) -> u32 {
    let Some(host) = host() else { return MAPI_E_NOT_INITIALIZED.raw() };
    // SAFETY: as this function says.
    unsafe { (host.free_buffer)(buffer) }
}

/// `MAPIInitialize`: MAPI is there once its host is. Calls are not counted.
// SAFETY: the name is MAPI's, and this stands in its place.
#[unsafe(no_mangle)]
pub extern "system" fn MAPIInitialize(_parameters: *mut c_void) -> u32 {
    if host().is_some() { S_OK.raw() } else { MAPI_E_NOT_INITIALIZED.raw() }
}

/// `MAPIUninitialize`.
// SAFETY: the name is MAPI's, and this stands in its place.
#[unsafe(no_mangle)]
pub extern "system" fn MAPIUninitialize() {}
