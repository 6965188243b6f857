//! The tables of a session while they are open.

pub(crate) mod listening;
mod live;
mod sinks;
mod views;
