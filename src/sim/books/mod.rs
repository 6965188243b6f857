//! Everything that changes: the state of the world, its parts, and what is done to them. Nothing here calls foreign code
//! or lets go of a foreign object.

pub(crate) mod advance;
pub(crate) mod begin_open;
pub(crate) mod by_address;
pub(crate) mod duties;
pub(crate) mod exit;
pub(crate) mod folders;
pub(crate) mod keep_store;
pub(crate) mod last_error;
pub(crate) mod ledger;
pub(crate) mod live;
pub(crate) mod log_on;
pub(crate) mod logoff;
pub(crate) mod notify;
pub(crate) mod numbers;
pub(crate) mod own_pairs;
pub(crate) mod pointers;
pub(crate) mod process;
pub(crate) mod profile;
pub(crate) mod providers;
pub(crate) mod roles;
pub(crate) mod routing;
pub(crate) mod sections;
pub(crate) mod services;
pub(crate) mod session_end;
pub(crate) mod spooler_release;
pub(crate) mod spooler_turn;
pub(crate) mod state;
pub(crate) mod supports;
