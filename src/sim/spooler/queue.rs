//! The default spooler: first told, first served, and never busy.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::mapi::{HResult, LogoffFlags, SpoolerNotifyFlags};
use crate::sim::by_key::ByKey;
use crate::spi::{Spooler, SpoolerStore, StoreId, TransportLogoff};

/// A spooler that logs on to the stores it was told of in the order in which it was told, moves no messages and so
/// lets go of a store whenever it is asked to.
#[derive(Default, Debug)]
pub struct QueueSpooler {
    desk: Mutex<Desk>,
}

#[derive(Default, Debug)]
struct Desk {
    /// In the order of telling; the stores that have gone meanwhile are passed over.
    queue: VecDeque<(StoreId, u64)>,
    stores: ByKey<StoreId, Work>,
    told: u64,
}

/// What the spooler has of a store.
#[derive(Debug)]
enum Work {
    /// It waits, since the telling with this number.
    Waiting(u64),
    /// Its logon is under way, or has failed.
    Tried,
    /// The objects of its logon.
    Held(SpoolerStore),
}

impl Work {
    fn waits_since(&self, number: u64) -> bool {
        matches!(self, Self::Waiting(told) if *told == number)
    }
}

/// What is replaced is given to the caller, who drops it without the lock: the drop may run a provider's code.
impl Desk {
    fn wait(&mut self, store: StoreId) -> Option<Work> {
        self.told = self.told.wrapping_add(1);
        let number = self.told;
        self.pass_over_gone();
        self.queue.push_back((store, number));
        self.stores.insert(store, Work::Waiting(number))
    }

    fn next(&mut self) -> Option<StoreId> {
        while let Some((store, number)) = self.queue.pop_front() {
            if let Some(work) = self.stores.get_mut(&store).filter(|work| work.waits_since(number)) {
                *work = Work::Tried;
                return Some(store);
            }
        }
        None
    }

    /// Takes what does not wait any more from the head of the queue.
    fn pass_over_gone(&mut self) {
        while let Some((store, number)) = self.queue.front() {
            if self.stores.get(store).is_some_and(|work| work.waits_since(*number)) {
                return;
            }
            self.queue.pop_front();
        }
    }
}

impl QueueSpooler {
    /// A spooler that knows of no store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The objects that it holds now, in the order of the stores they belong to.
    #[must_use]
    pub fn stores(&self) -> Vec<SpoolerStore> {
        let desk = self.desk();
        let held = desk.stores.in_order().filter_map(|work| match work {
            Work::Held(objects) => Some(objects.clone()),
            Work::Waiting(_) | Work::Tried => None,
        });
        held.collect()
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spooler for QueueSpooler {
    fn told(&self, store: StoreId) {
        let before = self.desk().wait(store);
        drop(before);
    }

    fn next_logon(&self) -> Option<StoreId> {
        self.desk().next()
    }

    fn logged_on(&self, store: StoreId, objects: SpoolerStore) {
        let before = self.desk().stores.insert(store, Work::Held(objects));
        drop(before);
    }

    fn logon_failed(&self, store: StoreId, _code: HResult) {
        let tried = self.desk().stores.remove(&store);
        drop(tried);
    }

    fn notified(&self, _store: StoreId, _flags: SpoolerNotifyFlags) {}

    fn logoff_transports(&self, _store: StoreId, _flags: LogoffFlags) -> TransportLogoff {
        TransportLogoff { flags: LogoffFlags::LOGOFF_COMPLETE, release: true }
    }

    fn released(&self, store: StoreId) -> Option<SpoolerStore> {
        let work = self.desk().stores.remove(&store)?;
        if let Work::Held(objects) = work { Some(objects) } else { None }
    }
}
