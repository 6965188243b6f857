//! What an author claims of a provider.

use super::Capability;
use crate::catalogue::RuleId;
use crate::load::readings::Strictness;

/// What is claimed of a provider, which rules are waived, and which are read leniently.
#[derive(Clone, Copy, Default, Debug)]
pub struct Declaration {
    /// What the provider can do and the fixture can bring about.
    pub capabilities: &'static [Capability],
    /// Rules that the provider is known not to keep, each with the reason.
    pub waivers: &'static [(RuleId, &'static str)],
    /// Rules that are read leniently where pages of the documentation disagree.
    pub lenient: &'static [RuleId],
}

impl Declaration {
    /// No capability, no waiver, everything strict.
    pub const NOTHING: Self = Self { capabilities: &[], waivers: &[], lenient: &[] };

    /// Whether `capability` is declared.
    #[must_use]
    pub fn has(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    /// The reason for which `rule` is waived, if it is.
    #[must_use]
    pub fn waiver(&self, rule: RuleId) -> Option<&'static str> {
        self.waivers.iter().find(|(waived, _)| *waived == rule).map(|(_, reason)| *reason)
    }

    /// How `rule` is read where pages of the documentation disagree. Rules without such a conflict have one reading.
    #[must_use]
    pub fn reading(&self, rule: RuleId) -> Strictness {
        if self.lenient.contains(&rule) { Strictness::Lenient } else { Strictness::Strict }
    }
}
