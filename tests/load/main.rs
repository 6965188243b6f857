//! The machine of one open by itself, its readings, and the load sequence told as traces.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

#[path = "../common/mod.rs"]
mod common;

// For the file of the library in `effects`.
use mapi_sim::mapi;

mod cases;
mod effects;
mod machine;
mod readings;
mod stories;
mod tables;
