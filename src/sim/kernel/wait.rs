//! Waiting for an open on another stack: a task gives its turns away, a thread sleeps.

use std::pin::Pin;
use std::sync::PoisonError;
use std::task::{Context, Poll};

use crate::sim::books::waits::{Busy, Wait};
use crate::sim::kernel::here::here;
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::turn::nobody_waits;
use crate::trace::OpenNo;

impl Shared {
    /// Waits until an open is not busy any more. Says whether that is so: who is waited for by that open does not wait.
    pub(crate) const fn wait_for(&self, open: OpenNo, busy: Busy) -> WaitFor<'_> {
        WaitFor { shared: self, open, busy }
    }

    /// The same on a thread of its own.
    fn sleep(&self, open: OpenNo, busy: Busy) -> bool {
        self.reentry.expect_outside();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            state.recorder.on_thread(here());
            match state.wait(open, busy, false) {
                Wait::Over => return true,
                Wait::Impossible => return false,
                Wait::GoesOn => {}
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// See [`Shared::wait_for`].
#[must_use = "a wait has to be awaited"]
pub(crate) struct WaitFor<'a> {
    shared: &'a Shared,
    open: OpenNo,
    busy: Busy,
}

impl Future for WaitFor<'_> {
    type Output = bool;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        let Self { shared, open, busy } = *self;
        if nobody_waits(context.waker()) {
            return Poll::Ready(shared.sleep(open, busy));
        }
        match shared.with(|state| state.wait(open, busy, true)) {
            Wait::Over => Poll::Ready(true),
            Wait::Impossible => Poll::Ready(false),
            Wait::GoesOn => Poll::Pending,
        }
    }
}
