//! Properties of folders. They are permanent at once.

// [PROP-36]

use std::sync::Arc;

use super::search::hits;
use crate::mapi::codes::{MAPI_E_OBJECT_DELETED, MAPI_E_UNEXPECTED_TYPE};
use crate::mapi::tags::*;
use crate::mapi::{
    Access, FolderType, HResult, MapiResult, MessageFlags, ObjectType, PropTag, PropValue, Value,
};
use crate::memory::MemoryProps;
use crate::reference::abilities::AccessLevel;
use crate::reference::disk::{Folder, StoreData, count};
use crate::reference::ids::ObjectNo;
use crate::reference::open_store::OpenStore;
use crate::reference::props::{Properties, wide};

/// What only the store sets.
// [FOLDER-01] [FOLDER-05]
const COMPUTED: [PropTag; 20] = [
    PR_ASSOC_CONTENT_COUNT,
    PR_FOLDER_ASSOCIATED_CONTENTS,
    PR_ENTRYID,
    PR_RECORD_KEY,
    PR_INSTANCE_KEY,
    PR_FOLDER_TYPE,
    PR_OBJECT_TYPE,
    PR_PARENT_ENTRYID,
    PR_STORE_ENTRYID,
    PR_STORE_RECORD_KEY,
    PR_MAPPING_SIGNATURE,
    PR_STORE_SUPPORT_MASK,
    PR_SUBFOLDERS,
    PR_CONTENT_COUNT,
    PR_CONTENT_UNREAD,
    PR_ACCESS,
    PR_ACCESS_LEVEL,
    PR_CREATION_TIME,
    PR_CONTAINER_CONTENTS,
    PR_CONTAINER_HIERARCHY,
];

/// One opening of a folder.
pub(in crate::reference) struct FolderProps {
    pub(super) inside: Arc<OpenStore>,
    pub(super) number: usize,
    pub(super) access: AccessLevel,
}

impl Properties for FolderProps {
    fn inside(&self) -> &Arc<OpenStore> {
        &self.inside
    }

    fn access(&self) -> AccessLevel {
        self.access
    }

    fn read(&self) -> MapiResult<MemoryProps> {
        self.inside.check_open()?;
        let read = |data: &mut StoreData| values(&self.inside, data, self.number, self.access);
        self.inside.file.with(read).ok_or_else(|| MAPI_E_OBJECT_DELETED.into())
    }

    fn computed(&self, tag: PropTag) -> bool {
        COMPUTED.iter().any(|computed| computed.id() == tag.id())
    }

    // [FOLDER-03] [FOLDER-09]
    fn check(&self, value: &PropValue) -> Result<(), HResult> {
        if value.id() != PR_DISPLAY_NAME_W.id() {
            return Ok(());
        }
        let value = wide(value);
        let name = value.as_unicode().filter(|name| !name.is_empty()).ok_or(MAPI_E_UNEXPECTED_TYPE)?;
        self.inside.file.with(|data| data.check_name(self.number, name))
    }

    fn required(&self, tag: PropTag) -> bool {
        tag.id() == PR_DISPLAY_NAME_W.id()
    }

    fn change(&self, work: &mut dyn FnMut(&mut MemoryProps)) -> MapiResult<()> {
        self.inside.file.change(|data| {
            let now = data.now();
            data.change_folder(self.number, |props| {
                props.set(PropValue::new(PR_LAST_MODIFICATION_TIME, now));
                work(props);
            })?;
            Ok(())
        })
    }
}

// [FOLDER-01] [FOLDER-04] [FOLDER-05] [STPROP-04]
pub(super) fn values(
    inside: &OpenStore,
    data: &StoreData,
    number: usize,
    access: AccessLevel,
) -> Option<MemoryProps> {
    let (file, folder) = (&inside.file, data.folder(number)?);
    let id = file.id(ObjectNo::Folder(number));
    let (messages, unread) =
        if folder.is_search() { found(inside, data, number) } else { (folder.messages.len(), folder.unread) };
    let mut props = folder.props.clone();
    for value in [
        PropValue::new(PR_ENTRYID, &id),
        PropValue::new(PR_RECORD_KEY, &id),
        PropValue::new(PR_FOLDER_TYPE, folder.folder_type),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::Folder),
        PropValue::new(PR_PARENT_ENTRYID, &file.id(ObjectNo::Folder(folder.parent))),
        PropValue::new(PR_STORE_ENTRYID, &inside.wrapped),
        PropValue::new(PR_STORE_RECORD_KEY, file.record_key()),
        PropValue::new(PR_MAPPING_SIGNATURE, inside.mapping_signature(data)),
        PropValue::new(PR_STORE_SUPPORT_MASK, inside.support_mask().bits()),
        PropValue::new(PR_SUBFOLDERS, !folder.folders.members.is_empty()),
        PropValue::new(PR_CONTENT_COUNT, count(messages)),
        PropValue::new(PR_CONTENT_UNREAD, count(unread)),
        PropValue::new(PR_ACCESS, rights(inside, folder).bits()),
        PropValue::new(PR_ACCESS_LEVEL, access.raw()),
        PropValue::new(PR_CONTAINER_CONTENTS, Value::Object),
        PropValue::new(PR_CONTAINER_HIERARCHY, Value::Object),
    ] {
        props.set(value);
    }
    // [FOLDER-06] [CONT-04]
    if file.abilities.default_store {
        props.set(PropValue::new(PR_ASSOC_CONTENT_COUNT, count(folder.associated.len())));
        props.set(PropValue::new(PR_FOLDER_ASSOCIATED_CONTENTS, Value::Object));
    }
    Some(props)
}

/// How many messages a search folder shows, and how many of them nobody has read.
fn found(inside: &OpenStore, data: &StoreData, number: usize) -> (usize, usize) {
    let found = hits(inside, data, number);
    let is_unread = |number: &&usize| {
        data.message(**number).is_some_and(|message| !message.flags.contains(MessageFlags::MSGFLAG_READ))
    };
    (found.len(), found.iter().filter(is_unread).count())
}

/// What may be done with a folder in this opening of the store.
// [ACCESS-05] [ACCESS-06]
fn rights(inside: &OpenStore, folder: &Folder) -> Access {
    if !inside.access.may_modify() {
        return Access::MAPI_ACCESS_READ;
    }
    // [SEARCH-10] nothing is put into a search folder.
    if folder.is_search() {
        return Access::MAPI_ACCESS_READ | Access::MAPI_ACCESS_MODIFY | Access::MAPI_ACCESS_DELETE;
    }
    let mut rights = Access::MAPI_ACCESS_READ
        | Access::MAPI_ACCESS_MODIFY
        | Access::MAPI_ACCESS_CREATE_HIERARCHY
        | Access::MAPI_ACCESS_CREATE_CONTENTS;
    rights.set(Access::MAPI_ACCESS_CREATE_ASSOCIATED, inside.file.abilities.default_store);
    // [FOLDER-03]
    rights.set(Access::MAPI_ACCESS_DELETE, folder.folder_type != FolderType::Root);
    rights
}
