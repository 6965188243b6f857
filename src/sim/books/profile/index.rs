//! Sections by their stored identifiers.

use crate::mapi::tags::PR_ENTRYID;
use crate::mapi::{EntryId, Value, WrappedStoreEntryId};
use crate::sim::books::profile::set::ProfileSet;
use crate::trace::SectionNo;

impl ProfileSet {
    /// Brings the index up to date with `PR_ENTRYID` of the section.
    pub(super) fn index(&mut self, no: SectionNo) {
        let Some(section) = self.section(no) else { return };
        // Only the sections of providers are those of stores.
        let stored = section.props().find(PR_ENTRYID).filter(|_| !section.dll.is_empty());
        let id = stored.and_then(unwrapped);
        if section.private_id == id {
            return;
        }
        let profile = section.profile;
        self.unindex(no);
        if let (Some(id), Some(data)) = (&id, self.content_mut().profiles.get_mut(profile)) {
            data.by_id.of(id.clone()).push(no);
        }
        if let Some(section) = self.section_mut(no) {
            section.private_id = id;
        }
    }

    pub(super) fn unindex(&mut self, no: SectionNo) {
        let Some(section) = self.section(no) else { return };
        let (profile, Some(id)) = (section.profile, section.private_id.clone()) else { return };
        let Some(data) = self.content_mut().profiles.get_mut(profile) else { return };
        if let Some(numbers) = data.by_id.get_mut(&id) {
            numbers.remove(|kept| *kept == no);
            if numbers.is_empty() {
                data.by_id.remove(&id);
            }
        }
    }
}

/// The provider's own identifier; one that was stored without a wrapping stands for itself.
fn unwrapped(stored: &Value) -> Option<EntryId> {
    if let Value::Binary(bytes) = stored {
        let id = EntryId::from_bytes(bytes);
        match WrappedStoreEntryId::decode(&id) {
            Ok(wrapped) => Some(wrapped.store),
            // [LOAD-03] a wrapping around nothing would reach the provider, which never sees one.
            Err(_) => Some(id).filter(|id| !id.is_empty() && !id.is_wrapped_store()),
        }
    } else {
        None
    }
}
