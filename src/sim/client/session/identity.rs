//! `IMAPISession::QueryIdentity` \[SESSION-15\].

use crate::mapi::tags::{
    PR_IDENTITY_DISPLAY_W, PR_IDENTITY_ENTRYID, PR_IDENTITY_SEARCH_KEY, PR_RESOURCE_FLAGS,
};
use crate::mapi::{EntryId, MapiResult, OneOff, PropValue, ResourceFlags, Row, Warned, Warning};
use crate::sim::books::state::State;
use crate::sim::books::transactions::table_rows::status_rows;
use crate::trace::SessionNo;

/// The identifier of who the session belongs to, as the status table tells.
pub(super) fn query_identity(state: &State, session: SessionNo) -> MapiResult<Warned<Option<EntryId>>> {
    let rows = status_rows(state, session);
    if let Some(row) = rows.iter().find(|row| is_primary(row)) {
        let id = identity(row).map_or_else(|| one_off(row), |id| Ok(Some(id)))?;
        if id.is_some() {
            return Ok(Warned::ok(id));
        }
    }
    match rows.iter().find_map(identity) {
        Some(id) => Ok(Warned::ok(Some(id))),
        None => Ok(Warned::warning(Some(nobody()?), Warning::no_service())),
    }
}

fn is_primary(row: &Row) -> bool {
    let flags = row.get(PR_RESOURCE_FLAGS).and_then(PropValue::as_bits).unwrap_or(0);
    ResourceFlags::from_bits_retain(flags).contains(ResourceFlags::STATUS_PRIMARY_IDENTITY)
}

fn identity(row: &Row) -> Option<EntryId> {
    row.get(PR_IDENTITY_ENTRYID).and_then(PropValue::as_entry_id)
}

/// Made of the other two columns: the search key is the address type and the address in capitals, joined by a colon.
fn one_off(row: &Row) -> MapiResult<Option<EntryId>> {
    let key = row.get(PR_IDENTITY_SEARCH_KEY).and_then(PropValue::as_binary).unwrap_or_default();
    let text = String::from_utf8_lossy(key);
    let Some((kind, address)) = text.trim_end_matches('\0').split_once(':') else { return Ok(None) };
    let name = row.get(PR_IDENTITY_DISPLAY_W).and_then(PropValue::as_text);
    let name = name.map_or_else(|| address.to_owned(), std::borrow::Cow::into_owned);
    Ok(Some(OneOff::new(name, kind, address).encode()?))
}

/// The fixed identifier of a session that belongs to nobody.
fn nobody() -> MapiResult<EntryId> {
    Ok(OneOff::new("Unknown", "UNKNOWN", "UNKNOWN").encode()?)
}
