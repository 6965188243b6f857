//! All tables of rules together.

use super::rule::{Rule, areas};
use super::{RuleId, claims, load, observed};

areas! {
    pub tests by __mapi_sim_tests_all;
    load, tests by __mapi_sim_tests_load;
    claims, tests by __mapi_sim_tests_claims;
    observed, tests by __mapi_sim_tests_observed;
}

impl RuleId {
    /// The rule of this crate with this number.
    #[must_use]
    pub fn rule(self) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.id == self)
    }
}
