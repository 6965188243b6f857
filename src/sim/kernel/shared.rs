//! The subsystem's inside: one lock, and one way across the boundary to foreign code.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::mapi::{EntryId, HResult, MapiError, MapiInitFlags, MapiResult, Warned};
use crate::sim::books::due::DueFlag;
use crate::sim::books::live::Audience;
use crate::sim::books::profile::ProfileSet;
use crate::sim::books::state::State;
use crate::sim::books::transactions::common::Common;
use crate::sim::kernel::bell::Bell;
use crate::sim::kernel::faults::Injection;
use crate::sim::kernel::here::here;
use crate::sim::kernel::objects::Objects;
use crate::sim::kernel::reentry::{Entered, ReentryGuard};
use crate::sim::kernel::traced::Traced;
use crate::sim::setup::dll::Dll;
use crate::sim::setup::options::{Faults, Options};
use crate::sim::setup::user::User;
use crate::sim::spooler::{QueueSpooler, Spooler};
use crate::spi::{ProviderEntry, ServiceEntry};
use crate::trace::{self, DllNo, Names, Out, Recorder, TaskNo, TraceDetail};

/// What all objects of a subsystem share.
pub(crate) struct Shared {
    pub(super) state: Mutex<State>,
    pub(super) reentry: ReentryGuard,
    /// An open has got on for which somebody waits.
    pub(super) changed: Arc<Condvar>,
    pub(super) audience: Audience,
    pub(super) due: DueFlag,
    pub(crate) bell: Bell,
    pub(super) dlls: Vec<Dll>,
    pub(crate) user: User,
    /// There until the subsystem ends.
    pub(super) spooler: Option<Arc<dyn Spooler>>,
    /// It is the one that the simulator has.
    pub(super) has_own_spooler: bool,
    /// How the objects are made that MAPI hands out.
    pub(crate) objects: &'static dyn Objects,
    pub(super) traced: Option<Traced>,
    pub(crate) options: Options,
    pub(super) faults: Faults,
    pub(super) injection: Injection,
}

/// What a subsystem is built of.
pub(crate) struct Parts {
    pub(crate) dlls: Vec<Dll>,
    pub(crate) profiles: ProfileSet,
    pub(crate) user: User,
    /// In place of the simulator's own.
    pub(crate) spooler: Option<Arc<dyn Spooler>>,
    pub(crate) objects: &'static dyn Objects,
    pub(crate) options: Options,
    pub(crate) faults: Faults,
}

impl Shared {
    pub(crate) fn new(parts: Parts, names: Names) -> Self {
        let Parts { dlls, profiles, user, spooler, objects, options, faults } = parts;
        let (audience, due) = (Audience::default(), DueFlag::default());
        let recorder = Recorder::new(names, options.detail, options.trace_limit);
        let traced = Traced::new(options.detail);
        let state = State::new(recorder, options.readings, profiles, &audience, &due);
        Self {
            changed: state.opens.waits.changed(),
            state: Mutex::new(state),
            reentry: ReentryGuard::default(),
            audience,
            due,
            bell: Bell::default(),
            dlls,
            user,
            has_own_spooler: spooler.is_none(),
            spooler: Some(spooler.unwrap_or_else(|| Arc::new(QueueSpooler::new()))),
            objects,
            traced,
            options,
            faults,
            injection: Injection::default(),
        }
    }

    /// Runs `f` on the state. `f` must neither call nor drop a foreign object: those may call back, and the lock is
    /// not reentrant.
    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut State) -> R) -> R {
        let mut inside = self.enter();
        let result = f(&mut inside.state);
        inside.leave();
        result
    }

    /// What sessions have in common.
    pub(crate) fn common(&self, task: Option<TaskNo>) -> Common {
        let answers = self.faults.logons.lock().unwrap_or_else(PoisonError::into_inner).len();
        self.with(|state| state.common(task, answers, !self.audience.is_empty()))
    }

    /// Takes the lock.
    fn enter(&self) -> Inside<'_> {
        self.reentry.expect_outside();
        // Nothing panics while the lock is held, so a poisoned lock still guards a sound state.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let entered = self.reentry.enter();
        state.recorder.on_thread(here());
        Inside { entered, state }
    }

    /// Identifiers of what is recorded next, which a whole trace keeps.
    #[inline]
    pub(crate) fn tell<'a>(&self, ids: impl IntoIterator<Item = &'a EntryId>) {
        if self.options.detail == TraceDetail::Whole {
            self.with(|state| ids.into_iter().for_each(|id| state.recorder.tell(id)));
        }
    }

    /// Whether this is the process of a Windows service.
    pub(crate) const fn in_service(&self) -> bool {
        self.options.init.contains(MapiInitFlags::MAPI_NT_SERVICE)
    }

    pub(crate) fn dll(&self, name: &str) -> Option<DllNo> {
        // The name is usually written in one way.
        let same = |dll: &Dll| &*dll.name == name || dll.name.eq_ignore_ascii_case(name);
        let found = self.dlls.iter().position(same).map(DllNo::from_index);
        found.filter(|_| self.options.quirks.finds_file_of(name))
    }

    pub(crate) fn dll_names(&self) -> impl Iterator<Item = &str> {
        self.dlls.iter().map(|dll| &*dll.name)
    }

    pub(crate) fn dll_name(&self, dll: DllNo) -> &str {
        self.dlls.get(dll.index()).map_or("", |dll| &dll.name)
    }

    pub(crate) fn provider_entry(&self, dll: DllNo) -> Option<Arc<dyn ProviderEntry>> {
        self.injection.provider_entry(dll, self.dlls.get(dll.index())?)
    }

    pub(crate) fn has_service_entry(&self, dll: DllNo) -> bool {
        self.dlls.get(dll.index()).is_some_and(|dll| dll.service.is_some())
    }

    pub(crate) fn service_entry(&self, dll: DllNo) -> Option<Arc<dyn ServiceEntry>> {
        self.injection.service_entry(dll, self.dlls.get(dll.index())?)
    }
}

/// Who holds the lock. What is done to get it and to give it back stands apart from what is done with it, so that it is
/// compiled once, not for each piece of work. The fields are dropped in this order.
struct Inside<'a> {
    entered: Entered<'a>,
    state: MutexGuard<'a, State>,
}

impl Inside<'_> {
    fn leave(self) {
        let Self { entered, state } = self;
        drop(entered);
        // Asked once a batch: a disabled subscriber costs one check.
        if trace::enabled() {
            emit(state);
        }
    }
}

/// Hands on what `tracing` has not seen yet, after the lock.
#[cold]
fn emit(mut state: MutexGuard<'_, State>) {
    let lines = state.recorder.take_unemitted();
    drop(state);
    trace::emit(&lines);
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
