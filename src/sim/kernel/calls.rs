//! Calls across the boundary: to foreign code, and from it.

use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{HResult, MapiError, MapiResult};
use crate::sim::books::state::State;
use crate::sim::kernel::asked::{About, note};
use crate::sim::kernel::depth::{Nested, TooDeep};
use crate::sim::kernel::panics::{Before, Panicked, attempt};
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::turn::{run_to_end, turn};
use crate::sim::spooler::Spooler;
use crate::spi::SinkAnswer;
use crate::trace::{Call, Called, Context, Fact, Out};

/// Why a call of foreign code has no answer. The trace has it already.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NoAnswer {
    /// It has panicked, and the panic goes on at the end of the driver.
    Panicked,
    /// It was not made.
    TooDeep,
}

impl From<NoAnswer> for MapiError {
    #[cold]
    fn from(why: NoAnswer) -> Self {
        match why {
            NoAnswer::Panicked => MAPI_E_CALL_FAILED.into(),
            NoAnswer::TooDeep => TooDeep.into(),
        }
    }
}

/// An answer that can say that the call was not made.
pub(crate) trait Refusable {
    /// In place of the answer.
    fn refused(why: TooDeep) -> Self;
}

impl<T> Refusable for MapiResult<T> {
    #[cold]
    fn refused(why: TooDeep) -> Self {
        Err(why.into())
    }
}

impl Refusable for SinkAnswer {
    #[cold]
    fn refused(_: TooDeep) -> Self {
        Self::S_OK
    }
}

impl Shared {
    /// Calls foreign code without the lock, with the call and its return in the trace. A panic passes through to whoever
    /// has called, after it has been recorded.
    pub(crate) fn cross<R: Refusable>(
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

    /// [`cross`](Self::cross) for a driver, which goes on whatever happens: a turn lies between the record of the call and
    /// the call, and a panic is kept.
    pub(crate) async fn call<R>(
        &self,
        context: Context,
        call: Call,
        run: impl FnOnce() -> R,
        result: impl FnOnce(&R) -> (HResult, Out),
    ) -> Result<R, NoAnswer> {
        let called = self.begin(|state| state.record_call(context, call)).await;
        let value = self.make(called, run).await?;
        let out = result(&value);
        self.with(|state| state.recorder.returned(called, out));
        Ok(value)
    }

    /// [`call`](Self::call), unless what it is for has ended by the time at which it is recorded.
    pub(crate) async fn call_if<R>(
        &self,
        can: impl FnOnce(&State) -> bool,
        context: Context,
        call: Call,
        run: impl FnOnce() -> R,
        result: impl FnOnce(&R) -> (HResult, Out),
    ) -> Option<Result<R, NoAnswer>> {
        let called = self.begin(|state| can(state).then(|| state.record_call(context, call))).await?;
        let answer = self.make(called, run).await;
        Some(answer.inspect(|value| {
            let out = result(value);
            self.with(|state| state.recorder.returned(called, out));
        }))
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
        let before = Before::now();
        let called = self.with(|state| state.record_call(context, call));
        let call = self.under_way(called);
        let value = serve.await;
        if !self.is_settled() {
            self.settle().await;
        }
        if call.returns(before) {
            let out = result(&value);
            self.with(|state| state.recorder.returned(called, out));
        }
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

    /// The middle of [`call`](Self::call), for who records call and return together with other work. Without an answer
    /// there is no return to record.
    #[inline(always)]
    pub(crate) async fn make<R>(&self, called: Called, run: impl FnOnce() -> R) -> Result<R, NoAnswer> {
        turn().await;
        self.attempt(called, run)
    }

    /// [`make`](Self::make) where nobody can wait for a turn.
    #[inline(always)]
    pub(crate) fn attempt<R>(&self, called: Called, run: impl FnOnce() -> R) -> Result<R, NoAnswer> {
        let nested = match Nested::begin(Some(called.method())) {
            Ok(nested) => nested,
            Err(TooDeep) => return Err(self.not_made(called)),
        };
        let answer = attempt(run);
        drop(nested);
        answer.map_err(|Panicked| self.panicked(called))
    }

    #[cold]
    fn panicked(&self, called: Called) -> NoAnswer {
        self.with(|state| state.recorder.panicked(called));
        NoAnswer::Panicked
    }

    #[cold]
    fn not_made(&self, called: Called) -> NoAnswer {
        self.note_depth(called);
        self.with(|state| state.recorder.returned(called, (MAPI_E_CALL_FAILED, Out::None)));
        NoAnswer::TooDeep
    }

    /// The trace says why there is no call.
    #[cold]
    fn note_depth(&self, called: Called) {
        self.note(called.context(), MapiError::from(TooDeep).to_string());
    }

    /// The middle of [`cross`](Self::cross), for who records call and return together with other work. A panic ends the
    /// call on record.
    pub(crate) fn foreign<R: Refusable>(&self, called: Called, run: impl FnOnce() -> R) -> R {
        let nested = match Nested::begin(Some(called.method())) {
            Ok(nested) => nested,
            Err(why) => {
                self.note_depth(called);
                return R::refused(why);
            }
        };
        let call = self.under_way(called);
        let value = run();
        std::mem::forget(call);
        drop(nested);
        value
    }

    /// Asks or tells the spooler something. One that panics has not answered; the panic goes on at the end of the driver.
    pub(crate) fn ask_spooler<R>(
        &self,
        method: &'static str,
        about: About,
        unanswered: R,
        ask: impl FnOnce(&dyn Spooler) -> R,
    ) -> R {
        let (Ok(nested), Some(spooler)) = (Nested::begin(None), &self.spooler) else { return unanswered };
        note(about, self.has_own_spooler);
        let answer = attempt(|| ask(&**spooler));
        drop(nested);
        answer.unwrap_or_else(|Panicked| {
            self.note(Context::default(), format!("Spooler::{method} PANICKED and did not return"));
            unanswered
        })
    }

    /// A remark of MAPI's own.
    #[cold]
    pub(super) fn note(&self, context: Context, text: String) {
        self.with(|state| {
            let text = state.recorder.text(text);
            state.recorder.fact(context, Fact::Note(text));
        });
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
    /// Says whether it returns, which somebody else records. With a panic of foreign code, that goes on at its end, it
    /// does not.
    #[inline(always)]
    pub(crate) fn returns(self, before: Before) -> bool {
        let returns = !before.has_panicked();
        if returns {
            std::mem::forget(self);
        }
        returns
    }
}

impl Drop for UnderWay<'_> {
    #[cold]
    fn drop(&mut self) {
        self.shared.with(|state| state.recorder.panicked(self.called));
    }
}
