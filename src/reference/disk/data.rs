//! What a store consists of.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;
use super::content::Content;
use super::journal::{Journal, Touched};
use super::members::{Members, Subfolders};
use super::names::Names;
use super::queue::Queue;
use super::receive::ReceiveFolders;
use super::search::Search;
use crate::mapi::tags::PR_DISPLAY_NAME_W;
use crate::mapi::{FileTime, FolderType, MessageFlags, MessageStatus, PropValue, SortOrderSet};
use crate::memory::MemoryProps;

/// Everything of one store that can change.
#[derive(Clone, Debug)]
pub(crate) struct StoreData {
    pub(crate) password: Option<String>,
    /// What clients may set on the store object.
    pub(crate) props: MemoryProps,
    pub(super) folders: BTreeMap<usize, Folder>,
    pub(super) messages: BTreeMap<usize, Message>,
    pub(crate) names: Names,
    /// What waits to be sent.
    pub(super) queue: Queue,
    pub(super) receive: ReceiveFolders,
    pub(super) next_folder: usize,
    pub(super) next_message: usize,
    pub(super) seconds: i64,
    /// The search folders.
    pub(super) searches: BTreeSet<usize>,
    /// What has changed since it was told last.
    pub(super) changes: Vec<Change>,
    pub(crate) journal: Journal,
}

/// A folder; its number is its key in the store.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    pub(crate) folder_type: FolderType,
    /// The root is its own parent.
    pub(crate) parent: usize,
    pub(crate) folders: Subfolders,
    pub(crate) messages: Members,
    /// How many of the messages nobody has read.
    pub(crate) unread: usize,
    /// The messages that users do not see.
    // [FOLDER-13]
    pub(crate) associated: Members,
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

    /// Puts a message with these flags into its list.
    // [CONT-04]
    pub(super) fn list(&mut self, number: usize, flags: MessageFlags) {
        if flags.contains(MessageFlags::MSGFLAG_ASSOCIATED) {
            self.associated.push(number);
        } else {
            self.messages.push(number);
            self.unread += usize::from(is_unread(flags));
        }
    }

    /// Takes a message with these flags out of its list.
    pub(super) fn unlist(&mut self, number: usize, flags: MessageFlags) {
        self.associated.remove(number);
        if self.messages.remove(number) {
            self.unread = self.unread.saturating_sub(usize::from(is_unread(flags)));
        }
    }

    /// The flags of a message in the folder have changed.
    pub(super) fn reread(&mut self, before: MessageFlags, now: MessageFlags) {
        if !now.contains(MessageFlags::MSGFLAG_ASSOCIATED) {
            let unread = self.unread + usize::from(is_unread(now));
            self.unread = unread.saturating_sub(usize::from(is_unread(before)));
        }
    }

    /// The messages of both lists.
    pub(super) fn all_messages(&self) -> Vec<usize> {
        self.messages.iter().chain(self.associated.iter()).collect()
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

    pub(super) fn touch(&mut self, touched: Touched) {
        self.journal.note(touched);
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

const fn is_unread(flags: MessageFlags) -> bool {
    !flags.contains(MessageFlags::MSGFLAG_READ)
}
