//! What something beside the kit has seen.

use super::Breach;
use crate::catalogue::RuleId;

/// A breach of a rule that something beside the kit has seen while a rule was on trial: the ledger of a bridge to
/// providers in other languages, for instance, which counts memory and references.
///
/// [`Setup::watched_by`](crate::conformance::Setup::watched_by) tells the kit what to ask. The report has the finding
/// under its own rule, and says which rule was on trial.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that is broken.
    pub rule: RuleId,
    /// What the rule asks for and what came instead.
    pub breach: Breach,
}

impl Finding {
    /// A breach of a rule.
    #[must_use]
    pub const fn new(rule: RuleId, breach: Breach) -> Self {
        Self { rule, breach }
    }
}
