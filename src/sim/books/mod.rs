//! What the subsystem remembers. Nothing here calls foreign code or lets go of a foreign object.
//!
//! Each part is a book with methods of its own; what spans several of them is a transaction.

pub(crate) mod by_address;
pub(crate) mod due;
pub(crate) mod exit;
pub(crate) mod ledger;
pub(crate) mod live;
pub(crate) mod notify;
pub(crate) mod numbers;
pub(crate) mod own_pairs;
pub(crate) mod process;
pub(crate) mod profile;
pub(crate) mod state;
pub(crate) mod transactions;
