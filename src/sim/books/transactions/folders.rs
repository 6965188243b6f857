//! Which special folders MAPI has to see to in a store that has been opened.

use crate::mapi::{ResourceFlags, SpecialFolder, StoreLogonFlags};
use crate::sim::books::state::State;
use crate::sim::books::stores::PairFacts;
use crate::trace::StoreNo;

/// Which folders a store needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FolderSet {
    /// Those of every store.
    Minimum,
    /// Those of the default store (`MAPI_FULL_IPM_TREE`).
    Full,
}

impl FolderSet {
    pub(crate) fn folders(self) -> impl Iterator<Item = SpecialFolder> {
        let all = self == Self::Full;
        SpecialFolder::ALL.into_iter().filter(move |folder| all || folder.is_in_every_store())
    }
}

impl State {
    /// What MAPI has to see to in a store that has been opened: nothing in one that it may not write to, and nothing
    /// a second time.
    pub(crate) fn folders_to_validate(&mut self, store: StoreNo) -> Option<FolderSet> {
        let data = self.stores.get_mut(store)?;
        let PairFacts { session, open, section, .. } = *data.facts();
        let asked = self.opens.facts(open)?;
        if !asked.flags.contains(StoreLogonFlags::MDB_WRITE) || !data.begin_validation() {
            return None;
        }
        let default = self.flags_in(session, section).contains(ResourceFlags::STATUS_DEFAULT_STORE);
        Some(if default { FolderSet::Full } else { FolderSet::Minimum })
    }
}
