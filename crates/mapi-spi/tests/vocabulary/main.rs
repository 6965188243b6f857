//! The vocabulary, the traits, the objects over data in memory and the pieces of providers: nothing but `mapi`, `spi`,
//! `memory` and `support`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod bare;
mod constants;
mod entry_ids;
mod memory;
mod numbers;
mod other_interface;
mod restrictions;
mod row_changes;
#[cfg(feature = "proptest")]
mod strategies;
mod support;
mod trait_defaults;
mod traits;
mod values;
