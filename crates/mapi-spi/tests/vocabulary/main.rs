//! The vocabulary, the traits and the objects over data in memory: nothing but `mapi`, `spi` and `memory`.
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
#[cfg(feature = "proptest")]
mod strategies;
mod trait_defaults;
mod traits;
mod values;
