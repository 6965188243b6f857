//! What a rule is: its number, its check, what the check answers, and the tables that rules stand in.

mod area;
mod breach;
mod finding;
#[allow(clippy::module_inception, reason = "the room has the name of what it is about")]
mod rule;
mod set;
mod to_do;
mod verdict;
mod ways;
mod words;

pub(super) use area::{areas, areas_parts, concat, count};
pub use breach::Breach;
pub(super) use breach::error_text;
pub use finding::Finding;
pub use rule::{Check, Rule};
pub(super) use set::Listed;
pub use set::RuleSet;
pub use verdict::{Hindrance, NotKept, OrBreach, Reached, Verdict, ensure};
pub(super) use ways::{UNDERMINING, allows_absence, asks_for, way};
pub(super) use words::{compared, dialogs_shown, differing, listed, parting, truth, value_of};
