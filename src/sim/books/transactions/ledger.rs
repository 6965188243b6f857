//! What was handed out: made up when somebody asks, and looked through when a session ends.

use crate::sim::books::ledger::{OpenSection, SectionUser, holding};
use crate::sim::books::state::State;
use crate::sim::checks::provider_findings::KEPT_AFTER_SESSION;
use crate::trace::{Actor, Context, Holding, Method, Object, SessionNo};

impl State {
    /// Everything that is out, by kind and in the order of making.
    pub(crate) fn ledger(&self) -> Vec<Holding> {
        let mut all: Vec<Holding> = self.sessions_held().collect();
        all.extend(self.providers.holdings(|provider| self.ledger.has_pointer(provider)));
        all.extend(self.stores.iter().flat_map(|(no, data)| {
            let owner = self.providers.home_of(Some(data.facts().provider)).owner();
            data.holdings(no, owner)
        }));
        all.extend(self.ledger.departed_holdings());
        all.extend(self.supports.iter().flat_map(|(no, data)| data.holdings(no)));
        all.extend(self.ledger.open_sections().map(|open| self.section_holding(open)));
        all.retain(|holding| holding.references > 0);
        all
    }

    /// A client may keep the pointer of a session that it has logged off: it leaks once MAPI is uninitialised.
    fn sessions_held(&self) -> impl Iterator<Item = Holding> {
        let overdue = !self.client_process.is_initialized();
        self.sessions.iter().map(move |(no, data)| {
            let (made, context) = (Method::MapiLogonEx, Context::session(no));
            Holding::new(Object::Session(no), Actor::Client, data.pointers(), made, context, overdue)
        })
    }

    fn section_holding(&self, open: &OpenSection) -> Holding {
        let SectionUser { context, by, method, support } = open.user;
        let support_gone = support.is_some_and(|support| !self.supports.contains(support));
        let session_gone = context.session.is_some_and(|session| self.sessions.live(session).is_none());
        let overdue = support_gone || session_gone;
        holding(Object::Section(open.section), by, 1, method, context, overdue)
    }

    /// The session has ended and nothing of it lives: what its providers still hold they should have given back
    /// \[MEM-07\]. A support object that was reported when it happened is not reported again.
    pub(super) fn close_session(&mut self, session: SessionNo) {
        if !self.sessions.get_mut(session).is_some_and(|data| data.close()) {
            return;
        }
        let supports = self.supports_of(session).filter(|(_, data)| !data.is_reported());
        let supports = supports.flat_map(|(no, data)| data.holdings(no));
        let sections = self.ledger.open_sections_of(session).map(|open| self.section_holding(open));
        let held = supports.chain(sections).filter(|holding| matches!(holding.by, Actor::Provider(_)));
        let leaks: Vec<Holding> = held.collect();
        for leak in leaks {
            let context = Context { session: leak.session, open: leak.open };
            let got = self.recorder.trace().holding_text(&leak);
            KEPT_AFTER_SESSION.record_deviation(&mut self.recorder, context, None, got);
        }
    }
}
