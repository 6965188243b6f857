//! The spooler as a party of its own: where it runs, and the one that the simulator has.

mod model;
mod queue;

pub use model::SpoolerModel;
pub use queue::QueueSpooler;
