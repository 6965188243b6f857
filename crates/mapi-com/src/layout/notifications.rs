//! `NOTIFICATION`.

use std::ffi::c_void;

use super::{SPropValue, SRow};

/// `NOTIFICATION`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct NotificationStruct {
    /// `ulEventType`.
    pub event: u32,
    /// `ulAlignPad`.
    pub pad: u32,
    /// `info`.
    pub info: NotificationUnion,
}

/// `NOTIFICATION::info`.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the fields are the kinds of notifications")]
pub union NotificationUnion {
    pub error: ErrorNotification,
    pub new_mail: NewMailNotification,
    pub object: ObjectNotification,
    pub table: TableNotification,
    pub extended: ExtendedNotification,
    pub status: StatusObjectNotification,
    pub bytes: [u64; 10],
}

/// `ERROR_NOTIFICATION`.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the fields are named as in MAPI")]
pub struct ErrorNotification {
    pub entry_id_size: u32,
    pub pad: u32,
    pub entry_id: *mut c_void,
    pub code: u32,
    pub flags: u32,
    pub error: *mut c_void,
}

/// `NEWMAIL_NOTIFICATION`.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the fields are named as in MAPI")]
pub struct NewMailNotification {
    pub entry_id_size: u32,
    pub entry_id_pad: u32,
    pub entry_id: *mut c_void,
    pub parent_size: u32,
    pub parent_pad: u32,
    pub parent: *mut c_void,
    pub flags: u32,
    pub flags_pad: u32,
    pub message_class: *mut c_void,
    pub message_flags: u32,
    pub pad: u32,
}

/// `OBJECT_NOTIFICATION`.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the fields are named as in MAPI")]
pub struct ObjectNotification {
    pub entry_id_size: u32,
    pub entry_id_pad: u32,
    pub entry_id: *mut c_void,
    pub object_type: u32,
    pub parent_size: u32,
    pub parent: *mut c_void,
    pub old_size: u32,
    pub old_pad: u32,
    pub old: *mut c_void,
    pub old_parent_size: u32,
    pub old_parent_pad: u32,
    pub old_parent: *mut c_void,
    pub tags: *mut c_void,
}

/// `TABLE_NOTIFICATION`.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the fields are named as in MAPI")]
pub struct TableNotification {
    pub event: u32,
    pub code: u32,
    pub index: SPropValue,
    pub prior: SPropValue,
    pub row: SRow,
    pub pad: u32,
    pub end_pad: u32,
}

/// `EXTENDED_NOTIFICATION`.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the fields are named as in MAPI")]
pub struct ExtendedNotification {
    pub event: u32,
    pub size: u32,
    pub parameters: *mut c_void,
}

/// `STATUS_OBJECT_NOTIFICATION`.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the fields are named as in MAPI")]
pub struct StatusObjectNotification {
    pub entry_id_size: u32,
    pub entry_id_pad: u32,
    pub entry_id: *mut c_void,
    pub count: u32,
    pub pad: u32,
    pub values: *mut SPropValue,
}
