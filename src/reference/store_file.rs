//! The data of one store.

use super::ids::{ObjectNo, Reference};
use super::spec::{FolderSpec, MessageSpec, StandardFolder, StoreSpec};
use crate::mapi::{EntryId, FolderType};

/// A store as it lies on the disk; nobody changes it.
#[derive(Debug)]
pub(super) struct StoreFile {
    pub(super) name: String,
    pub(super) password: Option<String>,
    folders: Vec<Folder>,
    messages: Vec<Message>,
}

#[derive(Debug)]
pub(super) struct Folder {
    pub(super) name: String,
    pub(super) folder_type: FolderType,
    /// The root is its own parent.
    pub(super) parent: usize,
    pub(super) folders: Vec<usize>,
    pub(super) messages: Vec<usize>,
}

#[derive(Debug)]
pub(super) struct Message {
    pub(super) folder: usize,
    pub(super) spec: MessageSpec,
}

/// The standard folders in the order of their numbers: parent and name.
const STANDARD: [(StandardFolder, StandardFolder, &str); 7] = [
    (StandardFolder::Root, StandardFolder::Root, ""),
    (StandardFolder::IpmSubtree, StandardFolder::Root, "Top of Reference Store"),
    (StandardFolder::Inbox, StandardFolder::IpmSubtree, "Inbox"),
    (StandardFolder::Outbox, StandardFolder::IpmSubtree, "Outbox"),
    (StandardFolder::SentItems, StandardFolder::IpmSubtree, "Sent Items"),
    (StandardFolder::DeletedItems, StandardFolder::IpmSubtree, "Deleted Items"),
    (StandardFolder::SearchRoot, StandardFolder::Root, "Search Root"),
];

/// The number of a standard folder.
pub(super) fn number_of(folder: StandardFolder) -> usize {
    STANDARD.iter().position(|(known, ..)| *known == folder).unwrap_or(0)
}

impl StoreFile {
    pub(super) fn new(spec: StoreSpec) -> Self {
        let StoreSpec { name, password, messages, folders } = spec;
        let mut store = Self { name, password, folders: Vec::new(), messages: Vec::new() };
        for (folder, parent, name) in STANDARD {
            let folder_type =
                if folder == StandardFolder::Root { FolderType::Root } else { FolderType::Generic };
            store.add_folder(name.to_owned(), folder_type, number_of(parent));
        }
        for (folder, message) in messages {
            store.add_message(number_of(folder), message);
        }
        for folder in folders {
            store.add_tree(folder, number_of(StandardFolder::IpmSubtree));
        }
        store
    }

    pub(super) fn folder(&self, number: usize) -> Option<&Folder> {
        self.folders.get(number)
    }

    pub(super) fn message(&self, number: usize) -> Option<&Message> {
        self.messages.get(number)
    }

    pub(super) fn id(&self, object: ObjectNo) -> EntryId {
        Reference { store: self.name.clone(), object }.encode()
    }

    /// The folders below one with their depth, each before its own subfolders \[CONT-07\].
    pub(super) fn descendants(&self, number: usize, deep: bool) -> Vec<(usize, u32)> {
        let mut found = Vec::new();
        let mut waiting: Vec<(usize, u32)> = self.children(number, 0);
        while let Some((next, depth)) = waiting.pop() {
            found.push((next, depth));
            if deep {
                waiting.extend(self.children(next, depth.saturating_add(1)));
            }
        }
        found
    }

    /// In reverse order, for a stack.
    fn children(&self, number: usize, depth: u32) -> Vec<(usize, u32)> {
        let folder = self.folder(number);
        folder.map_or_else(Vec::new, |folder| {
            folder.folders.iter().rev().map(|child| (*child, depth)).collect()
        })
    }

    fn add_tree(&mut self, spec: FolderSpec, parent: usize) {
        let mut waiting = vec![(spec, parent)];
        while let Some((spec, parent)) = waiting.pop() {
            let number = self.add_folder(spec.name, FolderType::Generic, parent);
            for message in spec.messages {
                self.add_message(number, message);
            }
            waiting.extend(spec.folders.into_iter().rev().map(|folder| (folder, number)));
        }
    }

    fn add_folder(&mut self, name: String, folder_type: FolderType, parent: usize) -> usize {
        let number = self.folders.len();
        self.folders.push(Folder { name, folder_type, parent, folders: Vec::new(), messages: Vec::new() });
        if parent != number
            && let Some(parent) = self.folders.get_mut(parent)
        {
            parent.folders.push(number);
        }
        number
    }

    fn add_message(&mut self, folder: usize, spec: MessageSpec) {
        let number = self.messages.len();
        self.messages.push(Message { folder, spec });
        if let Some(folder) = self.folders.get_mut(folder) {
            folder.messages.push(number);
        }
    }
}
