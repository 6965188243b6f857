//! `IMAPITable`: a read-only view of rows and columns.

use std::any::Any;
use std::sync::Arc;

use super::{Connection, IMAPIAdviseSink, OtherInterface, no_interface, no_support};
use crate::mapi::{
    Bookmark, EventMask, FindRowFlags, HResult, MapiErrorDetail, MapiResult, MapiUid, PropTag,
    QueryColumnsFlags, QueryRowsFlags, RestrictFlags, Restriction, Row, SetColumnsFlags, SortFlags,
    SortOrderSet, StringWidth, TableStatus, TableType, Warned,
};

/// A table. Page: `imapitableiunknown`.
///
/// Required are the five methods without which nobody can read one: set and query columns, count, seek and
/// query rows.
pub trait IMAPITable: Any + Send + Sync {
    /// `IMAPITable::GetLastError`. Page: `imapitable-getlasterror`.
    ///
    /// Details on the previous error, `result`, of this table. Codes: MAPI_E_BAD_CHARWIDTH. Default: no
    /// information.
    #[doc(alias = "GetLastError")]
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        Ok(None)
    }

    /// `IMAPITable::Advise`. Page: `imapitable-advise`.
    ///
    /// `events`: `fnevTableModified` only. Codes: MAPI_E_NO_SUPPORT. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Advise")]
    fn advise(&self, events: EventMask, sink: Arc<dyn IMAPIAdviseSink>) -> MapiResult<Connection> {
        no_support()
    }

    /// `IMAPITable::Unadvise`. Page: `imapitable-unadvise`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Unadvise")]
    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPITable::GetStatus`. Page: `imapitable-getstatus`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetStatus")]
    fn get_status(&self) -> MapiResult<TableState> {
        no_support()
    }

    /// `IMAPITable::SetColumns`. Page: `imapitable-setcolumns`.
    ///
    /// The columns and their order; `PR_NULL` keeps a place free. Codes: MAPI_E_BUSY. Required.
    #[doc(alias = "SetColumns")]
    fn set_columns(&self, columns: &[PropTag], flags: SetColumnsFlags) -> MapiResult<()>;

    /// `IMAPITable::QueryColumns`. Page: `imapitable-querycolumns`.
    ///
    /// The current columns, or with `TBL_ALL_COLUMNS` all there could be. Codes: MAPI_E_BUSY. Required.
    #[doc(alias = "QueryColumns")]
    fn query_columns(&self, flags: QueryColumnsFlags) -> MapiResult<Vec<PropTag>>;

    /// `IMAPITable::GetRowCount`. Page: `imapitable-getrowcount`.
    ///
    /// `flags`: reserved, zero. Codes: MAPI_E_BUSY, MAPI_E_NO_SUPPORT (the rows cannot be counted); warning
    /// MAPI_W_APPROX_COUNT. Required.
    #[doc(alias = "GetRowCount")]
    fn get_row_count(&self, flags: u32) -> MapiResult<Warned<u32>>;

    /// `IMAPITable::SeekRow`. Page: `imapitable-seekrow`.
    ///
    /// Moves the cursor by `rows` from `origin`; the answer is how far it went, with the sign of the
    /// direction. Codes: MAPI_E_BUSY, MAPI_E_INVALID_BOOKMARK; warning MAPI_W_POSITION_CHANGED. Required.
    #[doc(alias = "SeekRow")]
    fn seek_row(&self, origin: Bookmark, rows: i32) -> MapiResult<Warned<i32>>;

    /// `IMAPITable::SeekRowApprox`. Page: `imapitable-seekrowapprox`.
    ///
    /// Moves the cursor to the fraction `numerator / denominator` of the table; the denominator is not
    /// zero. Codes: MAPI_E_BUSY. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SeekRowApprox")]
    fn seek_row_approx(&self, numerator: u32, denominator: u32) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPITable::QueryPosition`. Page: `imapitable-queryposition`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "QueryPosition")]
    fn query_position(&self) -> MapiResult<TablePosition> {
        no_support()
    }

    /// `IMAPITable::FindRow`. Page: `imapitable-findrow`.
    ///
    /// Moves the cursor to the next row that matches, searching from `origin`. Codes:
    /// MAPI_E_INVALID_BOOKMARK, MAPI_E_NOT_FOUND; warning MAPI_W_POSITION_CHANGED. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "FindRow")]
    fn find_row(
        &self,
        restriction: &Restriction,
        origin: Bookmark,
        flags: FindRowFlags,
    ) -> MapiResult<Warned<()>> {
        no_support()
    }

    /// `IMAPITable::Restrict`. Page: `imapitable-restrict`.
    ///
    /// Shows only rows that match; `None` shows all again. Codes: MAPI_E_BUSY, MAPI_E_TOO_COMPLEX. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "Restrict")]
    fn restrict(&self, restriction: Option<&Restriction>, flags: RestrictFlags) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPITable::CreateBookmark`. Page: `imapitable-createbookmark`.
    ///
    /// Marks the current row. Codes: MAPI_E_UNABLE_TO_COMPLETE. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CreateBookmark")]
    fn create_bookmark(&self) -> MapiResult<Bookmark> {
        no_support()
    }

    /// `IMAPITable::FreeBookmark`. Page: `imapitable-freebookmark`. Codes: MAPI_E_INVALID_BOOKMARK. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "FreeBookmark")]
    fn free_bookmark(&self, position: Bookmark) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPITable::SortTable`. Page: `imapitable-sorttable`.
    ///
    /// A sort order without columns lifts the order. Codes: MAPI_E_BUSY, MAPI_E_NO_SUPPORT,
    /// MAPI_E_TOO_COMPLEX. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SortTable")]
    fn sort_table(&self, order: &SortOrderSet, flags: SortFlags) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPITable::QuerySortOrder`. Page: `imapitable-querysortorder`. Codes: MAPI_E_BUSY. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "QuerySortOrder")]
    fn query_sort_order(&self) -> MapiResult<SortOrderSet> {
        no_support()
    }

    /// `IMAPITable::QueryRows`. Page: `imapitable-queryrows`.
    ///
    /// Up to `rows` rows from the cursor on, or before it if negative; no row is no error. Codes:
    /// MAPI_E_BUSY, MAPI_E_INVALID_PARAMETER (`rows` is zero). Required.
    #[doc(alias = "QueryRows")]
    fn query_rows(&self, rows: i32, flags: QueryRowsFlags) -> MapiResult<Vec<Row>>;

    /// `IMAPITable::Abort`. Page: `imapitable-abort`.
    ///
    /// Stops what runs asynchronously. Codes: MAPI_E_UNABLE_TO_ABORT. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Abort")]
    fn abort(&self) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPITable::ExpandRow`. Page: `imapitable-expandrow`.
    ///
    /// Expands the category whose heading row has this `PR_INSTANCE_KEY`, and answers up to `max_rows` of
    /// the rows this brought. `flags`: reserved, zero. Codes: MAPI_E_NOT_FOUND. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "ExpandRow")]
    fn expand_row(&self, instance_key: &[u8], max_rows: u32, flags: u32) -> MapiResult<ExpandedRows> {
        no_support()
    }

    /// `IMAPITable::CollapseRow`. Page: `imapitable-collapserow`.
    ///
    /// Collapses a category; the answer is how many rows this took away. `flags`: reserved, zero. Codes:
    /// MAPI_E_NOT_FOUND or, for the same thing, MAPI_E_INVALID_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CollapseRow")]
    fn collapse_row(&self, instance_key: &[u8], flags: u32) -> MapiResult<u32> {
        no_support()
    }

    /// `IMAPITable::WaitForCompletion`. Page: `imapitable-waitforcompletion`.
    ///
    /// Waits until nothing runs asynchronously. `flags`: reserved, zero; `timeout`: milliseconds, 0xFFFFFFFF
    /// for ever. Codes: MAPI_E_NO_SUPPORT, MAPI_E_TIMEOUT. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "WaitForCompletion")]
    fn wait_for_completion(&self, flags: u32, timeout: u32) -> MapiResult<TableStatus> {
        no_support()
    }

    /// `IMAPITable::GetCollapseState`. Page: `imapitable-getcollapsestate`.
    ///
    /// Which categories are collapsed, as bytes of the table's own. `flags`: reserved, zero; `instance_key`:
    /// of the row the state is to be rebuilt at. Codes: MAPI_E_BUSY, MAPI_E_NO_SUPPORT. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetCollapseState")]
    fn get_collapse_state(&self, flags: u32, instance_key: &[u8]) -> MapiResult<Vec<u8>> {
        no_support()
    }

    /// `IMAPITable::SetCollapseState`. Page: `imapitable-setcollapsestate`.
    ///
    /// Rebuilds such a state; the answer marks the row it was taken at. `flags`: reserved, zero. Codes:
    /// MAPI_E_BUSY, MAPI_E_UNABLE_TO_COMPLETE. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetCollapseState")]
    fn set_collapse_state(&self, flags: u32, state: &[u8]) -> MapiResult<Bookmark> {
        no_support()
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IMAPITable);

/// What `IMAPITable::GetStatus` returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableState {
    /// `lpulTableStatus`.
    pub status: TableStatus,
    /// `lpulTableType`.
    pub table_type: TableType,
}

/// What `IMAPITable::QueryPosition` returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TablePosition {
    /// `lpulRow`: the row that is read next, the first is 0; `None` stands for 0xFFFFFFFF, not determined.
    pub row: Option<u32>,
    /// `lpulNumerator`.
    pub numerator: u32,
    /// `lpulDenominator`: never zero, and not necessarily the number of rows.
    pub denominator: u32,
}

/// What `IMAPITable::ExpandRow` returns.
#[derive(Clone, Debug)]
pub struct ExpandedRows {
    /// `lppRows`: the first of the new rows, no more than were asked for.
    pub rows: Vec<Row>,
    /// `lpulMoreRows`: how many rows the expansion added in all.
    pub more_rows: u32,
}
