//! What a client has: the subsystem's functions, sessions, stores, tables, administration.

pub(crate) mod builder;
pub(crate) mod client_store;
pub(crate) mod initialize;
pub(crate) mod log_on;
mod objects;
pub(crate) mod service;
pub(crate) mod session;
pub(crate) mod subsystem;
pub(super) mod within;
