//! The stores that wait for the spooler.

use crate::load::{Input, SpoolerState};
use crate::sim::books::state::State;
use crate::sim::books::stores::PairFacts;
use crate::sim::spooler::SpoolerKey;
use crate::trace::{Context, DllNo, OpenNo, SectionNo, SessionNo, StoreNo};

/// A store that waits for the spooler.
#[derive(Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) id: SpoolerKey,
    pub(crate) client: StoreNo,
    pub(crate) session: SessionNo,
    pub(crate) open: OpenNo,
    pub(crate) section: SectionNo,
    pub(crate) dll: DllNo,
}

impl Turn {
    pub(crate) const fn context(&self) -> Context {
        Context::of(self.session, Some(self.open))
    }
}

impl State {
    /// A store that waits, unless its session is ending. The end of the session waits for its logon from now on.
    pub(crate) fn begin_turn(&mut self, id: SpoolerKey) -> Option<Turn> {
        // [SHUT-21] the sessions are gone with the client's process.
        let turn = self.turn(id).filter(|_| !self.client_process.has_left())?;
        self.work_begins(turn.session);
        Some(turn)
    }

    /// Whether `Logon` gave the spooler anything.
    pub(crate) fn has_validation_data(&self, turn: &Turn) -> bool {
        let data = self.stores.get(turn.client).and_then(|data| data.security());
        data.is_some_and(|data| !data.is_empty())
    }

    /// A turn ends before it has begun to do anything.
    pub(crate) fn pass_over(&mut self, turn: &Turn) {
        self.advance(turn.open, Input::SpoolerPassesOver);
        self.work_ends(turn.session);
    }

    fn turn(&self, id: SpoolerKey) -> Option<Turn> {
        let index = usize::try_from(id.store()).ok()?.checked_sub(1)?;
        let client = StoreNo::from_index(index);
        let data = self.stores.get(client)?;
        let PairFacts { session, section, dll, .. } = *data.facts();
        let turn = Turn { id, client, session, open: data.told_by()?, section, dll };
        self.waits_for_spooler(&turn).then_some(turn)
    }

    /// Whether the spooler's logon can still come: a session that is ending takes no new one \[SHUT-11\].
    #[inline(always)]
    pub(crate) fn waits_for_spooler(&self, turn: &Turn) -> bool {
        self.opens.spooler_state(turn.open) == Some(SpoolerState::Told)
            && self.sessions.live(turn.session).is_some()
    }

    /// Whether a store may stand in the spooler's queue: it was told of it, and has not turned to it.
    pub(crate) fn may_wait_for_spooler(&self, client: StoreNo) -> bool {
        let Some(data) = self.stores.get(client) else { return true };
        let has_turned_to = |state| {
            matches!(
                state,
                SpoolerState::Initialising
                    | SpoolerState::LoggingOn
                    | SpoolerState::Configuring
                    | SpoolerState::LoggedOn
            )
        };
        data.told_by().is_some_and(|open| !self.opens.spooler_state(open).is_some_and(has_turned_to))
    }

    /// The client's store whose pair of the spooler is still there, although that store has gone and another waits.
    pub(crate) fn left_over(&self, turn: &Turn) -> Option<StoreNo> {
        let pair = self.sessions.get(turn.session)?.spooler_pair_of(turn.section)?;
        Some(self.stores.client_store_of(pair))
    }
}
