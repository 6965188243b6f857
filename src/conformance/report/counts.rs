//! How many rules had which outcome.

use std::fmt;

use super::{Outcome, Report};
use crate::catalogue::Status;

/// How many rules had which outcome, and how many have no test. `Display` is the last line of the text report.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct Counts {
    /// [`Outcome::Passed`].
    pub passed: usize,
    /// [`Outcome::Failed`].
    pub failed: usize,
    /// [`Outcome::Waived`].
    pub waived: usize,
    /// [`Outcome::StaleWaiver`].
    pub stale_waivers: usize,
    /// [`Outcome::NotApplicable`].
    pub not_applicable: usize,
    /// [`Outcome::NotReached`].
    pub not_reached: usize,
    /// [`Outcome::Observed`].
    pub observed: usize,
    /// Rules beside the entries that the types leave no way to break, see [`Report::untested`].
    pub kept_by_types: usize,
    /// Rules beside the entries that cannot be seen from outside, see [`Report::untested`].
    pub unobservable: usize,
}

impl Counts {
    /// How many rules have a test: the sum of the outcomes.
    #[must_use]
    pub const fn tested(&self) -> usize {
        self.passed
            + self.failed
            + self.waived
            + self.stale_waivers
            + self.not_applicable
            + self.not_reached
            + self.observed
    }

    fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Waived(..) => self.waived += 1,
            Outcome::StaleWaiver(_) => self.stale_waivers += 1,
            Outcome::NotApplicable(_) => self.not_applicable += 1,
            Outcome::NotReached(_) => self.not_reached += 1,
            Outcome::Observed(_) => self.observed += 1,
        }
    }
}

impl Report {
    /// How many rules had which outcome.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let having = |status: Status| self.untested().filter(|rule| rule.status == status).count();
        let mut counts = Counts {
            kept_by_types: having(Status::Types),
            unobservable: having(Status::Unobservable),
            ..Counts::default()
        };
        for entry in self.entries() {
            counts.count(&entry.outcome);
        }
        counts
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rules tested: {} pass", self.tested(), self.passed)?;
        let others = [
            (self.failed, "fail"),
            (self.waived, "waived"),
            (self.stale_waivers, "stale waiver"),
            (self.not_reached, "not reached"),
            (self.not_applicable, "not applicable"),
            (self.observed, "observed"),
        ];
        for (count, word) in others.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} {word}")?;
        }
        let (types, unseen) = (self.kept_by_types, self.unobservable);
        write!(f, "; without a test: {types} kept by types, {unseen} not observable")
    }
}
