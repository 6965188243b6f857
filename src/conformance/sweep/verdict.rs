//! What came of a sweep.

use std::fmt;

use super::finding::SweepFinding;
use super::route::Route;
use super::trial::{Course, Run};
use crate::methods::Method;
use crate::sim::{Fault, SpoolerModel};
use crate::trace::Trace;

/// What came of a sweep: a verdict for each call that has gone wrong, in the order of the calls.
#[derive(Clone)]
pub struct Sweep {
    verdicts: Vec<SweepVerdict>,
}

/// What came of one call that has gone wrong in every way.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SweepVerdict {
    /// Where the spooler runs.
    pub spooler: SpoolerModel,
    /// How the client lets go.
    pub route: Route,
    /// Whether other sessions had stores open meanwhile, as far as the provider opens them.
    pub beside_others: bool,
    /// The call and its number among those of its method; nothing where the course itself fails.
    pub call: Option<(Method, u32)>,
    /// In how many ways it has gone wrong.
    pub faults: usize,
    /// What was found, with the way in which it went wrong.
    pub findings: Vec<(Option<Fault>, SweepFinding)>,
    /// What happened when something was found first.
    pub trace: Option<Trace>,
}

impl SweepVerdict {
    pub(super) fn without_fault(course: Course, plain: Run) -> Self {
        let mut verdict = Self::empty(course, None);
        verdict.add(None, plain);
        verdict
    }

    pub(super) fn new(course: Course, call: (Method, u32), runs: impl Iterator<Item = (Fault, Run)>) -> Self {
        let mut verdict = Self::empty(course, Some(call));
        for (fault, run) in runs {
            verdict.faults += 1;
            verdict.add(Some(fault), run);
        }
        verdict
    }

    const fn empty(course: Course, call: Option<(Method, u32)>) -> Self {
        let Course { spooler, route, beside_others } = course;
        Self { spooler, route, beside_others, call, faults: 0, findings: Vec::new(), trace: None }
    }

    fn add(&mut self, fault: Option<Fault>, run: Run) {
        if !run.findings.is_empty() && self.trace.is_none() {
            self.trace = run.trace;
        }
        self.findings.extend(run.findings.into_iter().map(|finding| (fault, finding)));
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// The course and the call, such as `same process, store first: IMSProvider::Logon#1`.
    #[must_use]
    pub fn name(&self) -> String {
        let process = match self.spooler {
            SpoolerModel::SameProcess => "same process",
            SpoolerModel::OwnProcess => "own process",
        };
        match self.call {
            Some((method, number)) => format!("{process}, {}: {method}#{number}", self.route),
            None => format!("{process}, {}: nothing goes wrong", self.route),
        }
    }
}

impl Sweep {
    pub(super) const fn new(verdicts: Vec<SweepVerdict>) -> Self {
        Self { verdicts }
    }

    /// A verdict for each call.
    #[must_use]
    pub fn verdicts(&self) -> &[SweepVerdict] {
        &self.verdicts
    }

    /// In how many ways something has gone wrong, over all calls.
    #[must_use]
    pub fn faults(&self) -> usize {
        self.verdicts.iter().map(|verdict| verdict.faults).sum()
    }

    /// The verdicts with findings.
    pub fn failures(&self) -> impl Iterator<Item = &SweepVerdict> {
        self.verdicts.iter().filter(|verdict| !verdict.is_clean())
    }

    /// Nothing was found.
    ///
    /// # Errors
    /// The sweep itself, which says what was found, so that a test can end with `?`.
    pub fn expect_clean(self) -> Result<Self, Box<Self>> {
        if self.verdicts.iter().all(SweepVerdict::is_clean) { Ok(self) } else { Err(Box::new(self)) }
    }
}

impl fmt::Display for SweepVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ways = self.faults;
        if self.is_clean() {
            return write!(f, "ok      {} ({ways} faults)", self.name());
        }
        write!(f, "FAILED  {} ({ways} faults)", self.name())?;
        for (fault, finding) in &self.findings {
            match fault {
                Some(fault) => write!(f, "\n          {fault}: {finding}")?,
                None => write!(f, "\n          {finding}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Sweep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = self.failures().count();
        let (calls, faults) = (self.verdicts.len(), self.faults());
        writeln!(f, "{calls} calls went wrong in {faults} ways; {failed} of them show something")?;
        self.failures().try_for_each(|verdict| writeln!(f, "{verdict}"))?;
        match self.failures().find_map(|verdict| verdict.trace.as_ref()) {
            Some(trace) => write!(f, "\nthe first of them:\n\n{trace}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Sweep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Sweep {}
