//! What a client sees of a store: folders, counts, subjects.

use std::fmt::Write;

use mapi_spi::mapi::codes::MAPI_E_NOT_FOUND;
use mapi_spi::mapi::tags::{
    PR_CONTENT_COUNT, PR_CONTENT_UNREAD, PR_DEPTH, PR_DISPLAY_NAME_W, PR_ENTRYID, PR_MESSAGE_DELIVERY_TIME,
    PR_SUBJECT_W,
};
use mapi_spi::mapi::{
    MapiError, PropTag, PropValue, QueryRowsFlags, Row, SetColumnsFlags, TableFlags, Value,
};
use mapi_spi::spi::{IMAPITable, IMsgStore, MapiObject, OpenEntryRequest};

/// Subjects shown of each folder.
const SUBJECTS: i32 = 3;
/// Rows asked for at once.
const ROWS: i32 = 100;

/// The folders below the root, each with its counts and first subjects.
pub(crate) fn folder_tree(store: &dyn IMsgStore) -> Result<String, MapiError> {
    let root = store.open_entry(&OpenEntryRequest::root())?.into_folder()?;
    let table = root.get_hierarchy_table(TableFlags::MAPI_UNICODE | TableFlags::CONVENIENT_DEPTH)?;
    let columns = [PR_DEPTH, PR_DISPLAY_NAME_W, PR_CONTENT_COUNT, PR_CONTENT_UNREAD, PR_ENTRYID];
    let mut text = String::new();
    for row in rows(&*table, &columns)? {
        let depth = usize::try_from(number(&row, PR_DEPTH)).unwrap_or(0);
        let indent = "  ".repeat(depth);
        let (count, unread) = (number(&row, PR_CONTENT_COUNT), number(&row, PR_CONTENT_UNREAD));
        let _ =
            writeln!(text, "{indent}{} ({count} messages, {unread} unread)", words(&row, PR_DISPLAY_NAME_W));
        for line in subjects(store, &row).unwrap_or_else(|error| vec![unreadable(&error)]) {
            let _ = writeln!(text, "{indent}  - {line}");
        }
    }
    Ok(text)
}

fn subjects(store: &dyn IMsgStore, folder: &Row) -> Result<Vec<String>, MapiError> {
    let Some(id) = folder.get(PR_ENTRYID).and_then(PropValue::as_entry_id) else { return Ok(Vec::new()) };
    let folder = store.open_entry(&OpenEntryRequest::new(&id))?.into_folder()?;
    let table = folder.get_contents_table(TableFlags::MAPI_UNICODE)?;
    table.set_columns(&[PR_ENTRYID, PR_SUBJECT_W], SetColumnsFlags::empty())?;
    let first = table.query_rows(SUBJECTS, QueryRowsFlags::empty())?;
    Ok(first.iter().map(|row| subject(store, row)).collect())
}

/// What the message says of itself; else what its row does.
fn subject(store: &dyn IMsgStore, row: &Row) -> String {
    message(store, row).unwrap_or_else(|error| format!("{} {}", words(row, PR_SUBJECT_W), unreadable(&error)))
}

fn message(store: &dyn IMsgStore, row: &Row) -> Result<String, MapiError> {
    let id = row.get(PR_ENTRYID).and_then(PropValue::as_entry_id).ok_or(MAPI_E_NOT_FOUND)?;
    let message = store.open_entry(&OpenEntryRequest::new(&id)).and_then(MapiObject::into_message)?;
    let tags = [PR_SUBJECT_W, PR_MESSAGE_DELIVERY_TIME];
    let props = Row::new(message.get_props(Some(&tags), Default::default())?.value);
    Ok(match props.get(PR_MESSAGE_DELIVERY_TIME).map(PropValue::value) {
        Some(Value::SysTime(time)) => format!("{} ({time})", words(&props, PR_SUBJECT_W)),
        _ => words(&props, PR_SUBJECT_W),
    })
}

fn unreadable(error: &MapiError) -> String {
    format!("(cannot be read: {})", error.code())
}

/// All rows of a table, a hundred at a time.
fn rows(table: &dyn IMAPITable, columns: &[PropTag]) -> Result<Vec<Row>, MapiError> {
    table.set_columns(columns, SetColumnsFlags::empty())?;
    let mut all = Vec::new();
    loop {
        let some = table.query_rows(ROWS, QueryRowsFlags::empty())?;
        if some.is_empty() {
            return Ok(all);
        }
        all.extend(some);
    }
}

fn number(row: &Row, tag: PropTag) -> i32 {
    row.get(tag).and_then(PropValue::as_long).unwrap_or(0)
}

/// A text on one line; what is not there is shown as such.
fn words(row: &Row, tag: PropTag) -> String {
    let text = row.get(tag).and_then(|value| value.as_text().map(|text| text.into_owned()));
    text.filter(|text| !text.is_empty())
        .map_or_else(|| "(none)".to_owned(), |text| text.replace(|letter: char| letter.is_control(), " "))
}
