//! Whether the opens of a trace are runs of the load machine.

mod begin;
mod run;

use std::collections::BTreeMap;

use super::event::{Event, What};
use super::expect::TraceMismatch;
use super::fact::Fact;
use super::ids::OpenNo;
use super::{Trace, TraceDetail};
use crate::load::Step;
use crate::methods::Method;
use begin::Beginnings;
use run::Runs;

/// A place in a trace that no run of the load machine comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct LoadMismatch {
    /// The open.
    pub open: OpenNo,
    /// The position of the event that cannot come there; the number of events if something is missing at the end.
    pub event: usize,
    /// What could have come.
    pub possible: String,
}

impl Trace {
    /// Where opens go a way that [`LoadMachine`](crate::load::LoadMachine) does not allow, each open once: a step out of its order,
    /// a logon that nobody asked for, a failure without its cause, a step that is missing.
    ///
    /// Not everything that MAPI knew stands in a trace. An open is right if there is one run of the machine that explains all of
    /// its events. Opens whose beginning is missing are not judged, and nothing is in a trace with less than
    /// [`TraceDetail::Calls`].
    #[must_use]
    pub fn load_mismatches(&self) -> Vec<LoadMismatch> {
        if self.detail < TraceDetail::Calls {
            return Vec::new();
        }
        let mut checker = Checker { opens: BTreeMap::new(), found: Vec::new() };
        let beginnings = Beginnings::of(self);
        for (number, event) in self.iter().enumerate() {
            checker.see(number, &event, &beginnings);
        }
        checker.finish(self)
    }

    /// Every open is a run of the load machine; see [`load_mismatches`](Self::load_mismatches).
    ///
    /// # Errors
    /// [`TraceMismatch`] with the events that cannot come where they stand, and what could.
    pub fn expect_load_order(&self) -> Result<(), TraceMismatch> {
        let mismatches = self.load_mismatches();
        self.hold(mismatches.is_empty(), "opens as the load machine allows them", || {
            mismatches.iter().map(|mismatch| self.mismatch_text(mismatch)).collect::<Vec<_>>().join("; ")
        })
    }

    fn mismatch_text(&self, mismatch: &LoadMismatch) -> String {
        let LoadMismatch { open, event, possible } = mismatch;
        let line = self.iter().nth(*event).map_or_else(|| "the end".to_owned(), |event| self.line(&event));
        format!("{open} at event {event}: {}; possible is {possible}", line.trim_start())
    }
}

struct Checker {
    /// The runs that explain an open so far; none once it was found wrong, or where it is not judged.
    opens: BTreeMap<OpenNo, Option<Runs>>,
    found: Vec<LoadMismatch>,
}

impl Checker {
    fn see(&mut self, number: usize, event: &Event, beginnings: &Beginnings) {
        let Some(open) = event.open else { return };
        let runs = self.opens.entry(open).or_insert_with(|| beginnings.runs(open, event));
        let Some(known) = runs else { return };
        if let Err(possible) = known.see(event) {
            *runs = None;
            self.found.push(LoadMismatch { open, event: number, possible });
        }
    }

    fn finish(mut self, trace: &Trace) -> Vec<LoadMismatch> {
        for (open, runs) in self.opens {
            if let Some(Err(possible)) = runs.map(|runs| runs.finish()) {
                self.found.push(LoadMismatch { open, event: trace.len(), possible });
            }
        }
        self.found.sort_unstable_by_key(|mismatch| (mismatch.event, mismatch.open));
        self.found
    }
}

/// Whether an open can begin with an event.
fn begins(event: &Event, seen_by_provider: bool) -> bool {
    match event.what {
        What::Call { method: Method::SessionOpenMsgStore, .. }
        | What::Fact(Fact::Reached(Step::OpenMsgStore)) => true,
        What::Call { method: Method::MsProviderInit | Method::ProviderLogon, .. } => seen_by_provider,
        What::Call { .. }
        | What::Return { .. }
        | What::Panicked { .. }
        | What::AddRef { .. }
        | What::Release { .. }
        | What::Fact(_) => false,
    }
}
