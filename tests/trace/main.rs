//! What a trace says: its text, questions to it, diagrams, JSON lines and invariants.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../../examples/nine_steps/story.rs"]
mod story;

mod all;
mod diagrams;
mod invariants;
#[cfg(feature = "serde")]
mod json_lines;
mod left_out;
mod load_check;
mod nine_steps;
mod questions;
