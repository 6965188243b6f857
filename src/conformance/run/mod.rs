//! Runs rules on a fixture and says what came of them.

mod failure;
mod macros;
#[allow(clippy::module_inception, reason = "the room has the name of what it is about")]
mod run;
mod soundness;

pub use failure::Failure;
pub use run::{run, run_declared, test_fixture, test_rule, test_waivers};
