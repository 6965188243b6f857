//! Where a fault has come to bear, and what may come of it.

use crate::mapi::HResult;
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::methods::{self, Interface, Method};
use crate::sim::setup::fault::{Effect, Fault};
use crate::trace::{Deviation, OpenNo, SessionNo, TextNo};

/// A fault that has come to bear, and the call that has met it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Incident {
    pub(crate) fault: Fault,
    /// What the call belongs to.
    pub(crate) session: Option<SessionNo>,
    pub(crate) open: Option<OpenNo>,
    /// The text of the note in the trace.
    pub(crate) note: TextNo,
}

/// How far a fault may be felt once the call that has met it is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reach {
    /// Whoever has the answer of the call knows, and nobody else.
    Call,
    /// The provider has seen it, or has lost something: the store of this open may suffer.
    Open,
    /// The session has ended.
    Session,
}

impl Fault {
    pub(crate) fn reach(&self) -> Reach {
        match self.effect {
            Effect::Answer(_) | Effect::Warning(_) if is_made_by_provider(self.method) => Reach::Open,
            Effect::Answer(_) | Effect::Warning(_) | Effect::DataCut(_) | Effect::SpoolerGone => Reach::Call,
            Effect::Panic | Effect::SupportLost | Effect::AddRefLost => Reach::Open,
            Effect::SessionFirst => Reach::Session,
        }
    }
}

/// Whether providers make the call, on what MAPI has given them.
fn is_made_by_provider(method: Method) -> bool {
    [Interface::IMAPISupport, Interface::IProfSect].contains(&method.interface())
}

impl Incident {
    /// Whether a deviation is about the very answer that the fault has put in the place of the provider's, or about the
    /// reference that it has lost: what a fault does itself is not held against the provider.
    pub(crate) fn is_cause_of(&self, deviation: &Deviation) -> bool {
        let of_effect = match self.fault.effect {
            Effect::Answer(code) => self.is_of_answer(code, deviation),
            // A second panic does not leave a call while the stack unwinds already: the call fails then.
            Effect::Panic => self.is_of_answer(MAPI_E_CALL_FAILED, deviation),
            Effect::SupportLost | Effect::AddRefLost => LOST.contains(&deviation.rule),
            Effect::Warning(_) | Effect::DataCut(_) | Effect::SpoolerGone | Effect::SessionFirst => false,
        };
        of_effect && self.is_about(deviation)
    }

    /// Whether a deviation belongs to what the call belongs to, as far as that is known.
    fn is_about(&self, deviation: &Deviation) -> bool {
        may_be_same(self.session, deviation.session) && may_be_same(self.open, deviation.open)
    }

    fn is_of_answer(&self, code: HResult, deviation: &Deviation) -> bool {
        let own = rule_of_answer(self.fault.method).is_some_and(|rule| deviation.rule == rule);
        own && deviation.got.contains(&code.to_string())
    }
}

fn may_be_same<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

/// What is said of a support object whose count is too low: it was not kept, or it is called or released when it is freed.
const LOST: [&str; 4] = ["LOAD-19", "SPOOL-13", "SHUT-14", "SHUT-10"];

/// The rule that a method succeeds.
fn rule_of_answer(method: Method) -> Option<&'static str> {
    match method {
        methods::IMSLogon::Logoff => Some("SHUT-09"),
        methods::IMSProvider::Shutdown => Some("SHUT-22"),
        methods::IMAPIProviderShutdown::QueryFastShutdown
        | methods::IMAPIProviderShutdown::NotifyProcessShutdown
        | methods::IMAPIProviderShutdown::DoFastShutdown => Some("SHUT-20"),
        _ => None,
    }
}
