//! What came of one rule.

use crate::conformance::declare::Capability;
use crate::conformance::rule::Rule;
use crate::conformance::run::Failure;
use crate::load::readings::Strictness;

/// What came of a rule.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// The provider keeps it.
    Passed,
    /// The provider does not keep it.
    Failed(Box<Failure>),
    /// The provider does not keep it, and says why.
    Waived(&'static str, Box<Failure>),
    /// The provider says why it does not keep it, and keeps it: the waiver has to go.
    StaleWaiver(&'static str),
    /// It needs what is not declared.
    NotApplicable(Capability),
    /// What real clients rely on beyond the documentation is not there. No breach.
    Observed(Box<Failure>),
}

impl Outcome {
    /// In a word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Passed => "pass",
            Self::Failed(_) => "fail",
            Self::Waived(..) => "waived",
            Self::StaleWaiver(_) => "stale waiver",
            Self::NotApplicable(_) => "not applicable",
            Self::Observed(_) => "observed",
        }
    }

    /// Why it is waived or does not apply, in words.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::Waived(reason, _) | Self::StaleWaiver(reason) => Some((*reason).to_owned()),
            Self::NotApplicable(missing) => Some(format!("`{missing}` is not declared")),
            Self::Passed | Self::Failed(_) | Self::Observed(_) => None,
        }
    }

    /// The failure behind it, if there is one.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed(failure) | Self::Waived(_, failure) | Self::Observed(failure) => Some(failure),
            Self::Passed | Self::StaleWaiver(_) | Self::NotApplicable(_) => None,
        }
    }
}

/// A rule and what came of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The rule.
    pub rule: Rule,
    /// How it was read.
    pub reading: Strictness,
    /// What came of it.
    pub outcome: Outcome,
}

impl Entry {
    /// What the rule is about.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.rule.title()
    }
}
