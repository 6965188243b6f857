//! What happened to the objects of a store.

use super::data::StoreData;
use super::journal::Touched;
use crate::mapi::Notification;
use crate::reference::ids::ObjectNo;

/// One event, as those who watch a store are told of it.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    // [NOTIF-20] [NOTIF-25]
    Created {
        object: ObjectNo,
        parent: usize,
    },
    // [NOTIF-21]
    Deleted {
        object: ObjectNo,
        parent: usize,
    },
    // [NOTIF-24] [NOTIF-25]
    Modified {
        object: ObjectNo,
        parent: usize,
    },
    // [NOTIF-22]
    Moved {
        object: ObjectNo,
        parent: usize,
        old_parent: usize,
    },
    /// There is no other event for the new object.
    // [NOTIF-23]
    Copied {
        object: ObjectNo,
        parent: usize,
        old: ObjectNo,
        old_parent: usize,
    },
    /// A search folder shows all that it has to.
    // [NOTIF-26]
    SearchComplete {
        folder: usize,
        parent: usize,
    },
    /// A message has arrived, as the spooler tells of it.
    // [RECV-05]
    NewMail(Box<Notification>),
    /// The outgoing queue, or how a message stands in it.
    // [QUEUE-07]
    Queue,
}

/// Somebody who is told of changes, after the data are free again.
pub(crate) trait Watcher: Send + Sync {
    fn changed(&self, change: &Change);
}

impl StoreData {
    pub(crate) fn note(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// A property of a folder has changed.
    pub(crate) fn note_folder(&mut self, number: usize) {
        if let Some(parent) = self.folder(number).map(|folder| folder.parent) {
            self.touch(Touched::Folder(number));
            self.note(Change::Modified { object: ObjectNo::Folder(number), parent });
        }
    }

    /// Something of a saved message has changed.
    pub(crate) fn note_message(&mut self, number: usize) {
        if let Some(parent) = self.message(number).map(|message| message.folder) {
            self.touch(Touched::Message(number));
            self.note(Change::Modified { object: ObjectNo::Message(number), parent });
        }
    }
}
