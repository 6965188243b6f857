//! The end of a session.

use smallvec::SmallVec;

use crate::load::readings::{Reading, Strictness};
use crate::load::{Input, InputKind};
use crate::mapi::Notification;
use crate::mapi::codes::MAPI_E_END_OF_SESSION;
use crate::sim::books::home::Home;
use crate::sim::books::live::Source;
use crate::sim::books::state::State;
use crate::sim::books::transactions::providers::TakenProviders;
use crate::trace::{Context, DllNo, OpenNo, ProviderNo, SessionNo, StoreNo};

/// Pairs whose logon objects a session has, in the order of logon. As a rule there are few.
pub(crate) type Logons = SmallVec<[StoreNo; 4]>;

impl State {
    /// The logon objects of the session in the order of logon, if this was its last client. Whoever gets them sees to its
    /// end.
    pub(crate) fn client_leaves(&mut self, session: SessionNo) -> Option<Logons> {
        if !self.sessions.leave(session) {
            return None;
        }
        let data = self.sessions.get_mut(session)?;
        data.attend();
        let (logons, running) =
            (data.logons().collect(), SmallVec::<[OpenNo; 1]>::from_slice(data.running()));
        for open in running {
            if self.waits_for_store(open) {
                self.advance(open, Input::SessionLogoff);
            }
        }
        Some(logons)
    }

    /// Whether an open under way has no store yet; one that has lost its store can have one no more.
    fn waits_for_store(&self, open: OpenNo) -> bool {
        self.opens.state(open).is_some_and(|state| !state.has_store())
            && self.opens.takes(open, InputKind::SessionLogoff)
    }

    /// Tells the clients that are left \[SHUT-19\]. Pages announce it by either notification; who registered on the
    /// session gets both, whatever the mask says, since it is for identifiers only (page `imapisession-advise`).
    pub(crate) fn ask_sharers_to_log_off(&mut self, session: SessionNo) {
        let error = Notification::CriticalError { entry_id: None, code: MAPI_E_END_OF_SESSION, detail: None };
        // No page gives the event a number.
        let extended = Notification::Extended { event: 0, parameters: Vec::new() };
        self.listeners.announce(Source::Session(session), vec![error, extended]);
    }

    /// Something of a session is over. Provider objects may have to be shut down if the session has ended, or if they are
    /// read to end with their last store.
    #[inline(always)]
    pub(crate) fn may_end(&mut self, session: SessionNo) {
        let over = self.sessions.live(session).is_none();
        if over || self.readings.of(Reading::ShutdownWithLastStore) == Strictness::Strict {
            self.due.add(session, self.stack().task);
        }
    }

    /// Work with objects of a session's providers begins, for which its end waits.
    #[inline(always)]
    pub(crate) fn work_begins(&mut self, session: SessionNo) {
        if let Some(data) = self.sessions.get_mut(session) {
            data.work_begins();
        }
    }

    /// Such work is over. A session that has ended meanwhile may have waited for it.
    #[inline(always)]
    pub(crate) fn work_ends(&mut self, session: SessionNo) {
        if let Some(data) = self.sessions.get_mut(session) {
            data.work_ends();
        }
        self.may_end(session);
    }

    /// The next session to look at, unless somebody sees to its end already.
    pub(crate) fn attend(&mut self) -> Option<SessionNo> {
        while let Some(session) = self.due.next(self.stack().task) {
            if self.sessions.get_mut(session).is_some_and(|data| data.attend()) {
                return Some(session);
            }
        }
        None
    }

    /// Nobody sees to the end of a session any more.
    pub(crate) fn attended(&mut self, session: SessionNo) {
        if let Some(data) = self.sessions.get_mut(session) {
            data.end_attendance();
        }
    }

    /// The provider objects that are to be shut down now: first those of the spooler's process. Without any the session
    /// is closed, if it has ended, and nobody has to see to it any more.
    pub(crate) fn finish(&mut self, session: SessionNo) -> TakenProviders {
        for home in [Home::Spooler, Home::Client] {
            let finished = self.finished_providers(session, home);
            if !finished.is_empty() {
                return finished;
            }
        }
        self.close_session(session);
        self.attended(session);
        self.sessions.tidy(session);
        TakenProviders::new()
    }

    /// The provider objects of a process that are to be shut down now \[SHUT-12\].
    fn finished_providers(&mut self, session: SessionNo, home: Home) -> TakenProviders {
        let Some(data) = self.sessions.get(session) else { return TakenProviders::new() };
        if data.waits() {
            return TakenProviders::new();
        }
        if data.has_ended() && !data.has_logons(home) {
            return self.take_providers(session, home);
        }
        self.take_idle(session, home)
    }

    /// The provider objects that have had stores and have none any more, if those are shut down at once.
    fn take_idle(&mut self, session: SessionNo, home: Home) -> TakenProviders {
        let reading = Reading::ShutdownWithLastStore;
        let Some(data) =
            self.sessions.get(session).filter(|_| self.readings.of(reading) == Strictness::Strict)
        else {
            return TakenProviders::new();
        };
        let all = data.process(home).providers().iter().copied();
        let idle: Vec<(DllNo, ProviderNo)> = all.filter(|(_, no)| self.providers.is_idle(*no)).collect();
        let mut taken = TakenProviders::new();
        for (dll, no) in idle {
            self.read(Context::session(session), reading);
            taken.extend(self.take_provider(session, home, dll, no));
        }
        taken
    }
}
