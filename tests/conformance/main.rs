//! The conformance kit on the crate's own providers, and the proof that each of its rules can fail.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by a panic"
)]

#[macro_use]
mod words;

mod bending;
mod choices;
mod conditions;
mod elsewhere;
mod fixture;
mod hanging;
mod judged;
mod kill_matrix;
mod kit;
mod messages;
mod mutants;
mod one_cause;
mod reference;
mod short_term;
mod sweep;
mod unusual;
