//! The default spooler: first told, first served, and never busy.

use std::collections::BTreeMap;
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
    /// By turn, and the turns by store: both ways in and out cost the same however many wait.
    waiting: BTreeMap<u64, StoreId>,
    turns: BTreeMap<StoreId, u64>,
    last_turn: u64,
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
        let mut desk = self.desk();
        desk.last_turn = desk.last_turn.wrapping_add(1);
        let turn = desk.last_turn;
        desk.waiting.insert(turn, store);
        desk.turns.insert(store, turn);
    }

    fn next_logon(&self) -> Option<StoreId> {
        let mut desk = self.desk();
        let (_, store) = desk.waiting.pop_first()?;
        desk.turns.remove(&store);
        Some(store)
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
        if let Some(turn) = desk.turns.remove(&store) {
            desk.waiting.remove(&turn);
        }
        desk.held.remove(&store)
    }
}
