//! Calls of the client process, from MAPIInitialize to its last one.

use crate::mapi::HResult;
use crate::mapi::codes::MAPI_E_NOT_INITIALIZED;
use crate::sim::books::exit::Exit;
use crate::sim::books::state::State;
use crate::sim::checks::client_findings::{FAST_SHUTDOWN_ORDER, USED_AFTER_EXIT};
use crate::trace::{Actor, Call, Called, Context, Method};

impl State {
    /// \[INIT-01\]
    pub(crate) fn check_initialized(&self) -> Result<(), HResult> {
        if self.initialized == 0 { Err(MAPI_E_NOT_INITIALIZED) } else { Ok(()) }
    }

    /// A call as it is recorded. A client that has left calls nothing in MAPI any more \[SHUT-21\].
    #[inline]
    pub(crate) fn record_call(&mut self, context: Context, call: Call) -> Called {
        if self.exit == Exit::Left && call.from == Actor::Client {
            self.used_after_exit(context, call.method);
        }
        self.recorder.call(context, call)
    }

    #[cold]
    fn used_after_exit(&mut self, context: Context, method: Method) {
        USED_AFTER_EXIT.record_advice(&mut self.recorder, context, method.to_string());
    }

    /// The client's process is gone: what it held is never released.
    pub(crate) fn has_left(&self) -> bool {
        self.exit == Exit::Left
    }

    /// Nobody comes back from where the process has gone.
    pub(crate) fn comes_to(&mut self, exit: Exit) {
        if self.exit != Exit::Left {
            self.exit = exit;
        }
    }

    /// The phases come one by one, each after the success of the one before.
    pub(crate) fn check_exit(&mut self, context: Context, next: Exit) {
        let got = match (next, self.exit) {
            (Exit::Notified, Exit::Staying) => {
                "NotifyProcessShutdown without a QueryFastShutdown that succeeded"
            }
            (Exit::Left, Exit::Staying) => "DoFastShutdown without a QueryFastShutdown that succeeded",
            (Exit::Left, Exit::Granted) => "DoFastShutdown without NotifyProcessShutdown",
            (Exit::Staying | Exit::Granted, _)
            | (Exit::Notified, Exit::Granted | Exit::Notified | Exit::Left)
            | (Exit::Left, Exit::Notified | Exit::Left) => return,
        };
        FAST_SHUTDOWN_ORDER.record_advice(&mut self.recorder, context, got.to_owned());
    }
}
