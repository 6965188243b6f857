//! The faults of a world: they count calls, and say which of them goes wrong.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use crate::mapi::codes::S_OK;
use crate::mapi::{HResult, MapiResult, Warning};
use crate::methods::{self, Method};
use crate::sim::kernel::shared::Shared;
use crate::sim::setup::fault::{Effect, Fault, Incident, InjectedPanic};
use crate::trace::Context;

/// See the module.
#[derive(Default)]
pub(crate) struct Armed {
    /// Whether there is any fault. Without one nothing else is looked at.
    active: AtomicBool,
    watched: Mutex<Vec<Watched>>,
    counted: AtomicU64,
    list: Mutex<Option<Vec<Method>>>,
    spooler_gone: AtomicBool,
    shared: OnceLock<Weak<Shared>>,
}

/// A fault, and how many calls it has counted.
struct Watched {
    fault: Fault,
    seen: u32,
    incident: Option<Incident>,
}

/// What goes wrong with a call of a provider on its support object.
#[derive(Clone, Copy)]
pub(crate) enum SupportFault {
    Nothing,
    Refuses(HResult),
    Panics(Fault, Context),
    Warns(Fault, Context),
}

impl SupportFault {
    /// The answer in place of doing anything.
    #[inline(always)]
    pub(crate) fn refuses(self) -> MapiResult<()> {
        if let Self::Refuses(code) = self { Err(code.into()) } else { Ok(()) }
    }
}

impl Armed {
    pub(super) fn arm(&self, shared: &Arc<Shared>, faults: &[Fault]) {
        self.shared.get_or_init(|| Arc::downgrade(shared));
        let watched = |fault: &Fault| Watched { fault: *fault, seen: 0, incident: None };
        self.watched().extend(faults.iter().map(watched));
        self.active.store(true, Ordering::Relaxed);
    }

    #[inline(always)]
    pub(super) fn is_active(&self) -> bool {
        self.active.load(Ordering::Relaxed)
    }

    pub(super) fn list(&self) {
        *self.calls() = Some(Vec::new());
        self.active.store(true, Ordering::Relaxed);
    }

    pub(super) fn listed(&self) -> Vec<Method> {
        self.calls().clone().unwrap_or_default()
    }

    /// The faults that have not come to bear.
    pub(super) fn idle(&self) -> Vec<Fault> {
        if !self.is_active() {
            return Vec::new();
        }
        let watched = self.watched();
        watched.iter().filter(|watched| watched.incident.is_none()).map(|watched| watched.fault).collect()
    }

    /// Where the others have.
    pub(super) fn incidents(&self) -> Vec<Incident> {
        if !self.is_active() {
            return Vec::new();
        }
        self.watched().iter().filter_map(|watched| watched.incident).collect()
    }

    pub(super) fn counted(&self) -> u64 {
        self.counted.load(Ordering::Relaxed)
    }

    pub(super) fn spooler_is_gone(&self) -> bool {
        self.spooler_gone.load(Ordering::Relaxed)
    }

    pub(super) fn releases_session_first(&self, context: Context) -> bool {
        let found = self.next(methods::IUnknown::Release, |effect| effect == Effect::SessionFirst);
        found.is_some_and(|fault| self.bears_in(fault, Some(context)))
    }

    pub(super) fn loses_add_ref(&self) -> bool {
        let found = self.next(methods::IUnknown::AddRef, |effect| effect == Effect::AddRefLost);
        found.is_some_and(|fault| self.bears(fault))
    }

    /// A call of a client on MAPI, which cannot panic.
    #[cold]
    pub(super) fn fails(&self, method: Method) -> MapiResult<()> {
        self.strikes(self.refusal(method)).map(|_| ())
    }

    /// What such a call answers in place of doing anything, for who puts it on record before that goes wrong.
    #[cold]
    pub(super) fn refusal(&self, method: Method) -> Option<Fault> {
        self.next(method, |effect| match effect {
            Effect::Answer(code) => code.is_failure(),
            Effect::Warning(code) => is_warning(code) && can_warn(method),
            Effect::Panic
            | Effect::DataCut(_)
            | Effect::SupportLost
            | Effect::AddRefLost
            | Effect::SpoolerGone
            | Effect::SessionFirst => false,
        })
    }

    /// A call of a provider's, or on it, that goes wrong before it is made. What goes wrong with it beside its answer is returned,
    /// for who makes the call.
    pub(super) fn crosses(&self, method: Method) -> MapiResult<Option<Fault>> {
        self.strikes(self.meets(method))
    }

    /// What has met a call goes wrong now.
    pub(super) fn strikes(&self, fault: Option<Fault>) -> MapiResult<Option<Fault>> {
        fault.map_or(Ok(None), |fault| self.strike(fault))
    }

    /// What goes wrong with a call of a provider's, or on it.
    pub(super) fn meets(&self, method: Method) -> Option<Fault> {
        let can = |effect| match effect {
            Effect::Answer(code) => code.is_failure(),
            Effect::Warning(code) => is_warning(code) && can_warn(method),
            Effect::Panic | Effect::DataCut(_) | Effect::SupportLost | Effect::SpoolerGone => true,
            Effect::AddRefLost | Effect::SessionFirst => false,
        };
        self.next(method, can)
    }

    /// A call on a support object, which is MAPI's and cannot panic: its provider does, when it has returned.
    #[cold]
    pub(super) fn on_support(&self, method: Method, context: Context) -> SupportFault {
        let Some(fault) = self.meets(method) else { return SupportFault::Nothing };
        match fault.effect() {
            Effect::Answer(code) => {
                self.bears_in(fault, Some(context));
                SupportFault::Refuses(code)
            }
            Effect::Panic => SupportFault::Panics(fault, context),
            Effect::Warning(_) => SupportFault::Warns(fault, context),
            Effect::DataCut(_)
            | Effect::SupportLost
            | Effect::AddRefLost
            | Effect::SpoolerGone
            | Effect::SessionFirst => SupportFault::Nothing,
        }
    }

    #[cold]
    pub(super) fn panics(&self, fault: Fault, context: Option<Context>) {
        self.bears_in(fault, context);
        // The hook, which prints, is for panics that nobody has asked for.
        resume_unwind(Box::new(InjectedPanic { fault }))
    }

    /// The warning that a success has gets.
    pub(super) fn warns(&self, fault: Fault) -> Option<Warning> {
        self.warns_in(fault, None)
    }

    #[cold]
    pub(super) fn warns_in(&self, fault: Fault, context: Option<Context>) -> Option<Warning> {
        let Effect::Warning(code) = fault.effect() else { return None };
        self.bears_in(fault, context);
        Warning::from_code(code)
    }

    fn strike(&self, fault: Fault) -> MapiResult<Option<Fault>> {
        match fault.effect() {
            Effect::Answer(code) => {
                self.bears(fault);
                Err(code.into())
            }
            Effect::Panic => {
                self.panics(fault, None);
                Ok(None)
            }
            Effect::SpoolerGone => {
                self.bears(fault);
                self.spooler_gone.store(true, Ordering::Relaxed);
                Ok(None)
            }
            Effect::Warning(_)
            | Effect::DataCut(_)
            | Effect::SupportLost
            | Effect::AddRefLost
            | Effect::SessionFirst => Ok(Some(fault)),
        }
    }

    /// Counts a call. The first fault that has waited for it, if it can go wrong so.
    fn next(&self, called: Method, can: impl Fn(Effect) -> bool) -> Option<Fault> {
        if !self.is_active() {
            return None;
        }
        if let Some(calls) = self.calls().as_mut() {
            calls.push(called);
        }
        let mut found = None;
        for watched in self.watched().iter_mut().filter(|watched| watched.fault.counts(called)) {
            watched.seen = watched.seen.saturating_add(1);
            self.counted.fetch_add(1, Ordering::Relaxed);
            let fault = watched.fault;
            if found.is_none() && watched.seen == fault.number() && can(fault.effect()) {
                found = Some(fault);
            }
        }
        found
    }

    /// A fault comes to bear in the innermost call that is under way, which the trace says.
    pub(super) fn bears(&self, fault: Fault) -> bool {
        self.bears_in(fault, None)
    }

    /// The same, where it is known what the call belongs to.
    fn bears_in(&self, fault: Fault, context: Option<Context>) -> bool {
        if let Some(shared) = self.shared.get().and_then(Weak::upgrade) {
            let incident = shared.note_fault(fault, context);
            for watched in self.watched().iter_mut().filter(|watched| watched.fault == fault) {
                watched.incident = Some(incident);
            }
        }
        true
    }

    fn calls(&self) -> MutexGuard<'_, Option<Vec<Method>>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watched(&self) -> MutexGuard<'_, Vec<Watched>> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_warning(code: HResult) -> bool {
    code.is_success() && code != S_OK
}

/// Whether the page of a method lists a warning, for which its answer has room then.
fn can_warn(method: Method) -> bool {
    method.row().is_some_and(|row| row.codes.iter().any(|code| code.is_success()))
}
