//! Properties of messages, of open ones and of rows in contents tables.

use crate::mapi::tags::*;
use crate::mapi::{Access, MessageFlags, ObjectType, PropTag, PropValue, Row, Value};
use crate::memory::MemoryProps;
use crate::reference::abilities::AccessLevel;
use crate::reference::disk::{Content, StoreData};
use crate::reference::folder::instance_key;
use crate::reference::ids::ObjectNo;
use crate::reference::open_store::OpenStore;

/// What only the store sets; `PR_MESSAGE_FLAGS` joins them with the first save.
// [MSG-01] [MSG-06] [MSG-09]
const COMPUTED: [PropTag; 23] = [
    PR_ENTRYID,
    PR_RECORD_KEY,
    PR_INSTANCE_KEY,
    PR_OBJECT_TYPE,
    PR_PARENT_ENTRYID,
    PR_STORE_ENTRYID,
    PR_STORE_RECORD_KEY,
    PR_MAPPING_SIGNATURE,
    PR_STORE_SUPPORT_MASK,
    PR_MESSAGE_SIZE,
    PR_MSG_STATUS,
    PR_HASATTACH,
    PR_NORMALIZED_SUBJECT_W,
    PR_DISPLAY_TO_W,
    PR_DISPLAY_CC_W,
    PR_DISPLAY_BCC_W,
    PR_PARENT_DISPLAY_W,
    PR_CREATION_TIME,
    PR_SUBMIT_FLAGS,
    PR_ACCESS,
    PR_ACCESS_LEVEL,
    PR_MESSAGE_RECIPIENTS,
    PR_MESSAGE_ATTACHMENTS,
];

pub(super) fn computed(tag: PropTag) -> bool {
    COMPUTED.iter().any(|computed| computed.id() == tag.id())
}

/// A message as one opening or one table sees it.
pub(super) struct View<'a> {
    pub(super) number: usize,
    pub(super) folder: usize,
    pub(super) flags: MessageFlags,
    pub(super) content: &'a Content,
}

// [MSG-01] [MSG-13]
pub(super) fn values(
    inside: &OpenStore,
    data: &StoreData,
    view: &View<'_>,
    access: AccessLevel,
) -> MemoryProps {
    let file = &inside.file;
    let id = file.id(ObjectNo::Message(view.number));
    let mut props = view.content.props.clone();
    let has_attachments = props.find(PR_HASATTACH).and_then(Value::as_bool).unwrap_or_default();
    let mut flags = view.flags;
    flags.set(MessageFlags::MSGFLAG_HASATTACH, has_attachments);
    for value in [
        PropValue::new(PR_ENTRYID, &id),
        PropValue::new(PR_RECORD_KEY, &id),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::Message),
        PropValue::new(PR_PARENT_ENTRYID, &file.id(ObjectNo::Folder(view.folder))),
        PropValue::new(PR_STORE_ENTRYID, &inside.wrapped),
        PropValue::new(PR_STORE_RECORD_KEY, file.record_key()),
        PropValue::new(PR_MAPPING_SIGNATURE, inside.mapping_signature(data)),
        PropValue::new(PR_STORE_SUPPORT_MASK, inside.support_mask().bits()),
        PropValue::new(PR_MESSAGE_FLAGS, flags.bits()),
        PropValue::new(PR_MESSAGE_SIZE, view.content.size()),
        PropValue::new(PR_HASATTACH, has_attachments),
        PropValue::new(PR_ACCESS, rights(inside).bits()),
        PropValue::new(PR_ACCESS_LEVEL, access.raw()),
        PropValue::new(PR_MESSAGE_RECIPIENTS, Value::Object),
        PropValue::new(PR_MESSAGE_ATTACHMENTS, Value::Object),
    ] {
        props.set(value);
    }
    if let Some(flags) = data.submit_flags(view.number) {
        props.set(PropValue::new(PR_SUBMIT_FLAGS, flags));
    }
    props
}

// [ACCESS-05]
fn rights(inside: &OpenStore) -> Access {
    if inside.access.may_modify() {
        Access::MAPI_ACCESS_READ | Access::MAPI_ACCESS_MODIFY | Access::MAPI_ACCESS_DELETE
    } else {
        Access::MAPI_ACCESS_READ
    }
}

/// A row of a contents table: all that the message has \[OBS-01\], and its status.
// [FOLDER-28]
pub(in crate::reference) fn contents_row(inside: &OpenStore, data: &StoreData, number: usize) -> Option<Row> {
    let message = data.message(number)?;
    let view = View { number, folder: message.folder, flags: message.flags, content: &message.content };
    let mut values = values(inside, data, &view, AccessLevel::Read).values().to_vec();
    values.retain(|value| *value.value() != Value::Object);
    values.push(PropValue::new(PR_INSTANCE_KEY, instance_key(number)));
    values.push(PropValue::new(PR_MSG_STATUS, message.status.bits()));
    Some(Row::new(values))
}
