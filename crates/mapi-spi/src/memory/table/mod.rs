//! Tables over rows that are there already.

mod change;
mod column;
mod compare;
mod restriction;
mod update;
mod view;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::mapi::codes::{
    MAPI_E_INVALID_BOOKMARK, MAPI_E_INVALID_PARAMETER, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND,
    MAPI_E_TOO_COMPLEX, MAPI_E_UNKNOWN_FLAGS,
};
use crate::mapi::{
    Bookmark, FindRowFlags, MapiResult, PropTag, QueryColumnsFlags, QueryRowsFlags, RestrictFlags,
    Restriction, Row, SetColumnsFlags, SortDirection, SortFlags, SortOrder, SortOrderSet, TableStatus,
    TableType, Warned,
};
use crate::spi::{IMAPITable, TablePosition, TableState};
pub(super) use compare::size as value_size;
pub use update::RowChange;
use view::View;

/// A table over rows in memory, what `ITableData` is in MAPI.
///
/// It is a snapshot: it does not change after it was made, so it sends no notifications (`Advise` answers
/// `MAPI_E_NO_SUPPORT`). Categories are not supported.
///
/// ```
/// use mapi_spi::mapi::{PropValue, QueryRowsFlags, Row, tags::PR_DISPLAY_NAME_W};
/// use mapi_spi::memory::MemoryTable;
///
/// let row = |name: &str| Row::new(vec![PropValue::new(PR_DISPLAY_NAME_W, name)]);
/// let table = MemoryTable::shared(vec![PR_DISPLAY_NAME_W], vec![row("Inbox"), row("Outbox")]);
/// assert_eq!(table.query_rows(10, QueryRowsFlags::empty())?.len(), 2);
/// # Ok::<(), mapi_spi::mapi::MapiError>(())
/// ```
#[derive(Debug)]
pub struct MemoryTable {
    view: Mutex<View>,
    bookmarks: bool,
}

impl MemoryTable {
    /// A table that shows `columns` at first; the rows may have more than those.
    #[must_use]
    pub fn new(columns: Vec<PropTag>, rows: Vec<Row>) -> Self {
        Self { view: Mutex::new(View::new(columns, rows)), bookmarks: true }
    }

    /// Refuses `CreateBookmark`, as tables of attachments do.
    // [ATT-11]
    #[must_use]
    pub const fn without_bookmarks(mut self) -> Self {
        self.bookmarks = false;
        self
    }

    /// The same, ready to be returned by a method.
    #[must_use]
    pub fn shared(columns: Vec<PropTag>, rows: Vec<Row>) -> Arc<dyn IMAPITable> {
        Arc::new(Self::new(columns, rows))
    }

    fn view(&self) -> MutexGuard<'_, View> {
        self.view.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

fn step(rows: usize) -> i32 {
    i32::try_from(rows).unwrap_or(i32::MAX)
}

impl IMAPITable for MemoryTable {
    fn get_status(&self) -> MapiResult<TableState> {
        Ok(TableState { status: TableStatus::Complete, table_type: TableType::Snapshot })
    }

    fn set_columns(&self, columns: &[PropTag], flags: SetColumnsFlags) -> MapiResult<()> {
        if !flags.unnamed().is_empty() {
            return Err(MAPI_E_UNKNOWN_FLAGS.into());
        }
        if columns.is_empty() {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        self.view().columns = columns.to_vec();
        Ok(())
    }

    fn query_columns(&self, flags: QueryColumnsFlags) -> MapiResult<Vec<PropTag>> {
        let view = self.view();
        let all = flags.contains(QueryColumnsFlags::TBL_ALL_COLUMNS);
        Ok(if all { view.all_columns() } else { view.columns.clone() })
    }

    fn get_row_count(&self, _flags: u32) -> MapiResult<Warned<u32>> {
        Ok(Warned::ok(count(self.view().len())))
    }

    fn seek_row(&self, origin: Bookmark, rows: i32) -> MapiResult<Warned<i32>> {
        let mut view = self.view();
        let Warned { value: from, warning } = view.position_of(origin)?;
        let distance = usize::try_from(rows.unsigned_abs()).unwrap_or(usize::MAX);
        let (to, sought) = if rows < 0 {
            let to = from.saturating_sub(distance);
            (to, -step(from - to))
        } else {
            let to = from.saturating_add(distance).min(view.len());
            (to, step(to - from))
        };
        view.cursor = to;
        Ok(Warned { value: sought, warning })
    }

    fn seek_row_approx(&self, numerator: u32, denominator: u32) -> MapiResult<()> {
        if denominator == 0 {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        let mut view = self.view();
        let rows = u64::try_from(view.len()).unwrap_or(u64::MAX);
        let at = rows.saturating_mul(u64::from(numerator.min(denominator))) / u64::from(denominator);
        view.cursor = usize::try_from(at).unwrap_or(usize::MAX);
        Ok(())
    }

    fn query_position(&self) -> MapiResult<TablePosition> {
        let view = self.view();
        let (numerator, denominator) = (count(view.cursor), count(view.len()));
        Ok(TablePosition { row: Some(numerator), numerator, denominator: denominator.max(1) })
    }

    fn find_row(
        &self,
        restriction: &Restriction,
        origin: Bookmark,
        flags: FindRowFlags,
    ) -> MapiResult<Warned<()>> {
        restriction::check(restriction)?;
        let mut view = self.view();
        let Warned { value: from, warning } = view.position_of(origin)?;
        let fits =
            |position: &usize| view.row(*position).is_some_and(|row| restriction::meets(row, restriction));
        let found = if flags.contains(FindRowFlags::DIR_BACKWARD) {
            (0..from).rev().find(fits)
        } else {
            (from..view.len()).find(fits)
        };
        view.cursor = found.ok_or(MAPI_E_NOT_FOUND)?;
        Ok(Warned { value: (), warning })
    }

    fn restrict(&self, restriction: Option<&Restriction>, _flags: RestrictFlags) -> MapiResult<()> {
        if let Some(restriction) = restriction {
            restriction::check(restriction)?;
        }
        self.view().restrict(restriction.cloned());
        Ok(())
    }

    fn create_bookmark(&self) -> MapiResult<Bookmark> {
        if self.bookmarks { Ok(self.view().mark()) } else { Err(MAPI_E_NO_SUPPORT.into()) }
    }

    fn free_bookmark(&self, position: Bookmark) -> MapiResult<()> {
        // The predefined ones stay.
        if [Bookmark::BEGINNING, Bookmark::CURRENT, Bookmark::END].contains(&position) {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        self.view().unmark(position).map_err(|_| MAPI_E_INVALID_BOOKMARK.into())
    }

    fn sort_table(&self, order: &SortOrderSet, _flags: SortFlags) -> MapiResult<()> {
        let plain =
            |key: &SortOrder| matches!(key.direction, SortDirection::Ascending | SortDirection::Descending);
        if order.categories > 0 || !order.orders.iter().all(plain) {
            return Err(MAPI_E_TOO_COMPLEX.into());
        }
        self.view().sort(order.clone());
        Ok(())
    }

    fn query_sort_order(&self) -> MapiResult<SortOrderSet> {
        Ok(self.view().order.clone())
    }

    fn query_rows(&self, rows: i32, flags: QueryRowsFlags) -> MapiResult<Vec<Row>> {
        if rows == 0 {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        let mut view = self.view();
        let distance = usize::try_from(rows.unsigned_abs()).unwrap_or(usize::MAX);
        let (from, to) = if rows < 0 {
            (view.cursor.saturating_sub(distance), view.cursor)
        } else {
            (view.cursor, view.cursor.saturating_add(distance).min(view.len()))
        };
        let shown = (from..to).filter_map(|at| view.row(at)).map(|row| view.shown(row)).collect();
        if !flags.contains(QueryRowsFlags::TBL_NOADVANCE) {
            view.cursor = if rows < 0 { from } else { to };
        }
        Ok(shown)
    }

    fn abort(&self) -> MapiResult<()> {
        Ok(())
    }

    fn wait_for_completion(&self, _flags: u32, _timeout: u32) -> MapiResult<TableStatus> {
        Ok(TableStatus::Complete)
    }
}
