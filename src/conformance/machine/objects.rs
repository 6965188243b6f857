//! Questions to objects, as a client asks them.

use std::sync::Arc;

use crate::conformance::rule::{Breach, OrBreach, Verdict};
use crate::mapi::codes::S_OK;
use crate::mapi::tags::{PR_ENTRYID, PR_STORE_SUPPORT_MASK};
use crate::mapi::{
    EntryId, GetPropsFlags, HResult, MapiError, MapiResult, MapiUid, OpenEntryFlags, PropTag, PropValue,
    QueryRowsFlags, Row, SessionLogoffFlags, StoreSupportMask, WrappedStoreEntryId,
};
use crate::sim::Session;
use crate::spi::{
    IMAPIFolder, IMAPIProp, IMAPISession, IMAPITable, IMsgStore, MapiObject, OpenEntryRequest, ParentWindow,
};

/// An interface that no object has.
pub(in crate::conformance) const NO_INTERFACE: MapiUid =
    MapiUid::from_fields(0x4E6F_7468, 0x696E, 0x6700, *b"nobodys!");

/// What a call answered, as a code.
pub(in crate::conformance) fn code_of<T>(answer: &MapiResult<T>) -> HResult {
    answer.as_ref().map_or_else(MapiError::code, |_| S_OK)
}

/// The provider's own identifier inside a wrapped one.
pub(in crate::conformance) fn unwrapped(id: &EntryId) -> Result<EntryId, Breach> {
    let decoded = WrappedStoreEntryId::decode(id).map_err(MapiError::from);
    decoded.map(|wrapped| wrapped.store).or_breach("an identifier of a store that is wrapped")
}

/// `IMAPISession::Logoff`, which has to succeed.
///
/// # Errors
/// A breach if it does not.
pub fn log_off(session: &Session) -> Verdict {
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).or_breach("IMAPISession::Logoff")
}

/// One property of an object. A value that is missing there is a breach.
pub(in crate::conformance) fn get(
    object: &dyn IMAPIProp,
    tag: PropTag,
    whose: &str,
) -> Result<PropValue, Breach> {
    let got = object.get_props(Some(&[tag]), GetPropsFlags::MAPI_UNICODE);
    let value = got.or_breach(format!("GetProps of {tag} of {whose}"))?.value.pop();
    let value = value.or_breach(format!("a value for {tag} of {whose}"))?;
    match value.as_error() {
        Some(code) => Err(Breach::new(format!("{tag} of {whose}"), code)),
        None => Ok(value),
    }
}

/// `PR_ENTRYID` of an object.
pub(in crate::conformance) fn entry_id(object: &dyn IMAPIProp, whose: &str) -> Result<EntryId, Breach> {
    let value = get(object, PR_ENTRYID, whose)?;
    value.as_entry_id().or_breach(format!("a binary PR_ENTRYID of {whose}"))
}

/// The root folder of a store: `OpenEntry` without an identifier.
pub(in crate::conformance) fn root_folder(
    store: &dyn IMsgStore,
    flags: OpenEntryFlags,
) -> Result<Arc<dyn IMAPIFolder>, Breach> {
    let request = OpenEntryRequest::root().flags(flags);
    let opened = store.open_entry(&request).or_breach("IMsgStore::OpenEntry of the root folder")?;
    opened.into_folder().or_breach("a folder from IMsgStore::OpenEntry without identifier")
}

/// All rows of a table with these columns.
pub(in crate::conformance) fn rows_of(table: &dyn IMAPITable, what: &str) -> Result<Vec<Row>, Breach> {
    table.query_rows(i32::MAX, QueryRowsFlags::empty()).or_breach(format!("QueryRows of {what}"))
}

/// An object by its identifier through the session, as a client opens it.
pub(in crate::conformance) fn open_by_session(
    session: &Session,
    id: &EntryId,
    flags: OpenEntryFlags,
) -> MapiResult<MapiObject> {
    session.open_entry(&OpenEntryRequest::new(id).flags(flags))
}

/// `PR_STORE_SUPPORT_MASK`.
pub(in crate::conformance) fn support_mask(store: &dyn IMAPIProp) -> Result<StoreSupportMask, Breach> {
    let bits = get(store, PR_STORE_SUPPORT_MASK, "the store")?.as_bits();
    Ok(StoreSupportMask::from_bits_retain(bits.or_breach("PR_STORE_SUPPORT_MASK as a number")?))
}
