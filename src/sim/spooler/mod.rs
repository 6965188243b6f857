//! The spooler as a party of its own: where it runs, and the one that the simulator has.

mod model;
mod party;
mod queue;

pub use model::SpoolerModel;
pub use party::{DefaultStore, DefaultStoreChange, Spooler, SpoolerKey, SpoolerStore, TransportLogoff};
pub use queue::QueueSpooler;
