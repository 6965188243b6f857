//! Providers in Rust that go out as COM objects and come in again: every call crosses the boundary twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

#[path = "../../../../examples/nine_steps/story.rs"]
mod story;

#[path = "../../../../tests/conformance/conditions.rs"]
#[allow(dead_code, reason = "the tests of the kit use more of it")]
mod conditions;
#[path = "../../../../tests/conformance/fixture.rs"]
#[allow(dead_code, reason = "the tests of the kit use more of it")]
mod fixture;

mod kit;
mod nine_steps;
