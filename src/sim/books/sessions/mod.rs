//! The sessions, private and shared.

mod by_address;
mod own_pairs;
mod process;
mod session;

use std::collections::{BTreeMap, BTreeSet};

use crate::mapi::{HResult, MapiErrorDetail};
use crate::sim::collections::SideTable;
use crate::trace::SessionNo;

pub(crate) use by_address::address_of;
pub(crate) use session::SessionData;

/// The sessions of which something can still be asked.
pub(crate) struct Sessions {
    /// How many there have been, in the order of `MAPILogonEx`.
    begun: usize,
    by_number: SideTable<SessionNo, SessionData>,
    /// Those that others can join.
    shared: BTreeSet<SessionNo>,
    /// The latest error of each session that had one, which a test may ask for after its end.
    errors: BTreeMap<SessionNo, (HResult, MapiErrorDetail)>,
}

impl Sessions {
    pub(crate) fn new() -> Self {
        Self { begun: 0, by_number: SideTable::new(), shared: BTreeSet::new(), errors: BTreeMap::new() }
    }

    pub(crate) fn get(&self, session: SessionNo) -> Option<&SessionData> {
        self.by_number.get(session)
    }

    pub(crate) fn get_mut(&mut self, session: SessionNo) -> Option<&mut SessionData> {
        self.by_number.get_mut(session)
    }

    /// A session that has not ended.
    pub(crate) fn live(&self, session: SessionNo) -> Option<&SessionData> {
        self.get(session).filter(|data| !data.has_ended())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (SessionNo, &SessionData)> {
        self.by_number.iter()
    }

    /// How many there have been.
    pub(crate) const fn begun(&self) -> usize {
        self.begun
    }

    /// A client begins a session of a profile.
    pub(crate) fn begin(&mut self, session: SessionData) -> SessionNo {
        let no = SessionNo::from_index(self.begun);
        self.begun += 1;
        if session.is_shared() {
            self.shared.insert(no);
        }
        self.by_number.insert(no, session);
        no
    }

    /// The shared session that another client can join.
    pub(crate) fn shared(&self) -> Option<SessionNo> {
        self.shared.first().copied()
    }

    /// A client logs off. Says whether the session has ended with it.
    pub(crate) fn leave(&mut self, session: SessionNo) -> bool {
        let ended = self.get_mut(session).is_some_and(SessionData::leave);
        if ended {
            self.shared.remove(&session);
        }
        ended
    }

    /// A client releases its pointer.
    pub(crate) fn pointer_is_released(&mut self, session: SessionNo) {
        if let Some(data) = self.get_mut(session) {
            data.pointer_is_released();
        }
        self.tidy(session);
    }

    /// Forgets a session of which nothing can be asked any more.
    pub(crate) fn tidy(&mut self, session: SessionNo) {
        if self.get(session).is_some_and(SessionData::is_over) {
            self.by_number.forget(session);
        }
    }

    /// MAPI keeps the text of an error.
    pub(crate) fn keep_error(&mut self, session: SessionNo, code: HResult, detail: MapiErrorDetail) {
        self.errors.insert(session, (code, detail));
    }

    pub(crate) fn last_error(&self, session: SessionNo) -> Option<&(HResult, MapiErrorDetail)> {
        self.errors.get(&session)
    }
}
