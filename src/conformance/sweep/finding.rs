//! What is wrong after a call has gone wrong.

use std::fmt;
use std::time::Duration;

use crate::conformance::declare::StoreSlot;
use crate::sim::Fault;
use crate::sim::suspend::Incident;
use crate::trace::{Deviation, Trace};

/// What is wrong after a call has gone wrong on purpose.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum SweepFinding {
    /// No machine can be built of the fixture.
    Machine(String),
    /// The store does not open, or cannot be used, although nothing has gone wrong.
    WithoutFault(String),
    /// The provider has panicked where no fault says so.
    Panics(String),
    /// The run is not over after the time limit of the fixture.
    Hangs {
        /// The limit.
        limit: Duration,
        /// The calls that have not returned, the outermost first.
        calls: Vec<String>,
    },
    /// The provider breaks a rule.
    Deviation(Deviation),
    /// References are left.
    Leak(String),
    /// An invariant of the trace does not hold.
    Invariant(String),
    /// A store that another session had open cannot be used any more.
    OtherStore {
        /// Which store of the fixture.
        slot: StoreSlot,
        /// What was answered.
        why: String,
    },
    /// Nobody can log on to the store afterwards.
    LogonAgain(String),
    /// The call that was to go wrong was not made this time: the provider does not do the same twice.
    Idle(Fault),
}

impl SweepFinding {
    pub(super) fn of_trace(trace: &Trace, incidents: &[Incident]) -> Vec<Self> {
        let of_provider =
            |deviation: &&Deviation| !incidents.iter().any(|incident| incident.is_cause_of(deviation));
        let deviations = trace.deviations().iter().filter(of_provider);
        let mut findings: Vec<Self> = deviations.cloned().map(Self::Deviation).collect();
        if let Err(mismatch) = trace.expect_references_balanced() {
            findings.push(Self::Leak(mismatch.got().to_owned()));
        }
        if let Err(mismatch) = trace.expect_invariants() {
            findings.push(Self::Invariant(mismatch.got().to_owned()));
        }
        findings
    }
}

impl fmt::Display for SweepFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Machine(why) => write!(f, "no machine can be built of the fixture: {why}"),
            Self::WithoutFault(why) => write!(f, "although nothing has gone wrong, the store answers {why}"),
            Self::Panics(text) => write!(f, "a panic of the provider's own: {text}"),
            Self::Hangs { limit, calls } => {
                write!(f, "no end after {limit:?}; these have not returned: {}", calls.join("; in it "))
            }
            Self::Deviation(deviation) => deviation.fmt(f),
            Self::Leak(text) => write!(f, "references are left: {text}"),
            Self::Invariant(text) => write!(f, "the invariants of releasing stores: {text}"),
            Self::OtherStore { slot, why } => {
                write!(f, "another session's {slot} answers {why} from then on")
            }
            Self::LogonAgain(why) => write!(f, "who logs on again is answered {why}"),
            Self::Idle(fault) => {
                write!(f, "{fault} did not come to bear: the provider does not make the same calls twice")
            }
        }
    }
}
