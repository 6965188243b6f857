//! Store objects by their addresses: how MAPI knows one again that a provider returns.

use std::sync::Arc;

use crate::sim::collections::SmallIndex;
use crate::spi::IMsgStore;
use crate::trace::StoreNo;

/// The address of a store object, its identity while MAPI has a pointer to it.
pub(crate) fn address_of(store: &Arc<dyn IMsgStore>) -> usize {
    Arc::as_ptr(store).cast::<()>().addr()
}

/// The open stores of a session by the addresses of their store objects.
#[derive(Default)]
pub(crate) struct ByAddress(SmallIndex<usize, StoreNo>);

impl ByAddress {
    pub(crate) fn get(&self, address: usize) -> Option<StoreNo> {
        self.0.get(&address).copied()
    }

    pub(crate) fn insert(&mut self, address: usize, store: StoreNo) {
        self.0.insert(address, store);
    }

    /// Takes the address out, unless it has become another store's.
    pub(crate) fn remove(&mut self, address: usize, store: StoreNo) {
        if let Some(other) = self.0.remove(&address).filter(|kept| *kept != store) {
            self.0.insert(address, other);
        }
    }
}
