//! What the subsystem says of providers and clients that break a rule.

pub(crate) mod client_duties;
pub(crate) mod findings;
