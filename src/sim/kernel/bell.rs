//! The spooler's sleep: as a task among others it moves only when it has been told of a store.

use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};

use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::turn::nobody_waits;

/// How often the spooler has been told of a store.
#[derive(Default)]
pub(crate) struct Bell(AtomicU32);

impl Bell {
    /// The spooler has been told.
    pub(crate) fn ring(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Shared {
    /// Sleeps until the spooler has been told of more stores than `seen`. Says whether it has: nobody will tell it any more
    /// when it is driven to its end.
    pub(crate) const fn sleep_until_told<'a>(&'a self, seen: &'a mut u32) -> UntilTold<'a> {
        UntilTold { shared: self, seen }
    }
}

/// See [`Shared::sleep_until_told`].
#[must_use = "a sleep has to be awaited"]
pub(crate) struct UntilTold<'a> {
    shared: &'a Shared,
    seen: &'a mut u32,
}

impl Future for UntilTold<'_> {
    type Output = bool;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        let told = self.shared.bell.count();
        if told != *self.seen {
            *self.seen = told;
            self.shared.with(|state| state.wakes_up());
            return Poll::Ready(true);
        }
        if nobody_waits(context.waker()) {
            return Poll::Ready(false);
        }
        self.shared.with(|state| state.falls_asleep(told));
        Poll::Pending
    }
}
