//! Something that goes wrong on purpose, as a value and as a line of text.

mod incident;
mod text;

pub(crate) use incident::{Incident, Reach};
pub use text::FaultError;

use std::fmt;

use crate::mapi::HResult;
use crate::methods::{self, Method};

/// Something that goes wrong on purpose: with which call, and what.
///
/// A fault names the call by its method and by its number among the calls of that method, from 1, in the order in which
/// they are made; a method of a base interface stands for that of every interface which extends it. It is given to a world
/// ([`SubsystemBuilder::fault`](crate::sim::SubsystemBuilder::fault)), or to a scenario
/// ([`Scenario::fault`](crate::explore::Scenario::fault)). Of several faults for one call the first one that can go wrong with it does, in
/// the order in which they are given, and the others do not come to bear; the same fault twice is one. Its text is one line without blanks, `METHOD#NUMBER=WHAT`, and is
/// read back:
///
/// ```
/// use mapi_sim::mapi::codes::MAPI_E_NOT_FOUND;
/// use mapi_sim::methods;
/// use mapi_sim::sim::Fault;
///
/// let fault = Fault::answers(methods::IMAPISupport::OpenProfileSection, 3, MAPI_E_NOT_FOUND);
/// assert_eq!(fault.to_string(), "IMAPISupport::OpenProfileSection#3=MAPI_E_NOT_FOUND");
/// assert_eq!(fault.to_string().parse(), Ok(fault));
/// ```
///
/// | Made by | Text | What happens |
/// |:--|:--|:--|
/// | [`answers`](Self::answers) | `IMSProvider::Logon#1=MAPI_E_NO_ACCESS` | the call fails with this code, and whoever it was made to does not hear of it; `IMSLogon::Logoff`, `IMSProvider::Shutdown` and `IMsgStore::StoreLogoff` do what they have to do first; a code without a name is written as a number, `=0x80040999` |
/// | [`warns`](Self::warns) | `IMSProvider::Logon#1=MAPI_W_ERRORS_RETURNED` | the call succeeds with this warning |
/// | [`panics`](Self::panics) | `IMAPIProp::GetProps#2=panic` | the call unwinds as if the provider had panicked at its beginning; behind the call, where it is one on a support object |
/// | [`cuts_validation_data`](Self::cuts_validation_data) | `IMSProvider::Logon#1=data:3` | no more than so many bytes of the validation data reach MAPI |
/// | [`loses_support`](Self::loses_support) | `IMSProvider::Logon#1=support-lost` | the last reference on the support object goes while `Logon` runs, as if somebody had released once too often |
/// | [`loses_add_ref`](Self::loses_add_ref) | `IUnknown::AddRef#1=lost` | the `AddRef` of a provider on its support object is not counted |
/// | [`ends_spooler`](Self::ends_spooler) | `IMSProvider::SpoolerLogon#1=spooler-gone` | the spooler ends between steps 8 and 9: what the call brings is released at once, and no other store is logged on to |
/// | [`releases_session_first`](Self::releases_session_first) | `IUnknown::Release#1=session-first` | a client of a scenario ends its session before it releases this store |
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fault {
    method: Method,
    number: u32,
    effect: Effect,
}

/// What goes wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Effect {
    Answer(HResult),
    Warning(HResult),
    Panic,
    DataCut(u32),
    SupportLost,
    AddRefLost,
    SpoolerGone,
    SessionFirst,
}

impl Fault {
    /// The call with this number fails with `code`: one on an object of a provider, one of a provider on its support object or
    /// on a section of the profile, one of a client on its session or on what administers it, `MAPILogonEx`, `MSProviderInit`, or the
    /// entry point of a message service. A code that is no failure never comes to bear.
    #[must_use]
    pub const fn answers(method: Method, number: u32, code: HResult) -> Self {
        Self::new(method, number, Effect::Answer(code))
    }

    /// The call with this number is made, and its success has this warning, be it one on an object of a provider, one of a provider on
    /// its support object or on a section of the profile, or one of a client on its session. A method whose page lists no
    /// warning never meets it; it does not come to bear if the call fails, nor with a code that is no warning.
    #[must_use]
    pub const fn warns(method: Method, number: u32, warning: HResult) -> Self {
        Self::new(method, number, Effect::Warning(warning))
    }

    /// The call with this number panics, as if the provider had. What it unwinds with is an [`InjectedPanic`], for which no
    /// panic hook is called. A call that a client makes on MAPI cannot panic: there it never comes to bear.
    #[must_use]
    pub const fn panics(method: Method, number: u32) -> Self {
        Self::new(method, number, Effect::Panic)
    }

    /// Of the validation data of this `Logon` only the first bytes reach MAPI, and so the spooler.
    #[must_use]
    pub const fn cuts_validation_data(logon: u32, to: u32) -> Self {
        Self::new(methods::IMSProvider::Logon, logon, Effect::DataCut(to))
    }

    /// The last reference on the support object of this `Logon` goes while it runs.
    #[must_use]
    pub const fn loses_support(logon: u32) -> Self {
        Self::new(methods::IMSProvider::Logon, logon, Effect::SupportLost)
    }

    /// This `AddRef` of a provider on a support object is not counted.
    #[must_use]
    pub const fn loses_add_ref(number: u32) -> Self {
        Self::new(methods::IUnknown::AddRef, number, Effect::AddRefLost)
    }

    /// The spooler ends while this `SpoolerLogon` runs.
    #[must_use]
    pub const fn ends_spooler(logon: u32) -> Self {
        Self::new(methods::IMSProvider::SpoolerLogon, logon, Effect::SpoolerGone)
    }

    /// At this release of a store by a client of a scenario the session ends first.
    #[must_use]
    pub const fn releases_session_first(number: u32) -> Self {
        Self::new(methods::IUnknown::Release, number, Effect::SessionFirst)
    }

    const fn new(method: Method, number: u32, effect: Effect) -> Self {
        Self { method, number, effect }
    }

    /// The method of the call.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The number of the call among those of the method, from 1.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The code that the call answers, be it a failure or a warning, if that is what goes wrong.
    #[must_use]
    pub const fn code(&self) -> Option<HResult> {
        match self.effect {
            Effect::Answer(code) | Effect::Warning(code) => Some(code),
            Effect::Panic
            | Effect::DataCut(_)
            | Effect::SupportLost
            | Effect::AddRefLost
            | Effect::SpoolerGone
            | Effect::SessionFirst => None,
        }
    }

    pub(crate) const fn refuses(&self) -> bool {
        matches!(self.effect, Effect::Answer(_))
    }

    pub(crate) const fn effect(&self) -> Effect {
        self.effect
    }

    /// Whether a call of this method counts: it is the method itself, or one that an interface has inherited.
    pub(crate) fn counts(&self, called: Method) -> bool {
        let mut ancestry = std::iter::successors(Some(called.interface()), |interface| interface.base());
        self.method.slot() == called.slot() && ancestry.any(|interface| interface == self.method.interface())
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a [`Fault::panics`] unwinds with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct InjectedPanic {
    /// The fault.
    pub fault: Fault,
}

impl fmt::Display for InjectedPanic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a panic on purpose: {}", self.fault)
    }
}
