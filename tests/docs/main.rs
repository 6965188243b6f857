//! What the README, the documentation and the catalogue of rules say is true.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod catalogue;
mod crates;
mod house;
mod kit_of_readme;
mod messages;
mod readme;
