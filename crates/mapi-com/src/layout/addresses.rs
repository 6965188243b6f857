//! `ADRPARM`.

use std::ffi::c_void;

use super::SRestriction;

/// `ADRPARM`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct AdrParm {
    /// `cbABContEntryID`.
    pub container_size: u32,
    /// Zero; structures are compared byte by byte, so none is left to chance.
    pub pad: u32,
    /// `lpABContEntryID`.
    pub container: *const c_void,
    /// `ulFlags`.
    pub flags: u32,
    /// Zero.
    pub pad_flags: u32,
    /// `lpReserved`: NULL.
    pub reserved: *const c_void,
    /// `ulHelpContext`.
    pub help_context: u32,
    /// Zero.
    pub pad_help: u32,
    /// `lpszHelpFileName`.
    pub help_file: *const c_void,
    /// `lpfnABSDI`.
    pub accelerate: *const c_void,
    /// `lpfnDismiss`.
    pub dismiss: *const c_void,
    /// `lpvDismissContext`.
    pub dismiss_context: *const c_void,
    /// `lpszCaption`.
    pub caption: *const c_void,
    /// `lpszNewEntryTitle`.
    pub new_entry_title: *const c_void,
    /// `lpszDestWellsTitle`.
    pub dest_wells_title: *const c_void,
    /// `cDestFields`.
    pub dest_fields: u32,
    /// `nDestFieldFocus`.
    pub dest_field_focus: u32,
    /// `lppszDestTitles`.
    pub dest_titles: *const *mut c_void,
    /// `lpulDestComps`.
    pub dest_types: *const u32,
    /// `lpContRestriction`.
    pub contents_restriction: *const SRestriction,
    /// `lpHierRestriction`.
    pub hierarchy_restriction: *const SRestriction,
}
