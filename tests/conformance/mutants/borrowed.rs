//! A pointer to a support object that a provider uses without a reference of its own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::spi::*;

use super::on_calls::lock;

#[derive(Clone, Default)]
pub(super) struct Borrowed {
    silent: Arc<AtomicBool>,
    held: Arc<Mutex<Option<Support>>>,
}

impl Borrowed {
    /// Copies the pointer. It replaces one that was copied before.
    pub(super) fn hold(&self, support: &Support) {
        self.silently(|| *lock(&self.held) = Some(support.clone()));
    }

    /// Uses the pointer for the last time.
    pub(super) fn use_up(&self, work: impl FnOnce(&Support)) {
        // It is taken out, since the calls below may lead back to this object.
        let held = lock(&self.held).take();
        if let Some(support) = held {
            work(&support);
            self.silently(|| drop(support));
        }
    }

    /// Does `work` without counting its references.
    fn silently(&self, work: impl FnOnce()) {
        self.silent.store(true, Ordering::Relaxed);
        work();
        self.silent.store(false, Ordering::Relaxed);
    }

    pub(super) fn add_ref(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        if self.silent.load(Ordering::Relaxed) { 1 } else { inner.add_ref(counted) }
    }

    pub(super) fn release(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        if self.silent.load(Ordering::Relaxed) { 1 } else { inner.release(counted) }
    }
}
