//! What was handed out and has not come back, by whom it is held and what it was made for.

use super::Trace;
use super::event::{Actor, Object};
use super::ids::{OpenNo, SessionNo};
use super::recorder::Context;
use crate::methods::Method;

/// Something that somebody has and will have to give back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Holding {
    /// What is held.
    pub object: Object,
    /// Who has to give it back. An object of a provider that MAPI has released and that lives on counts as held by the
    /// provider, although it may be the test that keeps it.
    pub by: Actor,
    /// How many references there are.
    pub references: u32,
    /// The call that it was made in or made for.
    pub made_for: Method,
    /// The session of that call.
    pub session: Option<SessionNo>,
    /// The open of that call.
    pub open: Option<OpenNo>,
    /// Whether what it was for has ended: then it is a leak.
    pub overdue: bool,
}

impl Holding {
    pub(crate) const fn new(
        object: Object,
        by: Actor,
        references: u32,
        made_for: Method,
        context: Context,
        overdue: bool,
    ) -> Self {
        let Context { session, open } = context;
        Self { object, by, references, made_for, session, open, overdue }
    }

    /// Whether it is something of MAPI's that a provider has. The provider's own objects may be somebody else's as well.
    pub(super) fn is_owed_by_provider(&self) -> bool {
        let own = matches!(self.object, Object::Provider(_) | Object::Logon(_) | Object::Store(_));
        matches!(self.by, Actor::Provider(_)) && !own
    }
}

impl Trace {
    /// Everything that was handed out and not given back when the trace was taken. It does not depend on the detail of
    /// the trace.
    #[must_use]
    pub fn ledger(&self) -> &[Holding] {
        &self.ledger
    }

    /// What should have been given back by now, be it by a provider or by a client; see [`Holding::overdue`].
    #[must_use]
    pub fn leaks(&self) -> Vec<Holding> {
        self.ledger.iter().copied().filter(|holding| holding.overdue).collect()
    }

    /// A holding in words: `support object S1, made for IMSProvider::Logon of open 1, session 1: 1 reference of
    /// scripted, overdue`.
    #[must_use]
    pub fn holding_text(&self, holding: &Holding) -> String {
        let Holding { object, by, references, made_for, session, open, overdue } = *holding;
        let places: Vec<String> =
            open.map(|open| open.to_string()).into_iter().chain(session.map(|no| no.to_string())).collect();
        let place = if places.is_empty() { String::new() } else { format!(" of {}", places.join(", ")) };
        let many = if references == 1 { "reference" } else { "references" };
        let overdue = if overdue { ", overdue" } else { "" };
        let (object, by) = (self.object(object), self.actor(by));
        format!("{object}, made for {made_for}{place}: {references} {many} of {by}{overdue}")
    }
}
