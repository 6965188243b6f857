//! The verdicts of all rules on one provider.

mod counts;
#[cfg(feature = "html")]
mod html;
#[cfg(feature = "serde")]
mod json;
#[cfg(feature = "junit")]
mod junit;
mod text;
mod untested;
#[cfg(any(feature = "serde", feature = "html"))]
mod view;

use std::fmt;

pub use counts::Counts;
pub use untested::untested_rules;

use crate::conformance::declare::{Capability, Reading};
use crate::conformance::rule::{Breach, Rule};
use crate::conformance::run::Failure;
#[cfg(any(feature = "serde", feature = "junit", feature = "html"))]
use crate::trace::RenderError;

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
    pub rule: &'static Rule,
    /// How it was read.
    pub reading: Reading,
    /// What came of it.
    pub outcome: Outcome,
}

impl Entry {
    /// What the rule is about; the name of its test, if the catalogue does not know it.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.rule.entry().map_or(self.rule.name, |known| known.title)
    }
}

/// The verdict on a provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Conformance {
    /// Every rule that applies is kept.
    Conformant,
    /// Every rule that applies is kept or waived with a reason, and at least one is waived.
    ConformantWithWaivers,
    /// A rule that applies is neither kept nor waived, or a waiver is stale.
    NotConformant,
    /// The fixture cannot open its own store, so that nothing was judged.
    NotJudged,
}

impl Conformance {
    /// In words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Conformant => "conformant",
            Self::ConformantWithWaivers => "conformant with waivers",
            Self::NotConformant => "not conformant",
            Self::NotJudged => "not judged",
        }
    }
}

impl fmt::Display for Conformance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

/// What came of all rules on one provider.
///
/// `Display` is its text form. Behind features: `to_json` (`serde`), `to_junit` (`junit`) and `to_html` (`html`).
#[derive(Clone, Debug)]
pub struct Report {
    provider: String,
    entries: Vec<Entry>,
    fixture: Option<String>,
}

impl Report {
    pub(super) const fn new(provider: String, entries: Vec<Entry>) -> Self {
        Self { provider, entries, fixture: None }
    }

    pub(super) fn not_judged(provider: String, breach: &Breach) -> Self {
        Self { provider, entries: Vec::new(), fixture: Some(breach.to_string()) }
    }

    /// The name of the DLL under test.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Every rule in the order of the table; empty if the fixture is not sound.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is wrong with the fixture, if something is.
    #[must_use]
    pub fn fixture_fault(&self) -> Option<&str> {
        self.fixture.as_deref()
    }

    /// The verdict. Observations do not count, and what does not apply does not either.
    #[must_use]
    pub fn conformance(&self) -> Conformance {
        let any = |wanted: fn(&Outcome) -> bool| self.entries.iter().any(|entry| wanted(&entry.outcome));
        if self.fixture.is_some() {
            Conformance::NotJudged
        } else if any(|outcome| matches!(outcome, Outcome::Failed(_) | Outcome::StaleWaiver(_))) {
            Conformance::NotConformant
        } else if any(|outcome| matches!(outcome, Outcome::Waived(..))) {
            Conformance::ConformantWithWaivers
        } else {
            Conformance::Conformant
        }
    }
}
