//! A support object that a provider has at hand without a reference of its own.

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
    /// Copies the pointer, in place of one that was copied before.
    pub(super) fn hold(&self, support: &Support) {
        self.silently(|| *lock(&self.held) = Some(support.clone()));
    }

    /// Uses the pointer for the last time.
    pub(super) fn use_up(&self, work: impl FnOnce(&Support)) {
        // Out of its place while it is used, since calls come back here.
        let held = lock(&self.held).take();
        if let Some(support) = held {
            work(&support);
            self.silently(|| drop(support));
        }
    }

    /// References that are counted while `work` is done are not.
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
