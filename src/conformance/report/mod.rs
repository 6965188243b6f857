//! The verdicts of all rules on one provider.

mod counts;
#[cfg(feature = "html")]
mod html;
#[cfg(feature = "serde")]
mod json;
#[cfg(feature = "junit")]
mod junit;
mod outcome;
mod text;
mod untested;
#[cfg(any(feature = "serde", feature = "html"))]
mod view;

use std::fmt;

pub use counts::Counts;
pub use outcome::{Behind, Entry, NotReached, Outcome};
pub use untested::untested_rules;

use crate::conformance::rule::Breach;
#[cfg(any(feature = "serde", feature = "junit", feature = "html"))]
use crate::trace::RenderError;

/// The verdict on a provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Conformance {
    /// Every rule that applies is kept.
    Conformant,
    /// Every rule that applies is kept or waived with a reason, and at least one is waived.
    ConformantWithWaivers,
    /// A rule that applies is neither kept nor waived, a waiver is stale, or a rule was not reached and nothing that is
    /// waived stands in its way.
    NotConformant,
    /// The fixture cannot open its own store, or the rules do not fit, so that nothing was judged.
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
    rules: Option<String>,
}

impl Report {
    pub(super) const fn new(provider: String, entries: Vec<Entry>) -> Self {
        Self { provider, entries, fixture: None, rules: None }
    }

    pub(super) fn not_judged(provider: String, breach: &Breach) -> Self {
        Self { fixture: Some(breach.to_string()), ..Self::new(provider, Vec::new()) }
    }

    pub(super) fn of_wrong_rules(provider: String, breach: &Breach) -> Self {
        Self { rules: Some(breach.to_string()), ..Self::new(provider, Vec::new()) }
    }

    /// The name of the DLL under test.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Every rule in the order of its set; empty if nothing was judged.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is wrong with the fixture, if something is.
    #[must_use]
    pub fn fixture_fault(&self) -> Option<&str> {
        self.fixture.as_deref()
    }

    /// What is wrong with the rules of the run, or with what is declared of them, if something is.
    #[must_use]
    pub fn rules_fault(&self) -> Option<&str> {
        self.rules.as_deref()
    }

    /// The verdict. What was not reached is not kept. Observations do not count, and what does not apply does not either.
    #[must_use]
    pub fn conformance(&self) -> Conformance {
        let any = |wanted: fn(&Outcome) -> bool| self.entries.iter().any(|entry| wanted(&entry.outcome));
        if self.fixture.is_some() || self.rules.is_some() {
            Conformance::NotJudged
        } else if self.entries.iter().any(stands_against) {
            Conformance::NotConformant
        } else if any(|outcome| matches!(outcome, Outcome::Waived(..))) {
            Conformance::ConformantWithWaivers
        } else {
            Conformance::Conformant
        }
    }
}

/// Whether a provider cannot be conformant for what came of this rule.
fn stands_against(entry: &Entry) -> bool {
    match &entry.outcome {
        Outcome::Failed(_) | Outcome::StaleWaiver(_) => true,
        Outcome::NotReached(stopped) => {
            let excused = matches!(stopped.behind, Behind::Waiver(_) | Behind::LenientReading);
            !entry.rule.is_observation() && !excused
        }
        Outcome::Passed | Outcome::Waived(..) | Outcome::NotApplicable(_) | Outcome::Observed(_) => false,
    }
}
