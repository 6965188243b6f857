//! A schedule is played again.

use std::fmt;

use crate::explore::finding::Finding;
use crate::explore::orders::InOrder;
use crate::explore::scenario::Scenario;
use crate::explore::schedule::Schedule;
use crate::explore::token::TokenError;
use crate::sim::Fault;
use crate::trace::Trace;

/// How many lines are shown of what has happened before a choice.
const SHOWN: usize = 20;

/// A schedule that was played again, as it was before.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Replay {
    /// What was found; empty if nothing is wrong.
    pub findings: Vec<Finding>,
    /// What happened.
    pub trace: Trace,
    /// The faults that have not come to bear.
    pub idle: Vec<Fault>,
}

/// Why a schedule was not played again as it was.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ReplayError {
    /// The text is no schedule.
    Token(TokenError),
    /// The world could not be built.
    World(String),
    /// Something else happened than when the schedule was made: the code under test, the scenario or this crate has changed.
    Differs {
        /// Before which choice, counted from 1; one more than there are if it is after the last one.
        choice: usize,
        /// The same in words.
        place: String,
        /// What happened now since the choice before, as lines of the trace: what is different is one of them, or one that is missing.
        /// A check is short, so that it may have been missed there with a chance of one in 64.
        since: Vec<String>,
        /// What is found now; empty if nothing is wrong any more.
        findings: Vec<Finding>,
        /// What happened now.
        trace: Box<Trace>,
    },
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(error) => error.fmt(f),
            Self::World(why) => write!(f, "the world could not be built: {why}"),
            Self::Differs { place, since, findings, trace, .. } => {
                writeln!(f, "{place}, something else has happened than when this schedule was made:")?;
                lines(f, since, "nothing")?;
                writeln!(f, "found now:")?;
                lines(f, findings, "nothing")?;
                write!(f, "\n{trace}")
            }
        }
    }
}

fn lines(f: &mut fmt::Formatter<'_>, lines: &[impl fmt::Display], none: &str) -> fmt::Result {
    if lines.is_empty() {
        return writeln!(f, "  {none}");
    }
    lines.iter().take(SHOWN).try_for_each(|line| writeln!(f, "  {line}"))?;
    match lines.len().checked_sub(SHOWN) {
        None | Some(0) => Ok(()),
        Some(more) => writeln!(f, "  and {more} more"),
    }
}

impl std::error::Error for ReplayError {}

impl From<TokenError> for ReplayError {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl Scenario {
    /// Plays the schedule with this text again, with the faults that it names in place of those of the scenario. The trace is the same as before, byte for byte, also in another process, unless
    /// a provider is not deterministic.
    ///
    /// # Errors
    /// [`ReplayError`] says what is wrong with the text, or where something else has happened than before.
    pub fn replay(&self, token: &str) -> Result<Replay, ReplayError> {
        let schedule: Schedule = token.parse()?;
        let played = self.play_checked(&mut InOrder::given(&schedule), schedule.faults());
        let Some(trace) = played.trace else {
            let why = played.findings.first().map_or_else(String::new, ToString::to_string);
            return Err(ReplayError::World(why));
        };
        match first_difference(&schedule, &played.schedule) {
            None => Ok(Replay { findings: played.findings, trace, idle: played.idle }),
            Some(choice) => {
                let last = choice > schedule.choices().len();
                let place =
                    if last { "after the last choice".to_owned() } else { format!("before choice {choice}") };
                let since = since(&trace, &played.events, choice);
                let (findings, trace) = (played.findings, Box::new(trace));
                Err(ReplayError::Differs { choice, place, since, findings, trace })
            }
        }
    }
}

/// The choice, from 1, before which something else has happened; the number of choices and one if it is after the last one.
fn first_difference(before: &Schedule, now: &Schedule) -> Option<usize> {
    let checks = before.checks();
    if checks.is_empty() {
        return None;
    }
    let differ = checks.iter().zip(now.checks()).position(|(before, now)| before != now);
    let shorter = (checks.len() != now.checks().len()).then(|| checks.len().min(now.checks().len()));
    differ.or(shorter).map(|index| index + 1)
}

/// What happened between this choice and the one before. The events are counted with those that a bounded trace has lost.
fn since(trace: &Trace, events: &[usize], choice: usize) -> Vec<String> {
    let before = |index: Option<usize>| index.and_then(|index| events.get(index)).copied();
    let from = before(choice.checked_sub(2)).unwrap_or(0).saturating_sub(trace.left_out());
    let to = before(choice.checked_sub(1)).map_or(usize::MAX, |to| to.saturating_sub(trace.left_out()));
    let happened = trace.events().get(from..to.min(trace.len())).unwrap_or_default();
    happened.iter().map(|event| trace.line(event).trim().to_owned()).collect()
}
