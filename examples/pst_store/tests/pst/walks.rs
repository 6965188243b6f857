//! Walks over the folders of a store.

use std::sync::Arc;

use mapi_sim::mapi::tags::{
    PR_CONTENT_COUNT, PR_CONTENT_UNREAD, PR_DISPLAY_NAME_W, PR_ENTRYID, PR_MESSAGE_FLAGS, PR_PARENT_ENTRYID,
    PR_SUBFOLDERS,
};
use mapi_sim::mapi::{
    EntryId, MapiError, MessageFlags, OpenStoreFlags, PropValue, QueryRowsFlags, Row, SetColumnsFlags,
    TableFlags,
};
use mapi_sim::sim::StoreSection;
use mapi_sim::spi::{IMAPIFolder, IMAPITable, IMessage, IMsgStore, MapiObject, OpenEntryRequest};
use pst_store::{DLL_NAME, PR_PST_EXAMPLE_PASSWORD, store_entry_id};

use crate::store::{machine, open};

/// Asks the store of a file something.
pub(crate) fn with_store<R>(file: &str, password: Option<&str>, ask: impl FnOnce(&dyn IMsgStore) -> R) -> R {
    let mut section = StoreSection::new(DLL_NAME, "PST").entry_id(store_entry_id(file));
    if let Some(password) = password {
        section = section.prop(PR_PST_EXAMPLE_PASSWORD, password);
    }
    let (_mapi, session) = machine(section, vec![]);
    let store = open(&session, file, OpenStoreFlags::MDB_NO_MAIL).unwrap();
    ask(&*store)
}

fn rows(table: &dyn IMAPITable) -> Vec<Row> {
    table.query_rows(10_000, QueryRowsFlags::empty()).unwrap()
}

fn folder(store: &dyn IMsgStore, row: &Row) -> Result<Arc<dyn IMAPIFolder>, MapiError> {
    let id = row.get(PR_ENTRYID).and_then(PropValue::as_entry_id).unwrap();
    store.open_entry(&OpenEntryRequest::new(&id))?.into_folder()
}

/// What each folder's row says is what the folder itself says, and what its tables have. The number of folders is
/// returned.
pub(crate) fn rows_agree_with_folders(store: &dyn IMsgStore) -> usize {
    let root = store.open_entry(&OpenEntryRequest::root()).unwrap().into_folder().unwrap();
    let table = root.get_hierarchy_table(TableFlags::MAPI_UNICODE | TableFlags::CONVENIENT_DEPTH).unwrap();
    let tags = [PR_DISPLAY_NAME_W, PR_CONTENT_COUNT, PR_CONTENT_UNREAD, PR_SUBFOLDERS];
    table.set_columns(&[&tags[..], &[PR_ENTRYID]].concat(), SetColumnsFlags::empty()).unwrap();
    let folders = rows(&*table);
    for row in &folders {
        let folder = folder(store, row).unwrap();
        let own = Row::new(folder.get_props(Some(&tags), Default::default()).unwrap().value);
        for tag in tags {
            assert_eq!(row.get(tag), own.get(tag), "{row:?}");
        }
        let contents = folder.get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
        contents.set_columns(&[PR_MESSAGE_FLAGS], SetColumnsFlags::empty()).unwrap();
        let messages = rows(&*contents);
        let read = i32::try_from(MessageFlags::MSGFLAG_READ.bits()).unwrap();
        let unread = messages.iter().filter(|row| {
            row.get(PR_MESSAGE_FLAGS).and_then(PropValue::as_long).is_some_and(|flags| flags & read == 0)
        });
        let counts = (unread.count(), messages.len());
        let said = |tag| usize::try_from(row.get(tag).and_then(PropValue::as_long).unwrap()).unwrap();
        assert_eq!((said(PR_CONTENT_UNREAD), said(PR_CONTENT_COUNT)), counts, "{row:?}");
        let below = rows(&*folder.get_hierarchy_table(TableFlags::MAPI_UNICODE).unwrap());
        assert_eq!(row.get(PR_SUBFOLDERS).and_then(PropValue::as_bool), Some(!below.is_empty()), "{row:?}");
    }
    folders.len()
}

/// Opens all folders and their tables.
pub(crate) fn walk(store: &dyn IMsgStore, id: Option<&EntryId>) -> Result<(), MapiError> {
    let request = id.map_or_else(OpenEntryRequest::root, OpenEntryRequest::new);
    let folder = store.open_entry(&request)?.into_folder()?;
    folder.get_contents_table(TableFlags::empty())?;
    for row in rows(&*folder.get_hierarchy_table(TableFlags::empty())?) {
        walk(store, row.get(PR_ENTRYID).and_then(PropValue::as_entry_id).as_ref())?;
    }
    Ok(())
}

/// A message as its row and as itself.
pub(crate) type Found = (Row, Result<Arc<dyn IMessage>, MapiError>);

/// All messages of all folders. A row and its message say the same of the folder.
pub(crate) fn messages(store: &dyn IMsgStore) -> Vec<Found> {
    let root = store.open_entry(&OpenEntryRequest::root()).unwrap().into_folder().unwrap();
    let table = root.get_hierarchy_table(TableFlags::CONVENIENT_DEPTH).unwrap();
    let mut found = Vec::new();
    for row in rows(&*table) {
        let contents = folder(store, &row).unwrap().get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
        for row in rows(&*contents) {
            let id = row.get(PR_ENTRYID).and_then(PropValue::as_entry_id).unwrap();
            let message = store.open_entry(&OpenEntryRequest::new(&id)).and_then(MapiObject::into_message);
            if let Ok(message) = &message {
                let props = message.get_props(Some(&[PR_PARENT_ENTRYID]), Default::default()).unwrap();
                assert_eq!(row.get(PR_PARENT_ENTRYID), props.value.first(), "{row:?}");
            }
            found.push((row, message));
        }
    }
    found
}
