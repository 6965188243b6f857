//! Spoolers that never have enough, call back, or panic: a run of the spooler ends all the same.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Weak};

use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::script::*;

/// What an unruly spooler does, given the name of what it is asked and the spooler itself.
type Doing = Box<dyn Fn(&'static str, &Unruly) + Send + Sync>;

/// Does something in every call, and is a usual spooler otherwise.
struct Unruly {
    queue: QueueSpooler,
    doing: Doing,
    /// The keys that it names after those that it was told.
    made_up: Box<dyn Fn(u32) -> Option<SpoolerKey> + Send + Sync>,
    named: AtomicU32,
    machine: Mutex<Option<(Subsystem, Weak<Session>)>>,
}

impl Unruly {
    fn machine(&self) -> Option<(Subsystem, Arc<Session>)> {
        let (mapi, session) = lock(&self.machine).clone()?;
        Some((mapi, session.upgrade()?))
    }
}

impl Spooler for Unruly {
    fn told(&self, store: SpoolerKey) {
        self.queue.told(store);
        (self.doing)("told", self);
    }
    fn next_logon(&self) -> Option<SpoolerKey> {
        (self.doing)("next_logon", self);
        self.queue.next_logon().or_else(|| (self.made_up)(self.named.fetch_add(1, Ordering::Relaxed)))
    }
    fn logged_on(&self, store: SpoolerKey, objects: SpoolerStore) {
        self.queue.logged_on(store, objects);
        (self.doing)("logged_on", self);
    }
    fn logon_failed(&self, _store: SpoolerKey, _code: HResult) {
        (self.doing)("logon_failed", self);
    }
    fn notified(&self, _store: SpoolerKey, _flags: SpoolerNotifyFlags) {
        (self.doing)("notified", self);
    }
    fn logoff_transports(&self, store: SpoolerKey, flags: LogoffFlags) -> TransportLogoff {
        (self.doing)("logoff_transports", self);
        self.queue.logoff_transports(store, flags)
    }
    fn released(&self, store: SpoolerKey) -> Option<SpoolerStore> {
        let released = self.queue.released(store);
        (self.doing)("released", self);
        released
    }
}

/// A machine with this spooler, and the first store open.
fn with_spooler(
    script: &Arc<Script>,
    doing: impl Fn(&'static str, &Unruly) + Send + Sync + 'static,
    made_up: impl Fn(u32) -> Option<SpoolerKey> + Send + Sync + 'static,
) -> (Subsystem, Arc<Session>, Arc<Unruly>) {
    let (doing, made_up) = (Box::new(doing), Box::new(made_up));
    let queue = QueueSpooler::new();
    let spooler =
        Arc::new(Unruly { queue, doing, made_up, named: AtomicU32::new(0), machine: Mutex::default() });
    let mapi = subsystem(script, None).spooler(Arc::clone(&spooler) as Arc<dyn Spooler>).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    *lock(&spooler.machine) = Some((mapi.clone(), Arc::downgrade(&session)));
    (mapi, session, spooler)
}

/// Ends the session, and breaks the circle of machine and spooler.
fn finish(mapi: &Subsystem, session: &Session, spooler: &Unruly) {
    *lock(&spooler.machine) = None;
    end(session);
    mapi.trace().expect_references_balanced().unwrap();
}

#[test]
fn a_spooler_that_names_stores_that_there_are_not_comes_to_an_end() {
    type MadeUp = fn(u32) -> Option<SpoolerKey>;
    let cases: [MadeUp; 4] = [
        |number| Some(SpoolerKey::new(1, 1000 + number)),
        |number| Some(SpoolerKey::new(number, 0)),
        |_| Some(SpoolerKey::new(1, 1)),
        |number| Some(SpoolerKey::new(1, number % 2)),
    ];
    for made_up in cases {
        let (mapi, session, spooler) = with_spooler(&Script::new([]), |_, _| {}, made_up);
        let store = open(&session, "a").unwrap();
        assert_eq!(mapi.run_spooler(), 1);
        drop(store);
        finish(&mapi, &session, &spooler);
    }
}

#[test]
fn a_spooler_that_opens_a_store_with_every_logon_comes_to_an_end() {
    let held: Arc<Mutex<Vec<Arc<dyn IMsgStore>>>> = Arc::default();
    let keep = Arc::clone(&held);
    let opening = move |place, spooler: &Unruly| {
        if let (true, Some((_, session))) = (place == "logged_on", spooler.machine()) {
            let number = lock(&keep).len();
            let store = open(&session, &format!("store {number}")).unwrap();
            lock(&keep).push(store);
        }
    };
    let (mapi, session, spooler) = with_spooler(&Script::new([]), opening, |_| None);
    let store = open(&session, "a").unwrap();
    let logged_on = mapi.run_spooler();
    assert!((100..=2_000).contains(&logged_on), "{logged_on}");
    assert!(mapi.run_spooler() > 0, "the next run goes on");
    drop(store);
    let held = std::mem::take(&mut *lock(&held));
    drop(held);
    finish(&mapi, &session, &spooler);
}

#[test]
fn a_spooler_that_runs_itself_comes_to_an_end() {
    for place in ["told", "next_logon", "logged_on", "released"] {
        let running = move |at, spooler: &Unruly| {
            if let (true, Some((mapi, _))) = (at == place, spooler.machine()) {
                mapi.run_spooler();
            }
        };
        let (mapi, session, spooler) = with_spooler(&Script::new([]), running, |_| None);
        let stores = [open(&session, "a").unwrap(), open(&session, "b").unwrap()];
        mapi.run_spooler();
        drop(stores);
        finish(&mapi, &session, &spooler);
    }
}

/// Nobody is left behind: what the spooler's panic interrupts is done, and then the panic reaches the test.
#[test]
fn a_spooler_that_panics_disturbs_no_store() {
    for place in ["told", "next_logon", "logged_on", "logoff_transports", "released"] {
        let armed = Mutex::new(true);
        let panicking = move |at, _: &Unruly| {
            let goes_off = at == place && std::mem::take(&mut *lock(&armed));
            assert!(!goes_off, "the spooler panics in {place}");
        };
        let (mapi, session, spooler) = with_spooler(&Script::new([]), panicking, |_| None);
        let story = || {
            let stores = [open(&session, "a").unwrap(), open(&session, "b").unwrap()];
            mapi.run_spooler();
            drop(stores);
            end(&session);
        };
        let panic = catch_unwind(AssertUnwindSafe(story)).unwrap_err();
        let words = panic.downcast_ref::<String>().unwrap();
        assert!(words.contains("the spooler panics"), "{place}: {words}");
        let trace = mapi.trace();
        assert!(trace.to_string().contains(&format!("Spooler::{place} PANICKED")), "{place}: {trace}");
        *lock(&spooler.machine) = None;
        drop(session);
        assert_eq!(mapi.run_spooler(), 0);
        let again = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let store = open(&again, "a").unwrap();
        assert_eq!(mapi.run_spooler(), 1, "{place}");
        drop(store);
        end(&again);
    }
}

/// A logon is answered whatever becomes of it.
#[test]
fn a_spooler_is_told_of_a_logon_that_panics() {
    for (place, turn) in [("SpoolerLogon", 1), ("MSProviderInit", 2)] {
        let script = Script::new([]);
        let calls = Mutex::new(0);
        *lock(&script.callback) = Some(Arc::new(move |at, _| {
            *lock(&calls) += u32::from(at == place);
            assert!(at != place || *lock(&calls) != turn, "the provider panics");
        }));
        let failures = Arc::new(Mutex::new(0));
        let told = Arc::clone(&failures);
        let noting = move |at, _: &Unruly| *lock(&told) += u32::from(at == "logon_failed");
        let spooler = Arc::new(Unruly {
            queue: QueueSpooler::new(),
            doing: Box::new(noting),
            made_up: Box::new(|_| None),
            named: AtomicU32::new(0),
            machine: Mutex::default(),
        });
        let mapi = subsystem(&script, None)
            .spooler_model(SpoolerModel::OwnProcess)
            .spooler(spooler as Arc<dyn Spooler>)
            .build()
            .unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let stores = [open(&session, "a").unwrap(), open(&session, "b").unwrap()];
        let panic = catch_unwind(AssertUnwindSafe(|| mapi.run_spooler())).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"the provider panics"), "{place}");
        assert_eq!(*lock(&failures), 1, "{place}: the other store is logged on to\n{}", mapi.trace());
        drop(stores);
        end(&session);
        mapi.trace().expect_references_balanced().unwrap();
    }
}
