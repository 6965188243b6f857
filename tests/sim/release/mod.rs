//! How stores, sessions and provider objects end, and who still holds what.

mod fast_shutdown;
mod ledger;
mod stores;
mod two_processes;
