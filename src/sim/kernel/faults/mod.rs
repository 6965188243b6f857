//! What goes wrong on purpose.

mod armed;
mod injection;

pub(crate) use armed::SupportFault;
pub(crate) use injection::Injection;

use std::sync::{Arc, PoisonError};

use crate::mapi::{MapiInitFlags, MapiResult, Warning};
use crate::methods::{Method, Show};
use crate::sim::kernel::shared::Shared;
use crate::sim::setup::fault::{Fault, Incident};
use crate::sim::setup::init_fault::InitFault;
use crate::sim::setup::options::AddressBookFault;
use crate::trace::{Context, Fact, SessionNo};

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

    /// The same for who puts the call on record first, then lets the fault [strike](Self::strikes), and
    /// [warns](Self::warns) of a success.
    #[inline(always)]
    pub(crate) fn session_refusal(&self, method: Method) -> Option<Fault> {
        let armed = self.injection.armed();
        if armed.is_active() { armed.refusal(method) } else { None }
    }

    /// A call that is on record goes wrong.
    pub(crate) fn strikes(&self, fault: Fault) -> MapiResult<()> {
        self.injection.armed().strikes(Some(fault)).map(|_| ())
    }

    /// What a call of a provider on its support object answers in place of doing anything, or else what goes wrong after it.
    /// May not be asked under the lock.
    #[inline(always)]
    pub(crate) fn support_fault(&self, method: Method, context: Context) -> SupportFault {
        let armed = self.injection.armed();
        if armed.is_active() { armed.on_support(method, context) } else { SupportFault::Nothing }
    }

    /// A success of a client's call gets the warning that the fault says.
    #[cold]
    pub(crate) fn warns(&self, fault: Fault, answer: &mut impl Show) {
        self.warn(answer, || self.injection.armed().warns(fault));
    }

    /// The same of a call on a support object.
    #[inline(always)]
    pub(crate) fn support_warns(&self, fault: SupportFault, answer: &mut impl Show) {
        if let SupportFault::Warns(fault, context) = fault {
            self.warn(answer, || self.injection.armed().warns_in(fault, Some(context)));
        }
    }

    fn warn(&self, answer: &mut impl Show, warning: impl FnOnce() -> Option<Warning>) {
        if let Some(place) = answer.warning_mut() {
            *place = warning();
        }
    }

    /// A call on a support object has returned.
    #[inline(always)]
    pub(crate) fn after_support_call(&self, fault: SupportFault) {
        if let SupportFault::Panics(fault, context) = fault {
            self.injection.armed().panics(fault, Some(context));
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
        self.injection.armed().idle()
    }

    /// How many calls were counted for some fault.
    pub(crate) fn calls_counted(&self) -> u64 {
        self.injection.armed().counted()
    }

    /// Where faults have come to bear.
    pub(crate) fn incidents(&self) -> Vec<Incident> {
        self.injection.armed().incidents()
    }

    /// The trace says that a fault comes to bear. Without a context it belongs to what the innermost call belongs to.
    #[cold]
    fn note_fault(&self, fault: Fault, context: Option<Context>) -> Incident {
        self.with(|state| {
            let context = context.unwrap_or_else(|| state.recorder.around());
            let note = state.recorder.text(format!("fault on purpose: {fault}"));
            state.recorder.fact(context, Fact::Note(note));
            let Context { session, open } = context;
            Incident { fault, session, open, note }
        })
    }

    /// Whether the spooler has ended.
    pub(crate) fn spooler_is_gone(&self) -> bool {
        self.injection.armed().spooler_is_gone()
    }

    /// Whether a client's release of a store is the one before which its session ends.
    pub(crate) fn releases_session_first(&self, session: impl FnOnce() -> Option<SessionNo>) -> bool {
        let armed = self.injection.armed();
        armed.is_active() && armed.releases_session_first(Context { session: session(), open: None })
    }
}
