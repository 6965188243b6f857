//! A walk through a store: the folders and messages that rules look at.

use std::sync::Arc;

use super::objects::{Whose, entry_id, root_folder};
use super::tables::{contents_table, hierarchy_table, row_ids, rows_if_any};
use crate::conformance::rule::{OrBreach, Reached, way};
use crate::mapi::{EntryId, OpenEntryFlags};
use crate::spi::{IMAPIFolder, IMessage, IMsgStore, MapiObject, OpenEntryRequest};

/// How many folders a walk visits, in the order of breadth.
const MOST_FOLDERS: usize = 12;

/// How many messages of one folder.
const MOST_MESSAGES: usize = 3;

/// What a walk has found, the root folder first.
#[derive(Default)]
pub(in crate::conformance) struct StoreWalk {
    pub(in crate::conformance) folders: Vec<Found<Arc<dyn IMAPIFolder>>>,
    pub(in crate::conformance) messages: Vec<Found<Arc<dyn IMessage>>>,
}

/// An object, the identifier by which it was found, and the folder that lists it; the root folder has neither.
pub(in crate::conformance) struct Found<T> {
    pub(in crate::conformance) row_id: Option<EntryId>,
    pub(in crate::conformance) parent: Option<Arc<dyn IMAPIFolder>>,
    pub(in crate::conformance) object: T,
}

/// An identifier and where it was found.
pub(in crate::conformance) struct KnownId {
    pub(in crate::conformance) id: EntryId,
    pub(in crate::conformance) whose: &'static str,
}

impl StoreWalk {
    /// Walks from the root folder, through no more of a large store than of a small one. A store without a root folder
    /// has nothing to look at: LOGON-16 asks whether there is one, and no other rule does.
    pub(in crate::conformance) fn of(store: &dyn IMsgStore) -> Reached<Self> {
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

    /// `PR_ENTRYID` of the opened folders and messages.
    pub(in crate::conformance) fn ids(&self) -> Reached<Vec<KnownId>> {
        let mut ids = Vec::new();
        for found in &self.folders {
            let (whose, name) = match found.row_id {
                None => ("the root folder's PR_ENTRYID", "the root folder"),
                Some(_) => ("a folder's PR_ENTRYID", "a folder"),
            };
            ids.push(KnownId { id: entry_id(&*found.object, Whose::object(name))?, whose });
        }
        for found in &self.messages {
            ids.push(KnownId {
                id: entry_id(&*found.object, Whose::object("a message"))?,
                whose: "a message's PR_ENTRYID",
            });
        }
        Ok(ids)
    }

    fn visit(&mut self, folder: &Arc<dyn IMAPIFolder>) -> Reached<()> {
        let parent = || Some(Arc::clone(folder));
        let contents = rows_if_any(contents_table(&**folder)?, "a contents table")?;
        for id in row_ids(&contents, "a contents table")?.into_iter().take(MOST_MESSAGES) {
            let object = open(&**folder, &id, "a message")?
                .into_message()
                .or_not_reached(way::OBJECTS, "a message by its row")?;
            self.messages.push(Found { row_id: Some(id), parent: parent(), object });
        }
        let hierarchy = rows_if_any(hierarchy_table(&**folder)?, "a hierarchy table")?;
        for id in row_ids(&hierarchy, "a hierarchy table")? {
            if self.folders.len() < MOST_FOLDERS {
                let object = open(&**folder, &id, "a folder")?
                    .into_folder()
                    .or_not_reached(way::OBJECTS, "a folder by its row")?;
                self.folders.push(Found { row_id: Some(id), parent: parent(), object });
            }
        }
        Ok(())
    }
}

fn open(folder: &dyn IMAPIFolder, id: &EntryId, what: &str) -> Reached<MapiObject> {
    let opened = folder.open_entry(&OpenEntryRequest::new(id));
    opened
        .or_not_reached(way::OBJECTS, format_args!("IMAPIContainer::OpenEntry of {what} that a table lists"))
}
