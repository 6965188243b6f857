//! Store objects by where they lie: how MAPI knows one again that a provider returns.

use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use crate::spi::IMsgStore;
use crate::trace::StoreNo;

/// Where a store object lies: its identity while MAPI has a pointer to it.
pub(crate) fn address_of(store: &Arc<dyn IMsgStore>) -> usize {
    Arc::as_ptr(store).cast::<()>().addr()
}

#[allow(
    clippy::disallowed_types,
    reason = "asked by key and never walked through, so its order cannot be seen; a tree would grow with the open stores"
)]
type Table = std::collections::HashMap<usize, StoreNo, BuildHasherDefault<AddressHasher>>;

/// The open stores of a session by the addresses of their store objects.
#[derive(Default)]
pub(crate) struct ByAddress(Table);

impl ByAddress {
    pub(crate) fn get(&self, address: usize) -> Option<StoreNo> {
        self.0.get(&address).copied()
    }

    pub(crate) fn insert(&mut self, address: usize, store: StoreNo) {
        self.0.insert(address, store);
    }

    /// Takes the address out, unless it has become another store's.
    pub(crate) fn remove(&mut self, address: usize, store: StoreNo) {
        if let std::collections::hash_map::Entry::Occupied(entry) = self.0.entry(address)
            && *entry.get() == store
        {
            entry.remove();
        }
    }
}

/// Spreads addresses, which are multiples of their alignment. Nobody chooses them, so no seed is needed.
#[derive(Default)]
pub(crate) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, address: usize) {
        // 2^64 divided by the golden ratio: the product's high bits depend on all bits of the address.
        const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
        self.0 = (self.0 ^ address as u64).wrapping_mul(SPREAD).rotate_left(32);
    }
}
