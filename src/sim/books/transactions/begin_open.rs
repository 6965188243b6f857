//! An open begins.

use crate::load::OpenFacts;
use crate::load::readings::Reading;
use crate::sim::books::opens::{LogonFacts, OpenPlace};
use crate::sim::books::state::State;
use crate::trace::{Context, DllNo, Fact, OpenNo, SessionNo};

impl State {
    /// Makes the machine of an open. `best_access` says that the client asks for what it may have, which `Logon` has no
    /// flag for.
    pub(crate) fn begin_open(
        &mut self,
        (session, dll): (SessionNo, Option<DllNo>),
        open: OpenNo,
        facts: OpenFacts,
        logon: &LogonFacts,
        best_access: bool,
    ) {
        if let Some(data) = self.sessions.get_mut(session) {
            data.open_begins(open);
        }
        let place = OpenPlace { session, dll, stack: self.stack() };
        self.opens.put_up(&mut self.recorder, open, place, facts, logon);
        if best_access && self.opens.effects().failure().is_none() {
            let choice = facts.readings.of(Reading::OpenFlagsAtLogon);
            let context = Context::of(session, Some(open));
            self.recorder.fact(context, Fact::ReadAs(Reading::OpenFlagsAtLogon, choice));
        }
    }
}
