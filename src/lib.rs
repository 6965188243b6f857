//! A simulated MAPI subsystem, spooler and client for testing message store providers.
#![forbid(unsafe_code)]

#[cfg(feature = "sim")]
pub mod load;
pub mod mapi;
#[cfg(feature = "sim")]
pub mod memory;
#[cfg(feature = "sim")]
pub mod reference;
#[cfg(feature = "sim")]
pub mod sim;
pub mod spi;
#[cfg(feature = "sim")]
pub mod trace;
