//! Which tables are open, and whether they show what is.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::mapi::StringWidth;
use crate::memory::MemoryTable;
use crate::sim::books::live::audience::Audience;
use crate::sim::books::live::listeners::{ClientNo, Source};
use crate::sim::books::live::rows::{status_table, stores_table};
use crate::sim::books::state::State;
use crate::spi::IMAPIAdviseSink;
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
type Shown = (Revision, Revision);

struct LiveTable {
    session: SessionNo,
    client: ClientNo,
    kind: TableKind,
    /// Data and no foreign code, so that it may go under the lock.
    table: Arc<MemoryTable>,
    shown: Shown,
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

    pub(crate) fn remove_of_client(&mut self, client: ClientNo) {
        self.open.retain(|_, table| table.client != client);
        self.audience.set_tables(self.open.len());
    }

    fn add(&mut self, table: LiveTable) -> TableNo {
        self.last += 1;
        let no = TableNo(self.last);
        self.open.insert(no, table);
        self.audience.set_tables(self.open.len());
        no
    }

    fn remove(&mut self, no: TableNo) {
        self.open.remove(&no);
        self.audience.set_tables(self.open.len());
    }
}

impl State {
    pub(crate) fn open_table(
        &mut self,
        session: SessionNo,
        client: ClientNo,
        kind: TableKind,
        width: StringWidth,
    ) -> TableNo {
        let (columns, rows) = match kind {
            TableKind::Stores => stores_table(self, session, width),
            TableKind::Status => status_table(self, session, width),
        };
        let table = Arc::new(MemoryTable::new(columns, rows));
        let shown = self.shown_in(session);
        self.tables.add(LiveTable { session, client, kind, table, shown })
    }

    /// What is returned has to be dropped without the lock.
    pub(crate) fn close_table(&mut self, no: TableNo) -> Vec<Arc<dyn IMAPIAdviseSink>> {
        self.tables.remove(no);
        self.listeners.remove_of_source(Source::Table(no))
    }

    /// The rows of a table as they are now; nothing if its client has logged off.
    pub(crate) fn current_table(&mut self, no: TableNo) -> Option<Arc<MemoryTable>> {
        self.refresh(no);
        self.tables.open.get(&no).map(|live| Arc::clone(&live.table))
    }

    pub(super) fn has_open_tables(&self) -> bool {
        !self.tables.open.is_empty()
    }

    /// Brings all open tables in line with what they show.
    pub(super) fn refresh_tables(&mut self) {
        if !self.has_open_tables() {
            return;
        }
        let open: Vec<TableNo> = self.tables.open.keys().copied().collect();
        for no in open {
            self.refresh(no);
        }
    }

    fn refresh(&mut self, no: TableNo) {
        let Some(LiveTable { session, kind, table, shown, .. }) = self.tables.open.get(&no) else { return };
        let (session, kind, now) = (*session, *kind, self.shown_in(*session));
        if *shown == now {
            return;
        }
        let table = Arc::clone(table);
        let (_, rows) = match kind {
            TableKind::Stores => stores_table(self, session, StringWidth::empty()),
            TableKind::Status => status_table(self, session, StringWidth::empty()),
        };
        let changes = table.replace_rows(rows);
        if let Some(live) = self.tables.open.get_mut(&no) {
            live.shown = now;
        }
        self.listeners.announce(Source::Table(no), changes);
    }

    fn shown_in(&self, session: SessionNo) -> Shown {
        let Some(data) = self.session(session) else { return (Revision::FIRST, Revision::FIRST) };
        (self.profiles.revision(data.profile), data.revision)
    }

    /// The status table of a session, or what it alone says of its stores, has changed.
    pub(crate) fn session_changed(&mut self, session: SessionNo) {
        if let Some(data) = self.session_mut(session) {
            data.revision.count_up();
        }
    }
}
