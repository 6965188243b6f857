//! What goes wrong on purpose. This is the one place that is asked.

use std::sync::PoisonError;

use crate::mapi::{MapiInitFlags, MapiResult};
use crate::sim::kernel::shared::Shared;
use crate::sim::setup::init_fault::InitFault;
use crate::sim::setup::options::AddressBookFault;
use crate::trace::Called;

impl Shared {
    /// What `MAPIInitialize` finds wrong first \[INIT-03\].
    pub(crate) fn init_fault(&self, flags: MapiInitFlags) -> Option<InitFault> {
        let faults = &self.faults.init;
        InitFault::ALL.into_iter().find(|fault| faults.contains(fault) && fault.is_looked_at(flags))
    }

    /// What the next `MAPILogonEx` answers before anything else is looked at.
    pub(crate) fn next_logon_answer(&self) -> MapiResult<()> {
        let mut answers = self.faults.logons.lock().unwrap_or_else(PoisonError::into_inner);
        answers.pop_front().unwrap_or(Ok(()))
    }

    /// The address book providers that do not load \[SESSION-16\].
    pub(crate) fn missing_address_books(&self) -> &[AddressBookFault] {
        &self.faults.address_book
    }

    /// The answer of a call of foreign code, as its caller gets it. Every call comes by here, so that a fault can put
    /// another answer in its place; there is none yet that does.
    #[inline(always)]
    pub(super) fn answer<R>(&self, _called: Called, answer: R) -> R {
        answer
    }
}
