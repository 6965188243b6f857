//! What was found, in which order, and how to play it again.

use std::fmt;

use crate::explore::canary::Difference;
use crate::explore::finding::Finding;
use crate::explore::orders::InOrder;
use crate::explore::play::Played;
use crate::explore::scenario::Scenario;
use crate::explore::schedule::Schedule;
use crate::explore::shrink::shortest;
use crate::explore::who::stretches;
use crate::trace::Trace;

/// A scenario has failed in one order. `Debug` prints the same as `Display`, so that `?` and `unwrap` in a test show the
/// whole story.
#[derive(Clone)]
pub struct Failure {
    findings: Vec<Finding>,
    number: u64,
    found: Schedule,
    shortest: Schedule,
    trace: Option<Trace>,
    /// Those who move.
    names: Vec<String>,
    pub(super) difference: Option<Difference>,
}

impl Failure {
    pub(super) fn new(scenario: &Scenario, played: Played, number: u64) -> Self {
        let kind = played.findings.first().map(Finding::kind).unwrap_or_default();
        let found = played.schedule.clone();
        let cut = shortest(scenario, &kind, &found);
        let again = scenario.play_checked(&mut InOrder::given(&cut), cut.faults());
        // A provider that is not deterministic may fail no more.
        let shown = if again.has(&kind) { again } else { played };
        Self { found, ..Self::as_played(scenario.names(), shown, number) }
    }

    /// A failure of which nothing can be taken away.
    pub(super) fn as_played(names: Vec<String>, shown: Played, number: u64) -> Self {
        let found = shown.schedule.clone();
        let Played { schedule: shortest, findings, trace, .. } = shown;
        Self { findings, number, found, shortest, trace, names, difference: None }
    }

    /// Where two runs of the documented order differ, if they do: then the schedule may show something else another time. Nothing that
    /// is held against a provider.
    #[must_use]
    pub const fn difference(&self) -> Option<&Difference> {
        self.difference.as_ref()
    }

    /// What was found, the most telling first.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The schedule in which it was found first.
    #[must_use]
    pub const fn found(&self) -> &Schedule {
        &self.found
    }

    /// The schedule that is left when no fault and no switch can be taken away any more, with checks: its text is what
    /// [`Scenario::replay`] takes.
    #[must_use]
    pub const fn schedule(&self) -> &Schedule {
        &self.shortest
    }

    /// What happened in that order; nothing if the world could not be built.
    #[must_use]
    pub const fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.difference.iter().try_for_each(|difference| writeln!(f, "{difference}"))?;
        writeln!(f, "in the order number {}:", self.number)?;
        self.findings.iter().try_for_each(|finding| writeln!(f, "  {finding}"))?;
        writeln!(f, "order found: {} ({})", self.found, Size(&self.found))?;
        writeln!(f, "play again:  {} ({})", self.shortest, Size(&self.shortest))?;
        match &self.trace {
            Some(trace) => {
                writeln!(f, "who moves:")?;
                let who = stretches(&self.names, trace);
                who.iter().try_for_each(|stretch| writeln!(f, "  {stretch}"))?;
                write!(f, "\n{trace}")
            }
            None => Ok(()),
        }
    }
}

/// How much there is to a schedule.
struct Size<'a>(&'a Schedule);

impl fmt::Display for Size<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.switches() {
            1 => f.write_str("1 switch")?,
            switches => write!(f, "{switches} switches")?,
        }
        match self.0.faults() {
            Some([_]) => f.write_str(", 1 fault"),
            Some(faults) => write!(f, ", {} faults", faults.len()),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}
