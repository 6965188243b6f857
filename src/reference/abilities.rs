//! What a store can do beyond being read.

use crate::mapi::StoreSupportMask;

/// The capabilities that a [`StoreSpec`](super::StoreSpec) asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Abilities {
    pub(super) write: bool,
    pub(super) notify: bool,
    pub(super) submit: bool,
    pub(super) default_store: bool,
    pub(super) coupled: bool,
}

/// Whether an opening may change what it opened: `PR_ACCESS_LEVEL`.
// [ACCESS-04]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum AccessLevel {
    /// 0
    Read,
    /// 1
    Modify,
}

impl AccessLevel {
    pub(super) const fn may_modify(self) -> bool {
        match self {
            Self::Read => false,
            Self::Modify => true,
        }
    }

    pub(super) const fn raw(self) -> u32 {
        match self {
            Self::Read => 0,
            Self::Modify => 1,
        }
    }
}

impl Abilities {
    /// `PR_STORE_SUPPORT_MASK` of a store that was opened with this access \[LOGON-12\].
    // [STPROP-06]
    pub(super) fn support_mask(self, access: AccessLevel) -> StoreSupportMask {
        let mut mask = StoreSupportMask::STORE_ENTRYID_UNIQUE
            | StoreSupportMask::STORE_ATTACH_OK
            | StoreSupportMask::STORE_RESTRICTION_OK
            | StoreSupportMask::STORE_SORT_OK
            | StoreSupportMask::STORE_UNICODE_OK;
        mask.set(StoreSupportMask::STORE_NOTIFY_OK, self.notify);
        mask.set(StoreSupportMask::STORE_SEARCH_OK, self.default_store);
        mask |= match access {
            // [ACCESS-08]
            AccessLevel::Read => StoreSupportMask::STORE_READONLY,
            AccessLevel::Modify => StoreSupportMask::STORE_MODIFY_OK | StoreSupportMask::STORE_CREATE_OK,
        };
        mask.set(StoreSupportMask::STORE_SUBMIT_OK, self.submit && access.may_modify());
        mask
    }
}
