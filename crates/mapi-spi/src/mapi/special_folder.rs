//! The folders that MAPI gives a role to.

use std::fmt;

use super::tags::{
    PR_COMMON_VIEWS_ENTRYID, PR_FINDER_ENTRYID, PR_IPM_OUTBOX_ENTRYID, PR_IPM_SENTMAIL_ENTRYID,
    PR_IPM_SUBTREE_ENTRYID, PR_IPM_WASTEBASKET_ENTRYID, PR_VIEWS_ENTRYID,
};
use super::{FolderMask, PropTag};

/// A folder with a role that MAPI makes in a store that lacks it. Pages: `mapi-special-folders`,
/// `hrvalidateipmsubtree`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SpecialFolder {
    /// The top of the folders of interpersonal messages.
    IpmSubtree,
    /// The root of search-results folders.
    SearchRoot,
    /// Views of one user.
    Views,
    /// Views that everybody can use.
    CommonViews,
    /// The receive folder of interpersonal messages.
    Inbox,
    /// Messages on their way out.
    Outbox,
    /// Messages that are to be deleted.
    DeletedItems,
    /// Messages that were sent.
    SentItems,
}

impl SpecialFolder {
    /// Every one, a folder before those below it.
    pub const ALL: [Self; 8] = [
        Self::IpmSubtree,
        Self::SearchRoot,
        Self::Views,
        Self::CommonViews,
        Self::Inbox,
        Self::Outbox,
        Self::DeletedItems,
        Self::SentItems,
    ];

    /// The name that MAPI gives it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::IpmSubtree => "IPM Subtree",
            Self::SearchRoot => "Search Root",
            Self::Views => "Folder Views",
            Self::CommonViews => "Common Views",
            Self::Inbox => "Inbox",
            Self::Outbox => "Outbox",
            Self::DeletedItems => "Deleted Items",
            Self::SentItems => "Sent Items",
        }
    }

    /// The property of the store with its identifier. The Inbox has none: it is found by `GetReceiveFolder`.
    #[must_use]
    pub const fn entry_id_tag(self) -> Option<PropTag> {
        match self {
            Self::IpmSubtree => Some(PR_IPM_SUBTREE_ENTRYID),
            Self::SearchRoot => Some(PR_FINDER_ENTRYID),
            Self::Views => Some(PR_VIEWS_ENTRYID),
            Self::CommonViews => Some(PR_COMMON_VIEWS_ENTRYID),
            Self::Inbox => None,
            Self::Outbox => Some(PR_IPM_OUTBOX_ENTRYID),
            Self::DeletedItems => Some(PR_IPM_WASTEBASKET_ENTRYID),
            Self::SentItems => Some(PR_IPM_SENTMAIL_ENTRYID),
        }
    }

    /// Its bit in `PR_VALID_FOLDER_MASK`.
    #[must_use]
    pub const fn valid_bit(self) -> FolderMask {
        match self {
            Self::IpmSubtree => FolderMask::FOLDER_IPM_SUBTREE_VALID,
            Self::SearchRoot => FolderMask::FOLDER_FINDER_VALID,
            Self::Views => FolderMask::FOLDER_VIEWS_VALID,
            Self::CommonViews => FolderMask::FOLDER_COMMON_VIEWS_VALID,
            Self::Inbox => FolderMask::FOLDER_IPM_INBOX_VALID,
            Self::Outbox => FolderMask::FOLDER_IPM_OUTBOX_VALID,
            Self::DeletedItems => FolderMask::FOLDER_IPM_WASTEBASKET_VALID,
            Self::SentItems => FolderMask::FOLDER_IPM_SENTMAIL_VALID,
        }
    }

    /// Whether it lies below [`Self::IpmSubtree`]; the others lie in the root folder of the store.
    #[must_use]
    pub const fn is_in_subtree(self) -> bool {
        match self {
            Self::Inbox | Self::Outbox | Self::DeletedItems | Self::SentItems => true,
            Self::IpmSubtree | Self::SearchRoot | Self::Views | Self::CommonViews => false,
        }
    }

    /// Whether MAPI makes it in every store, and not in the default store alone.
    #[must_use]
    pub const fn is_in_every_store(self) -> bool {
        match self {
            Self::IpmSubtree | Self::SearchRoot | Self::DeletedItems => true,
            Self::Views | Self::CommonViews | Self::Inbox | Self::Outbox | Self::SentItems => false,
        }
    }
}

impl fmt::Display for SpecialFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.title())
    }
}
