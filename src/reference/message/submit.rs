//! `SubmitMessage`.

use std::sync::Arc;

use super::object::MessageObject;
use crate::mapi::codes::{MAPI_E_NO_RECIPIENTS, MAPI_E_NO_SUPPORT};
use crate::mapi::{MapiResult, RecipientNeeds, SaveChangesFlags, SpoolerNotifyFlags};
use crate::reference::coupled::Carried;
use crate::reference::open_store::Role;
use crate::reference::props::{HasProperties, Properties, check_write};
use crate::spi::IMessage;

impl MessageObject {
    /// The client submits, or the spooler once more after preprocessing.
    // [SEND-02] to [SEND-18] [SEND-20]
    pub(super) fn submit(&self) -> MapiResult<()> {
        let draft = self.properties();
        let inside = draft.inside();
        check_write(&**draft)?;
        // [SEND-01]
        if !inside.file.abilities.submit {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        if draft.with(|state| state.content.recipients.is_empty()) {
            return Err(MAPI_E_NO_RECIPIENTS.into());
        }
        draft.save(SaveChangesFlags::empty())?;
        let number = draft.number;
        if inside.role == Role::Spooler && inside.file.with(|data| data.submit_flags(number).is_some()) {
            inside.file.change(|data| data.preprocessed(number))?;
            inside.carry(number, true)?;
            return Ok(());
        }
        let needs = self.prepare()?;
        let preprocess = needs.contains(RecipientNeeds::NEEDS_PREPROCESSING);
        // Preprocessing comes before anything is sent [COUPLED-04].
        if preprocess || inside.carry(number, false)? == Carried::Partly {
            inside.file.change(|data| data.submit(number, preprocess))?;
        }
        Ok(())
    }

    /// What MAPI does with a message before it is queued. A MAPI that does not offer it
    /// leaves the message as it is.
    // [SEND-09] [SEND-10] [SEND-15]
    fn prepare(&self) -> MapiResult<RecipientNeeds> {
        let draft = self.properties();
        let support = draft.inside().support()?;
        support.spooler_notify(SpoolerNotifyFlags::NOTIFY_READYTOSEND, None)?;
        let message: Arc<dyn IMessage> = Arc::new(Self::of_draft(draft));
        optional(support.prepare_submit(&message, 0))?;
        let needs = optional(support.expand_recips(&message))?;
        // What MAPI has changed goes into the queue, too.
        if needs.is_some() {
            draft.save(SaveChangesFlags::empty())?;
        }
        Ok(needs.unwrap_or_default())
    }
}

/// Success without a value for what is not offered.
pub(in crate::reference) fn optional<T>(result: MapiResult<T>) -> MapiResult<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.code() == MAPI_E_NO_SUPPORT => Ok(None),
        Err(error) => Err(error),
    }
}
