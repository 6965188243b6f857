//! A provider that does something wherever it is called, and thereby is called again.

use std::sync::{Arc, Mutex, Weak};
use std::thread;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::TraceDetail;

use crate::common::script::*;

/// What a provider does.
pub(super) type Action = fn(&Circle, &Subsystem, &Arc<Session>);

/// A machine whose provider acts at one place, and what it can reach there.
pub(super) struct Circle {
    place: &'static str,
    action: Action,
    machine: Mutex<Option<(Subsystem, Weak<Session>)>>,
    pub(super) supports: Mutex<Vec<Support>>,
    pub(super) stores: Mutex<Vec<Weak<dyn IMsgStore>>>,
    /// How often it acted, and the texts of what failed.
    acted: Mutex<u32>,
    pub(super) texts: Mutex<Vec<String>>,
}

impl Circle {
    pub(super) fn new(place: &'static str, action: Action) -> Arc<Self> {
        Arc::new(Self {
            place,
            action,
            machine: Mutex::default(),
            supports: Mutex::default(),
            stores: Mutex::default(),
            acted: Mutex::default(),
            texts: Mutex::default(),
        })
    }

    pub(super) fn begin(&self, mapi: &Subsystem, session: &Arc<Session>) {
        *lock(&self.machine) = Some((mapi.clone(), Arc::downgrade(session)));
    }

    /// From now on it does nothing. Says how often it acted.
    pub(super) fn end(&self) -> u32 {
        *lock(&self.machine) = None;
        let supports = std::mem::take(&mut *lock(&self.supports));
        drop(supports);
        *lock(&self.acted)
    }

    pub(super) fn at(&self, place: &'static str, support: Option<&Support>) {
        let Some((mapi, weak)) = lock(&self.machine).clone() else { return };
        let Some(session) = weak.upgrade() else { return };
        // A few are enough to call back with, wherever the provider acts.
        if let Some(support) = support.filter(|_| lock(&self.supports).len() < 4) {
            let support = support.clone();
            lock(&self.supports).push(support);
        }
        if place != self.place {
            return;
        }
        *lock(&self.acted) += 1;
        (self.action)(self, &mapi, &session);
    }

    /// The stores of the client that live.
    pub(super) fn stores(&self) -> Vec<Arc<dyn IMsgStore>> {
        lock(&self.stores).iter().filter_map(Weak::upgrade).collect()
    }

    /// Notes what a call has failed with.
    pub(super) fn note<T>(&self, result: MapiResult<T>) -> Option<T> {
        result.map_err(|error| lock(&self.texts).push(error.to_string())).ok()
    }
}

/// The entry point of a message service, which is a place as well.
struct Entry(Arc<Circle>);

impl ServiceEntry for Entry {
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        self.0.at("MSGSERVICEENTRY", Some(request.support));
        Ok(())
    }
}

pub(super) fn circular_machine(circle: &Arc<Circle>, model: SpoolerModel) -> (Subsystem, Arc<Session>) {
    let script = Script::new([Act::Fail(MAPI_E_UNCONFIGURED, "not yet")]);
    let acting = Arc::clone(circle);
    *lock(&script.callback) = Some(Arc::new(move |place, support| acting.at(place, support)));
    let entry = Arc::new(Entry(Arc::clone(circle)));
    // Every call is recorded where it is made, which takes more of the stack.
    let mapi =
        subsystem(&script, Some(entry)).spooler_model(model).trace_detail(TraceDetail::All).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

/// Runs on a thread with the stack that a test has at least.
pub(super) fn on_a_small_stack<R: Send + 'static>(run: impl FnOnce() -> R + Send + 'static) -> R {
    thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap()
}
