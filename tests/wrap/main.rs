//! A provider around another one.
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

mod answers;
mod closures;
mod layer;
mod methods;
mod objects;
mod other_interface;
mod overrides;
mod whole_life;
