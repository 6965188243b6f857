//! The table object that a client gets from its session.

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_INVALID_OBJECT, MAPI_E_INVALID_PARAMETER, MAPI_E_NOT_FOUND};
use crate::mapi::{
    Bookmark, EventMask, FindRowFlags, MapiResult, PropTag, QueryColumnsFlags, QueryRowsFlags, RestrictFlags,
    Restriction, Row, SetColumnsFlags, SortFlags, SortOrderSet, StringWidth, TableStatus, TableType, Warned,
};
use crate::memory::MemoryTable;
use crate::sim::books::live::{ClientNo, TableNo};
use crate::sim::kernel::shared::{Shared, plain};
use crate::sim::kernel::turn::{finish, release};
use crate::spi::{Connection, IMAPIAdviseSink, IMAPITable, TablePosition, TableState};
use crate::trace::{Actor, Args, Call, Context, Method, Object, SessionNo, TableKind};

/// The stores table \[PROFILE-16\] or the status table \[STATUS-05\] of a session, which stays current until the client
/// logs off. Objects that are open then become invalid (page `ending-a-mapi-session`).
struct OpenTable {
    shared: Arc<Shared>,
    session: SessionNo,
    client: ClientNo,
    kind: TableKind,
    no: TableNo,
}

/// Opens one of the tables of a session for one of its clients.
pub(super) fn open_table(
    shared: &Arc<Shared>,
    session: SessionNo,
    client: ClientNo,
    kind: TableKind,
    width: StringWidth,
) -> Arc<dyn IMAPITable> {
    let no = shared.with(|state| state.open_table(session, client, kind, width));
    Arc::new(OpenTable { shared: Arc::clone(shared), session, client, kind, no })
}

impl OpenTable {
    fn table(&self) -> MapiResult<Arc<MemoryTable>> {
        let table = self.shared.with(|state| state.current_table(self.no));
        table.ok_or_else(|| MAPI_E_INVALID_OBJECT.into())
    }

    /// Registrations are recorded in any case, and where every call is recorded as one of them.
    fn call<R>(&self, method: Method, args: Args, run: impl FnOnce() -> MapiResult<R>) -> MapiResult<R> {
        if self.shared.records_all() {
            return run();
        }
        let call = Call { from: Actor::Client, to: Object::Table(self.kind), method, args };
        self.shared.cross(Context::session(self.session), call, run, plain)
    }
}

impl Drop for OpenTable {
    fn drop(&mut self) {
        let sinks = self.shared.with(|state| state.close_table(self.no));
        finish(release(sinks));
    }
}

impl IMAPITable for OpenTable {
    fn advise(&self, events: EventMask, sink: Arc<dyn IMAPIAdviseSink>) -> MapiResult<Connection> {
        let run = || {
            self.table()?;
            if events != EventMask::fnevTableModified {
                return Err(MAPI_E_INVALID_PARAMETER.into());
            }
            Ok(self.shared.with(|state| state.advise_on_table(self.no, self.session, self.client, sink)))
        };
        self.call(Method::TableAdvise, Args::Events(events), run)
    }

    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        let run = || {
            self.table()?;
            let sink = self.shared.with(|state| state.unadvise_on_table(self.no, connection));
            sink.map(drop).ok_or_else(|| MAPI_E_NOT_FOUND.into())
        };
        self.call(Method::TableUnadvise, Args::None, run)
    }

    fn get_status(&self) -> MapiResult<TableState> {
        self.table()?;
        Ok(TableState { status: TableStatus::Complete, table_type: TableType::Dynamic })
    }

    fn set_columns(&self, columns: &[PropTag], flags: SetColumnsFlags) -> MapiResult<()> {
        self.table()?.set_columns(columns, flags)
    }

    fn query_columns(&self, flags: QueryColumnsFlags) -> MapiResult<Vec<PropTag>> {
        self.table()?.query_columns(flags)
    }

    fn get_row_count(&self, flags: u32) -> MapiResult<Warned<u32>> {
        self.table()?.get_row_count(flags)
    }

    fn seek_row(&self, origin: Bookmark, rows: i32) -> MapiResult<Warned<i32>> {
        self.table()?.seek_row(origin, rows)
    }

    fn seek_row_approx(&self, numerator: u32, denominator: u32) -> MapiResult<()> {
        self.table()?.seek_row_approx(numerator, denominator)
    }

    fn query_position(&self) -> MapiResult<TablePosition> {
        self.table()?.query_position()
    }

    fn find_row(
        &self,
        restriction: &Restriction,
        origin: Bookmark,
        flags: FindRowFlags,
    ) -> MapiResult<Warned<()>> {
        self.table()?.find_row(restriction, origin, flags)
    }

    fn restrict(&self, restriction: Option<&Restriction>, flags: RestrictFlags) -> MapiResult<()> {
        self.table()?.restrict(restriction, flags)
    }

    fn create_bookmark(&self) -> MapiResult<Bookmark> {
        self.table()?.create_bookmark()
    }

    fn free_bookmark(&self, position: Bookmark) -> MapiResult<()> {
        self.table()?.free_bookmark(position)
    }

    fn sort_table(&self, order: &SortOrderSet, flags: SortFlags) -> MapiResult<()> {
        self.table()?.sort_table(order, flags)
    }

    fn query_sort_order(&self) -> MapiResult<SortOrderSet> {
        self.table()?.query_sort_order()
    }

    fn query_rows(&self, rows: i32, flags: QueryRowsFlags) -> MapiResult<Vec<Row>> {
        self.table()?.query_rows(rows, flags)
    }

    fn abort(&self) -> MapiResult<()> {
        self.table()?.abort()
    }

    fn wait_for_completion(&self, flags: u32, timeout: u32) -> MapiResult<TableStatus> {
        self.table()?.wait_for_completion(flags, timeout)
    }
}
