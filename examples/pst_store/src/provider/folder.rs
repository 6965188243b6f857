//! `IMAPIFolder`.

use std::sync::Arc;

use mapi_spi::mapi::codes::{MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND};
use mapi_spi::mapi::iids::IID_IMAPITable;
use mapi_spi::mapi::tags::*;
use mapi_spi::mapi::{
    Access, FolderType, GetPropListFlags, GetPropsFlags, MapiResult, ObjectType, PropTag, PropValue, Row,
    TableFlags, Value, Warned,
};
use mapi_spi::memory::{MemoryProps, MemoryTable};
use mapi_spi::spi::{
    IMAPIContainer, IMAPIFolder, IMAPIProp, IMAPITable, MapiObject, OpenEntryRequest, OpenPropertyRequest,
};

use super::open_pst::OpenPst;
use super::read::{NodeKind, NodeRow, ROOT, kind_of};
use super::tree::{folder, folders_below, messages};

/// `DT_FOLDER` and `DT_FOLDER_LINK`. Page: `pidtagdisplaytype-canonical-property`.
const DT_FOLDER: u32 = 0x0100_0000;
const DT_FOLDER_LINK: u32 = 0x0200_0000;

/// The folder of a message, in the tables of searches ([MS-PST] 2.4.8.6.2).
const PID_TAG_LTP_PARENT_NID: u16 = 0x67F1;

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

const CONTENTS: [PropTag; 19] = [
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
    PR_SENDER_NAME_W,
    PR_MESSAGE_DELIVERY_TIME,
];

pub(super) struct PstFolder {
    inside: Arc<OpenPst>,
    node: u32,
    props: MemoryProps,
}

impl PstFolder {
    pub(super) fn open(inside: &Arc<OpenPst>, node: u32) -> MapiResult<Self> {
        let mut reader = inside.file.reader();
        let (stored, parent) = (folder(&mut reader, node)?, reader.read(|file| file.parent_of(node))?);
        let mut own = folder_values(inside, node);
        own.push(PropValue::new(PR_PARENT_ENTRYID, &inside.id(parent.unwrap_or(ROOT))));
        own.push(PropValue::new(PR_CONTAINER_CONTENTS, Value::Object));
        own.push(PropValue::new(PR_CONTAINER_HIERARCHY, Value::Object));
        let props = MemoryProps::new(completed(own, stored));
        Ok(Self { inside: Arc::clone(inside), node, props })
    }
}

impl IMAPIProp for PstFolder {
    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        self.inside.support.check_open()?;
        self.props.get_props(tags, flags)
    }

    fn get_prop_list(&self, flags: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        self.inside.support.check_open()?;
        Ok(self.props.get_prop_list(flags))
    }

    fn open_property(&self, request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        self.inside.support.check_open()?;
        if request.interface != IID_IMAPITable {
            return Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into());
        }
        let flags = TableFlags::from_bits_retain(request.interface_options);
        if request.tag.id() == PR_CONTAINER_CONTENTS.id() {
            self.get_contents_table(flags).map(MapiObject::Table)
        } else if request.tag.id() == PR_CONTAINER_HIERARCHY.id() {
            self.get_hierarchy_table(flags).map(MapiObject::Table)
        } else {
            Err(MAPI_E_NOT_FOUND.into())
        }
    }
}

impl IMAPIContainer for PstFolder {
    fn get_contents_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        self.inside.support.check_open()?;
        if flags.contains(TableFlags::MAPI_ASSOCIATED) {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        let rows = messages(&mut self.inside.file.reader(), self.node)?
            .into_iter()
            .map(|row| contents_row(&self.inside, self.node, row))
            .collect();
        Ok(MemoryTable::shared(columns(&CONTENTS, flags), rows))
    }

    fn get_hierarchy_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        self.inside.support.check_open()?;
        let deep = flags.contains(TableFlags::CONVENIENT_DEPTH);
        let mut reader = self.inside.file.reader();
        let below = folders_below(&mut reader, self.node, deep)?;
        let mut rows = Vec::with_capacity(below.len());
        for (row, depth) in below {
            let parent = reader.read(|file| file.parent_of(row.0))?.unwrap_or(self.node);
            rows.push(hierarchy_row(&self.inside, parent, row, depth));
        }
        Ok(MemoryTable::shared(columns(&HIERARCHY, flags), rows))
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.inside.open_entry(request)
    }
}

impl IMAPIFolder for PstFolder {}

pub(super) fn columns(tags: &[PropTag], flags: TableFlags) -> Vec<PropTag> {
    let unicode = flags.contains(TableFlags::MAPI_UNICODE);
    tags.iter().map(|tag| tag.with_string_width(unicode)).collect()
}

/// The properties that this provider sets itself, then the other ones of the file.
pub(super) fn completed(mut own: Vec<PropValue>, stored: Vec<PropValue>) -> Vec<PropValue> {
    let known: std::collections::BTreeSet<u16> = own.iter().map(PropValue::id).collect();
    own.extend(stored.into_iter().filter(|value| !known.contains(&value.id())));
    own
}

fn folder_values(inside: &OpenPst, node: u32) -> Vec<PropValue> {
    let folder_type = match kind_of(node) {
        Some(NodeKind::SearchFolder) => FolderType::Search,
        _ if node == ROOT => FolderType::Root,
        _ => FolderType::Generic,
    };
    let mut values = inside.about.props_of_objects();
    values.extend([
        PropValue::new(PR_ENTRYID, &inside.id(node)),
        PropValue::new(PR_RECORD_KEY, &inside.id(node)),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::Folder),
        PropValue::new(PR_FOLDER_TYPE, folder_type),
        PropValue::new(PR_ACCESS, Access::MAPI_ACCESS_READ.bits()),
        PropValue::new(PR_ACCESS_LEVEL, 0),
    ]);
    values
}

fn hierarchy_row(inside: &OpenPst, parent: u32, (node, stored): NodeRow, depth: u32) -> Row {
    let search = kind_of(node) == Some(NodeKind::SearchFolder);
    let mut own = folder_values(inside, node);
    own.extend([
        PropValue::new(PR_PARENT_ENTRYID, &inside.id(parent)),
        PropValue::new(PR_INSTANCE_KEY, node.to_le_bytes().to_vec()),
        PropValue::new(PR_DEPTH, depth),
        PropValue::new(PR_DISPLAY_TYPE, if search { DT_FOLDER_LINK } else { DT_FOLDER }),
        PropValue::new(PR_STATUS, 0),
    ]);
    Row::new(completed(own, stored))
}

/// A row that a search has found says itself in which folder its message lies.
fn contents_row(inside: &OpenPst, folder: u32, (node, stored): NodeRow) -> Row {
    let found_in = stored.iter().find(|value| value.id() == PID_TAG_LTP_PARENT_NID);
    let folder = found_in.and_then(PropValue::as_bits).unwrap_or(folder);
    let mut own = super::message::message_values(inside, node);
    own.extend([
        PropValue::new(PR_PARENT_ENTRYID, &inside.id(folder)),
        PropValue::new(PR_INSTANCE_KEY, node.to_le_bytes().to_vec()),
    ]);
    Row::new(completed(own, super::message::with_plain_subject(stored)))
}
