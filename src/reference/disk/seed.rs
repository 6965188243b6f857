//! A new store, filled as its specification says.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Content;
use super::data::{Message, StoreData};
use super::folders::NewFolder;
use super::journal::Journal;
use super::names::Names;
use super::queue::Queue;
use super::receive::ReceiveFolders;
use crate::mapi::tags::*;
use crate::mapi::{
    AttachMethod, FolderMask, FolderType, MapiString, MessageFlags, MessageStatus, ObjectType, OneOff,
    PropTag, PropValue,
};
use crate::memory::MemoryProps;
use crate::reference::PROVIDER_DISPLAY;
use crate::reference::described::Described;
use crate::reference::folder_spec::FolderSpec;
use crate::reference::ids::{ObjectNo, Reference};
use crate::reference::spec::{AttachmentSpec, MessageSpec, RecipientSpec, StandardFolder};

/// When the stores were made, in seconds since the start of 1970.
const BEGINNING: i64 = 1_700_000_000;

/// `PR_RENDERING_POSITION` of an attachment that is not shown inside the text.
const NOT_RENDERED: i32 = -1;

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

/// The folders that the store names in properties.
// [STPROP-08] [STPROP-10]
const NAMED: [(PropTag, StandardFolder); 5] = [
    (PR_IPM_SUBTREE_ENTRYID, StandardFolder::IpmSubtree),
    (PR_IPM_OUTBOX_ENTRYID, StandardFolder::Outbox),
    (PR_IPM_SENTMAIL_ENTRYID, StandardFolder::SentItems),
    (PR_IPM_WASTEBASKET_ENTRYID, StandardFolder::DeletedItems),
    (PR_FINDER_ENTRYID, StandardFolder::SearchRoot),
];

/// The number of a standard folder.
pub(crate) fn number_of(folder: StandardFolder) -> usize {
    STANDARD.iter().position(|(known, ..)| *known == folder).unwrap_or(0)
}

/// Whether a folder has to stay where it is.
pub(super) const fn is_standard(number: usize) -> bool {
    number < STANDARD.len()
}

impl StoreData {
    pub(crate) fn new(described: Described) -> Self {
        let Described { name, password, messages, folders, .. } = described;
        let mut store = Self {
            password,
            props: store_props(&name),
            folders: BTreeMap::new(),
            messages: BTreeMap::new(),
            names: Names::default(),
            queue: Queue::default(),
            receive: ReceiveFolders::default(),
            next_folder: 0,
            next_message: 0,
            seconds: BEGINNING,
            searches: BTreeSet::new(),
            changes: Vec::new(),
            journal: Journal::default(),
        };
        for (folder, parent, folder_name) in STANDARD {
            let folder_type =
                if folder == StandardFolder::Root { FolderType::Root } else { FolderType::Generic };
            let new = NewFolder { folder_type, name: folder_name.to_owned(), comment: None };
            store.add_folder(number_of(parent), new);
        }
        for (folder, message) in messages {
            store.add_message(&name, number_of(folder), message);
        }
        for folder in folders {
            store.add_tree(&name, folder, number_of(StandardFolder::IpmSubtree));
        }
        store
    }

    fn add_tree(&mut self, store: &str, spec: FolderSpec, parent: usize) {
        let mut waiting = vec![(spec, parent)];
        while let Some((mut spec, parent)) = waiting.pop() {
            let new = NewFolder {
                folder_type: FolderType::Generic,
                name: std::mem::take(&mut spec.name),
                comment: None,
            };
            let number = self.add_folder(parent, new);
            for message in std::mem::take(&mut spec.messages) {
                self.add_message(store, number, message);
            }
            let folders = std::mem::take(&mut spec.folders);
            waiting.extend(folders.into_iter().rev().map(|folder| (folder, number)));
        }
    }

    fn add_message(&mut self, store: &str, folder: usize, spec: MessageSpec) {
        let number = self.new_message_number();
        let id = Reference { store: store.to_owned(), object: ObjectNo::Message(number) }.encode();
        let mut flags = MessageFlags::MSGFLAG_UNMODIFIED;
        flags.set(MessageFlags::MSGFLAG_READ, spec.read);
        let mut content = content(spec);
        content.props.set(PropValue::new(PR_SEARCH_KEY, &id));
        content.settle();
        let message = Message { folder, flags, status: MessageStatus::empty(), version: 1, content };
        // The folder was made before.
        let _ = self.insert_message(number, message);
    }
}

/// What a client may change on the store object.
// [STPROP-13] [STPROP-19]
fn store_props(name: &str) -> MemoryProps {
    let id =
        |folder| Reference { store: name.to_owned(), object: ObjectNo::Folder(number_of(folder)) }.encode();
    let mut props = MemoryProps::new(vec![
        PropValue::new(PR_DISPLAY_NAME_W, format!("{PROVIDER_DISPLAY} ({name})")),
        PropValue::new(PR_VALID_FOLDER_MASK, folder_mask().bits()),
    ]);
    for (tag, folder) in NAMED {
        props.set(PropValue::new(tag, &id(folder)));
    }
    props
}

fn folder_mask() -> FolderMask {
    FolderMask::FOLDER_IPM_SUBTREE_VALID
        | FolderMask::FOLDER_IPM_INBOX_VALID
        | FolderMask::FOLDER_IPM_OUTBOX_VALID
        | FolderMask::FOLDER_IPM_SENTMAIL_VALID
        | FolderMask::FOLDER_IPM_WASTEBASKET_VALID
        | FolderMask::FOLDER_FINDER_VALID
}

fn content(spec: MessageSpec) -> Content {
    let mut content = Content::default();
    for (tag, value) in
        [(PR_MESSAGE_CLASS_W, spec.class), (PR_SUBJECT_W, spec.subject), (PR_BODY_W, spec.body)]
    {
        content.props.set(PropValue::new(tag, value));
    }
    for tag in [PR_CLIENT_SUBMIT_TIME, PR_MESSAGE_DELIVERY_TIME, PR_CREATION_TIME, PR_LAST_MODIFICATION_TIME]
    {
        content.props.set(PropValue::new(tag, spec.received));
    }
    if let Some((name, address)) = spec.sender {
        content.props.set(PropValue::new(PR_SENDER_NAME_W, name));
        content.props.set(PropValue::new(PR_SENDER_ADDRTYPE_W, "SMTP"));
        content.props.set(PropValue::new(PR_SENDER_EMAIL_ADDRESS_W, address));
    }
    for value in spec.props {
        content.props.set(value);
    }
    for spec in spec.recipients {
        content.recipients.add(recipient(spec));
    }
    for spec in spec.attachments {
        content.attachments.add(attachment(spec));
    }
    content
}

fn recipient(spec: RecipientSpec) -> MemoryProps {
    let RecipientSpec { kind, name, address } = spec;
    let text = |text: &str| MapiString::from(text);
    let id = OneOff::new(text(&name), text("SMTP"), text(&address)).encode();
    let mut props = MemoryProps::new(vec![
        PropValue::new(PR_RECIPIENT_TYPE, kind),
        PropValue::new(PR_DISPLAY_NAME_W, name),
        PropValue::new(PR_ADDRTYPE_W, "SMTP"),
        PropValue::new(PR_EMAIL_ADDRESS_W, address),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::MailUser),
        PropValue::new(PR_RESPONSIBILITY, false),
    ]);
    // A name or address that no one-off identifier can hold leaves the recipient without one.
    if let Ok(id) = id {
        props.set(PropValue::new(PR_ENTRYID, &id));
    }
    props
}

// [ATT-03] [ATT-13]
fn attachment(spec: AttachmentSpec) -> MemoryProps {
    let AttachmentSpec { file_name, data, mime_type } = spec;
    let mut props = MemoryProps::new(vec![
        PropValue::new(PR_ATTACH_METHOD, AttachMethod::ByValue),
        PropValue::new(PR_ATTACH_FILENAME_W, short_name(&file_name)),
        PropValue::new(PR_ATTACH_LONG_FILENAME_W, file_name),
        PropValue::new(PR_RENDERING_POSITION, NOT_RENDERED),
        PropValue::new(PR_ATTACH_DATA_BIN, data),
    ]);
    if let Some(mime_type) = mime_type {
        props.set(PropValue::new(PR_ATTACH_MIME_TAG_W, mime_type));
    }
    props
}

/// Eight characters, a point, three characters.
fn short_name(name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let cut = |text: &str, count: usize| text.chars().take(count).collect::<String>();
    if extension.is_empty() { cut(stem, 8) } else { format!("{}.{}", cut(stem, 8), cut(extension, 3)) }
}
