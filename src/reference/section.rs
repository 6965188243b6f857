//! The profile section of one store.

use std::sync::Arc;

use super::open_store::OpenStore;
use super::{PR_REFERENCE_PASSWORD, PROVIDER_DISPLAY};
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_ENTRYID, PR_PROVIDER_DISPLAY_W, PR_PROVIDER_UID, PR_RECORD_KEY,
};
use crate::mapi::{EntryId, GetPropsFlags, MapiResult, OpenSectionFlags, PropTag, PropValue};
use crate::spi::{IProfSect, Support};

pub(super) struct Section(Arc<dyn IProfSect>);

impl Section {
    pub(super) fn open(support: &Support) -> MapiResult<Self> {
        support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY).map(Self)
    }

    /// The store that the profile names, wrapped.
    pub(super) fn entry_id(&self) -> Option<EntryId> {
        self.get(PR_ENTRYID)?.as_entry_id()
    }

    /// [PROFILE-08] only a request by tag shows it.
    pub(super) fn password(&self) -> Option<String> {
        self.get(PR_REFERENCE_PASSWORD)?.as_unicode().map(str::to_owned)
    }

    /// The section's own name, by which a provider's administration opens it.
    pub(super) fn provider_uid(&self) -> Option<PropValue> {
        self.get(PR_PROVIDER_UID).filter(|uid| uid.as_binary().is_some())
    }

    pub(super) fn set_password(&self, password: &str) -> MapiResult<()> {
        self.set(&[PropValue::new(PR_REFERENCE_PASSWORD, password)])
    }

    /// The four properties that `Logon` owes to the section \[PROFILE-11\].
    pub(super) fn describe(&self, store: &OpenStore) -> MapiResult<()> {
        self.set(&[
            PropValue::new(PR_DISPLAY_NAME_W, store.display_name()),
            PropValue::new(PR_ENTRYID, &store.wrapped),
            PropValue::new(PR_PROVIDER_DISPLAY_W, PROVIDER_DISPLAY),
            PropValue::new(PR_RECORD_KEY, store.file.record_key()),
        ])
    }

    fn get(&self, tag: PropTag) -> Option<PropValue> {
        self.0.get_props(Some(&[tag]), GetPropsFlags::empty()).ok()?.value.pop()
    }

    pub(super) fn set(&self, values: &[PropValue]) -> MapiResult<()> {
        let problems = self.0.set_props(values)?;
        problems.first().map_or(Ok(()), |problem| Err(problem.code.into()))
    }
}
