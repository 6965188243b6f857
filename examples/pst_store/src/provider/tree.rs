//! The tree of folders. Each part is a question of its own, so that one that cannot be read is lost alone.

use std::collections::BTreeSet;

use mapi_spi::mapi::codes::MAPI_E_CORRUPT_STORE;
use mapi_spi::mapi::tags::{
    PR_ASSOC_CONTENT_COUNT, PR_CONTENT_COUNT, PR_CONTENT_UNREAD, PR_MESSAGE_FLAGS, PR_SUBFOLDERS,
};
use mapi_spi::mapi::{MapiResult, MessageFlags, PropValue};

use super::folder::completed;
use super::pst_file::Reader;
use super::read::{NodeKind, NodeRow, folder_props, kind_of, messages_of, subfolders};

/// The properties of a folder; its counts are those of its tables, and what it says itself where these cannot be read.
pub(super) fn folder(reader: &mut Reader<'_>, node: u32) -> MapiResult<Vec<PropValue>> {
    let stored = reader.read(|opened| folder_props(opened, node))?;
    let mut counts = Vec::new();
    if let Ok(messages) = messages(reader, node) {
        let unread = messages.iter().filter(|(_, columns)| is_unread(columns));
        counts.push(PropValue::new(PR_CONTENT_COUNT, number(messages.len())));
        counts.push(PropValue::new(PR_CONTENT_UNREAD, number(unread.count())));
    }
    if let Ok(below) = reader.read(|opened| subfolders(opened, node)) {
        counts.push(PropValue::new(PR_SUBFOLDERS, !below.is_empty()));
    }
    let mut props = completed(counts, stored);
    // There is no table of associated messages here.
    props.retain(|value| value.id() != PR_ASSOC_CONTENT_COUNT.id());
    Ok(props)
}

/// The messages of a folder. What a search has found is derived, and large searches keep it in a form that the library
/// does not know; such a search shows none.
pub(super) fn messages(reader: &mut Reader<'_>, node: u32) -> MapiResult<Vec<NodeRow>> {
    let is_search = kind_of(node) == Some(NodeKind::SearchFolder);
    match reader.read(|opened| messages_of(opened, node)) {
        Err(error) if is_search && error.code() == MAPI_E_CORRUPT_STORE => Ok(Vec::new()),
        other => other,
    }
}

/// The folders below `node` with their depth, each before its own subfolders. A file in which a folder lies below
/// itself is read once.
pub(super) fn folders_below(
    reader: &mut Reader<'_>,
    node: u32,
    deep: bool,
) -> MapiResult<Vec<(NodeRow, u32)>> {
    let mut seen = BTreeSet::from([node]);
    let mut found = Vec::new();
    let mut waiting = stacked(reader.read(|opened| subfolders(opened, node))?, 0);
    while let Some(((node, columns), depth)) = waiting.pop() {
        if !seen.insert(node) {
            continue;
        }
        if deep {
            let below = reader.read(|opened| subfolders(opened, node)).unwrap_or_default();
            waiting.extend(stacked(below, depth.saturating_add(1)));
        }
        found.push(((node, named_by_folder(reader, node, columns)), depth));
    }
    Ok(found)
}

fn stacked(rows: Vec<NodeRow>, depth: u32) -> Vec<(NodeRow, u32)> {
    rows.into_iter().rev().map(|row| (row, depth)).collect()
}

/// A row with what the folder says itself: other programs leave the row behind when they rename a folder.
fn named_by_folder(reader: &mut Reader<'_>, node: u32, columns: Vec<PropValue>) -> Vec<PropValue> {
    match folder(reader, node) {
        Ok(props) => completed(props, columns),
        Err(_) => columns,
    }
}

fn is_unread(columns: &[PropValue]) -> bool {
    let flags = columns.iter().find(|value| value.id() == PR_MESSAGE_FLAGS.id()).and_then(PropValue::as_bits);
    flags.is_some_and(|flags| flags & MessageFlags::MSGFLAG_READ.bits() == 0)
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
