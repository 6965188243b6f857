//! Sessions of which something is over.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::trace::{SessionNo, TaskNo};

/// Whether a session has to be looked at, asked without the lock. It changes under the lock, and so whoever has held it
/// since sees what is.
#[derive(Clone, Default)]
pub(crate) struct DueFlag(Arc<AtomicBool>);

impl DueFlag {
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A bit for the session with this number; those above the 63rd share one.
pub(crate) const fn session_bit(number: u32) -> u64 {
    let place = number.saturating_sub(1);
    1 << if place < 63 { place } else { 63 }
}

/// Sessions that may have to end, in the order in which that became so. A task that takes turns with others sees to what it has made
/// due itself; else whoever comes next does.
pub(crate) struct DueSessions {
    flag: DueFlag,
    /// Each once for everybody, and once for a task.
    sessions: VecDeque<(TaskNo, SessionNo)>,
    takes_turns: bool,
}

/// Stands for whoever comes next.
const EVERYBODY: TaskNo = TaskNo::MAIN;

impl DueSessions {
    pub(crate) const fn new(flag: DueFlag) -> Self {
        Self { flag, sessions: VecDeque::new(), takes_turns: false }
    }

    /// A task has made a session due.
    pub(crate) fn add(&mut self, session: SessionNo, by: TaskNo) {
        let of = if self.takes_turns { by } else { EVERYBODY };
        if !self.sessions.contains(&(of, session)) {
            self.sessions.push_back((of, session));
        }
        self.flag.0.store(true, Ordering::Relaxed);
    }

    /// The next one that a task has to see to.
    pub(crate) fn next(&mut self, task: TaskNo) -> Option<SessionNo> {
        let place = self.sessions.iter().position(|(of, _)| *of == EVERYBODY || *of == task)?;
        let next = self.sessions.remove(place);
        self.flag.0.store(!self.sessions.is_empty(), Ordering::Relaxed);
        next.map(|(_, session)| session)
    }

    /// Tasks take turns from now on, or do no more.
    pub(crate) fn take_turns(&mut self, take: bool) {
        self.takes_turns = take;
        if !take {
            self.sessions.iter_mut().for_each(|(of, _)| *of = EVERYBODY);
        }
    }

    /// A task has come to its end: what it leaves is everybody's.
    pub(crate) fn task_ends(&mut self, task: TaskNo) {
        self.sessions.iter_mut().filter(|(of, _)| *of == task).for_each(|(of, _)| *of = EVERYBODY);
    }

    /// A bit for each that everybody has to see to, and for each that this task has to see to, see [`session_bit`].
    pub(crate) fn bits(&self, task: Option<TaskNo>) -> [u64; 2] {
        [Some(EVERYBODY), task].map(|whose| {
            let of_task = self.sessions.iter().filter(|(of, _)| Some(*of) == whose);
            of_task.fold(0, |bits, (_, session)| bits | session_bit(session.number()))
        })
    }
}
