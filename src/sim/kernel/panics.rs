//! Panics of foreign code.
//!
//! What foreign code panics with is caught where it was called and kept. The driver goes on as after a call that has
//! failed, so that everything is released and put away in order, and at its end the first panic goes on to whoever has
//! made the call ([`run_to_end`](super::turn::run_to_end)). So no panic goes through a driver, and none leaves a
//! destructor while another one unwinds the stack, which would end the process.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

/// What somebody panicked with.
pub(crate) type Payload = Box<dyn Any + Send>;

thread_local! {
    /// How many panics are kept. Without any nothing else is looked at.
    static COUNT: Cell<usize> = const { Cell::new(0) };
    static KEPT: RefCell<Vec<Payload>> = const { RefCell::new(Vec::new()) };
}

/// A call of foreign code has panicked. What it panicked with is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Panicked;

/// Runs foreign code.
#[inline(always)]
pub(crate) fn attempt<R>(run: impl FnOnce() -> R) -> Result<R, Panicked> {
    catch_unwind(AssertUnwindSafe(run)).map_err(keep)
}

#[cold]
fn keep(payload: Payload) -> Panicked {
    let kept = KEPT.try_with(|kept| {
        kept.borrow_mut().push(payload);
        COUNT.set(kept.borrow().len());
    });
    // A thread that ends keeps nothing.
    let _ = kept;
    Panicked
}

/// Puts away what foreign code has made and nobody needs.
pub(crate) fn discard<T>(value: T) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
        // What somebody panics with may itself panic when it is dropped.
        std::mem::forget(payload);
    }
}

/// How many panics were kept when a call began.
#[derive(Clone, Copy)]
pub(crate) struct Before(usize);

impl Before {
    /// Now.
    #[inline(always)]
    pub(crate) fn now() -> Self {
        Self(COUNT.get())
    }

    /// Whether foreign code has panicked since.
    #[inline(always)]
    pub(crate) fn has_panicked(self) -> bool {
        COUNT.get() > self.0
    }

    /// The call ends, and nothing is left to be done: the first panic goes on, unless the stack unwinds already, for then
    /// that panic is the first one.
    #[cold]
    pub(crate) fn go_on<T>(self, output: T) -> T {
        match self.take() {
            Some(first) if !thread::panicking() => {
                discard(output);
                resume_unwind(first)
            }
            Some(other) => discard(other),
            None => {}
        }
        output
    }

    /// A call that has unwound itself ends.
    #[cold]
    pub(crate) fn go_on_without_output(self) -> ! {
        resume_unwind(self.take().unwrap_or_else(|| Box::new("a thread that ends has panicked")))
    }

    /// The first panic since then. The others are forgotten: a trace names their calls.
    #[cold]
    fn take(self) -> Option<Payload> {
        COUNT.set(self.0);
        let since = |kept: &RefCell<Vec<Payload>>| {
            let mut kept = kept.borrow_mut();
            let first = kept.len().min(self.0);
            kept.split_off(first)
        };
        let mut since = KEPT.try_with(since).unwrap_or_default().into_iter();
        let first = since.next();
        since.for_each(discard);
        first
    }
}

/// What a task has kept while it is not its turn.
#[derive(Default)]
pub(crate) struct OfTask(Vec<Payload>);

impl OfTask {
    /// The task's turn begins or ends: what it has kept, and what others have, change places.
    #[inline]
    pub(crate) fn swap(&mut self) {
        if COUNT.get() > 0 || !self.0.is_empty() {
            self.change_places();
        }
    }

    #[cold]
    fn change_places(&mut self) {
        let swapped = KEPT.try_with(|kept| {
            std::mem::swap(&mut *kept.borrow_mut(), &mut self.0);
            COUNT.set(kept.borrow().len());
        });
        let _ = swapped;
    }

    /// The first panic of a task that has ended.
    pub(crate) fn first(&mut self) -> Option<Payload> {
        let mut all = std::mem::take(&mut self.0).into_iter();
        let first = all.next();
        all.for_each(discard);
        first
    }
}
