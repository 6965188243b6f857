//! A store that two client processes have open for one profile, and what a complete logoff leaves to be called.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::sim::{Spooler, SpoolerKey, SpoolerStore, TransportLogoff};
use mapi_sim::spi::*;
use mapi_sim::trace::{Fact, Method, Trace, What};

use crate::common::script::*;
use crate::route_invariants::expect_route_invariants;

const MODELS: [SpoolerModel; 2] = [SpoolerModel::SameProcess, SpoolerModel::OwnProcess];
const OTHER_PROFILE: &str = "Other";

/// A spooler that notes the flags it is asked with. Only `LOGOFF_QUIET` makes it keep the store.
#[derive(Default)]
struct Asked(QueueSpooler, Mutex<Vec<LogoffFlags>>);

impl Spooler for Asked {
    fn told(&self, store: SpoolerKey) {
        self.0.told(store);
    }
    fn next_logon(&self) -> Option<SpoolerKey> {
        self.0.next_logon()
    }
    fn logged_on(&self, store: SpoolerKey, objects: SpoolerStore) {
        self.0.logged_on(store, objects);
    }
    fn logon_failed(&self, store: SpoolerKey, code: HResult) {
        self.0.logon_failed(store, code);
    }
    fn notified(&self, _store: SpoolerKey, _flags: SpoolerNotifyFlags) {}
    fn logoff_transports(&self, _store: SpoolerKey, flags: LogoffFlags) -> TransportLogoff {
        lock(&self.1).push(flags);
        let release = !flags.contains(LogoffFlags::LOGOFF_QUIET);
        let flags = if release { LogoffFlags::LOGOFF_COMPLETE } else { LogoffFlags::LOGOFF_OUTBOUND };
        TransportLogoff { flags, release }
    }
    fn released(&self, store: SpoolerKey) -> Option<SpoolerStore> {
        self.0.released(store)
    }
}

/// Two profiles with the same stores.
fn builder(script: &Arc<Script>) -> SubsystemBuilder {
    let section = StoreSection::new(DLL, "Store a").entry_id(store_id("a"));
    let profile = Profile::new(OTHER_PROFILE).service(Service::new("OTHER").store(section));
    subsystem(script, None).profile(profile)
}

fn log_on(mapi: &Subsystem, profile: &str) -> Arc<Session> {
    mapi.logon(profile, LogonExFlags::MAPI_NEW_SESSION).unwrap()
}

/// How often the trace says that a store stays open in another process.
fn ignored(trace: &Trace) -> usize {
    let is = |what| matches!(what, What::Fact(Fact::OpenElsewhere(_)));
    trace.events().iter().filter(|event| is(event.what)).count()
}

fn logoffs(mapi: &Subsystem) -> usize {
    mapi.trace().count_of(Method::LogonLogoff)
}

#[test]
fn a_store_that_is_open_elsewhere_leaves_its_transports_alone() {
    for model in MODELS {
        let spooler = Arc::new(Asked::default());
        let builder = builder(&Script::new([])).spooler(Arc::clone(&spooler) as Arc<dyn Spooler>);
        let mapi = builder.spooler_model(model).build().unwrap();
        let (one, two) = (log_on(&mapi, PROFILE), log_on(&mapi, PROFILE));
        let (first, second) = (open(&one, "a").unwrap(), open(&two, "a").unwrap());
        assert_eq!(mapi.run_spooler(), 2);

        // Even LOGOFF_QUIET succeeds: the spooler is not asked.
        first.store_logoff(LogoffFlags::LOGOFF_QUIET).unwrap();
        drop(first);
        let trace = mapi.trace();
        assert_eq!(ignored(&trace), 1, "{model:?}\n{trace}");
        assert!(trace.to_string().contains("<- StoreLogoffTransports S_OK, LOGOFF_COMPLETE"));
        assert!(lock(&spooler.1).is_empty(), "{model:?}");
        assert_eq!(logoffs(&mapi), 1, "the client's pair has ended, those of the spooler have not");

        // The store is open in one process only, so the spooler is asked and releases its objects.
        let first = open(&one, "a").unwrap();
        drop(second);
        assert_eq!(ignored(&mapi.trace()), 2);
        assert_eq!(mapi.run_spooler(), 1, "{}", mapi.trace());
        first.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
        drop(first);
        assert_eq!(*lock(&spooler.1), [LogoffFlags::LOGOFF_ORDERLY]);
        assert_eq!(ignored(&mapi.trace()), 2);
        end(&two);
        end(&one);
        let trace = mapi.trace();
        trace.expect_no_deviation().unwrap();
        trace.expect_references_balanced().unwrap();
        expect_route_invariants(&trace);
    }
}

#[test]
fn another_profile_and_another_store_are_no_other_process_with_this_store() {
    let mapi = builder(&Script::new([])).build().unwrap();
    let (one, two, other) = (log_on(&mapi, PROFILE), log_on(&mapi, PROFILE), log_on(&mapi, OTHER_PROFILE));
    let first = open(&one, "a").unwrap();
    let _others = [open(&one, "b").unwrap(), open(&two, "b").unwrap(), open(&other, "a").unwrap()];
    assert_eq!(mapi.run_spooler(), 4);
    drop(first);
    assert_eq!(ignored(&mapi.trace()), 0, "{}", mapi.trace());
    assert_eq!(logoffs(&mapi), 2, "client's and spooler's");
    mapi.trace().expect_no_deviation().unwrap();
}

/// A machine whose stores call `StoreLogoffTransports` inside `StoreLogoff`.
fn early(spooler: &Arc<Asked>) -> (Subsystem, Arc<Session>) {
    let script = Script::new([]);
    *lock(&script.silent_release) = true;
    let kept: Arc<Mutex<Option<Support>>> = Arc::default();
    let flags = Mutex::new([LogoffFlags::LOGOFF_ORDERLY, LogoffFlags::LOGOFF_QUIET].to_vec());
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        if place == "Logon" {
            *lock(&kept) = support.cloned();
        } else if place == "StoreLogoff" {
            let flags = lock(&flags).pop().unwrap_or(LogoffFlags::LOGOFF_ABORT);
            let support = lock(&kept).clone().unwrap();
            let answer = support.store_logoff_transports(flags).unwrap();
            if answer.contains(LogoffFlags::LOGOFF_COMPLETE) {
                drop(lock(&kept).take());
            }
        }
    }));
    let mapi = subsystem(&script, None).spooler(Arc::clone(spooler) as Arc<dyn Spooler>).build().unwrap();
    let session = log_on(&mapi, PROFILE);
    (mapi, session)
}

#[test]
fn after_a_complete_logoff_only_release_is_called() {
    let (mapi, session) = early(&Arc::new(Asked::default()));
    let store = open(&session, "a").unwrap();
    // Busy transports refuse, and the store still works.
    store.store_logoff(LogoffFlags::LOGOFF_QUIET).unwrap();
    store.get_props(None, GetPropsFlags::empty()).unwrap();
    store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
    mapi.trace().expect_no_advice().unwrap();

    store.get_props(None, GetPropsFlags::empty()).unwrap();
    let trace = mapi.trace();
    let advice = trace.advice();
    assert_eq!(advice.len(), 1, "{trace}");
    assert_eq!(
        (advice[0].rule, advice[0].got.as_str()),
        ("SHUT-05", "IMsgStore::GetProps on store object M1")
    );
    drop(store);
    end(&session);
    let trace = mapi.trace();
    assert_eq!(trace.advice().len(), 1, "the release is right\n{trace}");
    trace.expect_no_deviation().unwrap();
    trace.expect_references_balanced().unwrap();
}
