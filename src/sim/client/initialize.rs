//! `MAPIInitialize` and `MAPIUninitialize`.

use crate::mapi::codes::{MAPI_E_UNKNOWN_FLAGS, S_OK};
use crate::mapi::{HResult, MapiInitFlags, MapiResult};
use crate::sim::books::client_process::ClientProcess;
use crate::sim::checks::client_findings;
use crate::sim::client::subsystem::Subsystem;
use crate::sim::setup::init_fault::InitFault;
use crate::trace::{Actor, Args, Call, Context, Method, Object, Out};

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
        let fault = self.shared().init_fault(flags);
        let code =
            if flags.unnamed().is_empty() { fault.map(InitFault::code) } else { Some(MAPI_E_UNKNOWN_FLAGS) };
        self.record_init(
            Method::MapiInitialize,
            Args::Initialize(flags),
            code.unwrap_or(S_OK),
            ClientProcess::initialize,
        );
        let in_service = self.shared().in_service();
        self.shared().with(|state| client_findings::check_init_flags(&mut state.recorder, in_service, flags));
        code.map_or(Ok(()), |code| Err(code.into()))
    }

    /// `MAPIUninitialize`: counts one less. After the last one MAPI answers `MAPI_E_NOT_INITIALIZED` \[INIT-01\]; more
    /// calls than there were of `MAPIInitialize` do nothing.
    pub fn uninitialize(&self) {
        self.record_init(Method::MapiUninitialize, Args::None, S_OK, ClientProcess::uninitialize);
    }

    fn record_init(&self, method: Method, args: Args, code: HResult, count: impl FnOnce(&mut ClientProcess)) {
        let call = Call { from: Actor::Client, to: Object::Mapi, method, args };
        self.shared().with(|state| {
            if code.is_success() {
                count(&mut state.client_process);
            }
            let called = state.record_call(Context::default(), call);
            state.recorder.returned(called, (code, Out::None));
        });
    }
}
