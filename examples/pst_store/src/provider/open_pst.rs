//! What the logon object and the store object of one open file share.

use std::sync::Arc;

use mapi_spi::mapi::codes::{
    MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND, MAPI_E_UNKNOWN_ENTRYID,
};
use mapi_spi::mapi::iids::{IID_IMAPIContainer, IID_IMAPIFolder, IID_IMAPIProp, IID_IMessage, IID_IUnknown};
use mapi_spi::mapi::tags::{
    PR_ACCESS_LEVEL, PR_DISPLAY_NAME_W, PR_ENTRYID, PR_FINDER_ENTRYID, PR_IPM_SUBTREE_ENTRYID,
    PR_IPM_WASTEBASKET_ENTRYID, PR_MDB_PROVIDER, PR_OBJECT_TYPE, PR_PROVIDER_DISPLAY_W, PR_RECORD_KEY,
    PR_STORE_ENTRYID, PR_STORE_RECORD_KEY, PR_STORE_SUPPORT_MASK, PR_VALID_FOLDER_MASK,
};
use mapi_spi::mapi::{
    EntryId, FolderMask, MapiResult, MapiUid, ObjectType, OpenEntryFlags, PropValue, StoreSupportMask,
};
use mapi_spi::memory::MemoryProps;
use mapi_spi::spi::{MapiObject, OpenEntryRequest};
use mapi_spi::support::KeptSupport;

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
    /// The store's identifier as it leaves the provider.
    pub(super) wrapped: EntryId,
    pub(super) support: KeptSupport,
    props: MemoryProps,
}

impl OpenPst {
    pub(super) fn new(file: PstFile, facts: Facts, wrapped: EntryId, support: KeptSupport) -> Self {
        let props = store_props(&file, &facts, &wrapped);
        Self { file, facts, wrapped, support, props }
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
                check_interface(request.interface, &[IID_IMAPIFolder, IID_IMAPIContainer])?;
                Ok(MapiObject::Folder(Arc::new(PstFolder::open(self, node)?)))
            }
            NodeKind::Message => {
                check_interface(request.interface, &[IID_IMessage])?;
                Ok(MapiObject::Message(Arc::new(PstMessage::open(self, node)?)))
            }
        }
    }
}

/// `lpInterface` may be none, an interface of the object's own, or one that all objects have.
pub(super) fn check_interface(wanted: Option<MapiUid>, own: &[MapiUid]) -> MapiResult<()> {
    let common = [IID_IMAPIProp, IID_IUnknown];
    if wanted.is_none_or(|wanted| own.contains(&wanted) || common.contains(&wanted)) {
        Ok(())
    } else {
        Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into())
    }
}

/// The store can only be read.
pub(super) fn support_mask() -> StoreSupportMask {
    StoreSupportMask::STORE_ENTRYID_UNIQUE
        | StoreSupportMask::STORE_READONLY
        | StoreSupportMask::STORE_RESTRICTION_OK
        | StoreSupportMask::STORE_SORT_OK
        | StoreSupportMask::STORE_MV_PROPS_OK
        | StoreSupportMask::STORE_UNICODE_OK
}

/// The eight required properties and the special folders. A store that can only be read has no Outbox.
fn store_props(file: &PstFile, facts: &Facts, wrapped: &EntryId) -> MemoryProps {
    let key = facts.record_key.as_bytes().to_vec();
    let special = [
        (PR_IPM_SUBTREE_ENTRYID, facts.ipm_subtree, FolderMask::FOLDER_IPM_SUBTREE_VALID),
        (PR_IPM_WASTEBASKET_ENTRYID, facts.wastebasket, FolderMask::FOLDER_IPM_WASTEBASKET_VALID),
        (PR_FINDER_ENTRYID, facts.finder, FolderMask::FOLDER_FINDER_VALID),
    ];
    let mut values = vec![
        PropValue::new(PR_DISPLAY_NAME_W, display_name(file, facts)),
        PropValue::new(PR_ENTRYID, wrapped),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::Store),
        PropValue::new(PR_RECORD_KEY, key.clone()),
        PropValue::new(PR_STORE_ENTRYID, wrapped),
        PropValue::new(PR_STORE_RECORD_KEY, key),
        PropValue::new(PR_MDB_PROVIDER, PST_EXAMPLE_UID.as_bytes().to_vec()),
        PropValue::new(PR_PROVIDER_DISPLAY_W, PROVIDER_DISPLAY),
        PropValue::new(PR_STORE_SUPPORT_MASK, support_mask().bits()),
        PropValue::new(PR_ACCESS_LEVEL, 0),
    ];
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
