//! The default spooler: first told, first served, and never busy.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::mapi::{HResult, LogoffFlags, SpoolerNotifyFlags};
use crate::spi::{Spooler, SpoolerStore, StoreId, TransportLogoff};

/// A spooler that logs on to the stores it was told of in the order in which it was told, moves no messages and so
/// lets go of a store whenever it is asked to.
#[derive(Default, Debug)]
pub struct QueueSpooler {
    desk: Mutex<Desk>,
}

#[derive(Default, Debug)]
struct Desk {
    waiting: VecDeque<StoreId>,
    held: BTreeMap<StoreId, SpoolerStore>,
}

impl QueueSpooler {
    /// A spooler that knows of no store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spooler for QueueSpooler {
    fn told(&self, store: StoreId) {
        self.desk().waiting.push_back(store);
    }

    fn next_logon(&self) -> Option<StoreId> {
        self.desk().waiting.pop_front()
    }

    fn logged_on(&self, store: StoreId, objects: SpoolerStore) {
        // What was there before is dropped after the lock, since the drop runs a provider's code.
        let _before = self.desk().held.insert(store, objects);
    }

    fn logon_failed(&self, _store: StoreId, _code: HResult) {}

    fn notified(&self, _store: StoreId, _flags: SpoolerNotifyFlags) {}

    fn logoff_transports(&self, _store: StoreId, _flags: LogoffFlags) -> TransportLogoff {
        TransportLogoff { flags: LogoffFlags::LOGOFF_COMPLETE, release: true }
    }

    fn released(&self, store: StoreId) -> Option<SpoolerStore> {
        let mut desk = self.desk();
        desk.waiting.retain(|waiting| *waiting != store);
        desk.held.remove(&store)
    }
}
