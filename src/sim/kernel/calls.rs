//! Calls across the boundary: to foreign code, and from it.

use crate::mapi::HResult;
use crate::sim::books::state::State;
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::turn::{run_to_end, turn};
use crate::trace::{Call, Called, Context, Out};

impl Shared {
    /// Calls foreign code without the lock, with the call and its return in the trace. A panic passes through to the
    /// test, after it has been recorded.
    pub(crate) fn cross<R>(
        &self,
        context: Context,
        call: Call,
        run: impl FnOnce() -> R,
        result: impl FnOnce(&R) -> (HResult, Out),
    ) -> R {
        let called = self.with(|state| state.record_call(context, call));
        let value = self.foreign(called, run);
        let out = result(&value);
        self.with(|state| state.recorder.returned(called, out));
        value
    }

    /// [`cross`](Self::cross) for a driver: a turn lies between the record of the call and the call.
    pub(crate) async fn call<R>(
        &self,
        context: Context,
        call: Call,
        run: impl FnOnce() -> R,
        result: impl FnOnce(&R) -> (HResult, Out),
    ) -> R {
        let called = self.begin(|state| state.record_call(context, call)).await;
        let value = self.make(called, run).await;
        let out = result(&value);
        self.with(|state| state.recorder.returned(called, out));
        value
    }

    /// The lock under which a call of MAPI's is recorded. What is due comes first.
    #[inline(always)]
    pub(crate) async fn begin<R>(&self, record: impl FnOnce(&mut State) -> R) -> R {
        if !self.is_settled() {
            self.end_sessions().await;
        }
        self.with(record)
    }

    /// A call of a client, or of a provider, that MAPI serves. What is due comes before its return.
    pub(crate) async fn serve<R>(
        &self,
        context: Context,
        call: Call,
        serve: impl Future<Output = R>,
        result: impl FnOnce(&R) -> (HResult, Out),
    ) -> R {
        let called = self.with(|state| state.record_call(context, call));
        let call = self.under_way(called);
        let value = serve.await;
        if !self.is_settled() {
            self.settle().await;
        }
        call.returns();
        let out = result(&value);
        self.with(|state| state.recorder.returned(called, out));
        value
    }

    /// A change, outside of any such call, that shows in tables. What is due comes after it.
    pub(crate) fn change<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        let result = self.with(work);
        if !self.is_settled() {
            run_to_end(self.settle());
        }
        result
    }

    /// The middle of [`call`](Self::call), for who records call and return together with other work.
    #[inline(always)]
    pub(crate) async fn make<R>(&self, called: Called, run: impl FnOnce() -> R) -> R {
        turn().await;
        self.foreign(called, run)
    }

    /// The middle of [`cross`](Self::cross), for who records call and return together with other work. A panic ends the
    /// call on record.
    pub(crate) fn foreign<R>(&self, called: Called, run: impl FnOnce() -> R) -> R {
        let call = self.under_way(called);
        let value = self.answer(called, run());
        call.returns();
        value
    }

    /// A call of a driver's own. A panic ends it on record.
    pub(crate) const fn under_way(&self, called: Called) -> UnderWay<'_> {
        UnderWay { shared: self, called }
    }
}

/// A call that is on record. If it does not return, that is recorded.
#[must_use = "a call ends where this goes"]
pub(crate) struct UnderWay<'a> {
    shared: &'a Shared,
    called: Called,
}

impl UnderWay<'_> {
    /// It has returned, which somebody else records.
    pub(crate) fn returns(self) {
        std::mem::forget(self);
    }
}

impl Drop for UnderWay<'_> {
    #[cold]
    fn drop(&mut self) {
        self.shared.with(|state| state.recorder.panicked(self.called));
    }
}
