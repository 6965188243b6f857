//! The door to the state: nobody goes through it twice at once.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// Who is inside. Somebody who is, and comes again, would wait for himself for ever; that is a defect of the simulator
/// (it called or dropped a foreign object under its lock), and a panic that says so is better than a test that hangs.
/// Without `debug_assertions` nobody is asked.
#[derive(Default)]
pub(crate) struct ReentryGuard {
    inside: Mutex<Option<ThreadId>>,
}

impl ReentryGuard {
    /// Comes before the lock.
    pub(crate) fn expect_outside(&self) {
        debug_assert!(
            *self.inside() != Some(thread::current().id()),
            "a defect of mapi-sim: foreign code was called or dropped while the state was locked"
        );
    }

    /// Comes after the lock, and ends before it.
    pub(crate) fn enter(&self) -> Entered<'_> {
        // Who somebody is costs more to find out than the lock itself.
        if cfg!(debug_assertions) {
            *self.inside() = Some(thread::current().id());
        }
        Entered(self)
    }

    fn inside(&self) -> MutexGuard<'_, Option<ThreadId>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time inside.
pub(crate) struct Entered<'a>(&'a ReentryGuard);

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        if cfg!(debug_assertions) {
            *self.0.inside() = None;
        }
    }
}
