//! The support object: what MAPI gives a provider to call back with.

mod address_book;
pub(crate) mod empty_address_book;
mod notify;
pub(crate) mod object;
mod profile;
pub(crate) mod section;
mod transports;
