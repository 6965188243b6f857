//! The provider over PST files: what a client sees of it, and the conformance kit.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod bent;
mod conformance;
mod damaged;
mod orders;
mod pst_files;
mod store;
mod sweep;
mod unusual;
mod walks;
