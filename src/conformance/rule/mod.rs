//! What a rule is: its number, its check, and what the check answers.

mod area;
mod breach;
#[allow(clippy::module_inception, reason = "the room has the name of what it is about")]
mod rule;

pub(super) use area::{area, area_parts, areas, areas_parts, concat, count};
pub use breach::Breach;
pub(super) use breach::{OrBreach, Verdict, ensure, error_text};
pub use rule::Rule;
