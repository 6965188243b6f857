//! Whether there is anybody to tell something. That is asked without the lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many sinks there are. That changes under the lock, so that whoever has held it since reads the present number.
#[derive(Clone, Default)]
pub(crate) struct Audience(Arc<AtomicUsize>);

impl Audience {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }

    pub(super) fn set_sinks(&self, count: usize) {
        self.0.store(count, Ordering::Relaxed);
    }
}
