//! Properties of the store object.

use super::ids::ObjectNo;
use super::open_store::{display_name, record_key};
use super::spec::StandardFolder;
use super::store_file::{StoreFile, number_of};
use super::{PROVIDER_DISPLAY, REFERENCE_UID};
use crate::mapi::tags::{
    PR_ACCESS_LEVEL, PR_DISPLAY_NAME_W, PR_ENTRYID, PR_FINDER_ENTRYID, PR_IPM_OUTBOX_ENTRYID,
    PR_IPM_SENTMAIL_ENTRYID, PR_IPM_SUBTREE_ENTRYID, PR_IPM_WASTEBASKET_ENTRYID, PR_MAPPING_SIGNATURE,
    PR_MDB_PROVIDER, PR_OBJECT_TYPE, PR_PROVIDER_DISPLAY_W, PR_RECEIVE_FOLDER_SETTINGS, PR_RECORD_KEY,
    PR_STORE_ENTRYID, PR_STORE_RECORD_KEY, PR_STORE_STATE, PR_STORE_SUPPORT_MASK, PR_VALID_FOLDER_MASK,
};
use crate::mapi::{EntryId, FolderMask, ObjectType, PropTag, PropValue, StoreSupportMask, Value};
use crate::memory::MemoryProps;

/// What the store can do \[STPROP-06\]; it stands on folders and messages, too \[STPROP-04\].
pub(super) fn support_mask() -> StoreSupportMask {
    StoreSupportMask::STORE_ENTRYID_UNIQUE
        | StoreSupportMask::STORE_ATTACH_OK
        | StoreSupportMask::STORE_RESTRICTION_OK
        | StoreSupportMask::STORE_SORT_OK
        | StoreSupportMask::STORE_UNICODE_OK
}

/// The eight required ones \[STPROP-01\] and those of an IPM store \[STPROP-08\].
pub(super) fn store_props(file: &StoreFile, wrapped: &EntryId) -> MemoryProps {
    let key = record_key(file);
    let mut values = vec![
        PropValue::new(PR_DISPLAY_NAME_W, display_name(file)),
        PropValue::new(PR_ENTRYID, wrapped),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::Store),
        PropValue::new(PR_RECORD_KEY, key.clone()),
        PropValue::new(PR_STORE_ENTRYID, wrapped),
        PropValue::new(PR_STORE_RECORD_KEY, key.clone()),
        PropValue::new(PR_MAPPING_SIGNATURE, key),
        PropValue::new(PR_MDB_PROVIDER, REFERENCE_UID.as_bytes().to_vec()),
        PropValue::new(PR_PROVIDER_DISPLAY_W, PROVIDER_DISPLAY),
        PropValue::new(PR_STORE_SUPPORT_MASK, support_mask().bits()),
        PropValue::new(PR_STORE_STATE, 0),
        PropValue::new(PR_ACCESS_LEVEL, 0),
        PropValue::new(PR_VALID_FOLDER_MASK, folder_mask().bits()),
        PropValue::new(PR_RECEIVE_FOLDER_SETTINGS, Value::Object),
    ];
    values.extend(
        SPECIAL.map(|(tag, folder)| PropValue::new(tag, &file.id(ObjectNo::Folder(number_of(folder))))),
    );
    MemoryProps::new(values)
}

const SPECIAL: [(PropTag, StandardFolder); 5] = [
    (PR_IPM_SUBTREE_ENTRYID, StandardFolder::IpmSubtree),
    (PR_IPM_OUTBOX_ENTRYID, StandardFolder::Outbox),
    (PR_IPM_SENTMAIL_ENTRYID, StandardFolder::SentItems),
    (PR_IPM_WASTEBASKET_ENTRYID, StandardFolder::DeletedItems),
    (PR_FINDER_ENTRYID, StandardFolder::SearchRoot),
];

fn folder_mask() -> FolderMask {
    FolderMask::FOLDER_IPM_SUBTREE_VALID
        | FolderMask::FOLDER_IPM_INBOX_VALID
        | FolderMask::FOLDER_IPM_OUTBOX_VALID
        | FolderMask::FOLDER_IPM_SENTMAIL_VALID
        | FolderMask::FOLDER_IPM_WASTEBASKET_VALID
        | FolderMask::FOLDER_FINDER_VALID
}
