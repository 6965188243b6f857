//! Sections of profiles that somebody has open.

use std::collections::{BTreeMap, BTreeSet};

use crate::trace::{Actor, Context, Method, SectionNo, SessionNo, SupportNo};

/// A section that somebody has open.
pub(crate) struct OpenSection {
    pub(crate) section: SectionNo,
    pub(crate) user: SectionUser,
}

/// Who opened a section, and how.
#[derive(Clone, Copy)]
pub(crate) struct SectionUser {
    pub(crate) context: Context,
    pub(crate) by: Actor,
    pub(crate) method: Method,
    /// The support object that it was opened through.
    pub(crate) support: Option<SupportNo>,
}

/// Sections that are open as objects, in the order of opening.
#[derive(Default)]
pub(super) struct OpenSections {
    opened: u64,
    by_number: BTreeMap<u64, OpenSection>,
    by_session: BTreeSet<(SessionNo, u64)>,
}

impl OpenSections {
    pub(super) fn add(&mut self, section: OpenSection) -> u64 {
        self.opened = self.opened.wrapping_add(1);
        if let Some(session) = section.user.context.session {
            self.by_session.insert((session, self.opened));
        }
        self.by_number.insert(self.opened, section);
        self.opened
    }

    pub(super) fn remove(&mut self, number: u64) {
        let session = self.by_number.remove(&number).and_then(|open| open.user.context.session);
        if let Some(session) = session {
            self.by_session.remove(&(session, number));
        }
    }

    pub(super) fn of_session(&self, session: SessionNo) -> impl Iterator<Item = &OpenSection> {
        let numbers = self.by_session.range((session, 0)..=(session, u64::MAX));
        numbers.filter_map(|(_, number)| self.by_number.get(number))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &OpenSection> {
        self.by_number.values()
    }
}
