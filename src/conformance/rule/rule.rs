//! A rule of the kit: a number, a test name, a function.

use std::fmt;

use super::Verdict;
use crate::catalogue::{self, RuleId};
use crate::conformance::declare::Capability;
use crate::conformance::machine::Trial;

/// The function of a rule.
type Check = fn(&Trial) -> Verdict;

/// A rule that the kit holds a provider to.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Rule {
    /// Its number.
    pub id: RuleId,
    /// The name of its test, which is that of its function, too.
    pub name: &'static str,
    /// The module of its test.
    pub area: &'static str,
    /// What has to be declared for the rule to apply.
    pub requires: &'static [Capability],
    pub(in crate::conformance) check: Check,
}

impl Rule {
    pub(in crate::conformance) const fn of_area(
        area: &'static str,
        id: RuleId,
        name: &'static str,
        requires: &'static [Capability],
        check: Check,
    ) -> Self {
        Self { id, name, area, requires, check }
    }

    /// What the catalogue says of it: title, level and pages.
    #[must_use]
    pub fn entry(&self) -> Option<&'static catalogue::RuleEntry> {
        catalogue::rule(self.id.as_str())
    }

    /// Whether it tells what real clients rely on beyond the documentation; not keeping it is no breach.
    #[must_use]
    pub fn is_observation(&self) -> bool {
        self.area == "observed"
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id, self.name)
    }
}
