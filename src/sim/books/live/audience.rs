//! Whether there is anybody to tell something. That is asked without the lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many sinks and open tables there are. They change under the lock, so that whoever has held it since reads the
/// present numbers.
#[derive(Clone, Default)]
pub(crate) struct Audience(Arc<Count>);

#[derive(Default)]
struct Count {
    sinks: AtomicUsize,
    tables: AtomicUsize,
}

impl Audience {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.sinks.load(Ordering::Relaxed) == 0 && self.0.tables.load(Ordering::Relaxed) == 0
    }

    pub(super) fn set_sinks(&self, count: usize) {
        self.0.sinks.store(count, Ordering::Relaxed);
    }

    pub(super) fn set_tables(&self, count: usize) {
        self.0.tables.store(count, Ordering::Relaxed);
    }
}
