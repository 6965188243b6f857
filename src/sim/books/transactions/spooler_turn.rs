//! The stores that wait for the spooler.

use crate::load::SpoolerState;
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
    /// A store that waits. The end of the session waits for its logon from now on.
    pub(crate) fn begin_turn(&mut self, id: SpoolerKey) -> Option<Turn> {
        // [SHUT-21] the sessions are gone with the client's process.
        let turn = self.turn(id).filter(|_| !self.client_process.has_left())?;
        let session = self.sessions.get_mut(turn.session)?;
        session.spooler_logon_begins();
        Some(turn)
    }

    fn turn(&self, id: SpoolerKey) -> Option<Turn> {
        let index = usize::try_from(id.store()).ok()?.checked_sub(1)?;
        let client = StoreNo::from_index(index);
        let data = self.stores.get(client)?;
        let PairFacts { session, section, dll, .. } = *data.facts();
        let open = data.told_by()?;
        let waits = self.opens.spooler_state(open) == Some(SpoolerState::Told);
        waits.then_some(Turn { id, client, session, open, section, dll })
    }

    /// The client's store whose pair of the spooler is still there, although that store has gone and another waits.
    pub(crate) fn left_over(&self, turn: &Turn) -> Option<StoreNo> {
        let pair = self.sessions.get(turn.session)?.spooler_pair_of(turn.section)?;
        Some(self.stores.client_store_of(pair))
    }
}
