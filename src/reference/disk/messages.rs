//! Saving, deleting, moving and copying messages.

use super::change::Change;
use super::content::Content;
use super::data::{Message, StoreData};
use super::journal::Touched;
use super::seed::is_standard;
use crate::mapi::codes::{MAPI_E_NOT_FOUND, MAPI_E_OBJECT_CHANGED, MAPI_E_OBJECT_DELETED, MAPI_E_SUBMITTED};
use crate::mapi::tags::{PR_LAST_MODIFICATION_TIME, PR_MESSAGE_FLAGS, PR_READ_RECEIPT_REQUESTED};
use crate::mapi::{HResult, MessageFlags, MessageStatus, PropValue, ReadFlags};
use crate::reference::ids::ObjectNo;

/// What a client may set in `PR_MESSAGE_FLAGS` before the first save.
// [MSG-07]
const SETTABLE: MessageFlags = MessageFlags::MSGFLAG_UNSENT
    .union(MessageFlags::MSGFLAG_FROMME)
    .union(MessageFlags::MSGFLAG_RESEND)
    .union(MessageFlags::MSGFLAG_READ)
    .union(MessageFlags::MSGFLAG_UNMODIFIED);

/// Where a new message comes from, and where it goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    /// The spooler brings it.
    pub(crate) delivered: bool,
    /// It goes among those that users do not see.
    pub(crate) associated: bool,
}

/// What `SaveChanges` of an open message stores, and over what.
pub(crate) struct Saving {
    pub(crate) number: usize,
    pub(crate) folder: usize,
    /// The version that was opened; none before the first save.
    pub(crate) version: Option<u64>,
    pub(crate) force: bool,
    pub(crate) origin: Origin,
    pub(crate) content: Content,
}

impl StoreData {
    /// The new version and what the store has made of the content.
    pub(crate) fn save_message(&mut self, saving: Saving) -> Result<(u64, Content), HResult> {
        let Saving { number, folder, version, force, origin, mut content } = saving;
        content.settle();
        let Some(opened) = version else { return self.save_first(number, folder, content, origin) };
        // [PROP-41] [PROP-39] [PROP-40]
        let saved = self.message(number).ok_or(MAPI_E_OBJECT_DELETED)?.version;
        if saved != opened && !force {
            return Err(MAPI_E_OBJECT_CHANGED);
        }
        let now = self.now();
        let message = self.message_mut(number).ok_or(MAPI_E_OBJECT_DELETED)?;
        content.props.set(PropValue::new(PR_LAST_MODIFICATION_TIME, now));
        message.flags.remove(MessageFlags::MSGFLAG_UNMODIFIED);
        message.version += 1;
        message.content = content.clone();
        let version = message.version;
        self.note_message(number);
        Ok((version, content))
    }

    fn save_first(
        &mut self,
        number: usize,
        folder: usize,
        mut content: Content,
        Origin { delivered, associated }: Origin,
    ) -> Result<(u64, Content), HResult> {
        let mut flags = new_flags(&mut content, delivered);
        // [FOLDER-13] clients neither choose the flag nor read such messages.
        if associated {
            flags.remove(MessageFlags::MSGFLAG_READ);
            flags.insert(MessageFlags::MSGFLAG_ASSOCIATED);
        }
        let version = 1;
        let message =
            Message { folder, flags, status: MessageStatus::empty(), version, content: content.clone() };
        self.insert_message(number, message).map_err(|_| MAPI_E_OBJECT_DELETED)?;
        self.note(Change::Created { object: ObjectNo::Message(number), parent: folder });
        Ok((version, content))
    }

    pub(super) fn insert_message(&mut self, number: usize, message: Message) -> Result<(), HResult> {
        self.list(number, message.folder, message.flags)?;
        self.messages.insert(number, message);
        Ok(())
    }

    /// Takes a message out of a folder for good.
    pub(crate) fn delete_message(&mut self, number: usize, folder: usize) -> Result<(), HResult> {
        // [QUEUE-17]
        let message = self.in_folder(number, folder)?;
        if message.is_submitted() {
            return Err(MAPI_E_SUBMITTED);
        }
        let flags = message.flags;
        self.messages.remove(&number);
        self.unlist(number, folder, flags);
        self.note(Change::Deleted { object: ObjectNo::Message(number), parent: folder });
        Ok(())
    }

    /// What a client asks to copy.
    pub(crate) fn copy_message(&mut self, number: usize, from: usize, to: usize) -> Result<usize, HResult> {
        self.in_folder(number, from)?;
        let copy = self.duplicate_message(number, to)?;
        let (object, old) = (ObjectNo::Message(copy), ObjectNo::Message(number));
        self.note(Change::Copied { object, parent: to, old, old_parent: from });
        Ok(copy)
    }

    /// A copy has a number of its own, no status, and the search key of the original.
    // [FOLDER-21] [KEY-19]
    pub(super) fn duplicate_message(&mut self, number: usize, target: usize) -> Result<usize, HResult> {
        let mut copy = self.message(number).ok_or(MAPI_E_NOT_FOUND)?.clone();
        copy.folder = target;
        copy.status = MessageStatus::empty();
        // The copy waits for nothing.
        copy.flags.remove(MessageFlags::MSGFLAG_SUBMIT);
        let number = self.new_message_number();
        self.insert_message(number, copy)?;
        Ok(number)
    }

    /// The message keeps its number, and so its identifier \[EID-18\].
    pub(crate) fn move_message(&mut self, number: usize, from: usize, to: usize) -> Result<(), HResult> {
        let message = self.in_folder(number, from)?;
        if message.is_submitted() {
            return Err(MAPI_E_SUBMITTED);
        }
        let flags = message.flags;
        self.folder(to).ok_or(MAPI_E_NOT_FOUND)?;
        self.unlist(number, from, flags);
        self.list(number, to, flags)?;
        if let Some(message) = self.message_mut(number) {
            message.folder = to;
            message.status = MessageStatus::empty();
        }
        self.note(Change::Moved { object: ObjectNo::Message(number), parent: to, old_parent: from });
        Ok(())
    }

    /// Takes everything out of a folder; says how much had to stay.
    // [FOLDER-17]
    pub(crate) fn empty_folder(&mut self, number: usize, associated: bool) -> Result<usize, HResult> {
        let folder = self.folder(number).ok_or(MAPI_E_NOT_FOUND)?;
        // [FOLDER-18]
        let messages: Vec<usize> =
            if associated { folder.all_messages() } else { folder.messages.iter().collect() };
        let folders: Vec<usize> = folder.folders.members.iter().collect();
        let left = messages.into_iter().filter(|message| self.delete_message(*message, number).is_err());
        let mut left = left.count();
        for folder in folders {
            // [STPROP-15]
            if is_standard(folder) {
                left += 1;
            } else {
                self.remove_tree(folder);
                self.note(Change::Deleted { object: ObjectNo::Folder(folder), parent: number });
            }
        }
        Ok(left)
    }

    fn list(&mut self, number: usize, folder: usize, flags: MessageFlags) -> Result<(), HResult> {
        self.folder_mut(folder).ok_or(MAPI_E_NOT_FOUND)?.list(number, flags);
        self.touch(Touched::Folder(folder));
        self.touch(Touched::NewMessage(number));
        Ok(())
    }

    fn unlist(&mut self, number: usize, folder: usize, flags: MessageFlags) {
        let Some(listed) = self.folder_mut(folder) else { return };
        listed.unlist(number, flags);
        self.touch(Touched::Folder(folder));
        self.touch(Touched::Message(number));
    }

    /// The message, if it lies in this folder.
    pub(crate) fn in_folder(&mut self, number: usize, folder: usize) -> Result<&mut Message, HResult> {
        let message = self.message_mut(number).filter(|message| message.folder == folder);
        message.ok_or(MAPI_E_NOT_FOUND)
    }
}

/// The flags of a message that is saved for the first time.
// [MSG-08]
fn new_flags(content: &mut Content, delivered: bool) -> MessageFlags {
    let chosen = content.props.remove(PR_MESSAGE_FLAGS).and_then(|flags| flags.as_bits());
    // [MSG-10] [RECV-08] nobody has read it, and nobody has changed it.
    if delivered {
        let sent = MessageFlags::MSGFLAG_READ | MessageFlags::MSGFLAG_UNSENT | MessageFlags::MSGFLAG_SUBMIT;
        let given = MessageFlags::from_bits_retain(chosen.unwrap_or_default());
        return given.difference(sent) | MessageFlags::MSGFLAG_UNMODIFIED;
    }
    chosen.map_or(MessageFlags::MSGFLAG_UNSENT | MessageFlags::MSGFLAG_UNMODIFIED, |flags| {
        MessageFlags::from_bits_retain(flags) & SETTABLE
    })
}

impl StoreData {
    /// `SetReadFlag` of a saved message.
    pub(crate) fn set_read_flag(&mut self, number: usize, flags: ReadFlags) -> Result<(), HResult> {
        let message = self.message_mut(number).ok_or(MAPI_E_OBJECT_DELETED)?;
        // [QUEUE-18]
        if message.is_submitted() {
            return Err(MAPI_E_SUBMITTED);
        }
        let (folder, before) = (message.folder, message.flags);
        message.set_read_flag(flags);
        let now = message.flags;
        if let Some(folder) = self.folder_mut(folder) {
            folder.reread(before, now);
        }
        self.touch(Touched::Folder(folder));
        self.note_message(number);
        Ok(())
    }
}

impl Message {
    /// What `SetReadFlag` does to a message. The store sends no reports, so suppressing one is
    /// forgetting that it was asked for.
    // [MSG-19] [MSG-20]
    fn set_read_flag(&mut self, flags: ReadFlags) {
        let suppress = flags.contains(ReadFlags::SUPPRESS_RECEIPT);
        let only_receipt = flags.contains(ReadFlags::GENERATE_RECEIPT_ONLY);
        if flags.contains(ReadFlags::CLEAR_RN_PENDING) {
            self.flags.remove(MessageFlags::MSGFLAG_RN_PENDING);
        }
        if flags.contains(ReadFlags::CLEAR_NRN_PENDING) {
            self.flags.remove(MessageFlags::MSGFLAG_NRN_PENDING);
        }
        if suppress && self.content.props.find(PR_READ_RECEIPT_REQUESTED).is_some() {
            self.content.props.set(PropValue::new(PR_READ_RECEIPT_REQUESTED, false));
        }
        if !only_receipt && !flags.intersects(ReadFlags::CLEAR_RN_PENDING | ReadFlags::CLEAR_NRN_PENDING) {
            self.flags.set(MessageFlags::MSGFLAG_READ, !flags.contains(ReadFlags::CLEAR_READ_FLAG));
        }
    }
}
