//! The spooler: what it decides, and what MAPI does for it.

mod logoff;
mod logon;
mod model;
mod own_pairs;
mod queue;
mod turn;

pub(crate) use logoff::{end_session, logoff_transports, release_shared_objects};
pub use model::SpoolerModel;
pub(crate) use own_pairs::OwnPairs;
pub use queue::QueueSpooler;
pub(crate) use turn::run;
