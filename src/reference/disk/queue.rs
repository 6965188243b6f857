//! The outgoing queue: it lies on the disk, so it is there again in the next session.

// [QUEUE-13]

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;
use super::data::{Message, StoreData};
use super::journal::Touched;
use super::members::Members;
use crate::mapi::codes::{MAPI_E_NOT_IN_QUEUE, MAPI_E_OBJECT_DELETED, MAPI_E_UNABLE_TO_ABORT};
use crate::mapi::tags::{
    PR_CLIENT_SUBMIT_TIME, PR_DELETE_AFTER_SUBMIT, PR_EMAIL_ADDRESS_W, PR_RESPONSIBILITY, PR_SENTMAIL_ENTRYID,
};
use crate::mapi::{HResult, MessageFlags, PropValue, Value};
use crate::reference::ids::{ObjectNo, Reference};

/// `SUBMITFLAG_LOCKED`: the spooler works on it. Page: `pidtagsubmitflags-canonical-property`.
const SUBMITFLAG_LOCKED: u32 = 1;
/// `SUBMITFLAG_PREPROCESS`: the spooler has to look at it before it is sent.
const SUBMITFLAG_PREPROCESS: u32 = 2;

/// The messages that wait to be sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    /// In the order in which they were submitted.
    // [SEND-21]
    order: Members,
    waiting: BTreeMap<usize, Queued>,
    /// Those that the spooler works on.
    locked: BTreeSet<usize>,
}

/// How a message stands in the queue.
#[derive(Clone, Copy, Debug)]
struct Queued {
    preprocess: bool,
}

impl StoreData {
    /// The messages in the order in which they were submitted.
    // [SEND-21]
    pub(crate) const fn queue(&self) -> &Members {
        &self.queue.order
    }

    /// `PR_SUBMIT_FLAGS` of a message that waits.
    pub(crate) fn submit_flags(&self, number: usize) -> Option<u32> {
        let queued = self.queued(number)?;
        let locked = if self.is_locked(number) { SUBMITFLAG_LOCKED } else { 0 };
        Some(locked | if queued.preprocess { SUBMITFLAG_PREPROCESS } else { 0 })
    }

    /// Whether the spooler works on a message.
    pub(crate) fn is_locked(&self, number: usize) -> bool {
        self.queue.locked.contains(&number)
    }

    fn queued(&self, number: usize) -> Option<&Queued> {
        self.queue.waiting.get(&number)
    }

    /// Puts a saved message in the queue.
    // [SEND-12] to [SEND-14], [SEND-17], [SEND-18]
    pub(crate) fn submit(&mut self, number: usize, preprocess: bool) -> Result<(), HResult> {
        let now = self.now();
        let message = self.message_mut(number).ok_or(MAPI_E_OBJECT_DELETED)?;
        message.flags.insert(MessageFlags::MSGFLAG_SUBMIT | MessageFlags::MSGFLAG_UNSENT);
        message.content.props.set(PropValue::new(PR_CLIENT_SUBMIT_TIME, now));
        for (_, recipient) in message.content.recipients.iter_mut() {
            if recipient.find(PR_RESPONSIBILITY).is_none() {
                recipient.set(PropValue::new(PR_RESPONSIBILITY, false));
            }
        }
        self.queue.order.push(number);
        self.queue.waiting.insert(number, Queued { preprocess });
        self.touch(Touched::Queued(number));
        self.note_queue(number);
        Ok(())
    }

    /// The spooler has preprocessed a message and submits it again: the same place, the same time.
    // [SEND-20]
    pub(crate) fn preprocessed(&mut self, number: usize) -> Result<(), HResult> {
        self.queue.waiting.get_mut(&number).ok_or(MAPI_E_NOT_IN_QUEUE)?.preprocess = false;
        self.note_queue(number);
        Ok(())
    }

    // [QUEUE-19] to [QUEUE-22]
    pub(crate) fn abort(&mut self, number: usize) -> Result<(), HResult> {
        self.queued(number).ok_or(MAPI_E_NOT_IN_QUEUE)?;
        if self.is_locked(number) {
            return Err(MAPI_E_UNABLE_TO_ABORT);
        }
        self.leave_queue(number);
        if let Some(message) = self.message_mut(number) {
            message.flags.remove(MessageFlags::MSGFLAG_SUBMIT);
        }
        Ok(())
    }

    // [QUEUE-10]
    pub(crate) fn lock(&mut self, number: usize, locked: bool) -> Result<(), HResult> {
        self.queued(number).ok_or(MAPI_E_NOT_IN_QUEUE)?;
        if locked {
            self.queue.locked.insert(number);
        } else {
            self.queue.locked.remove(&number);
        }
        self.note_queue(number);
        Ok(())
    }

    /// The spooler has gone, and its locks with it.
    // [QUEUE-13]
    pub(crate) fn unlock_all(&mut self) {
        for number in std::mem::take(&mut self.queue.locked) {
            self.touch(Touched::Message(number));
        }
    }

    /// The message was sent: unlocked, out of the queue, and no draft any more.
    pub(crate) fn sent(&mut self, number: usize) -> Result<(), HResult> {
        self.queued(number).ok_or(MAPI_E_NOT_IN_QUEUE)?;
        self.leave_queue(number);
        if let Some(message) = self.message_mut(number) {
            message.flags.remove(MessageFlags::MSGFLAG_SUBMIT | MessageFlags::MSGFLAG_UNSENT);
        }
        Ok(())
    }

    /// The own transport takes the recipients of a domain over. Says whether no other is left.
    // [COUPLED-04]
    pub(crate) fn take_over(&mut self, number: usize, domain: &str) -> Result<bool, HResult> {
        let message = self.message_mut(number).ok_or(MAPI_E_OBJECT_DELETED)?;
        let mut all = true;
        for (_, recipient) in message.content.recipients.iter_mut() {
            let address = recipient.find(PR_EMAIL_ADDRESS_W).and_then(Value::as_unicode).unwrap_or_default();
            let known = address.rsplit_once('@').is_some_and(|(_, of)| of.eq_ignore_ascii_case(domain));
            if known {
                recipient.set(PropValue::new(PR_RESPONSIBILITY, true));
            }
            all &= known;
        }
        Ok(all)
    }

    /// The own transport has sent a message to everybody.
    // [COUPLED-07]
    pub(crate) fn sent_directly(&mut self, number: usize) -> Result<(), HResult> {
        let now = self.now();
        self.leave_queue(number);
        let message = self.message_mut(number).ok_or(MAPI_E_OBJECT_DELETED)?;
        message.content.props.set(PropValue::new(PR_CLIENT_SUBMIT_TIME, now));
        message.flags.remove(MessageFlags::MSGFLAG_SUBMIT | MessageFlags::MSGFLAG_UNSENT);
        self.note_message(number);
        Ok(())
    }

    /// Where a message goes once it was sent, as its properties say.
    // [QUEUE-26]
    pub(crate) fn put_away(&mut self, number: usize) -> Result<(), HResult> {
        let message = self.message(number).ok_or(MAPI_E_OBJECT_DELETED)?;
        let (from, props) = (message.folder, &message.content.props);
        if props.find(PR_DELETE_AFTER_SUBMIT).and_then(Value::as_bool) == Some(true) {
            return self.delete_message(number, from);
        }
        let target = props.find(PR_SENTMAIL_ENTRYID).and_then(Value::as_entry_id);
        match target.as_ref().and_then(Reference::decode).map(|target| target.object) {
            Some(ObjectNo::Folder(to)) if to != from => self.move_message(number, from, to),
            Some(ObjectNo::Folder(_) | ObjectNo::Message(_) | ObjectNo::Store) | None => Ok(()),
        }
    }

    pub(super) fn leave_queue(&mut self, number: usize) {
        if self.queue.order.remove(number) {
            self.queue.waiting.remove(&number);
            self.queue.locked.remove(&number);
            self.touch(Touched::Message(number));
            self.note_queue(number);
        }
    }

    fn note_queue(&mut self, number: usize) {
        self.note_message(number);
        self.note(Change::Queue);
    }
}

impl Message {
    pub(crate) fn is_submitted(&self) -> bool {
        self.flags.contains(MessageFlags::MSGFLAG_SUBMIT)
    }
}
