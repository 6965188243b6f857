//! Calls of the client process: when it may make them, and how they are recorded.

use crate::mapi::HResult;
use crate::mapi::codes::MAPI_E_NOT_INITIALIZED;
use crate::sim::books::client_process::Exit;
use crate::sim::books::state::State;
use crate::sim::checks::client_findings::{FAST_SHUTDOWN_ORDER, USED_AFTER_EXIT};
use crate::trace::{Actor, Call, Called, Context, Method};

impl State {
    /// Refuses calls without `MAPIInitialize` \[INIT-01\].
    pub(crate) fn check_initialized(&self) -> Result<(), HResult> {
        if self.client_process.is_initialized() { Ok(()) } else { Err(MAPI_E_NOT_INITIALIZED) }
    }

    /// A call as it is recorded. A client that has left calls nothing in MAPI any more \[SHUT-21\].
    #[inline]
    pub(crate) fn record_call(&mut self, context: Context, call: Call) -> Called {
        if self.client_process.has_left() && call.from == Actor::Client {
            self.used_after_exit(context, call.method);
        }
        self.recorder.call(context, call)
    }

    #[cold]
    fn used_after_exit(&mut self, context: Context, method: Method) {
        USED_AFTER_EXIT.record_advice(&mut self.recorder, context, method.to_string());
    }

    /// A phase of fast shutdown begins.
    pub(crate) fn check_exit(&mut self, context: Context, next: Exit) {
        if let Some(got) = self.client_process.is_out_of_turn(next) {
            FAST_SHUTDOWN_ORDER.record_advice(&mut self.recorder, context, got.to_owned());
        }
    }
}
