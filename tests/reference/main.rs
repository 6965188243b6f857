//! The reference provider as a client and as the spooler see it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

#[path = "../common/mod.rs"]
mod common;

mod deep;
mod default_store;
mod described;
mod logon;
mod messages;
mod notify;
mod search;
mod service;
mod spooler;
mod status;
mod store;
mod submit;
mod write;
