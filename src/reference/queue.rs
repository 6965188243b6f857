//! The store methods that only the spooler's object has \[SPOOL-07\], and `AbortSubmit`.

use std::sync::Arc;

use super::abilities::AccessLevel;
use super::folder::columns;
use super::ids::{ObjectNo, Reference};
use super::live_table::LiveTable;
use super::message::{MessageObject, optional};
use super::open_store::{OpenStore, Role};
use super::table_rows::TableRows;
use crate::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT, MAPI_E_NOT_IN_QUEUE};
use crate::mapi::tags::*;
use crate::mapi::{EntryId, GetPropsFlags, LockState, MapiResult, PropTag, SaveChangesFlags, TableFlags};
use crate::spi::{IMAPITable, IMessage};

/// What the table shows without `SetColumns`.
// [QUEUE-03]
const QUEUE: [PropTag; 13] = [
    PR_CLIENT_SUBMIT_TIME,
    PR_DISPLAY_BCC_W,
    PR_DISPLAY_CC_W,
    PR_DISPLAY_TO_W,
    PR_ENTRYID,
    PR_INSTANCE_KEY,
    PR_MESSAGE_CLASS_W,
    PR_MESSAGE_FLAGS,
    PR_MESSAGE_SIZE,
    PR_PRIORITY,
    PR_SENDER_NAME_W,
    PR_SUBJECT_W,
    PR_SUBMIT_FLAGS,
];

impl OpenStore {
    fn check_submit(&self) -> MapiResult<()> {
        self.check_open()?;
        if self.file.abilities.submit { Ok(()) } else { Err(MAPI_E_NO_SUPPORT.into()) }
    }

    // [QUEUE-24]
    fn check_spooler(&self) -> MapiResult<()> {
        self.check_submit()?;
        match self.role {
            Role::Spooler => Ok(()),
            Role::Client => Err(MAPI_E_NO_SUPPORT.into()),
        }
    }

    fn queued_number(&self, entry_id: &EntryId) -> MapiResult<usize> {
        let reference = Reference::decode(entry_id).ok_or(MAPI_E_NOT_IN_QUEUE)?;
        match reference.object {
            ObjectNo::Message(number) => Ok(number),
            ObjectNo::Store | ObjectNo::Folder(_) => Err(MAPI_E_NOT_IN_QUEUE.into()),
        }
    }

    /// Oldest first.
    // [QUEUE-01] [QUEUE-05]
    pub(super) fn outgoing_queue(self: &Arc<Self>) -> MapiResult<Arc<dyn IMAPITable>> {
        self.check_spooler()?;
        LiveTable::open(self, columns(&QUEUE, TableFlags::MAPI_UNICODE), TableRows::of_queue())
    }

    /// What the spooler has changed is saved first.
    // [QUEUE-11]
    pub(super) fn set_lock(&self, message: &Arc<dyn IMessage>, state: LockState) -> MapiResult<()> {
        self.check_spooler()?;
        let id = message.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::empty())?.value;
        let id = id.first().and_then(|id| id.as_entry_id()).ok_or(MAPI_E_NOT_IN_QUEUE)?;
        let number = self.queued_number(&id)?;
        match message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE) {
            // One that was opened for reading has no changes.
            Err(error) if error.code() != MAPI_E_NO_ACCESS => return Err(error),
            Ok(()) | Err(_) => {}
        }
        Ok(self.file.change(|data| data.lock(number, state == LockState::Locked))?)
    }

    /// MAPI puts the message away; where it does not offer that, the store does what the properties of the
    /// message say.
    // [QUEUE-25]
    pub(super) fn finish(self: &Arc<Self>, entry_id: &EntryId) -> MapiResult<()> {
        self.check_spooler()?;
        let number = self.queued_number(entry_id)?;
        self.file.change(|data| data.sent(number))?;
        let message = MessageObject::open(self, number, AccessLevel::Modify).ok_or(MAPI_E_NOT_IN_QUEUE)?;
        let message: Arc<dyn IMessage> = Arc::new(message);
        if optional(self.support()?.do_sent_mail(0, &message))?.is_none() {
            self.file.change(|data| data.put_away(number))?;
        }
        Ok(())
    }

    pub(super) fn abort_submit(&self, entry_id: &EntryId) -> MapiResult<()> {
        self.check_submit()?;
        self.check_write()?;
        let number = self.queued_number(entry_id)?;
        Ok(self.file.change(|data| data.abort(number))?)
    }
}
