//! The simulated subsystem: what clients, providers, services and the spooler see of it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

#[path = "../common/mod.rs"]
mod common;

// For the files of the library in `sim`.
use mapi_sim::trace;

mod admin;
mod callbacks;
mod collections;
mod faults;
mod input;
mod nesting;
mod open;
mod orders;
mod panics;
mod readings;
mod release;
mod route_invariants;
mod session;
mod sim;
mod spooler;
mod tables;
mod threads;
mod warnings;
