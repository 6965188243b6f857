//! Contents and hierarchy tables.

use std::sync::Arc;

use super::object::FolderObject;
use super::props::values;
use crate::mapi::codes::MAPI_E_NO_SUPPORT;
use crate::mapi::tags::*;
use crate::mapi::{MapiResult, PropTag, PropValue, Row, SortFlags, TableFlags, Value};
use crate::reference::abilities::AccessLevel;
use crate::reference::disk::StoreData;
use crate::reference::live_table::LiveTable;
use crate::reference::open_store::OpenStore;
use crate::reference::table_rows::TableRows;
use crate::spi::IMAPITable;

/// `DT_FOLDER`, how a folder is shown in a hierarchy table. Page: `pidtagdisplaytype-canonical-property`.
const DT_FOLDER: u32 = 0x0100_0000;

/// What a hierarchy table shows without `SetColumns`.
// [TABLE-02]
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

/// What a contents table shows without `SetColumns`, and what a list of mail shows.
// [TABLE-01]
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

/// The columns of a row are all properties that the messages have \[OBS-01\]; a table shows these at first.
pub(super) fn contents(folder: &FolderObject, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
    let inside = folder.inside();
    inside.check_open()?;
    let associated = flags.contains(TableFlags::MAPI_ASSOCIATED);
    // [CONT-05]
    if associated && !inside.file.abilities.default_store {
        return Err(MAPI_E_NO_SUPPORT.into());
    }
    let number = folder.number();
    let mut shown = CONTENTS.to_vec();
    // [SEARCH-14]
    if inside.file.with(|data| data.is_search(number)) {
        shown.push(PR_PARENT_DISPLAY_W);
    }
    let rows = TableRows::of_messages(number, associated);
    let table = LiveTable::open(inside, columns(&shown, flags), rows)?;
    let order = inside.file.with(|data| data.folder(number).map(|folder| folder.order.clone()));
    let order = order.unwrap_or_default();
    // [FOLDER-30]
    if !order.orders.is_empty() {
        table.sort_table(&order, SortFlags::empty())?;
    }
    Ok(table)
}

pub(super) fn hierarchy(folder: &FolderObject, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
    let inside = folder.inside();
    inside.check_open()?;
    let deep = flags.contains(TableFlags::CONVENIENT_DEPTH);
    LiveTable::open(inside, columns(&HIERARCHY, flags), TableRows::of_folders(folder.number(), deep))
}

/// Columns in the width that the caller wants.
// [CONT-06]
pub(in crate::reference) fn columns(tags: &[PropTag], flags: TableFlags) -> Vec<PropTag> {
    let unicode = flags.contains(TableFlags::MAPI_UNICODE);
    tags.iter().map(|tag| tag.with_string_width(unicode)).collect()
}

/// A row of a hierarchy table.
pub(in crate::reference) fn hierarchy_row(
    inside: &OpenStore,
    data: &StoreData,
    number: usize,
    depth: u32,
) -> Option<Row> {
    let props = values(inside, data, number, AccessLevel::Read)?;
    let mut values = props.values().to_vec();
    values.retain(|value| *value.value() != Value::Object);
    values.push(PropValue::new(PR_INSTANCE_KEY, instance_key(number)));
    values.push(PropValue::new(PR_DEPTH, depth));
    values.push(PropValue::new(PR_DISPLAY_TYPE, DT_FOLDER));
    values.push(PropValue::new(PR_STATUS, 0));
    Some(Row::new(values))
}

/// Tells the rows of one table apart.
// [TABLE-32]
pub(in crate::reference) fn instance_key(number: usize) -> Vec<u8> {
    number.to_le_bytes().to_vec()
}
