//! Route 3: the session ends.

use std::sync::Arc;

use crate::load::readings::{Choice, Reading};
use crate::load::{Input, InputKind};
use crate::mapi::codes::MAPI_E_END_OF_SESSION;
use crate::mapi::{Notification, SessionLogoffFlags};
use crate::sim::live::Source;
use crate::sim::logoff::end_by_session;
use crate::sim::shared::{Shared, plain};
use crate::sim::spooler::end_session;
use crate::sim::state::State;
use crate::spi::IMSProvider;
use crate::trace::{
    Actor, Args, Call, Context, Fact, Method, Object, OpenNo, ProviderNo, SessionNo, StoreNo,
};

/// A client logs off. For a shared session the rest waits for the last client \[SHUT-11\].
pub(super) fn log_off(shared: &Arc<Shared>, session: SessionNo, flags: SessionLogoffFlags) {
    let Some(logons) = shared.with(|state| state.client_leaves(session)) else {
        if flags.contains(SessionLogoffFlags::MAPI_LOGOFF_SHARED) {
            shared.with(|state| state.ask_sharers_to_log_off(session));
        }
        return;
    };
    end_session(shared, &logons);
    // Those of the spooler have gone by now.
    for store in logons {
        end_by_session(shared, store);
    }
    finish_session(shared, session);
}

impl State {
    /// The logon objects of the session in the order of logon, if this was its last client.
    fn client_leaves(&mut self, session: SessionNo) -> Option<Vec<StoreNo>> {
        let data = self.session_mut(session)?;
        data.clients = data.clients.saturating_sub(1);
        if data.clients > 0 {
            return None;
        }
        data.logged_off = true;
        let (logons, running) = (data.logons.clone(), data.running.clone());
        for open in running {
            if self.waits_for_store(open) {
                self.advance(open, Input::SessionLogoff);
            }
        }
        Some(logons.into_iter().collect())
    }

    /// Whether an open under way has no store yet; a spooler logon under way can have one no more.
    fn waits_for_store(&self, open: OpenNo) -> bool {
        self.opens.get(&open).is_some_and(|data| {
            let machine = &data.machine;
            !machine.open_state().has_store() && machine.legal().contains(InputKind::SessionLogoff)
        })
    }

    /// Tells the clients that are left \[SHUT-19\]. Pages announce it by either notification; who registered on the
    /// session gets both, whatever the mask says, since it is for identifiers only (page `imapisession-advise`).
    fn ask_sharers_to_log_off(&mut self, session: SessionNo) {
        let error = Notification::CriticalError { entry_id: None, code: MAPI_E_END_OF_SESSION, detail: None };
        // No page gives the event a number.
        let extended = Notification::Extended { event: 0, parameters: Vec::new() };
        self.listeners.announce(Source::Session(session), vec![error, extended]);
    }

    /// The provider objects of a session in which nothing lives any more \[SHUT-12\].
    fn take_providers(&mut self, session: SessionNo) -> Vec<(ProviderNo, Arc<dyn IMSProvider>)> {
        let Some(data) = self.session_mut(session) else { return Vec::new() };
        if !data.running.is_empty() {
            return Vec::new();
        }
        let numbers: Vec<ProviderNo> = if data.logged_off && data.logons.is_empty() {
            std::mem::take(&mut data.providers).into_values().collect()
        } else {
            self.take_idle(session)
        };
        let mut taken = Vec::new();
        for no in numbers {
            let object = self.providers.get_mut(no.index()).and_then(|provider| provider.object.take());
            taken.extend(object.map(|object| (no, object)));
        }
        taken
    }
}

impl State {
    /// The provider objects that have had stores and have none any more, if those are shut down at once.
    fn take_idle(&mut self, session: SessionNo) -> Vec<ProviderNo> {
        let reading = Reading::ShutdownWithLastStore;
        let idle =
            |no: ProviderNo| self.providers.get(no.index()).is_some_and(|data| data.used && data.logons == 0);
        let Some(data) = self.session(session).filter(|_| self.readings.of(reading) == Choice::Strict) else {
            return Vec::new();
        };
        let taken: Vec<_> =
            data.providers.iter().map(|(dll, no)| (*dll, *no)).filter(|(_, no)| idle(*no)).collect();
        for (dll, _) in &taken {
            if let Some(data) = self.session_mut(session) {
                data.providers.remove(dll);
            }
            self.read(Context::session(session), reading);
        }
        taken.into_iter().map(|(_, no)| no).collect()
    }
}

/// Shuts the provider objects of a session down, if the session has ended and nothing of it lives any more.
pub(crate) fn finish_session(shared: &Arc<Shared>, session: SessionNo) {
    let context = Context::session(session);
    for (no, provider) in shared.with(|state| state.take_providers(session)) {
        let call = Call {
            from: Actor::Mapi,
            to: Object::Provider(no),
            method: Method::ProviderShutdown,
            args: Args::Raw(0),
        };
        // Shutdown cannot be refused; its code is in the trace [SHUT-13].
        let _ = shared.cross(context, call, || provider.shutdown(0), plain);
        shared.fact(context, Fact::ProviderReleased(no));
        drop(provider);
    }
}
