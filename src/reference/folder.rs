//! `IMAPIFolder`.

use std::sync::Arc;

use super::ids::ObjectNo;
use super::message::contents_row;
use super::open_store::{OpenStore, record_key};
use super::read_only::{open_stream, read_only_props};
use super::store_file::Folder;
use super::store_props::support_mask;
use crate::mapi::codes::{MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_SUPPORT};
use crate::mapi::iids::IID_IMAPITable;
use crate::mapi::tags::*;
use crate::mapi::{Access, EntryId, MapiResult, ObjectType, PropTag, PropValue, Row, TableFlags, Value};
use crate::memory::{MemoryProps, MemoryTable};
use crate::spi::{
    IMAPIContainer, IMAPIFolder, IMAPITable, MapiObject, OpenEntryRequest, OpenPropertyRequest,
};

/// `DT_FOLDER`, how a folder is shown in a hierarchy table. Page: `pidtagdisplaytype-canonical-property`.
const DT_FOLDER: u32 = 0x0100_0000;

/// What a hierarchy table shows without `SetColumns` \[TABLE-02\].
const HIERARCHY: [PropTag; 12] = [
    PR_DISPLAY_NAME_W,
    PR_ENTRYID,
    PR_INSTANCE_KEY,
    PR_DEPTH,
    PR_OBJECT_TYPE,
    PR_DISPLAY_TYPE,
    PR_COMMENT_W,
    PR_STATUS,
    PR_FOLDER_TYPE,
    PR_SUBFOLDERS,
    PR_CONTENT_COUNT,
    PR_CONTENT_UNREAD,
];

/// What a contents table shows without `SetColumns` \[TABLE-01\], and what a list of mail shows.
const CONTENTS: [PropTag; 20] = [
    PR_ENTRYID,
    PR_INSTANCE_KEY,
    PR_RECORD_KEY,
    PR_OBJECT_TYPE,
    PR_PARENT_ENTRYID,
    PR_STORE_ENTRYID,
    PR_STORE_RECORD_KEY,
    PR_MAPPING_SIGNATURE,
    PR_MESSAGE_CLASS_W,
    PR_MESSAGE_FLAGS,
    PR_MESSAGE_SIZE,
    PR_MSG_STATUS,
    PR_DISPLAY_TO_W,
    PR_DISPLAY_CC_W,
    PR_HASATTACH,
    PR_LAST_MODIFICATION_TIME,
    PR_SUBJECT_W,
    PR_NORMALIZED_SUBJECT_W,
    PR_SENDER_NAME_W,
    PR_MESSAGE_DELIVERY_TIME,
];

/// An open folder.
pub(super) struct FolderObject {
    inside: Arc<OpenStore>,
    number: usize,
    props: MemoryProps,
}

impl FolderObject {
    pub(super) fn open(inside: &Arc<OpenStore>, number: usize) -> Option<Self> {
        let folder = inside.file.folder(number)?;
        let props = MemoryProps::new(props(inside, number, folder));
        Some(Self { inside: Arc::clone(inside), number, props })
    }

    fn props(&self) -> MapiResult<&MemoryProps> {
        self.inside.check_open()?;
        Ok(&self.props)
    }

    /// Both tables are to be had by `OpenProperty`, too \[CONT-01\] \[CONT-02\].
    fn open_object(&self, request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        let flags = TableFlags::from_bits_retain(request.interface_options);
        let table = if request.tag.id() == PR_CONTAINER_CONTENTS.id() {
            self.get_contents_table(flags)
        } else if request.tag.id() == PR_CONTAINER_HIERARCHY.id() {
            self.get_hierarchy_table(flags)
        } else {
            return open_stream(&self.props, request);
        };
        if request.interface != IID_IMAPITable {
            return Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into());
        }
        table.map(MapiObject::Table)
    }
}

read_only_props!(FolderObject);

impl IMAPIContainer for FolderObject {
    fn get_contents_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        self.inside.check_open()?;
        // [CONT-05]
        if flags.contains(TableFlags::MAPI_ASSOCIATED) {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        let messages = self.inside.file.folder(self.number).map_or(&[][..], |folder| &folder.messages);
        let rows = messages.iter().filter_map(|number| contents_row(&self.inside, *number)).collect();
        Ok(MemoryTable::shared(columns(&CONTENTS, flags), rows))
    }

    fn get_hierarchy_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        self.inside.check_open()?;
        let deep = flags.contains(TableFlags::CONVENIENT_DEPTH);
        let below = self.inside.file.descendants(self.number, deep);
        let rows = below.iter().filter_map(|(number, depth)| hierarchy_row(&self.inside, *number, *depth));
        Ok(MemoryTable::shared(columns(&HIERARCHY, flags), rows.collect()))
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.inside.open_entry(request)
    }
}

impl IMAPIFolder for FolderObject {}

/// Columns in the width that the caller wants \[CONT-06\].
pub(super) fn columns(tags: &[PropTag], flags: TableFlags) -> Vec<PropTag> {
    let unicode = flags.contains(TableFlags::MAPI_UNICODE);
    tags.iter().map(|tag| tag.with_string_width(unicode)).collect()
}

fn hierarchy_row(inside: &OpenStore, number: usize, depth: u32) -> Option<Row> {
    let mut values = props(inside, number, inside.file.folder(number)?);
    values.retain(|value| *value.value() != Value::Object);
    values.push(PropValue::new(PR_INSTANCE_KEY, instance_key(number)));
    values.push(PropValue::new(PR_DEPTH, depth));
    values.push(PropValue::new(PR_DISPLAY_TYPE, DT_FOLDER));
    values.push(PropValue::new(PR_STATUS, 0));
    Some(Row::new(values))
}

/// Tells the rows of one table apart \[TABLE-32\].
pub(super) fn instance_key(number: usize) -> Vec<u8> {
    number.to_le_bytes().to_vec()
}

/// [FOLDER-01] [FOLDER-04] [FOLDER-05] [STPROP-04]
fn props(inside: &OpenStore, number: usize, folder: &Folder) -> Vec<PropValue> {
    let file = &inside.file;
    let id: EntryId = file.id(ObjectNo::Folder(number));
    let unread = |number: &&usize| file.message(**number).is_some_and(|message| !message.spec.read);
    let count = |messages: usize| u32::try_from(messages).unwrap_or(u32::MAX);
    vec![
        PropValue::new(PR_DISPLAY_NAME_W, folder.name.as_str()),
        PropValue::new(PR_ENTRYID, &id),
        PropValue::new(PR_RECORD_KEY, &id),
        PropValue::new(PR_FOLDER_TYPE, folder.folder_type),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::Folder),
        PropValue::new(PR_PARENT_ENTRYID, &file.id(ObjectNo::Folder(folder.parent))),
        PropValue::new(PR_STORE_ENTRYID, &inside.wrapped),
        PropValue::new(PR_STORE_RECORD_KEY, record_key(file)),
        PropValue::new(PR_MAPPING_SIGNATURE, record_key(file)),
        PropValue::new(PR_STORE_SUPPORT_MASK, support_mask().bits()),
        PropValue::new(PR_SUBFOLDERS, !folder.folders.is_empty()),
        PropValue::new(PR_CONTENT_COUNT, count(folder.messages.len())),
        PropValue::new(PR_CONTENT_UNREAD, count(folder.messages.iter().filter(unread).count())),
        PropValue::new(PR_COMMENT_W, ""),
        PropValue::new(PR_ACCESS, Access::MAPI_ACCESS_READ.bits()),
        PropValue::new(PR_ACCESS_LEVEL, 0),
        PropValue::new(PR_CONTAINER_CONTENTS, Value::Object),
        PropValue::new(PR_CONTAINER_HIERARCHY, Value::Object),
    ]
}
