//! Every kind of value crosses the boundary both ways and comes back as it was.
//!
//! `PROPTEST_CASES` in the environment says how many of each; 500 unless it does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod mirror;
mod there_and_back;
