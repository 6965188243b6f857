//! Turns: where a driver can be suspended.
//!
//! A driver is an `async fn`. It awaits a turn before it runs foreign code: after the call is on record, so that what
//! the driver does under one lock stays under one lock whoever moves next. Nothing else is ever awaited.
//!
//! In ordinary use nobody waits ([`run_to_end`]): the driver is pinned on the caller's stack and polled once, and a turn
//! costs a comparison. Whoever polls with another waker ([`tasks`](super::tasks)) gets the processor back at every turn and
//! chooses who goes on. A call that a provider makes from within a call always runs to its end on that stack, as it does
//! in MAPI.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use crate::sim::kernel::let_go::LetGo;
use crate::sim::kernel::panics::{Before, Panicked, attempt};

/// The turn before foreign code runs.
#[must_use = "a turn has to be awaited"]
pub(crate) fn turn() -> Turn {
    Turn { given: false }
}

/// See [`turn`].
pub(crate) struct Turn {
    given: bool,
}

impl Future for Turn {
    type Output = ();

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.given || nobody_waits(context.waker()) {
            return Poll::Ready(());
        }
        self.given = true;
        Poll::Pending
    }
}

/// The waker that does nothing has no data. Its address is looked at, since the table of its functions may be there
/// several times.
#[inline(always)]
pub(super) fn nobody_waits(waker: &Waker) -> bool {
    waker.data() == Waker::noop().data()
}

/// Drives to the end at once, on the caller's stack. What foreign code has panicked with meanwhile goes on then.
#[inline(always)]
pub(crate) fn run_to_end<T>(driver: impl Future<Output = T>) -> T {
    let before = Before::now();
    let mut driver = pin!(driver);
    match attempt(|| drive(driver.as_mut())) {
        Ok(output) if !before.has_panicked() => output,
        Ok(output) => before.go_on(output),
        Err(Panicked) => before.go_on_without_output(),
    }
}

/// [`run_to_end`] for a destructor, which no panic leaves while another one unwinds the stack.
pub(crate) fn finish(driver: impl Future<Output = ()>) {
    let before = Before::now();
    let mut driver = pin!(driver);
    // Kept, if it panics.
    let _ = attempt(|| drive(driver.as_mut()));
    if before.has_panicked() {
        before.go_on(());
    }
}

#[inline(always)]
fn drive<T>(mut driver: Pin<&mut impl Future<Output = T>>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    loop {
        // Without anybody to wait for, the first poll is the last.
        if let Poll::Ready(output) = driver.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// Lets go of objects of a provider, which may run the provider's code: a turn of its own, if there is any.
#[inline(always)]
pub(crate) async fn release(objects: impl LetGo) {
    if objects.is_something() {
        turn().await;
        objects.let_go();
    }
}
