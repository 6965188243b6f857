//! The number of a rule.

use std::fmt;

use super::Rule;
use crate::conformance::RULES;

/// The number of a rule, as `LOAD-19`. The constants in [`rules`](super::rules) are all there are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(&'static str);

impl RuleId {
    /// From the name of its constant, as `LOAD_19`.
    pub(in crate::conformance) const fn new(constant: &'static str) -> Self {
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
