//! Runs rules on a fixture and says what came of them.

#[cfg(feature = "serde")]
mod as_json;
mod diagnosis;
mod evidence;
mod failure;
mod judge;
mod judgement;
mod macros;
#[allow(clippy::module_inception, reason = "the room has the name of what it is about")]
mod run;
mod sightings;
mod soundness;
mod tests;
mod watchdog;

#[cfg(feature = "serde")]
pub use as_json::NotAJudgement;
pub(in crate::conformance) use evidence::Evidence;
pub use evidence::Retold;
pub use failure::Failure;
pub use judgement::{Judgement, judge_fixture, judge_rule, report_of};
pub use run::{run, run_declared, run_declared_with, run_with};
pub use tests::{test_fixture, test_rule, test_waivers, test_whole};
pub(in crate::conformance) use watchdog::Machines;
