//! Properties of the store object. They are permanent at once.

// [PROP-36]

use std::sync::Arc;

use super::abilities::AccessLevel;
use super::ids::{ObjectNo, Reference};
use super::open_store::OpenStore;
use super::props::Properties;
use crate::mapi::codes::MAPI_E_UNEXPECTED_TYPE;
use crate::mapi::tags::{
    PR_ACCESS_LEVEL, PR_DISPLAY_NAME_W, PR_FINDER_ENTRYID, PR_IPM_OUTBOX_ENTRYID, PR_IPM_SENTMAIL_ENTRYID,
    PR_IPM_SUBTREE_ENTRYID, PR_IPM_WASTEBASKET_ENTRYID, PR_MAPPING_SIGNATURE, PR_RECEIVE_FOLDER_SETTINGS,
    PR_STORE_STATE, PR_VALID_FOLDER_MASK,
};
use crate::mapi::{FolderMask, HResult, MapiResult, PropTag, PropValue, Value};
use crate::memory::MemoryProps;

/// `STORE_HAS_SEARCHES`. Page: `pidtagstorestate-canonical-property`.
const STORE_HAS_SEARCHES: u32 = 0x0100_0000;

/// The special folders that a property names, with their bits.
const SPECIAL: [(PropTag, FolderMask); 5] = [
    (PR_IPM_SUBTREE_ENTRYID, FolderMask::FOLDER_IPM_SUBTREE_VALID),
    (PR_IPM_OUTBOX_ENTRYID, FolderMask::FOLDER_IPM_OUTBOX_VALID),
    (PR_IPM_SENTMAIL_ENTRYID, FolderMask::FOLDER_IPM_SENTMAIL_VALID),
    (PR_IPM_WASTEBASKET_ENTRYID, FolderMask::FOLDER_IPM_WASTEBASKET_VALID),
    (PR_FINDER_ENTRYID, FolderMask::FOLDER_FINDER_VALID),
];

pub(super) struct StoreProps(pub(super) Arc<OpenStore>);

impl Properties for StoreProps {
    fn inside(&self) -> &Arc<OpenStore> {
        &self.0
    }

    fn access(&self) -> AccessLevel {
        self.0.access
    }

    fn read(&self) -> MapiResult<MemoryProps> {
        self.0.check_open()?;
        let (mut props, signature, valid, state) = self.0.file.with(|data| {
            let valid = valid_folders(&data.props, |folder| data.folder(folder).is_some());
            let state = if data.has_searches() { STORE_HAS_SEARCHES } else { 0 };
            (data.props.clone(), self.0.mapping_signature(data), valid, state)
        });
        for value in self.computed_values(signature, valid, state) {
            props.set(value);
        }
        Ok(props)
    }

    // [STPROP-01] [STPROP-05]
    fn computed(&self, tag: PropTag) -> bool {
        let values = self.computed_values(Vec::new(), FolderMask::empty(), 0);
        values.iter().any(|value| value.id() == tag.id()) && tag.id() != PR_VALID_FOLDER_MASK.id()
    }

    fn check(&self, value: &PropValue) -> Result<(), HResult> {
        let is_name = value.id() == PR_DISPLAY_NAME_W.id();
        if is_name && value.as_text().is_none() { Err(MAPI_E_UNEXPECTED_TYPE) } else { Ok(()) }
    }

    fn required(&self, tag: PropTag) -> bool {
        tag.id() == PR_DISPLAY_NAME_W.id() || tag.id() == PR_VALID_FOLDER_MASK.id()
    }

    /// A new name goes into the profile first: the two have to agree \[PROFILE-13\].
    fn change(&self, work: &mut dyn FnMut(&mut MemoryProps)) -> MapiResult<()> {
        let (before, after) = self.0.file.with(|data| {
            let mut changed = data.props.clone();
            work(&mut changed);
            (name_of(&data.props), name_of(&changed))
        });
        if before != after {
            self.0.rename(&after)?;
        }
        self.0.file.with(|data| work(&mut data.props));
        Ok(())
    }
}

impl StoreProps {
    /// The required ones that clients cannot change, and what says what the store can do.
    // [STPROP-01]
    fn computed_values(&self, signature: Vec<u8>, valid: FolderMask, state: u32) -> Vec<PropValue> {
        let mut values = self.0.description().store_props();
        // Clients change the name, and it lies with what they can change.
        values.retain(|value| value.id() != PR_DISPLAY_NAME_W.id());
        values.extend([
            PropValue::new(PR_MAPPING_SIGNATURE, signature),
            PropValue::new(PR_STORE_STATE, state),
            PropValue::new(PR_ACCESS_LEVEL, self.0.access.raw()),
            PropValue::new(PR_VALID_FOLDER_MASK, valid.bits()),
            PropValue::new(PR_RECEIVE_FOLDER_SETTINGS, Value::Object),
        ]);
        values
    }
}

/// The bits that clients set, less those of folders that are not there any more.
// [STPROP-09]
fn valid_folders(props: &MemoryProps, exists: impl Fn(usize) -> bool) -> FolderMask {
    let set = props.find(PR_VALID_FOLDER_MASK).and_then(Value::as_bits).unwrap_or_default();
    let mut mask = FolderMask::from_bits_retain(set);
    for (tag, bit) in SPECIAL {
        let id = props.find(tag).and_then(Value::as_entry_id);
        let found = match id.as_ref().and_then(Reference::decode).map(|reference| reference.object) {
            Some(ObjectNo::Folder(number)) => exists(number),
            Some(ObjectNo::Store | ObjectNo::Message(_)) | None => false,
        };
        if !found {
            mask.remove(bit);
        }
    }
    mask
}

pub(super) fn name_of(props: &MemoryProps) -> String {
    props.find(PR_DISPLAY_NAME_W).and_then(Value::as_unicode).unwrap_or_default().to_owned()
}
