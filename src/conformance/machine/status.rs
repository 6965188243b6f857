//! The status rows and the status objects of stores.

use std::sync::Arc;

use super::Machine;
use super::objects::open_by_session;
use super::tables::rows_of;
use crate::conformance::declare::StoreSlot;
use crate::conformance::rule::{OrBreach, Reached, way};
use crate::mapi::codes::MAPI_E_BAD_CHARWIDTH;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_ENTRYID, PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY,
    PR_RESOURCE_METHODS, PR_RESOURCE_TYPE, PR_STATUS_CODE,
};
use crate::mapi::{
    AnsiString, MapiResult, MapiString, OpenEntryFlags, PropTag, PropValue, ResourceType, Row,
    SetColumnsFlags, StringWidth,
};
use crate::sim::Session;
use crate::spi::{IMAPISession, IMAPIStatus, IMsgStore};

/// The first row of the status table that is a store's.
pub(in crate::conformance) fn provider_row(session: &Session) -> Reached<Row> {
    let row = store_rows(session)?.into_iter().next();
    row.or_not_reached(way::STATUS_ROW, "a row of the store in the status table")
}

/// An open store and its row.
pub(in crate::conformance) struct StoreWithRow {
    pub(in crate::conformance) slot: StoreSlot,
    pub(in crate::conformance) store: Arc<dyn IMsgStore>,
    pub(in crate::conformance) row: Row,
}

impl Machine {
    /// Opens the first store, and the second one where there is one, each with its row.
    pub(in crate::conformance) fn stores_with_rows(&self, session: &Session) -> Reached<Vec<StoreWithRow>> {
        let mut opened: Vec<StoreWithRow> = Vec::new();
        for slot in self.plain_stores() {
            let known = store_rows(session)?;
            let store = self.open_to_use(session, slot)?;
            // Whether each store has a logon object of its own is the question of another rule.
            if let Some(first) = opened.first()
                && self.share_a_logon(&first.store, &store)?
            {
                continue;
            }
            opened.push(StoreWithRow { slot, store, row: new_row(session, &known)? });
        }
        Ok(opened)
    }

    /// Whether two open stores have one logon object.
    pub(in crate::conformance) fn share_a_logon(
        &self,
        one: &Arc<dyn IMsgStore>,
        other: &Arc<dyn IMsgStore>,
    ) -> Reached<bool> {
        Ok(Arc::ptr_eq(&self.logon_object(one)?, &self.logon_object(other)?))
    }
}

/// The row of a store that was opened after `known` were all rows of stores.
pub(in crate::conformance) fn new_row(session: &Session, known: &[Row]) -> Reached<Row> {
    let is_known = |row: &Row| known.iter().any(|known| known.get(PR_ENTRYID) == row.get(PR_ENTRYID));
    let row = store_rows(session)?.into_iter().find(|row| !is_known(row));
    row.or_not_reached(way::STATUS_ROW, "a row of its own for each store in the status table")
}

/// The rows of stores, in the order in which they were added.
pub(in crate::conformance) fn store_rows(session: &Session) -> Reached<Vec<Row>> {
    let is_store = |row: &Row| {
        let kind = row.get(PR_RESOURCE_TYPE).and_then(PropValue::as_bits);
        kind == Some(ResourceType::StoreProvider.raw())
    };
    Ok(status_rows(session)?.into_iter().filter(is_store).collect())
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

/// The status object behind the first row of a store, as a client opens it.
pub(in crate::conformance) fn object_of(
    session: &Session,
    flags: OpenEntryFlags,
) -> Reached<Arc<dyn IMAPIStatus>> {
    object_of_row(session, &provider_row(session)?, flags)
}

/// The status object behind a row.
pub(in crate::conformance) fn object_of_row(
    session: &Session,
    row: &Row,
    flags: OpenEntryFlags,
) -> Reached<Arc<dyn IMAPIStatus>> {
    let id = row.get(PR_ENTRYID).and_then(PropValue::as_entry_id);
    let id = id.or_not_reached(way::STATUS_ROW, "PR_ENTRYID in the status row")?;
    let modify = flags.contains(OpenEntryFlags::MAPI_MODIFY);
    let asked_by = if modify { way::STATUS_WRITE } else { way::STATUS_OBJECT };
    let opened = open_by_session(session, &id, flags);
    let opened = opened.or_not_reached(asked_by, format_args!("OpenEntry({flags}) of the status row"))?;
    opened
        .into_status()
        .or_not_reached(way::STATUS_OBJECT, "a status object from OpenEntry of the status row")
}

/// `ChangePassword` in Unicode, or else in narrow strings [ERR-07].
pub(in crate::conformance) fn change_password(
    status: &dyn IMAPIStatus,
    old: &MapiString,
    new: &MapiString,
) -> MapiResult<()> {
    match status.change_password(old, new, StringWidth::MAPI_UNICODE) {
        Err(error) if error.code() == MAPI_E_BAD_CHARWIDTH => {}
        changed => return changed,
    }
    let narrow = |text: &MapiString| MapiString::from(AnsiString::from(&*text.to_string()));
    status.change_password(&narrow(old), &narrow(new), StringWidth::empty())
}

/// A column of a row that is a number.
pub(in crate::conformance) fn bits(row: &Row, tag: PropTag) -> Option<u32> {
    row.get(tag).and_then(PropValue::as_bits)
}
