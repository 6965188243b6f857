//! `IMAPISupport::StoreLogoffTransports`.

use crate::mapi::{LogoffFlags, MapiError, MapiResult};
use crate::sim::books::state::State;
use crate::sim::drive::spooler::logoff_transports;
use crate::sim::kernel::shared::code;
use crate::sim::kernel::turn::run_to_end;
use crate::sim::spooler::SpoolerKey;
use crate::sim::support::object::SupportObject;
use crate::trace::{Args, Call, Called, Method, Out, StoreNo};

impl SupportObject {
    /// The provider is about to let go of the store, and its session ends after that.
    pub(super) fn log_off_transports(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        let call = self.call_to(Method::SupportStoreLogoffTransports, Args::Logoff(flags));
        let fault = self.shared.support_fault(call.method, self.context);
        if let Err(error) = fault.refuses() {
            return self.shared.with(|state| self.refuse_transport_logoff(state, call, error));
        }
        let answer = self.ask_for_transports(call, flags);
        self.shared.after_support_call(fault);
        answer
    }

    fn ask_for_transports(&self, call: Call, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        let (called, (client, id)) = match self.shared.with(|state| self.begin_transport_logoff(state, call))
        {
            Ok(busy) => busy,
            Err(answered) => return answered,
        };
        let work = self.context.session.map(|session| self.shared.working(session));
        let answer = self
            .shared
            .foreign(called, || Ok(run_to_end(logoff_transports(&self.shared, client, id, flags))));
        if let Some(work) = work {
            work.goes_on();
        }
        self.shared.with(|state| {
            let result = self.end_transport_logoff(state, called, answer);
            if let Some(session) = self.context.session {
                state.work_ends(session);
            }
            result
        })
    }

    /// The client's store that the spooler has to be asked about, or the answer where it need not be: its own pair has
    /// nobody to wait for.
    fn begin_transport_logoff(
        &self,
        state: &mut State,
        call: Call,
    ) -> Result<(Called, (StoreNo, SpoolerKey)), MapiResult<LogoffFlags>> {
        let called = state.record_call(self.context, call);
        match self.busy_client(state) {
            Ok(Some(busy)) => {
                if let Some(session) = self.context.session {
                    state.work_begins(session);
                }
                Ok((called, busy))
            }
            Ok(None) => Err(self.end_transport_logoff(state, called, Ok(LogoffFlags::LOGOFF_COMPLETE))),
            Err(error) => {
                state.check_support_call((self.no, self.kind), self.context, call.method);
                Err(self.end_transport_logoff(state, called, Err(error)))
            }
        }
    }

    /// The provider has called, and something goes wrong on purpose.
    #[cold]
    fn refuse_transport_logoff(
        &self,
        state: &mut State,
        call: Call,
        error: MapiError,
    ) -> MapiResult<LogoffFlags> {
        let called = state.record_call(self.context, call);
        if let Ok(data) = self.data(state) {
            data.transport_logoff_is_called();
        }
        self.end_transport_logoff(state, called, Err(error))
    }

    fn busy_client(&self, state: &mut State) -> MapiResult<Option<(StoreNo, SpoolerKey)>> {
        let data = self.data(state)?;
        data.transport_logoff_is_called();
        let Some(store) = data.store() else { return Ok(None) };
        Ok(state.busy_with(store).map(|id| (store, id)))
    }

    fn end_transport_logoff(
        &self,
        state: &mut State,
        called: Called,
        answer: MapiResult<LogoffFlags>,
    ) -> MapiResult<LogoffFlags> {
        let result = answer.and_then(|flags| {
            if flags.contains(LogoffFlags::LOGOFF_COMPLETE) {
                self.data(state)?.transport_logoff_is_complete();
            }
            Ok(flags)
        });
        let out = result.as_ref().map_or(Out::None, |flags| Out::Logoff(*flags));
        state.recorder.returned(called, (code(&result), out));
        result
    }
}
