//! What is read of a PST, as values that do not need the file any more.

use std::collections::BTreeSet;
use std::io;

use mapi_spi::mapi::{PropValue, Row};
use outlook_pst::ltp::table_context::{TableContext, TableRowColumnValue};
use outlook_pst::messaging::MessagingError;
use outlook_pst::messaging::store::EntryId;
use outlook_pst::ndb::node_id::{NodeId, NodeIdType};

use super::open_file::OpenFile;
use super::values::prop;

/// The folder above all others ([MS-PST] 2.4.1).
pub(super) const ROOT: u32 = 0x122;

/// What a node is, as its number says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NodeKind {
    Folder,
    SearchFolder,
    Message,
}

pub(super) fn kind_of(node: u32) -> Option<NodeKind> {
    let kind = NodeId::from(node).id_type().ok()?;
    let kinds = [
        (NodeIdType::NormalFolder, NodeKind::Folder),
        (NodeIdType::SearchFolder, NodeKind::SearchFolder),
        (NodeIdType::NormalMessage, NodeKind::Message),
    ];
    kinds.into_iter().find(|(known, _)| *known == kind).map(|(_, kind)| kind)
}

/// A row of one of the file's tables: the node it is about, and its columns.
pub(super) type NodeRow = (u32, Vec<PropValue>);

pub(super) fn folder_props(file: &OpenFile, node: u32) -> io::Result<Vec<PropValue>> {
    let folder = file.store.open_folder(&entry_id(file, node)?)?;
    Ok(folder.properties().iter().filter_map(|(id, value)| prop(*id, value)).collect())
}

/// The folders below `node` with their depth, each before its own subfolders. A file in which a folder lies below
/// itself is read once.
pub(super) fn folders_below(file: &OpenFile, node: u32, deep: bool) -> io::Result<Vec<(NodeRow, u32)>> {
    let mut seen = BTreeSet::from([node]);
    let mut found = Vec::new();
    let mut waiting: Vec<(NodeRow, u32)> = stacked(subfolders(file, node)?, 0);
    while let Some((row, depth)) = waiting.pop() {
        if !seen.insert(row.0) {
            continue;
        }
        if deep {
            waiting.extend(stacked(subfolders(file, row.0)?, depth.saturating_add(1)));
        }
        found.push((row, depth));
    }
    Ok(found)
}

fn stacked(rows: Vec<NodeRow>, depth: u32) -> Vec<(NodeRow, u32)> {
    rows.into_iter().rev().map(|row| (row, depth)).collect()
}

fn subfolders(file: &OpenFile, node: u32) -> io::Result<Vec<NodeRow>> {
    let folder = file.store.open_folder(&entry_id(file, node)?)?;
    let rows = folder.hierarchy_table().map_or_else(|| Ok(Vec::new()), |table| rows(&**table))?;
    let is_folder = |node| matches!(kind_of(node), Some(NodeKind::Folder | NodeKind::SearchFolder));
    Ok(rows.into_iter().filter(|(node, _)| is_folder(*node)).collect())
}

pub(super) fn messages_of(file: &OpenFile, node: u32) -> io::Result<Vec<NodeRow>> {
    let folder = file.store.open_folder(&entry_id(file, node)?)?;
    folder.contents_table().map_or_else(|| Ok(Vec::new()), |table| rows(&**table))
}

/// A message without recipients and attachments may lack the part of the file that the library looks for first; what
/// the contents table has of it is then all that can be had.
pub(super) fn message_props(file: &OpenFile, node: u32) -> io::Result<Vec<PropValue>> {
    match file.store.open_message(&entry_id(file, node)?, None) {
        Ok(message) => Ok(message.properties().iter().filter_map(|(id, value)| prop(*id, value)).collect()),
        Err(error) if lacks_sub_nodes(&error) => {
            let folder = file.parent_of(node)?.unwrap_or(ROOT);
            let row = messages_of(file, folder)?.into_iter().find(|(of, _)| *of == node);
            row.map(|(_, columns)| columns).ok_or(error)
        }
        Err(error) => Err(error),
    }
}

fn lacks_sub_nodes(error: &io::Error) -> bool {
    let error = error.get_ref().and_then(|error| error.downcast_ref());
    matches!(error, Some(MessagingError::MessageSubNodeTreeNotFound))
}

pub(super) fn recipients_of(file: &OpenFile, node: u32) -> io::Result<Vec<Row>> {
    let message = match file.store.open_message(&entry_id(file, node)?, None) {
        Err(error) if lacks_sub_nodes(&error) => return Ok(Vec::new()),
        other => other?,
    };
    let rows = message.recipient_table().map_or_else(|| Ok(Vec::new()), |table| rows(&**table))?;
    Ok(rows.into_iter().map(|(_, columns)| Row::new(columns)).collect())
}

fn entry_id(file: &OpenFile, node: u32) -> io::Result<EntryId> {
    file.store.properties().make_entry_id(NodeId::from(node))
}

/// A column whose place in the heap is 0 is empty ([MS-PST] 2.3.3.2).
fn is_there(value: &TableRowColumnValue) -> bool {
    match value {
        TableRowColumnValue::Small(_) => true,
        TableRowColumnValue::Heap(place) => u32::from(*place) != 0,
        TableRowColumnValue::Node(place) => u32::from(*place) != 0,
    }
}

fn rows(table: &dyn TableContext) -> io::Result<Vec<NodeRow>> {
    let columns = table.context().columns();
    let mut rows = Vec::new();
    for row in table.rows_matrix() {
        let mut values = Vec::new();
        for (column, value) in columns.iter().zip(row.columns(table.context())?) {
            if let Some(value) = value.filter(is_there) {
                let value = table.read_column(&value, column.prop_type())?;
                values.extend(prop(column.prop_id(), &value));
            }
        }
        rows.push((u32::from(row.id()), values));
    }
    Ok(rows)
}
