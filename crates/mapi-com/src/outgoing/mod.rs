//! What goes out: objects in Rust behind vtables.

mod entry;
mod export;
mod serve;

pub use entry::{InitArguments, ProviderExport, ServiceArguments, ServiceExport};
pub use export::{Loopback, LoopbackService};
pub(crate) use serve::{VTable, fill_unknown, put, serve, unmapped};
