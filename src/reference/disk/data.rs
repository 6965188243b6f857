//! What a store consists of.

use std::collections::BTreeMap;

use super::change::Change;
use super::content::Content;
use super::names::Names;
use super::queue::Queued;
use super::receive::ReceiveFolders;
use super::search::Search;
use crate::mapi::tags::PR_DISPLAY_NAME_W;
use crate::mapi::{FileTime, FolderType, MessageFlags, MessageStatus, PropValue, SortOrderSet};
use crate::memory::MemoryProps;

/// Everything of one store that can change.
#[derive(Debug)]
pub(crate) struct StoreData {
    pub(crate) password: Option<String>,
    /// What clients may set on the store object.
    pub(crate) props: MemoryProps,
    pub(super) folders: BTreeMap<usize, Folder>,
    pub(super) messages: BTreeMap<usize, Message>,
    pub(crate) names: Names,
    /// What waits to be sent, in the order of submission.
    pub(super) queue: Vec<Queued>,
    pub(super) receive: ReceiveFolders,
    pub(super) next_folder: usize,
    pub(super) next_message: usize,
    pub(super) seconds: i64,
    /// What has changed since it was told last.
    pub(super) changes: Vec<Change>,
}

/// A folder; its number is its key in the store.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    pub(crate) folder_type: FolderType,
    /// The root is its own parent.
    pub(crate) parent: usize,
    pub(crate) folders: Vec<usize>,
    pub(crate) messages: Vec<usize>,
    /// The messages that users do not see.
    // [FOLDER-13]
    pub(crate) associated: Vec<usize>,
    /// The name, the comment, and what else clients set.
    pub(crate) props: MemoryProps,
    /// What a search folder looks for, once it was told.
    pub(crate) search: Option<Search>,
    /// The order in which a contents table comes.
    // [FOLDER-30]
    pub(crate) order: SortOrderSet,
}

/// A message; its number is its key in the store.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) folder: usize,
    /// Not transacted: what `SetReadFlag` changes is permanent at once.
    // [MSG-19]
    pub(crate) flags: MessageFlags,
    pub(crate) status: MessageStatus,
    /// Counts the saves, so that an opening notices those of others.
    // [PROP-39]
    pub(crate) version: u64,
    pub(crate) content: Content,
}

impl Folder {
    pub(crate) fn name(&self) -> &str {
        self.props.find(PR_DISPLAY_NAME_W).and_then(|name| name.as_unicode()).unwrap_or_default()
    }

    /// The list that a message with these flags is in.
    // [CONT-04]
    pub(super) fn list_mut(&mut self, flags: MessageFlags) -> &mut Vec<usize> {
        if flags.contains(MessageFlags::MSGFLAG_ASSOCIATED) {
            &mut self.associated
        } else {
            &mut self.messages
        }
    }

    pub(super) fn rename(&mut self, name: &str) {
        self.props.set(PropValue::new(PR_DISPLAY_NAME_W, name));
    }
}

impl StoreData {
    pub(crate) fn folder(&self, number: usize) -> Option<&Folder> {
        self.folders.get(&number)
    }

    pub(crate) fn folder_mut(&mut self, number: usize) -> Option<&mut Folder> {
        self.folders.get_mut(&number)
    }

    pub(crate) fn message(&self, number: usize) -> Option<&Message> {
        self.messages.get(&number)
    }

    pub(crate) fn message_mut(&mut self, number: usize) -> Option<&mut Message> {
        self.messages.get_mut(&number)
    }

    /// The store's own time: a second later at every look, since there is no clock.
    pub(crate) fn now(&mut self) -> FileTime {
        self.seconds = self.seconds.saturating_add(1);
        FileTime::from_unix_seconds(self.seconds)
    }

    /// Numbers are never given twice, so identifiers are not either \[EID-17\].
    pub(super) fn new_folder_number(&mut self) -> usize {
        let number = self.next_folder;
        self.next_folder += 1;
        number
    }

    /// The number of a message that may be saved later.
    pub(crate) fn new_message_number(&mut self) -> usize {
        let number = self.next_message;
        self.next_message += 1;
        number
    }
}
