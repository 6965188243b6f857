//! The open tables, and which state of things each of them shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::memory::MemoryTable;
use crate::sim::books::live::audience::Audience;
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

/// Which state of profile and session a table shows.
pub(crate) type Shown = (Revision, Revision);

/// A table that a client has open.
pub(crate) struct LiveTable {
    pub(crate) session: SessionNo,
    pub(crate) client: ClientNo,
    pub(crate) kind: TableKind,
    /// Data and no foreign code, so that it may go under the lock.
    pub(crate) table: Arc<MemoryTable>,
    pub(crate) shown: Shown,
}

/// The tables that clients have open.
pub(crate) struct LiveTables {
    audience: Audience,
    last: u64,
    open: BTreeMap<TableNo, LiveTable>,
}

impl LiveTables {
    pub(crate) const fn new(audience: Audience) -> Self {
        Self { audience, last: 0, open: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, table: LiveTable) -> TableNo {
        self.last += 1;
        let no = TableNo(self.last);
        self.open.insert(no, table);
        self.audience.set_tables(self.open.len());
        no
    }

    pub(crate) fn get(&self, no: TableNo) -> Option<&LiveTable> {
        self.open.get(&no)
    }

    pub(crate) fn remove(&mut self, no: TableNo) {
        self.open.remove(&no);
        self.audience.set_tables(self.open.len());
    }

    pub(crate) fn remove_of_client(&mut self, client: ClientNo) {
        self.open.retain(|_, table| table.client != client);
        self.audience.set_tables(self.open.len());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// All tables, in the order of opening.
    pub(crate) fn numbers(&self) -> Vec<TableNo> {
        self.open.keys().copied().collect()
    }

    /// A table shows this state now.
    pub(crate) fn shows(&mut self, no: TableNo, shown: Shown) {
        if let Some(live) = self.open.get_mut(&no) {
            live.shown = shown;
        }
    }
}
