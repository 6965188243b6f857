//! The spooler: what it decides, and what MAPI does for it.

mod logoff;
mod logon;
mod queue;

pub(crate) use logoff::{end_session, logoff_transports, release_shared_objects};
pub(crate) use logon::run;
pub use queue::QueueSpooler;
