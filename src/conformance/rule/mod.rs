//! What a rule is: its number, its check, and what the check answers.

mod breach;
mod id;
#[allow(clippy::module_inception, reason = "the room has the name of what it is about")]
mod rule;

pub use breach::Breach;
pub(super) use breach::{OrBreach, Verdict, ensure, error_text};
pub use id::RuleId;
pub use rule::Rule;
