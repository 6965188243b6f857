//! What goes wrong on purpose.

mod armed;
mod injection;

pub(crate) use armed::SupportFault;
pub(crate) use injection::Injection;

use std::sync::{Arc, PoisonError};

use crate::mapi::{MapiInitFlags, MapiResult};
use crate::methods::{self, Method};
use crate::sim::kernel::shared::Shared;
use crate::sim::setup::fault::Fault;
use crate::sim::setup::init_fault::InitFault;
use crate::sim::setup::options::AddressBookFault;

impl Shared {
    /// What `MAPIInitialize` finds wrong first \[INIT-03\].
    pub(crate) fn init_fault(&self, flags: MapiInitFlags) -> Option<InitFault> {
        let faults = &self.faults.init;
        InitFault::ALL.into_iter().find(|fault| faults.contains(fault) && fault.is_looked_at(flags))
    }

    /// What the next `MAPILogonEx` answers before anything else is looked at.
    pub(crate) fn next_logon_answer(&self) -> MapiResult<()> {
        let mut answers = self.faults.logons.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = answers.pop_front().unwrap_or(Ok(()));
        drop(answers);
        answer.and_then(|()| self.session_fault(methods::Exports::MAPILogonEx))
    }

    /// Whether calls are counted for faults.
    pub(crate) fn has_faults(&self) -> bool {
        self.injection.armed().is_active()
    }

    /// The address book providers that do not load \[SESSION-16\].
    pub(crate) fn missing_address_books(&self) -> &[AddressBookFault] {
        &self.faults.address_book
    }

    /// What a call of a client on MAPI answers in place of doing anything.
    #[inline(always)]
    pub(crate) fn session_fault(&self, method: Method) -> MapiResult<()> {
        let armed = self.injection.armed();
        if armed.is_active() { armed.fails(method) } else { Ok(()) }
    }

    /// What a call of a provider on its support object answers in place of doing anything, or else what goes wrong after it.
    /// May not be asked under the lock.
    #[inline(always)]
    pub(crate) fn support_fault(&self, method: Method) -> SupportFault {
        let armed = self.injection.armed();
        if armed.is_active() { armed.on_support(method) } else { SupportFault::Nothing }
    }

    /// A call on a support object has returned.
    #[inline(always)]
    pub(crate) fn after_support_call(&self, fault: SupportFault) {
        if let SupportFault::Panics(fault) = fault {
            self.injection.armed().panics(fault);
        }
    }

    /// Lists the calls that could go wrong from now on, with their providers wrapped as for faults.
    pub(crate) fn list_calls(&self) {
        self.injection.armed().list();
    }

    /// The calls since then, in their order.
    pub(crate) fn listed_calls(&self) -> Vec<Method> {
        self.injection.armed().listed()
    }

    /// The faults that the world was built with.
    pub(crate) fn arm_own_faults(self: &Arc<Self>) {
        self.arm(&self.faults.calls);
    }

    /// More faults, for calls from now on. Providers that are loaded already are not reached, unless there were faults before, or a list.
    pub(crate) fn arm(self: &Arc<Self>, faults: &[Fault]) {
        if !faults.is_empty() {
            self.injection.armed().arm(self, faults);
        }
    }

    /// The faults that have not come to bear.
    pub(crate) fn idle_faults(&self) -> Vec<Fault> {
        self.injection.armed().with(|came| !came)
    }

    /// How many calls were counted for some fault.
    pub(crate) fn calls_counted(&self) -> u64 {
        self.injection.armed().counted()
    }

    /// The faults that have come to bear.
    pub(crate) fn gone_wrong(&self) -> Vec<Fault> {
        self.injection.armed().with(|came| came)
    }

    /// Whether the spooler has ended.
    pub(crate) fn spooler_is_gone(&self) -> bool {
        self.injection.armed().spooler_is_gone()
    }

    /// Whether a client's release of a store is the one before which its session ends.
    pub(crate) fn releases_session_first(&self) -> bool {
        self.injection.armed().releases_session_first()
    }
}
