//! What was handed out: made up when somebody asks, and looked through when a session ends.

use crate::sim::books::ledger::{Departed, OpenSection, SectionUser, holding, made_pair};
use crate::sim::books::state::{Side, State, SupportData, SupportKind};
use crate::sim::checks::finding::Finding;
use crate::sim::checks::provider_findings::KEPT_AFTER_SESSION;
use crate::trace::{Actor, Context, Holding, Method, Object, ProviderNo, SessionNo, SupportNo};

impl State {
    /// Everything that is out, by kind and in the order of making.
    pub(crate) fn ledger(&self) -> Vec<Holding> {
        let mut all = Vec::new();
        self.sessions_held(&mut all);
        self.providers_held(&mut all);
        self.stores_held(&mut all);
        all.extend(self.departed.list.iter().flat_map(Departed::holdings));
        all.extend(self.supports.iter().flat_map(|(no, data)| support_holdings(no, data)));
        all.extend(self.sections_open.iter().map(|open| self.section_holding(open)));
        all.retain(|holding| holding.references > 0);
        all
    }

    fn is_over(&self, session: Option<SessionNo>) -> bool {
        session.and_then(|session| self.session(session)).is_some_and(|data| data.logged_off)
    }

    /// A client may keep the pointer of a session that it has logged off: it leaks once MAPI is uninitialised.
    fn sessions_held(&self, all: &mut Vec<Holding>) {
        for (index, data) in self.sessions.iter().enumerate() {
            let no = SessionNo::from_index(index);
            let (made, context) = (Method::MapiLogonEx, Context::session(no));
            let pointers = usize::try_from(data.pointers).unwrap_or(usize::MAX);
            let overdue = self.initialized == 0;
            all.push(holding(Object::Session(no), Actor::Client, pointers, made, context, overdue));
        }
    }

    fn providers_held(&self, all: &mut Vec<Holding>) {
        for (index, data) in self.providers.iter().enumerate() {
            let Some(origin) = &data.origin else { continue };
            let no = ProviderNo::from_index(index);
            let object = Object::Provider(no);
            let made = Method::MsProviderInit;
            if data.object.is_some() {
                all.push(holding(object, data.home.owner(), 1, made, origin.context, false));
            } else {
                let shells = self
                    .departed
                    .list
                    .iter()
                    .any(|departed| departed.provider == no && departed.shells() > 0);
                let count = origin.alive.strong_count();
                all.push(holding(object, Actor::Provider(origin.dll), count, made, origin.context, !shells));
            }
        }
    }

    fn stores_held(&self, all: &mut Vec<Holding>) {
        for (no, data) in self.stores.iter() {
            let context = data.context();
            let logon = usize::from(data.logon.is_some());
            let owner = self.home_of(Some(data.provider)).owner();
            all.push(holding(Object::Logon(no), owner, logon, made_pair(data.side), context, false));
            let (by, count, made) = match data.side {
                Side::Client => (
                    Actor::Client,
                    data.clients.iter().map(|(_, pointer)| pointer.strong_count()).sum(),
                    Method::SessionOpenMsgStore,
                ),
                Side::Spooler(_) => (Actor::Spooler, 1, Method::ProviderSpoolerLogon),
            };
            all.push(holding(Object::Store(no), by, count, made, context, false));
        }
    }

    fn section_holding(&self, open: &OpenSection) -> Holding {
        let SectionUser { context, by, method, support } = open.user;
        let support_gone = support.is_some_and(|support| !self.supports.contains_key(&support));
        let overdue = support_gone || self.is_over(context.session);
        holding(Object::Section(open.section), by, 1, method, context, overdue)
    }

    /// The session has ended and nothing of it lives: what its providers still hold they should have given back
    /// \[MEM-07\]. A support object that was reported when it happened is not reported again.
    pub(crate) fn close_session(&mut self, session: SessionNo) {
        let Some(data) = self.session_mut(session) else { return };
        let waits = !data.running.is_empty() || data.spooler_logons > 0;
        let ends = data.logged_off && !waits && data.logons.is_empty() && data.spooler_open.is_empty();
        if !ends || std::mem::replace(&mut data.closed, true) {
            return;
        }
        let of_session = |context: Context| context.session == Some(session);
        let supports = self.supports.iter().filter(|(_, data)| of_session(data.context()) && !data.reported);
        let supports = supports.flat_map(|(no, data)| support_holdings(no, data));
        let sections = self.sections_open.iter().filter(|open| of_session(open.user.context));
        let sections = sections.map(|open| self.section_holding(open));
        let held = supports.chain(sections).filter(|holding| matches!(holding.by, Actor::Provider(_)));
        let leaks: Vec<Holding> = held.collect();
        for leak in leaks {
            let context = Context { session: leak.session, open: leak.open };
            self.leaks(context, &KEPT_AFTER_SESSION, &leak);
        }
    }

    fn leaks(&mut self, context: Context, finding: &Finding, leak: &Holding) {
        let got = self.recorder.trace().holding_text(leak);
        finding.record_deviation(&mut self.recorder, context, None, got);
    }
}

/// The references of a provider, and the one of MAPI while the call lasts that the object was made for.
fn support_holdings(no: SupportNo, data: &SupportData) -> [Holding; 2] {
    let made = match data.kind {
        SupportKind::Store => Method::ProviderLogon,
        SupportKind::Spooler => Method::ProviderSpoolerLogon,
        SupportKind::Service => Method::MsgServiceEntry,
    };
    let (object, context) = (Object::Support(no), data.context());
    let own = u32::from(data.mapi_holds);
    let overdue = data.store.is_none() && !data.mapi_holds;
    [
        Holding::new(object, Actor::Mapi, own, made, context, false),
        Holding::new(object, Actor::Provider(data.dll), data.kept(), made, context, overdue),
    ]
}
