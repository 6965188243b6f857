//! Runs rules on a fixture and says what came of them.

mod diagnosis;
mod failure;
mod judge;
mod macros;
#[allow(clippy::module_inception, reason = "the room has the name of what it is about")]
mod run;
mod sightings;
mod soundness;
mod tests;
mod watchdog;

pub use failure::Failure;
pub use run::{run, run_declared, run_declared_with, run_with};
pub use tests::{test_fixture, test_rule, test_waivers, test_whole};
pub(in crate::conformance) use watchdog::Machines;
