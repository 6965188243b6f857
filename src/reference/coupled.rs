//! A store with a transport of its own. Page: `tightly-coupled-message-store-providers`.
//!
//! The transport knows the addresses of one domain. It takes the message over and says so in `PR_RESPONSIBILITY`; there
//! is no wire behind it. Everything else goes to the spooler as if the store were not coupled \[SPOOL-14\].

// [COUPLED-03]

use super::ids::ObjectNo;
use super::message::optional;
use super::open_store::OpenStore;
use crate::mapi::MapiResult;

/// The domain whose addresses the transport of a coupled store reaches.
pub const COUPLED_DOMAIN: &str = "coupled.example";

/// What the own transport could do for a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Carried {
    /// Every recipient; the message is on its way.
    Whole,
    /// Not every one: the spooler has work left.
    Partly,
}

impl OpenStore {
    /// Sends a saved message to the recipients that the own transport reaches. One that nobody is left
    /// for is put away, by the spooler if that has worked on it before.
    // [COUPLED-04] [COUPLED-05] [COUPLED-07]
    pub(super) fn carry(&self, number: usize, preprocessed: bool) -> MapiResult<Carried> {
        if !self.file.abilities.coupled {
            return Ok(Carried::Partly);
        }
        if !self.file.change(|data| data.take_over(number, COUPLED_DOMAIN))? {
            return Ok(Carried::Partly);
        }
        let id = self.file.id(ObjectNo::Message(number));
        let completed = preprocessed && optional(self.support()?.complete_msg(0, &id))?.is_some();
        if !completed {
            self.file.change(|data| {
                data.sent_directly(number)?;
                data.put_away(number)
            })?;
        }
        Ok(Carried::Whole)
    }
}
