//! All tables of rules together.

use super::rule::areas;
use super::{claims, load, observed};

areas! {
    pub tests by __mapi_sim_rules;
    load, tests by __mapi_sim_load;
    claims, tests by __mapi_sim_claims;
    observed, tests by __mapi_sim_observed;
}
