//! A walk through a store: the folders and messages that rules look at.

use std::sync::Arc;

use super::breach::{Breach, OrBreach};
use super::machine::{root_folder, rows_of};
use crate::mapi::tags::PR_ENTRYID;
use crate::mapi::{EntryId, OpenEntryFlags, PropValue, TableFlags};
use crate::spi::{IMAPIFolder, IMessage, IMsgStore, MapiObject, OpenEntryRequest};

/// How many folders a walk visits, in the order of breadth.
const MOST_FOLDERS: usize = 12;

/// How many messages of one folder.
const MOST_MESSAGES: usize = 3;

/// What a walk has found, the root folder first.
#[derive(Default)]
pub(super) struct StoreWalk {
    pub(super) folders: Vec<Found<Arc<dyn IMAPIFolder>>>,
    pub(super) messages: Vec<Found<Arc<dyn IMessage>>>,
}

/// An object, the identifier by which it was found, and the folder that lists it; the root folder has neither.
pub(super) struct Found<T> {
    pub(super) row_id: Option<EntryId>,
    pub(super) parent: Option<Arc<dyn IMAPIFolder>>,
    pub(super) object: T,
}

impl StoreWalk {
    /// Walks from the root folder, over stores of any size with the same effort. A store without one has nothing to
    /// look at: that it should have one is LOGON-16's business, not that of every rule that looks around.
    pub(super) fn of(store: &dyn IMsgStore) -> Result<Self, Breach> {
        let mut walk = Self::default();
        let Ok(object) = root_folder(store, OpenEntryFlags::empty()) else { return Ok(walk) };
        walk.folders.push(Found { row_id: None, parent: None, object });
        let mut next = 0;
        while let Some(folder) = walk.folders.get(next).map(|found| Arc::clone(&found.object)) {
            walk.visit(&folder)?;
            next += 1;
        }
        Ok(walk)
    }

    fn visit(&mut self, folder: &Arc<dyn IMAPIFolder>) -> Result<(), Breach> {
        let parent = || Some(Arc::clone(folder));
        let contents = folder.get_contents_table(TableFlags::MAPI_UNICODE).or_breach("GetContentsTable")?;
        for id in row_ids(&rows_of(&*contents, "a contents table")?, "a contents table")?
            .into_iter()
            .take(MOST_MESSAGES)
        {
            let object =
                open(&**folder, &id, "a message")?.into_message().or_breach("a message by its row")?;
            self.messages.push(Found { row_id: Some(id), parent: parent(), object });
        }
        let hierarchy =
            folder.get_hierarchy_table(TableFlags::MAPI_UNICODE).or_breach("GetHierarchyTable")?;
        for id in row_ids(&rows_of(&*hierarchy, "a hierarchy table")?, "a hierarchy table")? {
            if self.folders.len() < MOST_FOLDERS {
                let object =
                    open(&**folder, &id, "a folder")?.into_folder().or_breach("a folder by its row")?;
                self.folders.push(Found { row_id: Some(id), parent: parent(), object });
            }
        }
        Ok(())
    }
}

fn open(folder: &dyn IMAPIFolder, id: &EntryId, what: &str) -> Result<MapiObject, Breach> {
    let opened = folder.open_entry(&OpenEntryRequest::new(id));
    opened.or_breach(format!("IMAPIContainer::OpenEntry of {what} that a table lists"))
}

/// `PR_ENTRYID` of rows.
pub(super) fn row_ids(rows: &[crate::mapi::Row], what: &str) -> Result<Vec<EntryId>, Breach> {
    let id = |row: &crate::mapi::Row| {
        let id = row.get(PR_ENTRYID).and_then(PropValue::as_entry_id);
        id.or_breach(format!("PR_ENTRYID in each row of {what}"))
    };
    rows.iter().map(id).collect()
}
