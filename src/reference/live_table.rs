//! Tables that follow the store and tell their sinks.

// [NOTIF-27] to [NOTIF-30]

use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use super::disk::{Change, Watcher};
use super::notify::Source;
use super::open_store::OpenStore;
use super::table_rows::{TableRows, Update};
use crate::mapi::codes::{MAPI_E_INVALID_PARAMETER, MAPI_E_NO_SUPPORT, MAPI_E_OBJECT_DELETED};
use crate::mapi::{
    Bookmark, EventMask, FindRowFlags, MapiResult, Notification, PropTag, QueryColumnsFlags, QueryRowsFlags,
    RestrictFlags, Restriction, Row, SetColumnsFlags, SortFlags, SortOrderSet, TableStatus, TableType,
    Warned,
};
use crate::memory::MemoryTable;
use crate::spi::{Connection, IMAPIAdviseSink, IMAPITable, TablePosition, TableState};

pub(super) struct LiveTable {
    inside: Arc<OpenStore>,
    /// Tells this table from the others of the opening, in the key of its notifications.
    source: Source,
    /// The number under which the table watches the store.
    watching: OnceLock<u64>,
    /// What the rows are, and how far they were read.
    rows: Mutex<TableRows>,
    /// Whether it shows the outgoing queue.
    of_queue: bool,
    table: MemoryTable,
}

impl LiveTable {
    /// A table with these columns at first. In a store that notifies it follows every change.
    pub(super) fn open(
        inside: &Arc<OpenStore>,
        columns: Vec<PropTag>,
        mut rows: TableRows,
    ) -> MapiResult<Arc<dyn IMAPITable>> {
        let read = inside.file.with(|data| rows.read(inside, data)).ok_or(MAPI_E_OBJECT_DELETED)?;
        let (table, of_queue) = (MemoryTable::new(columns, read), rows.are_queue());
        let (inside, source) = (Arc::clone(inside), inside.new_source());
        let (watching, rows) = (OnceLock::new(), Mutex::new(rows));
        let live = Arc::new(Self { inside, source, watching, rows, of_queue, table });
        if live.follows() {
            let watcher: Weak<Self> = Arc::downgrade(&live);
            live.watching.get_or_init(|| live.inside.file.watch(watcher));
        }
        Ok(live)
    }

    /// The queue has to tell the spooler in any store.
    // [QUEUE-07]
    fn follows(&self) -> bool {
        self.inside.file.abilities.notify || self.of_queue
    }
}

impl Watcher for LiveTable {
    fn changed(&self, change: &Change) {
        let of_queue = matches!(change, Change::Queue);
        if of_queue != self.of_queue || self.inside.check_alive().is_err() {
            return;
        }
        for notification in self.follow() {
            self.inside.tell_source(self.source, &notification);
        }
    }
}

impl LiveTable {
    /// Brings the rows up to date, unless what they are about has gone.
    fn follow(&self) -> Vec<Notification> {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        match self.inside.file.with(|data| rows.update(&self.inside, data)) {
            None => Vec::new(),
            Some(Update::All(rows)) => self.table.replace_rows(rows),
            Some(Update::Some(changes)) => self.table.change_rows(changes),
        }
    }
}

impl Drop for LiveTable {
    fn drop(&mut self) {
        if let Some(number) = self.watching.get() {
            self.inside.file.unwatch(*number);
        }
        self.inside.unadvise_source(self.source);
    }
}

impl IMAPITable for LiveTable {
    fn advise(&self, events: EventMask, sink: Arc<dyn IMAPIAdviseSink>) -> MapiResult<Connection> {
        self.inside.check_open()?;
        if !self.follows() {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        if events != EventMask::fnevTableModified {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        self.inside.register(self.source, events, &sink)
    }

    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        self.inside.unadvise(connection)
    }

    fn get_status(&self) -> MapiResult<TableState> {
        let table_type = if self.follows() { TableType::Dynamic } else { TableType::Snapshot };
        Ok(TableState { status: TableStatus::Complete, table_type })
    }

    fn set_columns(&self, columns: &[PropTag], flags: SetColumnsFlags) -> MapiResult<()> {
        self.table.set_columns(columns, flags)
    }

    fn query_columns(&self, flags: QueryColumnsFlags) -> MapiResult<Vec<PropTag>> {
        self.table.query_columns(flags)
    }

    fn get_row_count(&self, flags: u32) -> MapiResult<Warned<u32>> {
        self.table.get_row_count(flags)
    }

    fn seek_row(&self, origin: Bookmark, rows: i32) -> MapiResult<Warned<i32>> {
        self.table.seek_row(origin, rows)
    }

    fn seek_row_approx(&self, numerator: u32, denominator: u32) -> MapiResult<()> {
        self.table.seek_row_approx(numerator, denominator)
    }

    fn query_position(&self) -> MapiResult<TablePosition> {
        self.table.query_position()
    }

    fn find_row(
        &self,
        restriction: &Restriction,
        origin: Bookmark,
        flags: FindRowFlags,
    ) -> MapiResult<Warned<()>> {
        self.table.find_row(restriction, origin, flags)
    }

    fn restrict(&self, restriction: Option<&Restriction>, flags: RestrictFlags) -> MapiResult<()> {
        self.table.restrict(restriction, flags)
    }

    fn create_bookmark(&self) -> MapiResult<Bookmark> {
        self.table.create_bookmark()
    }

    fn free_bookmark(&self, position: Bookmark) -> MapiResult<()> {
        self.table.free_bookmark(position)
    }

    fn sort_table(&self, order: &SortOrderSet, flags: SortFlags) -> MapiResult<()> {
        self.table.sort_table(order, flags)
    }

    fn query_sort_order(&self) -> MapiResult<SortOrderSet> {
        self.table.query_sort_order()
    }

    fn query_rows(&self, rows: i32, flags: QueryRowsFlags) -> MapiResult<Vec<Row>> {
        self.table.query_rows(rows, flags)
    }

    fn abort(&self) -> MapiResult<()> {
        self.table.abort()
    }

    fn wait_for_completion(&self, flags: u32, timeout: u32) -> MapiResult<TableStatus> {
        self.table.wait_for_completion(flags, timeout)
    }
}
