//! A rule of the kit: a number, a test name, a function.

use std::fmt;

use super::breach::Verdict;
use super::trial::Trial;
use super::{Capability, RULES};
use crate::catalogue;

/// The number of a rule, as `LOAD-19`. The constants in [`rules`](super::rules) are all there are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(&'static str);

impl RuleId {
    /// From the name of its constant, as `LOAD_19`.
    pub(super) const fn new(constant: &'static str) -> Self {
        Self(constant)
    }

    /// The rule with this number.
    #[must_use]
    pub fn rule(self) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.id == self)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.replace('_', "-"))
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

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
    pub(super) check: fn(&Trial<'_>) -> Verdict,
}

impl Rule {
    /// What the catalogue says of it: title, level and pages.
    #[must_use]
    pub fn entry(&self) -> Option<&'static catalogue::RuleEntry> {
        catalogue::rule(&self.id.to_string())
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
