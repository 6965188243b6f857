//! Open tables are kept up to date, and sinks are told of their changes.

use std::sync::Arc;

use crate::mapi::StringWidth;
use crate::memory::MemoryTable;
use crate::sim::books::live::{ClientNo, Delivery, LiveTable, Revision, Shown, Source, TableNo};
use crate::sim::books::state::State;
use crate::sim::books::transactions::table_rows::{status_table, stores_table};
use crate::spi::IMAPIAdviseSink;
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
        let shown = self.shown_in(session);
        self.tables.add(LiveTable { session, client, kind, table, shown })
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

    /// Brings all open tables up to date.
    fn refresh_tables(&mut self) {
        for no in self.tables.numbers() {
            self.refresh(no);
        }
    }

    fn refresh(&mut self, no: TableNo) {
        let Some(LiveTable { session, kind, table, shown, .. }) = self.tables.get(no) else { return };
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
        self.tables.shows(no, now);
        self.listeners.announce(Source::Table(no), changes);
    }

    fn shown_in(&self, session: SessionNo) -> Shown {
        let Some(data) = self.sessions.get(session) else { return (Revision::FIRST, Revision::FIRST) };
        (self.profiles.revision(data.profile()), data.revision())
    }

    /// What a sink has to be told first; nothing if somebody is delivering already, who will deliver this, too.
    pub(crate) fn begin_delivery(&mut self) -> Option<Delivery> {
        let can_be_pending = self.listeners.has_pending() || !self.tables.is_empty();
        if self.listeners.is_delivering() || !can_be_pending {
            return None;
        }
        self.next_delivery()
    }

    /// What a sink has to be told next. Without anything more the delivery has ended.
    pub(crate) fn next_delivery(&mut self) -> Option<Delivery> {
        if !self.listeners.has_pending() {
            self.refresh_tables();
        }
        self.listeners.next()
    }
}
