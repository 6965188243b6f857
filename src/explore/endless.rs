//! Clients that would never come to their ends, and whose run would not, either.

use crate::sim::Subsystem;
use crate::sim::suspend::look_from;
use crate::trace::TaskNo;

/// After so many moves it is looked whether anything is on record that was not: clients make steps of which nothing is.
const QUIET: u32 = 1 << 12;

/// No run has more moves.
const MOST: u32 = 1 << 17;

/// Counts the moves of a run.
#[derive(Default)]
pub(super) struct Patience {
    moves: u32,
    /// How many events there were when it was looked last.
    events: usize,
    lost: Option<(TaskNo, u32)>,
}

impl Patience {
    /// Whether the task that has moved, and has not ended, is not to move any more: for a long time nothing has happened, be it that
    /// it waits for something that is no step of its own, or there have been too many moves.
    pub(super) fn ends(&mut self, mapi: &Subsystem, task: TaskNo) -> bool {
        self.moves = self.moves.saturating_add(1);
        if self.moves < MOST && !self.moves.is_multiple_of(QUIET) {
            return false;
        }
        let before = std::mem::replace(&mut self.events, look_from(mapi, usize::MAX, |_| ()));
        let ends = self.moves >= MOST || self.events == before;
        if ends {
            self.lost.get_or_insert((task, self.moves));
        }
        ends
    }

    /// The first task that did not come to its end, and the number of moves until then.
    pub(super) const fn lost(&self) -> Option<(TaskNo, u32)> {
        self.lost
    }
}
