//! What a store says of itself in more than one place.

use super::OwnSection;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_ENTRYID, PR_MDB_PROVIDER, PR_OBJECT_TYPE, PR_PROVIDER_DISPLAY_W, PR_RECORD_KEY,
    PR_STORE_ENTRYID, PR_STORE_RECORD_KEY, PR_STORE_SUPPORT_MASK,
};
use crate::mapi::{
    EntryId, MapiResult, MapiUid, ModifyProfileFlags, ObjectType, PropValue, StatusRowFlags, StoreLogonFlags,
    StoreSupportMask,
};
use crate::spi::Support;

/// What a store is called, by whom it is served, and what it can do: from it come the properties of the store object, of
/// the objects in the store, and of its profile section, which have to agree.
///
/// ```
/// use mapi_spi::mapi::{EntryId, EntryIdFlags, MapiUid, StoreSupportMask, tags::PR_STORE_ENTRYID};
/// use mapi_spi::support::StoreDescription;
///
/// let uid = MapiUid::from_bytes(*b"my store's uid!!");
/// let id = EntryId::build(EntryIdFlags::empty(), uid, b"one");
/// let store = StoreDescription {
///     display_name: "My Store".to_owned(),
///     provider_display: "My Store Provider".to_owned(),
///     provider_uid: uid,
///     entry_id: id.clone(), // in a provider: what `IMAPISupport::WrapStoreEntryID` answers
///     record_key: id.as_bytes().to_vec(),
///     support_mask: StoreSupportMask::STORE_READONLY,
/// };
/// assert!(store.store_props().iter().any(|value| value.tag() == PR_STORE_ENTRYID));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoreDescription {
    /// `PR_DISPLAY_NAME`: what users call this store.
    pub display_name: String,
    /// `PR_PROVIDER_DISPLAY`: what users call the provider.
    pub provider_display: String,
    /// The MAPIUID that `Logon` registers: in the provider's identifiers and in `PR_MDB_PROVIDER` \[LOGON-10\].
    pub provider_uid: MapiUid,
    /// `PR_ENTRYID`: the store's identifier as it leaves the provider, wrapped \[EID-09\].
    pub entry_id: EntryId,
    /// `PR_RECORD_KEY`: bytes that tell this store from any other.
    pub record_key: Vec<u8>,
    /// `PR_STORE_SUPPORT_MASK`: what the store can do in this opening.
    pub support_mask: StoreSupportMask,
}

impl StoreDescription {
    /// The properties that a store object has from the start \[LOGON-15\]. Page: `imsgstoreimapiprop`.
    #[must_use]
    pub fn store_props(&self) -> Vec<PropValue> {
        let mut props = self.section_props();
        props.extend(self.props_of_objects());
        props.push(PropValue::new(PR_OBJECT_TYPE, ObjectType::Store));
        props
    }

    /// Which store it is, in the words that every object of a store has, the store itself included.
    #[must_use]
    pub fn props_of_objects(&self) -> Vec<PropValue> {
        vec![
            PropValue::new(PR_STORE_ENTRYID, &self.entry_id),
            PropValue::new(PR_STORE_RECORD_KEY, self.record_key.clone()),
            PropValue::new(PR_STORE_SUPPORT_MASK, self.support_mask.bits()),
            PropValue::new(PR_MDB_PROVIDER, self.provider_uid.as_bytes().to_vec()),
        ]
    }

    /// The four that `Logon` writes into the profile section, for the table of stores \[PROFILE-11\]. Page:
    /// `implementing-service-provider-logon`.
    #[must_use]
    pub fn section_props(&self) -> Vec<PropValue> {
        vec![
            PropValue::new(PR_DISPLAY_NAME_W, self.display_name.as_str()),
            PropValue::new(PR_ENTRYID, &self.entry_id),
            PropValue::new(PR_PROVIDER_DISPLAY_W, self.provider_display.as_str()),
            PropValue::new(PR_RECORD_KEY, self.record_key.clone()),
        ]
    }
    /// What `Logon` tells MAPI of a store that it opens: the section's properties \[PROFILE-11\], the MAPIUID \[LOGON-10\],
    /// that the profile has changed, unless the logon is temporary \[PROFILE-14\], and the row of the status table
    /// \[STATUS-02\]. `row` are its columns, as a rule [`StatusRow::columns`](super::StatusRow::columns).
    ///
    /// ```no_run
    /// use mapi_spi::mapi::MapiResult;
    /// use mapi_spi::spi::LogonRequest;
    /// use mapi_spi::support::{KeptSupport, OwnSection, StatusRow, StoreDescription};
    ///
    /// fn take_up(request: &LogonRequest<'_>, store: &StoreDescription) -> MapiResult<KeptSupport> {
    ///     let kept = KeptSupport::new(request.support);
    ///     let section = OwnSection::open(request.support)?;
    ///     let row = StatusRow::new(store, "mine.dll").columns();
    ///     store.register(request.support, &section, &row, request.flags)?;
    ///     Ok(kept)
    /// }
    /// ```
    ///
    /// A `Logon` that fails here gives up its reference on the support object, and nothing is left behind. `SpoolerLogon`
    /// registers nothing, since the client's logon has. Page: `implementing-service-provider-logon`.
    ///
    /// # Errors
    /// Those of `SetProps`, `SetProviderUID`, `ModifyProfile` and `ModifyStatusRow`.
    pub fn register(
        &self,
        support: &Support,
        section: &OwnSection,
        row: &[PropValue],
        flags: StoreLogonFlags,
    ) -> MapiResult<()> {
        section.set(&self.section_props())?;
        support.set_provider_uid(&self.provider_uid, 0)?;
        if !flags.contains(StoreLogonFlags::MDB_TEMPORARY) {
            support.modify_profile(ModifyProfileFlags::empty())?;
        }
        support.modify_status_row(row, StatusRowFlags::empty())
    }
}
