//! What an author gives to the kit: a provider, a profile for it, and what it claims to be able to do.

mod capability;
mod declaration;
mod fixture;
mod rows;
mod setup;
mod store_slot;

pub use capability::{Capability, declared};
pub use declaration::Declaration;
pub use fixture::Fixture;
pub(crate) use rows::capability_rows;
pub use setup::Setup;
pub(super) use setup::Watcher;
pub use store_slot::StoreSlot;
