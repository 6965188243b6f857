//! The status row and the status object of the store that was opened first.

use std::sync::Arc;

use super::objects::{open_by_session, rows_of};
use crate::conformance::rule::{OrBreach, Reached, way};
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_ENTRYID, PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY,
    PR_RESOURCE_METHODS, PR_RESOURCE_TYPE, PR_STATUS_CODE,
};
use crate::mapi::{OpenEntryFlags, PropTag, PropValue, ResourceType, Row, SetColumnsFlags, StringWidth};
use crate::sim::Session;
use crate::spi::{IMAPISession, IMAPIStatus};

/// The first row of the status table that is a store's.
pub(in crate::conformance) fn provider_row(session: &Session) -> Reached<Row> {
    let is_store = |row: &Row| {
        let kind = row.get(PR_RESOURCE_TYPE).and_then(PropValue::as_bits);
        kind == Some(ResourceType::StoreProvider.raw())
    };
    let row = status_rows(session)?.into_iter().find(is_store);
    row.or_not_reached(way::STATUS_ROW, "a row of the store in the status table")
}

/// The columns of status rows that rules look at; those of an identity are not among the ones a table shows by itself.
const STATUS_COLUMNS: [PropTag; 8] = [
    PR_DISPLAY_NAME_W,
    PR_ENTRYID,
    PR_RESOURCE_METHODS,
    PR_RESOURCE_TYPE,
    PR_STATUS_CODE,
    PR_IDENTITY_DISPLAY_W,
    PR_IDENTITY_ENTRYID,
    PR_IDENTITY_SEARCH_KEY,
];

/// The status rows of a session that came from providers' logons.
pub(in crate::conformance) fn status_rows(session: &Session) -> Reached<Vec<Row>> {
    let table =
        session.get_status_table(StringWidth::MAPI_UNICODE).or_breach("IMAPISession::GetStatusTable")?;
    table
        .set_columns(&STATUS_COLUMNS, SetColumnsFlags::empty())
        .or_breach("SetColumns of the status table")?;
    let there = |row: Row| row.into_props().into_iter().filter(|value| value.as_error().is_none()).collect();
    Ok(rows_of(&*table, "the status table")?.into_iter().map(there).map(Row::new).collect())
}

/// The status object behind that row, as a client opens it.
pub(in crate::conformance) fn object_of(
    session: &Session,
    flags: OpenEntryFlags,
) -> Reached<Arc<dyn IMAPIStatus>> {
    let id = provider_row(session)?.get(PR_ENTRYID).and_then(PropValue::as_entry_id);
    let id = id.or_not_reached(way::STATUS_ROW, "PR_ENTRYID in the status row")?;
    let modify = flags.contains(OpenEntryFlags::MAPI_MODIFY);
    let asked_by = if modify { way::STATUS_WRITE } else { way::STATUS_OBJECT };
    let opened = open_by_session(session, &id, flags);
    let opened = opened.or_not_reached(asked_by, format!("OpenEntry({flags}) of the status row"))?;
    opened
        .into_status()
        .or_not_reached(way::STATUS_OBJECT, "a status object from OpenEntry of the status row")
}

/// A column of a row that is a number.
pub(in crate::conformance) fn bits(row: &Row, tag: PropTag) -> Option<u32> {
    row.get(tag).and_then(PropValue::as_bits)
}
