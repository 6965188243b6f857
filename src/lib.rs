//! A simulated MAPI subsystem, spooler and client for testing message store providers.
#![forbid(unsafe_code)]

pub mod mapi;
pub mod spi;
