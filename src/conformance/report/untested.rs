//! Rules for providers that no test can judge.

use super::Report;
use crate::catalogue::{self, Party, Status};

/// The rules that bind store providers and have no test, in the order of the contract: the types leave no way to break
/// them ([`Status::Types`]), or they cannot be seen from outside ([`Status::Unobservable`]).
///
/// A conformant provider in Rust keeps the first by being one. The second remain its author's to keep. Why is in
/// [`evidence`](catalogue::RuleEntry::evidence).
///
/// ```
/// use mapi_sim::conformance::untested_rules;
///
/// let rule = untested_rules().find(|rule| rule.id == "MEM-03").unwrap();
/// assert_eq!(rule.evidence, "a row is a value that owns its properties");
/// ```
pub fn untested_rules() -> impl Iterator<Item = &'static catalogue::RuleEntry> {
    catalogue::rules().iter().filter(|rule| rule.party == Party::Provider && is_untested(rule.status))
}

const fn is_untested(status: Status) -> bool {
    match status {
        Status::Types | Status::Unobservable => true,
        Status::Kept | Status::Checked | Status::NotApplicable | Status::Open => false,
    }
}

impl Report {
    /// The [`untested_rules`] that are not among the entries: something beside the kit may see more, and then its rules
    /// are in the run.
    pub fn untested(&self) -> impl Iterator<Item = &'static catalogue::RuleEntry> {
        let is_entry = |id: &str| self.entries().iter().any(|entry| entry.rule.id.as_str() == id);
        untested_rules().filter(move |rule| !is_entry(rule.id))
    }
}
