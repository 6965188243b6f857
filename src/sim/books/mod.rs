//! What the subsystem remembers. Nothing here calls foreign code or lets go of a foreign object.

pub(crate) mod advance;
pub(crate) mod by_address;
pub(crate) mod by_key;
pub(crate) mod duties;
pub(crate) mod few;
pub(crate) mod ledger;
pub(crate) mod live;
pub(crate) mod notify;
pub(crate) mod numbered;
pub(crate) mod own_pairs;
pub(crate) mod process;
pub(crate) mod profile;
pub(crate) mod state;
