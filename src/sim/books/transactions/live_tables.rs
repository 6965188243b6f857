//! Open tables are kept up to date, and sinks are told of their changes.

use std::sync::Arc;

use crate::mapi::StringWidth;
use crate::memory::MemoryTable;
use crate::sim::books::live::{ClientNo, Delivery, LiveTable, Revision, Shown, Source, TableNo};
use crate::sim::books::state::State;
use crate::sim::books::transactions::table_rows::{status_table, stores_table};
use crate::spi::{Connection, IMAPIAdviseSink};
use crate::trace::{SessionNo, TableKind};

impl State {
    /// A client opens one of the tables of its session.
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
        let shown = self.shown_in(session, kind);
        let profile = self.sessions.get(session).map_or(0, |data| data.profile());
        self.tables.add(LiveTable { profile, session, client, kind, table, shown })
    }

    /// A sink is registered on a table.
    pub(crate) fn advise_on_table(
        &mut self,
        no: TableNo,
        session: SessionNo,
        client: ClientNo,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> Connection {
        let profile = self.tables.get(no).map_or(0, |live| live.profile);
        self.tables.watch(no, self.profiles.revision(profile));
        self.listeners.add(Source::Table(no), session, client, sink)
    }

    /// A registration on a table ends. What is returned has to be dropped without the lock.
    pub(crate) fn unadvise_on_table(
        &mut self,
        no: TableNo,
        connection: Connection,
    ) -> Option<Arc<dyn IMAPIAdviseSink>> {
        let sink = self.listeners.remove(Source::Table(no), connection);
        if !self.listeners.has(Source::Table(no)) {
            self.tables.unwatch(no);
        }
        sink
    }

    /// A client releases a table. What is returned has to be dropped without the lock.
    pub(crate) fn close_table(&mut self, no: TableNo) -> Vec<Arc<dyn IMAPIAdviseSink>> {
        self.tables.remove(no);
        self.listeners.remove_of_source(Source::Table(no))
    }

    /// The rows of a table as they are now; nothing if its client has logged off.
    pub(crate) fn current_table(&mut self, no: TableNo) -> Option<Arc<MemoryTable>> {
        self.refresh(no);
        self.tables.get(no).map(|live| Arc::clone(&live.table))
    }

    /// Brings the tables up to date that have sinks.
    fn refresh_watched(&mut self) {
        let changed = self.tables.take_changed(|profile| self.profiles.revision(profile));
        for no in changed {
            self.refresh(no);
        }
    }

    fn refresh(&mut self, no: TableNo) {
        let Some(LiveTable { session, kind, table, shown, .. }) = self.tables.get(no) else { return };
        let (session, kind, now) = (*session, *kind, self.shown_in(*session, *kind));
        if *shown == now {
            return;
        }
        let table = Arc::clone(table);
        let (_, rows) = match kind {
            TableKind::Stores => stores_table(self, session, StringWidth::empty()),
            TableKind::Status => status_table(self, session, StringWidth::empty()),
        };
        let changes = table.replace_rows(rows);
        self.tables.shows(no, now);
        self.listeners.announce(Source::Table(no), changes);
    }

    /// The state of now. The stores table shows of the session only the roles.
    fn shown_in(&self, session: SessionNo, kind: TableKind) -> Shown {
        let first = Revision::FIRST;
        let Some(data) = self.sessions.get(session) else { return (first, first, first) };
        let (profile, roles) = (self.profiles.revision(data.profile()), data.roles_revision());
        match kind {
            TableKind::Stores => (profile, roles, first),
            TableKind::Status => (profile, roles, data.status_revision()),
        }
    }

    /// What a sink has to be told first; nothing if somebody is delivering already, who will deliver this, too.
    pub(crate) fn begin_delivery(&mut self) -> Option<Delivery> {
        if self.listeners.is_delivering() { None } else { self.next_delivery() }
    }

    /// What a sink has to be told next. Without anything more the delivery has ended.
    pub(crate) fn next_delivery(&mut self) -> Option<Delivery> {
        if !self.listeners.has_pending() {
            self.refresh_watched();
        }
        self.listeners.next()
    }
}
