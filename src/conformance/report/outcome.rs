//! What came of one rule.

use std::fmt;

use crate::catalogue::RuleId;
use crate::conformance::declare::{Capability, Declaration};
use crate::conformance::rule::{Hindrance, Rule};
use crate::conformance::run::{Evidence, Failure};
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
    /// Whether the provider keeps it cannot be said: something stood in the way of the rule's own question.
    NotReached(Box<NotReached>),
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
            Self::NotReached(_) => "not reached",
            Self::Observed(_) => "observed",
        }
    }

    /// Why it is waived, does not apply or was not reached, in words.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::Waived(reason, _) | Self::StaleWaiver(reason) => Some((*reason).to_owned()),
            Self::NotApplicable(missing) => Some(format!("`{missing}` is not declared")),
            Self::NotReached(stopped) => Some(stopped.to_string()),
            Self::Passed | Self::Failed(_) | Self::Observed(_) => None,
        }
    }

    /// How the rule is broken, if it is.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed(failure) | Self::Waived(_, failure) | Self::Observed(failure) => Some(failure),
            Self::Passed | Self::StaleWaiver(_) | Self::NotApplicable(_) | Self::NotReached(_) => None,
        }
    }

    /// What there is to tell: how the rule is broken, or what stood in its way.
    #[must_use]
    pub fn told(&self) -> Option<&Failure> {
        if let Self::NotReached(stopped) = self { Some(&stopped.story) } else { self.failure() }
    }
}

/// A rule that was not reached.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NotReached {
    /// The rule that stands in the way: the first one in the chain of what was not reached.
    pub cause: RuleId,
    /// What is known of that rule.
    pub behind: Behind,
    /// What was expected on the way, what came, and the trace.
    pub story: Failure,
}

/// What is known of a rule that stands in the way of another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Behind {
    /// It is among the failures.
    Failure,
    /// It is waived, for this reason.
    Waiver(&'static str),
    /// It is kept, and read so that what stood in the way need not be there: the rule does not apply.
    LenientReading,
    /// It is not seen broken in its own trial, so that nothing in the report says what to mend: a provider is not
    /// conformant then.
    Nothing,
}

impl NotReached {
    pub(in crate::conformance) fn new(
        rule: Rule,
        declaration: Declaration,
        hindrance: &Hindrance,
        evidence: Option<Evidence>,
    ) -> Self {
        let story = Failure::new(rule, declaration, hindrance.breach.clone(), evidence);
        Self { cause: hindrance.cause, behind: Behind::Nothing, story }
    }
}

impl fmt::Display for NotReached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cause, behind, story } = self;
        match behind {
            Behind::Failure => write!(f, "{cause} stands in the way")?,
            Behind::Waiver(reason) => write!(f, "{cause} stands in the way, which is waived: {reason}")?,
            Behind::LenientReading => {
                write!(f, "does not apply where {cause} is read leniently")?;
            }
            Behind::Nothing => write!(f, "{cause} stands in the way, which is not broken in its own trial")?,
        }
        write!(f, "; {}", story.breach)
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
