//! What is read of a PST, as values that do not need the file any more.

use std::io;

use mapi_spi::mapi::{PropValue, Row};
use outlook_pst::ltp::LtpError;
use outlook_pst::ltp::table_context::{
    TableColumnDescriptor, TableContext, TableRowColumnValue, TableRowData,
};
use outlook_pst::messaging::MessagingError;
use outlook_pst::messaging::store::EntryId;
use outlook_pst::ndb::node_id::{NodeId, NodeIdType};

use super::code_page::{CodePage, code_page_of};
use super::guard::guarded;
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
    let page = file.code_page();
    Ok(folder.properties().iter().filter_map(|(id, value)| prop(*id, value, page)).collect())
}

/// The rows of the folders that lie directly in `node`.
pub(super) fn subfolders(file: &OpenFile, node: u32) -> io::Result<Vec<NodeRow>> {
    let rows = rows_of(file, NodeIdType::HierarchyTable, node)?;
    let is_folder = |node| matches!(kind_of(node), Some(NodeKind::Folder | NodeKind::SearchFolder));
    Ok(rows.into_iter().filter(|(node, _)| is_folder(*node)).collect())
}

/// The rows of the messages that lie in a folder or that a search has found.
pub(super) fn messages_of(file: &OpenFile, node: u32) -> io::Result<Vec<NodeRow>> {
    let is_search = kind_of(node) == Some(NodeKind::SearchFolder);
    let table = if is_search { NodeIdType::SearchContentsTable } else { NodeIdType::ContentsTable };
    let rows = rows_of(file, table, node)?;
    Ok(rows.into_iter().filter(|(node, _)| kind_of(*node) == Some(NodeKind::Message)).collect())
}

fn rows_of(file: &OpenFile, kind: NodeIdType, node: u32) -> io::Result<Vec<NodeRow>> {
    Ok(file.table(kind, node)?.map(|table| rows(&*table, file.code_page())).unwrap_or_default())
}

/// The library refuses some messages that are right, and reads none of a message then; what the contents table has of
/// it is all that can be had.
pub(super) fn message_props(file: &OpenFile, node: u32) -> io::Result<Vec<PropValue>> {
    match file.store.open_message(&entry_id(file, node)?, None) {
        Ok(message) => {
            let props = message.properties();
            let page = code_page_of(|id| props.get(id)).unwrap_or_else(|| file.code_page());
            Ok(props.iter().filter_map(|(id, value)| prop(*id, value, page)).collect())
        }
        Err(error) if lacks_sub_nodes(&error) || has_refused_table(&error) => {
            let folder = file.parent_of(node)?.unwrap_or(ROOT);
            let row = messages_of(file, folder)?.into_iter().find(|(of, _)| *of == node);
            row.map(|(_, columns)| columns).ok_or(error)
        }
        Err(error) => Err(error),
    }
}

/// A message without recipients and attachments may lack the part of the file that the library looks for first.
fn lacks_sub_nodes(error: &io::Error) -> bool {
    let error = error.get_ref().and_then(|error| error.downcast_ref());
    matches!(error, Some(MessagingError::MessageSubNodeTreeNotFound))
}

/// Other programs write tables of recipients and attachments whose columns the library refuses.
fn has_refused_table(error: &io::Error) -> bool {
    let error = error.get_ref().and_then(|error| error.downcast_ref());
    matches!(
        error,
        Some(
            LtpError::InvalidTableColumnPropertyType(_)
                | LtpError::InvalidTableColumnOffset(_)
                | LtpError::InvalidTableColumnSize(_)
                | LtpError::InvalidTableColumnBitmaskOffset(_)
                | LtpError::InvalidTableContextRowIdColumn(..)
                | LtpError::InvalidTableContextRowVersionColumn(..)
        )
    )
}

pub(super) fn recipients_of(file: &OpenFile, node: u32) -> io::Result<Vec<Row>> {
    let message = match file.store.open_message(&entry_id(file, node)?, None) {
        Err(error) if lacks_sub_nodes(&error) => return Ok(Vec::new()),
        other => other?,
    };
    let page = code_page_of(|id| message.properties().get(id)).unwrap_or_else(|| file.code_page());
    let rows = message.recipient_table().map(|table| rows(&**table, page)).unwrap_or_default();
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

fn rows(table: &dyn TableContext, page: CodePage) -> Vec<NodeRow> {
    table.rows_matrix().map(|row| (u32::from(row.id()), cells(table, row, page))).collect()
}

/// The cells of a row that can be read.
fn cells(table: &dyn TableContext, row: &TableRowData, page: CodePage) -> Vec<PropValue> {
    let values = row.columns(table.context()).unwrap_or_default();
    let columns = table.context().columns().iter().zip(values);
    let cell = |(column, value): (&TableColumnDescriptor, Option<TableRowColumnValue>)| {
        let value = value.filter(is_there)?;
        let value = guarded(|| table.read_column(&value, column.prop_type())).ok()?;
        prop(column.prop_id(), &value, page)
    };
    columns.filter_map(cell).collect()
}
