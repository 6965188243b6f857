//! What spans several books.

pub(crate) mod begin_open;
mod client_process;
pub(crate) mod common;
mod disabled;
pub(crate) mod folders;
pub(crate) mod keep_store;
pub(crate) mod last_error;
mod ledger;
pub(crate) mod leftovers;
mod live_tables;
pub(crate) mod log_on;
pub(crate) mod logoff;
pub(crate) mod own_status;
pub(crate) mod pointers;
pub(crate) mod providers;
pub(crate) mod roles;
pub(crate) mod routing;
pub(crate) mod sections;
pub(crate) mod services;
pub(crate) mod session_end;
pub(crate) mod spooler_release;
pub(crate) mod spooler_turn;
pub(crate) mod supports;
pub(crate) mod table_rows;
mod waits;
