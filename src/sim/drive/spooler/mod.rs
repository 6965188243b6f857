//! Steps 8 and 9, and how the spooler gives a store up.

mod logoff;
mod logon;
mod turn;
mod whose;

pub(crate) use logoff::{end_session, logoff_transports, release_shared_objects};
pub(crate) use turn::run;
