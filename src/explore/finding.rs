//! What is wrong with a run.

use std::fmt;
use std::time::Duration;

use crate::sim::Fault;
use crate::sim::suspend::Incident;
use crate::trace::{Deviation, Trace};

/// What was found in one order of a scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Finding {
    /// The world could not be built.
    World(String),
    /// A client, or a provider in a call of the spooler's, panicked.
    Panicked {
        /// Whose move it was.
        task: String,
        /// What the panic says.
        message: String,
    },
    /// The story of a client ended with an error.
    Failed {
        /// The client.
        task: String,
        /// The error.
        error: String,
    },
    /// A client does not come to its end: it waits for something that is no step of its own, or its steps do not end. That is said
    /// after 4,096 moves of which nothing is on record, or after 131,072 in all. Of such a run
    /// nothing else is told.
    Endless {
        /// The client.
        task: String,
        /// How many moves the run had when it was given up.
        moves: u32,
    },
    /// An order is not over after the time limit of [`explore_within`](super::Scenario::explore_within).
    Hangs {
        /// The limit.
        limit: Duration,
        /// The calls that have not returned, the outermost first, as lines of the trace.
        calls: Vec<String>,
    },
    /// The provider broke a rule.
    Deviation(Deviation),
    /// An invariant of the trace does not hold ([`Trace::expect_invariants`]).
    Invariant(String),
    /// References were left ([`Trace::expect_references_balanced`]).
    References(String),
    /// A fault has come to bear in none of the orders that were played: nothing was the call that it names.
    Idle(Fault),
    /// Calls of different sessions that were declared [apart](super::Apart) have to do with each other.
    NotApart {
        /// What somebody sees in one order and not in the other one.
        what: String,
        /// An order, as a token for [`Scenario::replay`](super::Scenario::replay).
        first: String,
        /// The same with two neighbouring moves exchanged that are declared apart.
        second: String,
    },
    /// An invariant of the scenario's author does not hold.
    Own {
        /// Its name.
        name: String,
        /// What its check said.
        why: String,
    },
}

impl Finding {
    /// What two findings of the same cause have in common: numbers of objects differ from order to order.
    pub(super) fn kind(&self) -> String {
        match self {
            Self::World(_) => "world".to_owned(),
            Self::Panicked { message, .. } => format!("panic {}", without_digits(message)),
            Self::Failed { error, .. } => format!("error {}", without_digits(error)),
            Self::Endless { .. } => "endless".to_owned(),
            Self::Hangs { .. } => "hangs".to_owned(),
            Self::Deviation(deviation) => format!("rule {}", deviation.rule),
            Self::Invariant(text) => format!("invariant {}", without_digits(text)),
            Self::References(_) => "references".to_owned(),
            Self::Idle(fault) => format!("idle {fault}"),
            Self::NotApart { .. } => "not apart".to_owned(),
            Self::Own { name, .. } => format!("own {name}"),
        }
    }

    /// What the trace of a run shows, but for what faults have done themselves.
    pub(super) fn of_trace(trace: &Trace, incidents: &[Incident]) -> Vec<Self> {
        let of_provider =
            |deviation: &&Deviation| !incidents.iter().any(|incident| incident.is_cause_of(deviation));
        let deviations = trace.deviations().iter().filter(of_provider);
        let mut findings: Vec<Self> = deviations.cloned().map(Self::Deviation).collect();
        if let Err(mismatch) = trace.expect_invariants() {
            findings.push(Self::Invariant(mismatch.got().to_owned()));
        }
        if let Err(mismatch) = trace.expect_references_balanced() {
            findings.push(Self::References(mismatch.got().to_owned()));
        }
        findings
    }
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|character| !character.is_ascii_digit()).collect()
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::World(why) => write!(f, "the world could not be built: {why}"),
            Self::Panicked { task, message } => write!(f, "{task} panicked: {message}"),
            Self::Failed { task, error } => write!(f, "{task} failed: {error}"),
            Self::Endless { task, moves } => write!(
                f,
                "{task} has not come to its end after {moves} moves of this run: a client waits for its own steps and for nothing \
                 else, and its loops end"
            ),
            Self::Hangs { limit, calls } => {
                write!(f, "after {limit:?} these calls have not returned:")?;
                if calls.is_empty() {
                    return f.write_str(" none; a client itself waits");
                }
                calls.iter().try_for_each(|call| write!(f, "\n    {call}"))
            }
            Self::Deviation(deviation) => deviation.fmt(f),
            Self::Invariant(text) => write!(f, "the invariants of releasing stores: {text}"),
            Self::References(text) => write!(f, "references: {text}"),
            Self::Idle(fault) => {
                write!(
                    f,
                    "the fault {fault} has never come to bear: there was no such call, another fault came first, or the call does \
                     not go wrong so"
                )
            }
            Self::NotApart { what, first, second } => {
                writeln!(f, "sessions are declared apart, and yet {what}")?;
                writeln!(f, "    first order:  {first}")?;
                write!(f, "    second order: {second}, with two moves of different sessions exchanged")
            }
            Self::Own { name, why } => write!(f, "{name}: {why}"),
        }
    }
}
