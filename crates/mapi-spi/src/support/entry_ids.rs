//! A provider's own entry identifiers, wherever they come from.

use crate::mapi::codes::MAPI_E_UNKNOWN_ENTRYID;
use crate::mapi::{EntryId, MapiResult, MapiUid, WrappedStoreEntryId};

/// The identifier as the provider made it: without the wrapping that MAPI puts around those of stores. `None` for one
/// that does not carry the provider's MAPIUID, or has nothing behind it.
///
/// `Logon` gets identifiers without wrapping. `PR_ENTRYID` of the profile section and what clients give to
/// `CompareEntryIDs` is wrapped \[LOGON-06\] \[EID-09\]. Page: `wrapstoreentryid`.
///
/// ```
/// use mapi_spi::mapi::{EntryId, EntryIdFlags, MapiUid, WrappedStoreEntryId};
/// use mapi_spi::support::own_entry_id;
///
/// let uid = MapiUid::from_bytes(*b"my store's uid!!");
/// let id = EntryId::build(EntryIdFlags::empty(), uid, b"one");
/// let wrapped = WrappedStoreEntryId { dll_name: "mine.dll".into(), store: id.clone() }.encode().unwrap();
/// assert_eq!(own_entry_id(&wrapped, uid), Some(id.clone()));
/// assert_eq!(own_entry_id(&id, uid), Some(id));
/// assert_eq!(own_entry_id(&EntryId::from_bytes(b"anything"), uid), None);
/// ```
#[must_use]
pub fn own_entry_id(id: &EntryId, uid: MapiUid) -> Option<EntryId> {
    let id = if id.is_wrapped_store() { WrappedStoreEntryId::decode(id).ok()?.store } else { id.clone() };
    let named = id.provider_data().is_some_and(|data| !data.is_empty());
    (named && id.provider_uid() == Some(uid)).then_some(id)
}

/// What `CompareStoreIDs` answers where a store has one identifier: whether both are that one, wrapped or not, behind the
/// provider's MAPIUID \[EID-11\]. It needs no open store \[LOAD-12\]. Page: `imsprovider-comparestoreids`.
///
/// A provider whose identifiers can name one object by different bytes compares what [`own_entry_id`] gives by its own rules.
///
/// ```
/// use mapi_spi::mapi::{EntryId, EntryIdFlags, MapiUid};
/// use mapi_spi::support::compare_store_ids;
///
/// let uid = MapiUid::from_bytes(*b"my store's uid!!");
/// let [one, two] = [b"one", b"two"].map(|data| EntryId::build(EntryIdFlags::empty(), uid, data));
/// assert!(compare_store_ids(&one, &one, uid));
/// assert!(!compare_store_ids(&one, &two, uid));
/// assert!(!compare_store_ids(&EntryId::from_bytes(b""), &EntryId::from_bytes(b""), uid));
/// ```
#[must_use]
pub fn compare_store_ids(first: &EntryId, second: &EntryId, uid: MapiUid) -> bool {
    compare(first, second, uid).unwrap_or(false)
}

/// What `CompareEntryIDs` of logon object and store answers where an object has one identifier \[EID-12\]. Page:
/// `imslogon-compareentryids`.
///
/// # Errors
/// `MAPI_E_UNKNOWN_ENTRYID` if one of the two is not of this provider.
///
/// ```
/// use mapi_spi::mapi::{EntryId, EntryIdFlags, MapiUid, codes::MAPI_E_UNKNOWN_ENTRYID};
/// use mapi_spi::support::compare_entry_ids;
///
/// let uid = MapiUid::from_bytes(*b"my store's uid!!");
/// let id = EntryId::build(EntryIdFlags::empty(), uid, b"inbox");
/// assert!(compare_entry_ids(&id, &id, uid)?);
/// let error = compare_entry_ids(&id, &EntryId::from_bytes(b"anything"), uid).unwrap_err();
/// assert_eq!(error.code(), MAPI_E_UNKNOWN_ENTRYID);
/// # Ok::<(), mapi_spi::mapi::MapiError>(())
/// ```
pub fn compare_entry_ids(first: &EntryId, second: &EntryId, uid: MapiUid) -> MapiResult<bool> {
    compare(first, second, uid).ok_or_else(|| MAPI_E_UNKNOWN_ENTRYID.into())
}

fn compare(first: &EntryId, second: &EntryId, uid: MapiUid) -> Option<bool> {
    let (first, second) = own_entry_id(first, uid).zip(own_entry_id(second, uid))?;
    Some(first.provider_data() == second.provider_data())
}
