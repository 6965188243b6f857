//! The structures of MAPI as they lie in memory on a machine of 64 bits.
//!
//! Names are MAPI's, fields keep MAPI's order and lose their prefixes where Rust has a word of its own. The sizes are held
//! against the C++ compilers' by a test.

mod addresses;
mod entry_points;
mod notifications;
mod restrictions;
mod rows;
mod values;

pub use addresses::AdrParm;
pub use entry_points::{AllocateBuffer, AllocateMore, FreeBuffer, MsProviderInit, MsgServiceEntry};
pub(crate) use entry_points::{MsProviderInitThatThrows, MsgServiceEntryThatThrows, StatStg};
pub use notifications::*;
pub use restrictions::*;
pub use rows::*;
pub use values::*;

use std::ffi::c_void;

/// Any pointer of an interface.
pub type Unknown = *mut c_void;

/// One entry of a vtable: a function whose type its row knows.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Slot(pub(crate) *const ());

// SAFETY: the pointer is that of a function, which every thread may call.
unsafe impl Send for Slot {}
// SAFETY: as above.
unsafe impl Sync for Slot {}

/// The size and the alignment of each structure, for the test against the compilers.
pub const SIZES: &[(&str, usize)] = &[
    ("SPropValue", size_of::<SPropValue>()),
    ("SBinary", size_of::<SBinary>()),
    ("MAPIERROR", size_of::<MapiErrorStruct>()),
    ("SRow", size_of::<SRow>()),
    ("NOTIFICATION", size_of::<NotificationStruct>()),
    ("SRestriction", size_of::<SRestriction>()),
    ("MAPINAMEID", size_of::<MapiNameId>()),
    ("SSortOrder", size_of::<SSortOrder>()),
    ("SPropProblem", size_of::<SPropProblem>()),
    ("ADRPARM", size_of::<AdrParm>()),
];
