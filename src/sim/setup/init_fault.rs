//! What can be wrong when a process initialises MAPI.

use crate::mapi::codes::{
    MAPI_E_INVALID_OBJECT, MAPI_E_NOT_ENOUGH_RESOURCES, MAPI_E_NOT_INITIALIZED, MAPI_E_SESSION_LIMIT,
    MAPI_E_TOO_COMPLEX, MAPI_E_VERSION,
};
use crate::mapi::{HResult, MapiInitFlags};

/// What can be wrong with a machine when a process calls `MAPIInitialize`, in the order in which MAPI looks \[INIT-03\].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum InitFault {
    /// The registry keys that a Windows service needs are missing: `MAPI_E_TOO_COMPLEX`. Other processes do not look.
    ServiceRegistry,
    /// OLE is too old: `MAPI_E_VERSION`.
    OleVersion,
    /// OLE does not start: its own code, here `E_OUTOFMEMORY`. Not looked at with `MAPI_NO_COINIT`.
    OleStart,
    /// The memory of the process: `MAPI_E_SESSION_LIMIT`.
    ProcessGlobals,
    /// The memory that processes share: `MAPI_E_NOT_ENOUGH_RESOURCES`.
    SharedGlobals,
    /// The notification engine: `MAPI_E_INVALID_OBJECT`.
    NotificationEngine,
    /// The profile provider: `MAPI_E_NOT_INITIALIZED`.
    ProfileProvider,
}

impl InitFault {
    /// Every one, in the order of the checks.
    pub const ALL: [Self; 7] = [
        Self::ServiceRegistry,
        Self::OleVersion,
        Self::OleStart,
        Self::ProcessGlobals,
        Self::SharedGlobals,
        Self::NotificationEngine,
        Self::ProfileProvider,
    ];

    /// The code that `MAPIInitialize` returns for it.
    #[must_use]
    pub const fn code(self) -> HResult {
        match self {
            Self::ServiceRegistry => MAPI_E_TOO_COMPLEX,
            Self::OleVersion => MAPI_E_VERSION,
            Self::OleStart => HResult::from_raw(0x8007_000E),
            Self::ProcessGlobals => MAPI_E_SESSION_LIMIT,
            Self::SharedGlobals => MAPI_E_NOT_ENOUGH_RESOURCES,
            Self::NotificationEngine => MAPI_E_INVALID_OBJECT,
            Self::ProfileProvider => MAPI_E_NOT_INITIALIZED,
        }
    }

    pub(crate) const fn is_looked_at(self, flags: MapiInitFlags) -> bool {
        match self {
            Self::ServiceRegistry => flags.contains(MapiInitFlags::MAPI_NT_SERVICE),
            Self::OleStart => !flags.contains(MapiInitFlags::MAPI_NO_COINIT),
            Self::OleVersion
            | Self::ProcessGlobals
            | Self::SharedGlobals
            | Self::NotificationEngine
            | Self::ProfileProvider => true,
        }
    }
}
