//! `MAPIInitialize` and `MAPIUninitialize`.

use crate::mapi::codes::{
    MAPI_E_INVALID_OBJECT, MAPI_E_NOT_ENOUGH_RESOURCES, MAPI_E_NOT_INITIALIZED, MAPI_E_SESSION_LIMIT,
    MAPI_E_TOO_COMPLEX, MAPI_E_UNKNOWN_FLAGS, MAPI_E_VERSION, S_OK,
};
use crate::mapi::{HResult, MapiInitFlags, MapiResult};
use crate::sim::client::subsystem::Subsystem;
use crate::trace::{Actor, Args, Call, Context, Method, Object, Out};

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

    const fn is_looked_at(self, flags: MapiInitFlags) -> bool {
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

impl Subsystem {
    /// `MAPIInitialize`: counts one more \[INIT-02\]. Page: `mapiinitialize`.
    ///
    /// A subsystem comes initialised once, by [`SubsystemBuilder::build`](crate::sim::SubsystemBuilder::build), so that
    /// tests of providers need not think of it.
    ///
    /// # Errors
    /// `MAPI_E_UNKNOWN_FLAGS`, else the code of the first fault of
    /// [`SubsystemBuilder::init_faults`](crate::sim::SubsystemBuilder::init_faults) that is looked at.
    pub fn initialize(&self, flags: MapiInitFlags) -> MapiResult<()> {
        let faults = &self.shared().faults.init;
        let fault =
            InitFault::ALL.into_iter().find(|fault| faults.contains(fault) && fault.is_looked_at(flags));
        let code =
            if flags.unnamed().is_empty() { fault.map(InitFault::code) } else { Some(MAPI_E_UNKNOWN_FLAGS) };
        self.record_init(Method::MapiInitialize, Args::Init0(flags), code.unwrap_or(S_OK), 1);
        let in_service = self.shared().in_service();
        self.shared().with(|state| state.check_init_flags(in_service, flags));
        code.map_or(Ok(()), |code| Err(code.into()))
    }

    /// `MAPIUninitialize`: counts one less. After the last one MAPI answers `MAPI_E_NOT_INITIALIZED` \[INIT-01\]; more
    /// calls than there were of `MAPIInitialize` do nothing.
    pub fn uninitialize(&self) {
        self.record_init(Method::MapiUninitialize, Args::None, S_OK, -1);
    }

    fn record_init(&self, method: Method, args: Args, code: HResult, change: i32) {
        let call = Call { from: Actor::Client, to: Object::Mapi, method, args };
        self.shared().with(|state| {
            if code.is_success() {
                state.initialized = state.initialized.saturating_add_signed(change);
            }
            let called = state.record_call(Context::default(), call);
            state.recorder.returned(called, (code, Out::None));
        });
    }
}
