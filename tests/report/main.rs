//! The report of the conformance kit in all its forms, on a provider that breaks rules in every way there is.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod apart;
mod broken;
#[cfg(feature = "html")]
mod html;
#[cfg(feature = "serde")]
mod json;
#[cfg(feature = "junit")]
mod junit;
mod text;
