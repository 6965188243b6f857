//! The faults of a world: they count calls, and say which of them goes wrong.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use crate::mapi::MapiResult;
use crate::methods::{self, Method};
use crate::sim::kernel::shared::Shared;
use crate::sim::setup::fault::{Effect, Fault, InjectedPanic};
use crate::trace::Context;

/// See the module.
#[derive(Default)]
pub(crate) struct Armed {
    /// Whether there is any fault. Without one nothing else is looked at.
    active: AtomicBool,
    watched: Mutex<Vec<Watched>>,
    counted: AtomicU64,
    spooler_gone: AtomicBool,
    shared: OnceLock<Weak<Shared>>,
}

/// A fault, and how many calls it has counted.
struct Watched {
    fault: Fault,
    seen: u32,
    came: bool,
}

impl Armed {
    pub(super) fn arm(&self, shared: &Arc<Shared>, faults: &[Fault]) {
        self.shared.get_or_init(|| Arc::downgrade(shared));
        let watched = |fault: &Fault| Watched { fault: *fault, seen: 0, came: false };
        self.watched().extend(faults.iter().map(watched));
        self.active.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_active(&self) -> bool {
        self.active.load(Ordering::Relaxed)
    }

    pub(super) fn idle(&self) -> Vec<Fault> {
        self.watched().iter().filter(|watched| !watched.came).map(|watched| watched.fault).collect()
    }

    pub(super) fn any_came(&self) -> bool {
        self.watched().iter().any(|watched| watched.came)
    }

    pub(super) fn counted(&self) -> u64 {
        self.counted.load(Ordering::Relaxed)
    }

    pub(super) fn spooler_is_gone(&self) -> bool {
        self.spooler_gone.load(Ordering::Relaxed)
    }

    pub(super) fn releases_session_first(&self) -> bool {
        let found = self.next(methods::IUnknown::Release, |effect| effect == Effect::SessionFirst);
        found.is_some_and(|fault| self.bears(fault))
    }

    pub(super) fn loses_add_ref(&self) -> bool {
        let found = self.next(methods::IUnknown::AddRef, |effect| effect == Effect::AddRefLost);
        found.is_some_and(|fault| self.bears(fault))
    }

    /// A call of a client on MAPI, which cannot panic.
    pub(super) fn fails(&self, method: Method) -> MapiResult<()> {
        match self.next(method, |effect| matches!(effect, Effect::Answer(code) if code.is_failure())) {
            Some(fault) => self.strike(fault).map(|_| ()),
            None => Ok(()),
        }
    }

    /// A call of a provider's, or on it. What goes wrong with it beside its answer is returned, for who makes the call.
    pub(super) fn crosses(&self, method: Method) -> MapiResult<Option<Fault>> {
        let can = |effect| match effect {
            Effect::Answer(code) => code.is_failure(),
            Effect::Panic | Effect::DataCut(_) | Effect::SupportLost | Effect::SpoolerGone => true,
            Effect::AddRefLost | Effect::SessionFirst => false,
        };
        match self.next(method, can) {
            Some(fault) => self.strike(fault),
            None => Ok(None),
        }
    }

    fn strike(&self, fault: Fault) -> MapiResult<Option<Fault>> {
        match fault.effect() {
            Effect::Answer(code) => {
                self.bears(fault);
                Err(code.into())
            }
            Effect::Panic => {
                self.bears(fault);
                // The hook, which prints, is for panics that nobody has asked for.
                resume_unwind(Box::new(InjectedPanic { fault }))
            }
            Effect::SpoolerGone => {
                self.bears(fault);
                self.spooler_gone.store(true, Ordering::Relaxed);
                Ok(None)
            }
            Effect::DataCut(_) | Effect::SupportLost | Effect::AddRefLost | Effect::SessionFirst => {
                Ok(Some(fault))
            }
        }
    }

    /// Counts a call. The first fault that has waited for it, if it can go wrong so.
    fn next(&self, called: Method, can: impl Fn(Effect) -> bool) -> Option<Fault> {
        if !self.is_active() {
            return None;
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

    /// A fault comes to bear, which the trace says.
    pub(super) fn bears(&self, fault: Fault) -> bool {
        for watched in self.watched().iter_mut().filter(|watched| watched.fault == fault) {
            watched.came = true;
        }
        if let Some(shared) = self.shared.get().and_then(Weak::upgrade) {
            shared.note(Context::default(), format!("fault on purpose: {fault}"));
        }
        true
    }

    fn watched(&self) -> MutexGuard<'_, Vec<Watched>> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
