//! What is in a store, for checks that use a little of everything.

use std::sync::Arc;

use mapi_sim::conformance::{OrBreach, Reached, rules};
use mapi_sim::mapi::tags::PR_ENTRYID;
use mapi_sim::mapi::{EntryId, QueryRowsFlags, TableFlags};
use mapi_sim::spi::{IMAPIFolder, IMAPIProp, IMAPITable, IMessage, IMsgStore, OpenEntryRequest};

/// How many folders are visited, and how many messages of each.
const MOST_FOLDERS: usize = 8;
const MOST_MESSAGES: usize = 3;
const MOST_ROWS: i32 = 20;

/// The folders of a store, the root folder first, and some of their messages.
pub(super) struct Walk {
    pub(super) folders: Vec<Arc<dyn IMAPIFolder>>,
    pub(super) messages: Vec<Arc<dyn IMessage>>,
}

impl Walk {
    /// What cannot be opened is left out: other rules ask for it.
    pub(super) fn of(store: &dyn IMsgStore) -> Reached<Self> {
        let root = store
            .open_entry(&OpenEntryRequest::root())
            .or_not_reached(rules::LOGON_16, "OpenEntry of the root folder")?;
        let root = root.into_folder().or_not_reached(rules::LOGON_16, "a root folder")?;
        let mut walk = Self { folders: vec![root], messages: Vec::new() };
        let mut next = 0;
        while let Some(folder) = walk.folders.get(next).map(Arc::clone) {
            walk.visit(&*folder);
            next += 1;
        }
        Ok(walk)
    }

    fn visit(&mut self, folder: &dyn IMAPIFolder) {
        let open = |id: &EntryId| folder.open_entry(&OpenEntryRequest::new(id)).ok();
        let messages = ids_in(folder.get_contents_table(TableFlags::MAPI_UNICODE).ok());
        self.messages
            .extend(messages.iter().take(MOST_MESSAGES).filter_map(|id| open(id)?.into_message().ok()));
        let room = MOST_FOLDERS.saturating_sub(self.folders.len());
        let folders = ids_in(folder.get_hierarchy_table(TableFlags::MAPI_UNICODE).ok());
        self.folders.extend(folders.iter().take(room).filter_map(|id| open(id)?.into_folder().ok()));
    }

    /// All objects that have properties.
    pub(super) fn objects(&self) -> impl Iterator<Item = (&'static str, &dyn IMAPIProp)> {
        let folders = self.folders.iter().map(|folder| ("a folder", &**folder as &dyn IMAPIProp));
        folders.chain(self.messages.iter().map(|message| ("a message", &**message as &dyn IMAPIProp)))
    }
}

/// The identifiers in the first rows of a table.
fn ids_in(table: Option<Arc<dyn IMAPITable>>) -> Vec<EntryId> {
    let rows =
        table.and_then(|table| table.query_rows(MOST_ROWS, QueryRowsFlags::empty()).ok()).unwrap_or_default();
    rows.iter().filter_map(|row| row.get(PR_ENTRYID)?.as_entry_id()).collect()
}
