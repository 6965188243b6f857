//! What the logon object and the store object of one open file share.

use std::sync::Arc;

use mapi_spi::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND, MAPI_E_UNKNOWN_ENTRYID};
use mapi_spi::mapi::tags::{
    PR_ACCESS_LEVEL, PR_FINDER_ENTRYID, PR_IPM_SUBTREE_ENTRYID, PR_IPM_WASTEBASKET_ENTRYID,
    PR_VALID_FOLDER_MASK,
};
use mapi_spi::mapi::{EntryId, FolderMask, MapiResult, OpenEntryFlags, PropValue, StoreSupportMask};
use mapi_spi::memory::MemoryProps;
use mapi_spi::spi::{MapiObject, OpenEntryRequest};
use mapi_spi::support::{KeptSupport, StoreDescription, interfaces};

use super::folder::PstFolder;
use super::ids::{node_entry_id, node_of};
use super::message::PstMessage;
use super::pst_file::{Facts, PstFile};
use super::read::{NodeKind, ROOT, kind_of};
use super::{PROVIDER_DISPLAY, PST_EXAMPLE_UID};

/// Whose pair of objects it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Side {
    Client,
    Spooler,
}

pub(super) struct OpenPst {
    pub(super) file: PstFile,
    pub(super) facts: Facts,
    /// What the store says of itself.
    pub(super) about: StoreDescription,
    pub(super) support: KeptSupport,
    props: MemoryProps,
}

impl OpenPst {
    pub(super) fn new(file: PstFile, facts: Facts, wrapped: EntryId, support: KeptSupport) -> Self {
        let about = StoreDescription {
            display_name: display_name(&file, &facts),
            provider_display: PROVIDER_DISPLAY.to_owned(),
            provider_uid: PST_EXAMPLE_UID,
            entry_id: wrapped,
            record_key: facts.record_key.as_bytes().to_vec(),
            support_mask: support_mask(),
        };
        let props = store_props(&about, &facts);
        Self { file, facts, about, support, props }
    }

    pub(super) fn props(&self) -> MapiResult<&MemoryProps> {
        self.support.check_open()?;
        Ok(&self.props)
    }

    pub(super) fn id(&self, node: u32) -> EntryId {
        node_entry_id(self.facts.record_key, node)
    }

    pub(super) fn open_entry(self: &Arc<Self>, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.support.check_open()?;
        let best = request.flags.contains(OpenEntryFlags::MAPI_BEST_ACCESS);
        if request.flags.contains(OpenEntryFlags::MAPI_MODIFY) && !best {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        let node = match request.entry_id {
            None => ROOT,
            Some(id) => node_of(id, self.facts.record_key).ok_or(MAPI_E_UNKNOWN_ENTRYID)?,
        };
        match kind_of(node).ok_or(MAPI_E_NOT_FOUND)? {
            NodeKind::Folder | NodeKind::SearchFolder => {
                interfaces::check(request.interface, interfaces::FOLDER)?;
                Ok(MapiObject::Folder(Arc::new(PstFolder::open(self, node)?)))
            }
            NodeKind::Message => {
                interfaces::check(request.interface, interfaces::MESSAGE)?;
                Ok(MapiObject::Message(Arc::new(PstMessage::open(self, node)?)))
            }
        }
    }
}

/// The store can only be read.
fn support_mask() -> StoreSupportMask {
    StoreSupportMask::STORE_ENTRYID_UNIQUE
        | StoreSupportMask::STORE_READONLY
        | StoreSupportMask::STORE_RESTRICTION_OK
        | StoreSupportMask::STORE_SORT_OK
        | StoreSupportMask::STORE_MV_PROPS_OK
        | StoreSupportMask::STORE_UNICODE_OK
}

/// The required properties and the special folders. A store that can only be read has no Outbox.
fn store_props(about: &StoreDescription, facts: &Facts) -> MemoryProps {
    let special = [
        (PR_IPM_SUBTREE_ENTRYID, facts.ipm_subtree, FolderMask::FOLDER_IPM_SUBTREE_VALID),
        (PR_IPM_WASTEBASKET_ENTRYID, facts.wastebasket, FolderMask::FOLDER_IPM_WASTEBASKET_VALID),
        (PR_FINDER_ENTRYID, facts.finder, FolderMask::FOLDER_FINDER_VALID),
    ];
    let mut values = about.store_props();
    values.push(PropValue::new(PR_ACCESS_LEVEL, 0));
    let mut valid = FolderMask::empty();
    for (tag, node, bit) in special {
        if let Some(node) = node {
            values.push(PropValue::new(tag, &node_entry_id(facts.record_key, node)));
            valid |= bit;
        }
    }
    values.push(PropValue::new(PR_VALID_FOLDER_MASK, valid.bits()));
    MemoryProps::new(values)
}

/// The name in the file, else the provider's, with the path that tells stores apart.
pub(super) fn display_name(file: &PstFile, facts: &Facts) -> String {
    let name = if facts.display_name.is_empty() { PROVIDER_DISPLAY } else { &facts.display_name };
    let path = std::path::Path::new(file.path());
    let file_name = path.file_name().map_or_else(|| file.path().into(), |name| name.to_string_lossy());
    format!("{name} ({file_name})")
}
