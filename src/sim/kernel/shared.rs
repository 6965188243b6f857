//! The subsystem's inside: one lock, and one way across the boundary to foreign code.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::load::Effects;
use crate::mapi::{HResult, MapiError, MapiInitFlags, MapiResult, Warned};
use crate::sim::books::due::{DueFlag, DueSessions};
use crate::sim::books::exit::Exit;
use crate::sim::books::ledger::{DepartedStores, OpenSections};
use crate::sim::books::live::{Audience, Listeners, LiveTables};
use crate::sim::books::notify::Subscriptions;
use crate::sim::books::numbers::Numbers;
use crate::sim::books::profile::ProfileSet;
use crate::sim::books::state::State;
use crate::sim::collections::{SideTable, Slab};
use crate::sim::kernel::reentry::ReentryGuard;
use crate::sim::kernel::turn::{run_to_end, turn};
use crate::sim::setup::dll::Dll;
use crate::sim::setup::options::{Faults, Options};
use crate::sim::setup::user::User;
use crate::sim::spooler::Spooler;
use crate::spi::{ProviderEntry, ServiceEntry};
use crate::trace::{self, Call, Called, Context, DllNo, Names, Out, Recorder};

/// What all objects of a subsystem share.
pub(crate) struct Shared {
    state: Mutex<State>,
    reentry: ReentryGuard,
    pub(super) audience: Audience,
    pub(super) due: DueFlag,
    dlls: Vec<Dll>,
    pub(crate) user: User,
    pub(crate) spooler: Arc<dyn Spooler>,
    pub(crate) options: Options,
    pub(crate) faults: Faults,
}

impl Shared {
    pub(crate) fn new(
        dlls: Vec<Dll>,
        profiles: ProfileSet,
        user: User,
        spooler: Arc<dyn Spooler>,
        options: Options,
        faults: Faults,
        names: Names,
    ) -> Self {
        let (audience, due) = (Audience::default(), DueFlag::default());
        let state = State {
            recorder: Recorder::new(names, options.detail),
            readings: options.readings,
            profiles,
            sessions: Vec::new(),
            providers: Vec::new(),
            opens: Slab::new(),
            effects: Effects::default(),
            stores: Slab::new(),
            supports: Slab::new(),
            spooler_pairs: SideTable::new(),
            open_in: SideTable::new(),
            due: DueSessions::new(due.clone()),
            subscriptions: Subscriptions::default(),
            listeners: Listeners::new(audience.clone()),
            tables: LiveTables::new(audience.clone()),
            initialized: 1,
            exit: Exit::Staying,
            sections_open: OpenSections::default(),
            departed: DepartedStores::default(),
            numbers: Numbers::default(),
        };
        Self {
            state: Mutex::new(state),
            reentry: ReentryGuard::default(),
            audience,
            due,
            dlls,
            user,
            spooler,
            options,
            faults,
        }
    }

    /// Runs `f` on the state. `f` must neither call nor drop a foreign object: those may call back, and the lock is
    /// not reentrant.
    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut State) -> R) -> R {
        self.reentry.expect_outside();
        // Nothing panics while the lock is held, so a poisoned lock still guards a sound state.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let entered = self.reentry.enter();
        let result = f(&mut state);
        drop(entered);
        // Asked once a batch: a disabled subscriber costs one check.
        if trace::enabled() {
            emit(state);
        }
        result
    }

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
        self.end_sessions().await;
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
        self.settle().await;
        call.returns();
        let out = result(&value);
        self.with(|state| state.recorder.returned(called, out));
        value
    }

    /// A change, outside of any such call, that shows in tables. What is due comes after it.
    pub(crate) fn change<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        let result = self.with(work);
        run_to_end(self.settle());
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
        let value = run();
        call.returns();
        value
    }

    /// A call of a driver's own. A panic ends it on record.
    pub(crate) const fn under_way(&self, called: Called) -> UnderWay<'_> {
        UnderWay { shared: self, called }
    }

    /// Whether this is the process of a Windows service.
    pub(crate) const fn in_service(&self) -> bool {
        self.options.init.contains(MapiInitFlags::MAPI_NT_SERVICE)
    }

    pub(crate) fn dll(&self, name: &str) -> Option<DllNo> {
        // As a rule the name is written in one way.
        let same = |dll: &Dll| dll.name == name || dll.name.eq_ignore_ascii_case(name);
        self.dlls.iter().position(same).map(DllNo::from_index)
    }

    pub(crate) fn dll_name(&self, dll: DllNo) -> &str {
        self.dlls.get(dll.index()).map_or("", |dll| &dll.name)
    }

    pub(crate) fn provider_entry(&self, dll: DllNo) -> Option<Arc<dyn ProviderEntry>> {
        self.dlls.get(dll.index())?.provider.clone()
    }

    pub(crate) fn has_service_entry(&self, dll: DllNo) -> bool {
        self.dlls.get(dll.index()).is_some_and(|dll| dll.service.is_some())
    }

    pub(crate) fn service_entry(&self, dll: DllNo) -> Option<Arc<dyn ServiceEntry>> {
        self.dlls.get(dll.index())?.service.clone()
    }
}

/// Hands on what `tracing` has not seen yet, after the lock.
#[cold]
fn emit(mut state: MutexGuard<'_, State>) {
    let lines = state.recorder.take_unemitted();
    drop(state);
    trace::emit(&lines);
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

/// The code that a result shows in a trace.
pub(crate) fn code<T>(result: &MapiResult<T>) -> HResult {
    result.as_ref().map_or_else(MapiError::code, |_| crate::mapi::codes::S_OK)
}

/// Code and nothing else.
pub(crate) fn plain<T>(result: &MapiResult<T>) -> (HResult, Out) {
    (code(result), Out::None)
}

/// Code or warning, and nothing else.
pub(crate) fn warned<T>(result: &MapiResult<Warned<T>>) -> (HResult, Out) {
    (result.as_ref().map_or_else(MapiError::code, Warned::code), Out::None)
}
