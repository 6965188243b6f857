//! Tables, as a client reads them.

use std::sync::Arc;

use crate::conformance::rule::{OrBreach, Reached, way};
use crate::mapi::codes::{MAPI_E_BAD_CHARWIDTH, MAPI_E_NO_SUPPORT};
use crate::mapi::tags::PR_ENTRYID;
use crate::mapi::{EntryId, MapiResult, PropValue, QueryRowsFlags, Row, TableFlags};
use crate::spi::{IMAPIFolder, IMAPITable};

/// The table of a folder's messages; none from a folder that has no messages and says so.
pub(in crate::conformance) fn contents_table(
    folder: &dyn IMAPIFolder,
) -> Reached<Option<Arc<dyn IMAPITable>>> {
    unless_empty(in_any_width(|flags| folder.get_contents_table(flags)), "GetContentsTable")
}

/// The table of a folder's folders; none from a folder that has no folders and says so.
pub(in crate::conformance) fn hierarchy_table(
    folder: &dyn IMAPIFolder,
) -> Reached<Option<Arc<dyn IMAPITable>>> {
    unless_empty(in_any_width(|flags| folder.get_hierarchy_table(flags)), "GetHierarchyTable")
}

/// A table in Unicode, or else in narrow strings [ERR-07].
pub(in crate::conformance) fn in_any_width(
    open: impl Fn(TableFlags) -> MapiResult<Arc<dyn IMAPITable>>,
) -> MapiResult<Arc<dyn IMAPITable>> {
    match open(TableFlags::MAPI_UNICODE) {
        Err(error) if error.code() == MAPI_E_BAD_CHARWIDTH => open(TableFlags::empty()),
        table => table,
    }
}

/// What is empty need not have a table. Pages: `imapicontainer-getcontentstable`, `imapicontainer-gethierarchytable`.
fn unless_empty(
    table: MapiResult<Arc<dyn IMAPITable>>,
    call: &'static str,
) -> Reached<Option<Arc<dyn IMAPITable>>> {
    match table {
        Err(error) if error.code() == MAPI_E_NO_SUPPORT => Ok(None),
        table => table.or_not_reached(way::OBJECTS, call).map(Some),
    }
}

/// The rows of a table that may not be there.
pub(in crate::conformance) fn rows_if_any(
    table: Option<Arc<dyn IMAPITable>>,
    what: &str,
) -> Reached<Vec<Row>> {
    table.map_or(Ok(Vec::new()), |table| rows_of(&*table, what))
}

/// After so many rows the kit reads no further: a table that never ends is no table.
const MOST_ROWS: usize = 100_000;

/// All rows of a table with these columns, from where it stands. A table may give fewer rows than it is asked for, and
/// none at its end. Page: `imapitable-queryrows`.
pub(in crate::conformance) fn rows_of(table: &dyn IMAPITable, what: &str) -> Reached<Vec<Row>> {
    let mut all = Vec::new();
    while all.len() < MOST_ROWS {
        let rows = table.query_rows(i32::MAX, QueryRowsFlags::empty());
        let rows = rows.or_not_reached(way::OBJECTS, format_args!("QueryRows of {what}"))?;
        if rows.is_empty() {
            break;
        }
        all.extend(rows);
    }
    Ok(all)
}

/// `PR_ENTRYID` of rows.
pub(in crate::conformance) fn row_ids(rows: &[Row], what: &str) -> Reached<Vec<EntryId>> {
    let id = |row: &Row| {
        let id = row.get(PR_ENTRYID).and_then(PropValue::as_entry_id);
        id.or_not_reached(way::OBJECTS, format_args!("PR_ENTRYID in each row of {what}"))
    };
    rows.iter().map(id).collect()
}
