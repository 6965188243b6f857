//! What is missing in a trace: events that were taken away with another trace, or that went since the trace is bounded.

use std::fmt;

use super::Trace;
use super::event::{Event, What};
use super::expect::TraceMismatch;
use super::fact::Fact;
use super::query::OpenTrace;
use crate::load::Step;
use crate::methods::Method;

impl Trace {
    /// How many events happened before its first one and are missing, because they were taken by
    /// [`Subsystem::take_trace`](crate::sim::Subsystem::take_trace), or went since
    /// [`SubsystemBuilder::trace_limit`](crate::sim::SubsystemBuilder::trace_limit) bounds the trace.
    ///
    /// The text of the trace begins with their number. Questions are answered by the events that are there. An expectation
    /// about what is missing is not met: about the steps, codes and calls of an open whose beginning is missing, and about
    /// the [`Invariant`](super::Invariant)s. Findings and the [`ledger`](Self::ledger) are never missing.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.log.left_out()
    }

    /// How many events there were until now, those that are missing included: for [`after`](Self::after) on a later trace.
    #[must_use]
    pub fn recorded(&self) -> usize {
        self.log.recorded()
    }

    /// The same trace without the first `recorded` events that there ever were, for a look at what one action did:
    /// [`since`](Self::since) counts the events of this trace, this counts the missing ones too.
    #[must_use]
    pub fn after(&self, recorded: usize) -> Self {
        self.showing(self.log.after(recorded))
    }

    pub(super) fn left_out_text(&self) -> String {
        let events = if self.left_out() == 1 { "event" } else { "events" };
        format!("{} earlier {events} left out", self.left_out())
    }

    pub(super) fn write_left_out(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.left_out() == 0 { Ok(()) } else { writeln!(f, "--- {}", self.left_out_text()) }
    }

    /// What takes all events to say.
    pub(super) fn needs_all(&self, expected: &str) -> Result<(), TraceMismatch> {
        self.hold(self.left_out() == 0, expected, || self.left_out_text())
    }
}

impl OpenTrace<'_> {
    /// Whether nothing of it is missing in the trace; see [`Trace::left_out`].
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.trace().left_out() == 0 || self.own().next().is_some_and(|event| begins(&event))
    }
}

/// An open begins with the client's call; a trace without calls shows the step instead.
fn begins(event: &Event) -> bool {
    matches!(
        event.what,
        What::Call { method: Method::SessionOpenMsgStore, .. }
            | What::Fact(Fact::Reached(Step::OpenMsgStore))
    )
}
