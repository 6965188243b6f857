//! The open tables, which state of things each of them shows, and which may have to be told of changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::memory::MemoryTable;
use crate::sim::books::live::listeners::ClientNo;
use crate::trace::{SessionNo, TableKind};

/// An open table, in the order of opening.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct TableNo(u64);

/// Counts the changes of something that tables show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Revision(u64);

impl Revision {
    pub(crate) const FIRST: Self = Self(0);

    pub(crate) const fn count_up(&mut self) {
        self.0 = self.0.wrapping_add(1);
    }
}

/// Which state of things a table shows: of the profile, of the roles in the session, and of the rest of the session.
pub(crate) type Shown = (Revision, Revision, Revision);

/// A table that a client has open.
pub(crate) struct LiveTable {
    pub(crate) profile: usize,
    pub(crate) session: SessionNo,
    pub(crate) client: ClientNo,
    pub(crate) kind: TableKind,
    /// Data and no foreign code, so that it may go under the lock.
    pub(crate) table: Arc<MemoryTable>,
    pub(crate) shown: Shown,
}

/// The tables that clients have open.
pub(crate) struct LiveTables {
    last: u64,
    open: BTreeMap<TableNo, LiveTable>,
    by_client: BTreeSet<(ClientNo, TableNo)>,
    watched: Watched,
}

/// The tables that have sinks. No other table has to be brought up to date before somebody reads it.
#[derive(Default)]
struct Watched {
    /// By profile and session.
    tables: BTreeSet<(usize, SessionNo, TableNo)>,
    /// What was seen last of each profile of which there is one.
    profiles: BTreeMap<usize, Revision>,
    /// The sessions that have changed since.
    changed: BTreeSet<(usize, SessionNo)>,
    /// The tables that have a sink since then. Something may have happened after each was made.
    new: BTreeSet<TableNo>,
}

impl LiveTables {
    pub(crate) fn new() -> Self {
        Self { last: 0, open: BTreeMap::new(), by_client: BTreeSet::new(), watched: Watched::default() }
    }

    pub(crate) fn add(&mut self, table: LiveTable) -> TableNo {
        self.last += 1;
        let no = TableNo(self.last);
        self.by_client.insert((table.client, no));
        self.open.insert(no, table);
        no
    }

    pub(crate) fn get(&self, no: TableNo) -> Option<&LiveTable> {
        self.open.get(&no)
    }

    pub(crate) fn remove(&mut self, no: TableNo) {
        self.unwatch(no);
        if let Some(LiveTable { client, .. }) = self.open.remove(&no) {
            self.by_client.remove(&(client, no));
        }
    }

    pub(crate) fn remove_of_client(&mut self, client: ClientNo) {
        let of_client = self.by_client.range((client, TableNo(0))..=(client, TableNo(u64::MAX)));
        let of_client: Vec<TableNo> = of_client.map(|(_, no)| *no).collect();
        for no in of_client {
            self.remove(no);
        }
    }

    /// A table shows this state now.
    pub(crate) fn shows(&mut self, no: TableNo, shown: Shown) {
        if let Some(live) = self.open.get_mut(&no) {
            live.shown = shown;
        }
    }
}

/// The tables that have sinks.
impl LiveTables {
    /// A table has a sink, of which the profile has this revision.
    pub(crate) fn watch(&mut self, no: TableNo, revision: Revision) {
        let Some(LiveTable { profile, session, .. }) = self.open.get(&no) else { return };
        self.watched.tables.insert((*profile, *session, no));
        self.watched.profiles.entry(*profile).or_insert(revision);
        self.watched.new.insert(no);
    }

    /// A table has no sink any more.
    pub(crate) fn unwatch(&mut self, no: TableNo) {
        let Some(LiveTable { profile, session, .. }) = self.open.get(&no) else { return };
        let profile = *profile;
        self.watched.new.remove(&no);
        if self.watched.tables.remove(&(profile, *session, no))
            && self.watched.of_profile(profile).next().is_none()
        {
            self.watched.profiles.remove(&profile);
        }
    }

    /// What tables of a session show has changed beside the profile.
    pub(crate) fn session_changed(&mut self, profile: usize, session: SessionNo) {
        if self.watched.of_session(profile, session).next().is_some() {
            self.watched.changed.insert((profile, session));
        }
    }

    /// The tables with sinks that may show another state than that of now, in the order of opening. `revision` is that of
    /// a profile now.
    pub(crate) fn take_changed(&mut self, revision: impl Fn(usize) -> Revision) -> Vec<TableNo> {
        let mut changed = std::mem::take(&mut self.watched.new);
        for (profile, session) in std::mem::take(&mut self.watched.changed) {
            changed.extend(self.watched.of_session(profile, session));
        }
        let seen: Vec<(usize, Revision)> =
            self.watched.profiles.iter().map(|(profile, seen)| (*profile, *seen)).collect();
        for (profile, seen) in seen {
            let now = revision(profile);
            if seen != now {
                changed.extend(self.watched.of_profile(profile));
                self.watched.profiles.insert(profile, now);
            }
        }
        changed.into_iter().collect()
    }
}

impl Watched {
    fn of_session(&self, profile: usize, session: SessionNo) -> impl Iterator<Item = TableNo> {
        let from = self.tables.range((profile, session, TableNo(0))..);
        from.take_while(move |(in_profile, of, _)| (*in_profile, *of) == (profile, session))
            .map(|(_, _, no)| *no)
    }

    fn of_profile(&self, profile: usize) -> impl Iterator<Item = TableNo> {
        let from = self.tables.range((profile, SessionNo::from_index(0), TableNo(0))..);
        from.take_while(move |(of, _, _)| *of == profile).map(|(_, _, no)| *no)
    }
}
