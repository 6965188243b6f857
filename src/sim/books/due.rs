//! Sessions of which something is over.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::trace::SessionNo;

/// Whether a session has to be looked at, asked without the lock. It changes under the lock, and so whoever has held it
/// since sees what is.
#[derive(Clone, Default)]
pub(crate) struct DueFlag(Arc<AtomicBool>);

impl DueFlag {
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Sessions that may have to end, each once, in the order in which that became so.
pub(crate) struct DueSessions {
    flag: DueFlag,
    sessions: VecDeque<SessionNo>,
}

impl DueSessions {
    pub(crate) const fn new(flag: DueFlag) -> Self {
        Self { flag, sessions: VecDeque::new() }
    }

    pub(crate) fn add(&mut self, session: SessionNo) {
        if !self.sessions.contains(&session) {
            self.sessions.push_back(session);
        }
        self.flag.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn next(&mut self) -> Option<SessionNo> {
        let next = self.sessions.pop_front();
        self.flag.0.store(!self.sessions.is_empty(), Ordering::Relaxed);
        next
    }
}
