//! The tables of a session while they are open.

pub(crate) mod listening;
mod live;
mod own_status;
mod sinks;
mod views;
