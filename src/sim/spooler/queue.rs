//! The default spooler, which takes stores in the order in which it is told of them and is never busy.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use mapi_spi::unwind::Pieces;

use crate::mapi::{HResult, LogoffFlags, SpoolerNotifyFlags};
use crate::sim::collections::{HashIndex, SmallIndex};
use crate::sim::spooler::{Spooler, SpoolerKey, SpoolerStore, TransportLogoff};

/// A spooler that logs on to the stores it was told of in the order in which it was told, moves no messages and so
/// lets go of a store whenever it is asked to.
#[derive(Default, Debug)]
pub struct QueueSpooler {
    queue: Mutex<Queue>,
}

/// How many stores may have gone, beside half of those that wait, before they are taken out of the queue.
const MOST_GONE: usize = 64;

#[derive(Default, Debug)]
struct Queue {
    /// In the order of telling, each with the number of its telling; those that have gone meanwhile are passed over.
    waiting: VecDeque<(SpoolerKey, u64)>,
    told: u64,
    /// For each store that has gone and may have waited, the latest telling at that time. Empty when nothing waits.
    gone: HashIndex<SpoolerKey, u64>,
    /// The objects of the logons that succeeded.
    held: SmallIndex<SpoolerKey, SpoolerStore>,
}

impl Queue {
    fn wait(&mut self, store: SpoolerKey) {
        self.pass_over_gone();
        self.told = self.told.wrapping_add(1);
        self.waiting.push_back((store, self.told));
    }

    fn next(&mut self) -> Option<SpoolerKey> {
        self.pass_over_gone();
        let (store, _) = self.waiting.pop_front()?;
        Some(store)
    }

    /// Takes what does not wait any more from the head of the queue.
    fn pass_over_gone(&mut self) {
        if self.gone.is_empty() {
            return;
        }
        let gone = &self.gone;
        let is_gone =
            |(store, told): &(SpoolerKey, u64)| gone.get(store).is_some_and(|latest| told <= latest);
        while self.waiting.front().is_some_and(is_gone) {
            self.waiting.pop_front();
        }
        if self.waiting.is_empty() {
            self.gone.clear();
        }
    }

    /// What is held is given to the caller, who drops it without the lock: the drop may run a provider's code.
    fn leave(&mut self, store: SpoolerKey) -> Option<SpoolerStore> {
        let held = self.held.remove(&store);
        if held.is_none() && !self.waiting.is_empty() {
            self.gone.insert(store, self.told);
            if 2 * self.gone.len() > self.waiting.len() + MOST_GONE {
                self.take_out_gone();
            }
        }
        held
    }

    /// Takes all that do not wait any more out.
    #[cold]
    fn take_out_gone(&mut self) {
        let gone = std::mem::take(&mut self.gone);
        self.waiting.retain(|(store, told)| gone.get(store).is_none_or(|latest| told > latest));
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
        self.queue().held.in_order().cloned().collect()
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What it holds goes object by object.
impl Drop for QueueSpooler {
    fn drop(&mut self) {
        let held = std::mem::take(&mut self.queue().held);
        let mut pieces = Pieces::default();
        for SpoolerStore { logon, store } in held.into_values() {
            pieces.run(|| drop(logon));
            pieces.run(|| drop(store));
        }
        pieces.end();
    }
}

impl Spooler for QueueSpooler {
    fn told(&self, store: SpoolerKey) {
        self.queue().wait(store);
    }

    fn next_logon(&self) -> Option<SpoolerKey> {
        self.queue().next()
    }

    fn logged_on(&self, store: SpoolerKey, objects: SpoolerStore) {
        let before = self.queue().held.insert(store, objects);
        drop(before);
    }

    fn logon_failed(&self, _store: SpoolerKey, _code: HResult) {}

    fn notified(&self, _store: SpoolerKey, _flags: SpoolerNotifyFlags) {}

    fn logoff_transports(&self, _store: SpoolerKey, _flags: LogoffFlags) -> TransportLogoff {
        TransportLogoff { flags: LogoffFlags::LOGOFF_COMPLETE, release: true }
    }

    fn released(&self, store: SpoolerKey) -> Option<SpoolerStore> {
        self.queue().leave(store)
    }
}
