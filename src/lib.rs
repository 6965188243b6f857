//! A simulated MAPI subsystem, spooler and client for testing message store providers.
#![forbid(unsafe_code)]

#[cfg(feature = "sim")]
pub mod load;
pub mod mapi;
pub mod spi;
