//! What the README, the documentation and the catalogue of rules say is true.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::path::Path;

#[path = "../../examples/render_trace/nine_steps.rs"]
mod nine_steps;

mod catalogue;
mod crates;
mod house;
mod kit_of_readme;
mod messages;
mod performance;
mod readme;

/// The folder of the repository; the tests are a package in a folder of it.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
