//! What has to hold in every trace, whatever a client, the spooler and providers do: the order in which things end.
//!
//! Other expectations are about one test; these are about MAPI, and a test of any kind can end with
//! [`Trace::expect_invariants`].

mod book;
mod check;

use std::fmt;

use super::event::Object;
use super::expect::TraceMismatch;
use super::{Trace, TraceDetail};
use crate::catalogue::Party;
use check::Checker;

macro_rules! invariants {
    ($($(#[$doc:meta])* $name:ident: $party:ident, $rule:literal, $page:literal, $title:literal;)+) => {
        /// Something that holds at every moment of every trace.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum Invariant {
            $($(#[$doc])* $name,)+
        }

        impl Invariant {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// In a line.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)+
                }
            }

            /// Who keeps it.
            #[must_use]
            pub const fn party(self) -> Party {
                match self {
                    $(Self::$name => Party::$party,)+
                }
            }

            /// The rule of the contract behind it.
            #[must_use]
            pub const fn rule(self) -> &'static str {
                match self {
                    $(Self::$name => $rule,)+
                }
            }

            /// The page behind the rule.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self {
                    $(Self::$name => $page,)+
                }
            }
        }
    };
}

invariants! {
    /// `IMSLogon::Logoff` is called once on a logon object.
    OneLogoff: Mapi, "SHUT-10", "imslogon-logoff", "one Logoff for a logon object";
    /// MAPI gives a logon object up once, after its `Logoff` has returned.
    LogoffBeforeRelease: Mapi, "SHUT-08", "imslogon-logoff", "Logoff before MAPI releases a logon object";
    /// No logon object of a provider object lives when MAPI calls `Shutdown`.
    ShutdownAfterLogons: Mapi, "SHUT-12", "imsprovider-shutdown", "no Shutdown while a logon object lives";
    /// A store that its clients release has one `StoreLogoffTransports`, besides those that were refused.
    OneTransportLogoff: Provider, "SHUT-02", "shutting-down-a-message-store-provider",
        "one StoreLogoffTransports for a store that is released";
    /// A support object is freed once, when its last reference goes, and has no references afterwards.
    SupportFreedOnce: Mapi, "SHUT-10", "support-object-overview", "a support object is freed once";
    /// Nobody calls a provider object, or a logon object of it, once it has been shut down.
    NothingAfterShutdown: Mapi, "SHUT-14", "shutting-down-a-service-provider", "no call to a provider after Shutdown";
    /// A provider does not call MAPI once its provider object has been shut down.
    SilentAfterShutdown: Provider, "SHUT-14", "shutting-down-a-service-provider",
        "no call of a provider after Shutdown";
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, page {})", self.title(), self.rule(), self.page())
    }
}

/// A place in a trace where an invariant does not hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[non_exhaustive]
pub struct Violation {
    /// What does not hold.
    pub invariant: Invariant,
    /// Of what.
    pub object: Object,
    /// The position of the event that shows it.
    pub event: usize,
}

impl Trace {
    /// Where the invariants do not hold, in the order of the events.
    ///
    /// Those that MAPI keeps always hold in a trace of the simulator; a provider can break its own, and then there is
    /// a [`Deviation`](super::Deviation) as well. What takes calls to see is not judged in a trace with less than
    /// [`TraceDetail::Calls`].
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        let mut checker = Checker::new(self.detail >= TraceDetail::Calls, !self.is_seen_by_provider());
        self.log.show(&mut checker);
        checker.finish()
    }

    /// Every [`Invariant`] holds, as far as the detail of the trace lets it be judged: one of [`TraceDetail::Steps`]
    /// shows only what is given up twice, and one of [`TraceDetail::Off`] shows nothing.
    ///
    /// # Errors
    /// [`TraceMismatch`] with the violations.
    pub fn expect_invariants(&self) -> Result<(), TraceMismatch> {
        self.needs_all("the invariants of releasing stores")?;
        let violations = self.violations();
        self.hold(violations.is_empty(), "the invariants of releasing stores", || {
            violations.iter().map(|violation| self.violation_text(violation)).collect::<Vec<_>>().join("; ")
        })
    }

    fn violation_text(&self, violation: &Violation) -> String {
        let Violation { invariant, object, event } = violation;
        let line = self.iter().nth(*event).map_or_else(String::new, |event| self.line(&event));
        format!("broken for {} at event {event}, {invariant}: {}", self.object(*object), line.trim_start())
    }
}
