//! What the entry point works on when the status object calls it: the section of one open store.

use std::sync::Arc;

use crate::mapi::tags::PR_PROVIDER_UID;
use crate::mapi::{MapiResult, MapiUid, OpenSectionFlags, PropTag, Row, StringWidth};
use crate::memory::MemoryTable;
use crate::spi::{IMAPITable, IProfSect, IProviderAdmin, Support};
use crate::support::OwnSection;

/// `IProviderAdmin` over the profile section of a store, through the store's support object.
pub(super) struct OwnSectionAdmin(pub(super) Support);

/// What the table shows: the name by which the section is opened.
const COLUMNS: [PropTag; 1] = [PR_PROVIDER_UID];

impl IProviderAdmin for OwnSectionAdmin {
    fn get_provider_table(&self, _width: StringWidth) -> MapiResult<Arc<dyn IMAPITable>> {
        let uid = OwnSection::open(&self.0)?.get(PR_PROVIDER_UID);
        let rows = uid.into_iter().map(|uid| Row::new(vec![uid])).collect();
        Ok(MemoryTable::shared(COLUMNS.to_vec(), rows))
    }

    fn open_profile_section(
        &self,
        uid: Option<&MapiUid>,
        _interface: Option<MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        self.0.open_profile_section(uid, flags)
    }
}
