//! What the subsystem remembers. Nothing here calls foreign code or lets go of a foreign object.
//!
//! Each part is a book with methods of its own; what spans several of them is a transaction.

pub(crate) mod client_process;
pub(crate) mod due;
pub(crate) mod home;
pub(crate) mod ledger;
pub(crate) mod live;
pub(crate) mod notify;
pub(crate) mod numbers;
pub(crate) mod opens;
pub(crate) mod profile;
pub(crate) mod providers;
pub(crate) mod sessions;
pub(crate) mod state;
pub(crate) mod stores;
pub(crate) mod supports;
pub(crate) mod transactions;
pub(crate) mod waits;
