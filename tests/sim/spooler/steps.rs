//! Steps 6, 8 and 9, in every reading, and a spooler of the test's own.

use std::sync::{Arc, Mutex};

use mapi_sim::load::{SkipReason, Step};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::sim::{Spooler, SpoolerKey, SpoolerStore, TransportLogoff};
use mapi_sim::spi::*;
use mapi_sim::trace::{Method, SpoolerPair, StepOutcome, Trace};

use crate::common::script::*;

/// Opens one store, to which the spooler logs on in this way, and closes it. Returns the trace, the spooler's objects
/// and how many of its logons succeeded.
fn run(act: Act) -> (Trace, Option<SpoolerPair>, usize) {
    let script = Script::new([]).spooler([act]);
    let (mapi, session) = machine(&script);
    let store = open(&session, "a").unwrap();
    let succeeded = mapi.run_spooler();
    let pair = mapi.trace().opens()[0].spooler_pair();
    drop(store);
    end(&session);
    lock(&script.kept).clear();
    let trace = mapi.trace();
    trace.expect_references_balanced().unwrap();
    trace.expect_invariants().unwrap();
    (trace, pair, succeeded)
}

#[test]
fn step_nine_is_held_against_step_five_in_both_readings() {
    let (trace, pair, succeeded) = run(Act::SameObjects);
    assert_eq!((pair, succeeded), (Some(SpoolerPair::SameObjects), 1));
    trace.expect_no_deviation().unwrap();
    assert_eq!(trace.count_of(Method::LogonLogoff), 1, "one pair, one logoff\n{trace}");

    let (trace, pair, succeeded) = run(Act::OpenTwice);
    assert_eq!((pair, succeeded), (Some(SpoolerPair::SameStore), 1));
    trace.expect_no_deviation().unwrap();
    assert_eq!(trace.count_of(Method::LogonLogoff), 2);

    let (trace, pair, _) = run(Act::Other);
    assert_eq!(pair, Some(SpoolerPair::OtherStore));
    assert_eq!(broken_rules(&trace), ["LOAD-35"], "{trace}");
}

#[test]
fn a_failing_spooler_logon_leaves_the_clients_store_alone() {
    for code in [MAPI_E_LOGON_FAILED, MAPI_E_FAILONEPROVIDER, MAPI_E_UNCONFIGURED, MAPI_E_NO_SUPPORT] {
        let script = Script::new([]).spooler([Act::Fail(code, "no")]);
        let (mapi, session) = machine(&script);
        let store = open(&session, "a").unwrap();
        assert_eq!(mapi.run_spooler(), 0, "{code}");
        let trace = mapi.trace();
        trace.opens()[0].expect_code(Step::SpoolerLogon, code).unwrap();
        assert_eq!(trace.opens()[0].step(Step::SpoolerObjects), StepOutcome::NotReached);
        assert!(store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).is_ok());
        assert!(open(&session, "b").is_ok(), "{code}: the service stays enabled");
        trace.expect_no_deviation().unwrap();
        drop(store);
        // A store that is opened anew is tried again.
        let _store = open(&session, "a").unwrap();
        assert_eq!(mapi.run_spooler(), 1, "{code}");
    }
}

#[test]
fn success_without_both_objects_is_a_breach() {
    for (store, logon) in [(false, false), (true, false), (false, true)] {
        let (trace, pair, succeeded) = run(Act::Partly { store, logon });
        assert_eq!((pair, succeeded), (None, 0));
        assert!(broken_rules(&trace).contains(&"LOAD-35"), "{store} {logon}: {trace}");
    }
}

#[test]
fn a_pair_of_its_own_needs_a_reference_on_its_support_object() {
    let script = Script::new([]).spooler([Act::WithoutSupport]);
    let (mapi, session) = machine(&script);
    let store = open(&session, "a").unwrap();
    mapi.run_spooler();
    assert_eq!(broken_rules(&mapi.trace()), ["SPOOL-13"]);
    drop(store);
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

#[test]
fn the_validation_data_come_back_byte_for_byte() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    let _store = open(&session, "a").unwrap();
    mapi.run_spooler();
    assert_eq!(*lock(&script.brought), [b"validation".to_vec()]);
}

#[test]
fn an_unconfigured_spooler_logon_goes_through_the_service_once() {
    let calls = Arc::new(Mutex::new(0));
    let count = Arc::clone(&calls);
    let entry = move |request: &ServiceRequest<'_>| {
        assert!(!request.flags.contains(ServiceFlags::SERVICE_UI_ALLOWED), "nobody sits before the spooler");
        *count.lock().unwrap() += 1;
        Ok(())
    };
    let unconfigured = || Act::Fail(MAPI_E_UNCONFIGURED, "");
    let script = Script::new([]).spooler([unconfigured(), Act::OpenTwice, unconfigured(), unconfigured()]);
    let mapi = subsystem(&script, Some(Arc::new(entry))).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let _first = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    assert_eq!(*calls.lock().unwrap(), 1);
    let _second = open(&session, "b").unwrap();
    assert_eq!(mapi.run_spooler(), 0);
    assert_eq!(*calls.lock().unwrap(), 2, "a second MAPI_E_UNCONFIGURED is final");
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn a_store_that_goes_before_the_spooler_runs_is_not_logged_on_to() {
    let (mapi, session) = machine(&Script::new([]));
    drop(open(&session, "a").unwrap());
    assert_eq!(mapi.run_spooler(), 0);
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::ProviderSpoolerLogon), 0);
    assert_eq!(trace.opens()[0].step(Step::SpoolerLogon), StepOutcome::Skipped(SkipReason::StoreReleased));
    trace.expect_no_deviation().unwrap();
}

#[test]
fn a_session_that_ends_before_the_spooler_runs_drops_its_logons() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open(&session, "a").unwrap();
    end(&session);
    assert_eq!(mapi.run_spooler(), 0);
    assert_eq!(
        mapi.trace().opens()[0].step(Step::SpoolerLogon),
        StepOutcome::Skipped(SkipReason::SessionEnded)
    );
    drop(store);
}

#[test]
fn dialogs_are_forbidden_to_spooler_logons() {
    let script = Script::new([]);
    *lock(&script.callback) = None;
    struct Asking(Arc<dyn IMSProvider>);
    impl IMSProvider for Asking {
        fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
            self.0.logon(request)
        }
        fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
            assert!(request.flags.contains(SpoolerLogonFlags::MDB_NO_DIALOG));
            assert_eq!(request.window.show(&Dialog::new("Password")), DialogAnswer::Unavailable);
            self.0.spooler_logon(request)
        }
        fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
            self.0.compare_store_ids(first, second, flags)
        }
    }
    let good = script.entry();
    let entry = move |request: &InitRequest| {
        let provider = good(request)?.provider.unwrap();
        Ok(InitAnswer::new(Arc::new(Asking(provider))))
    };
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(entry))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .user(User::answering([Reply::Cancel]))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let _store = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    assert_eq!(broken_rules(&mapi.trace()), ["SPOOL-08"]);
}

/// A spooler that notes what it is told, and keeps its objects while its transports are busy.
#[derive(Default)]
struct Busy {
    queue: QueueSpooler,
    told: Mutex<Vec<SpoolerKey>>,
    failures: Mutex<Vec<HResult>>,
    notified: Mutex<Vec<SpoolerNotifyFlags>>,
}

impl Spooler for Busy {
    fn told(&self, store: SpoolerKey) {
        self.told.lock().unwrap().push(store);
        self.queue.told(store);
    }
    fn next_logon(&self) -> Option<SpoolerKey> {
        self.queue.next_logon()
    }
    fn logged_on(&self, store: SpoolerKey, objects: SpoolerStore) {
        self.queue.logged_on(store, objects);
    }
    fn logon_failed(&self, _store: SpoolerKey, code: HResult) {
        self.failures.lock().unwrap().push(code);
    }
    fn notified(&self, _store: SpoolerKey, flags: SpoolerNotifyFlags) {
        self.notified.lock().unwrap().push(flags);
    }
    fn logoff_transports(&self, _store: SpoolerKey, flags: LogoffFlags) -> TransportLogoff {
        let release = !flags.contains(LogoffFlags::LOGOFF_QUIET);
        let flags = if release { LogoffFlags::LOGOFF_COMPLETE } else { LogoffFlags::LOGOFF_OUTBOUND };
        TransportLogoff { flags, release }
    }
    fn released(&self, store: SpoolerKey) -> Option<SpoolerStore> {
        self.queue.released(store)
    }
}

#[test]
fn the_spooler_can_be_replaced() {
    let spooler = Arc::new(Busy::default());
    let script = Script::new([]).spooler([Act::Fail(MAPI_E_DISK_ERROR, ""), Act::OpenTwice]);
    let mapi = subsystem(&script, None).spooler(Arc::clone(&spooler) as Arc<dyn Spooler>).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let first = open(&session, "a").unwrap();
    let second = open(&session, "b").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    assert_eq!(spooler.told.lock().unwrap().len(), 2);
    assert_eq!(*spooler.failures.lock().unwrap(), [MAPI_E_DISK_ERROR], "the code is the provider's own");
    // Busy transports keep the spooler's pair until the session ends.
    second.store_logoff(LogoffFlags::LOGOFF_QUIET).unwrap();
    drop(second);
    assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 1, "the client's side ends all the same");
    drop(first);
    // Idle transports release it at once.
    let third = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    let before = mapi.trace().count_of(Method::LogonLogoff);
    third.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
    drop(third);
    assert_eq!(mapi.trace().count_of(Method::LogonLogoff), before + 2, "the client's side and the spooler's");
    end(&session);
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::LogonLogoff), before + 3, "and the pair that was kept");
    trace.expect_references_balanced().unwrap();
    trace.expect_invariants().unwrap();
}

#[test]
fn a_provider_can_tell_the_spooler_something() {
    let spooler = Arc::new(Busy::default());
    let script = Script::new([]);
    let mapi = subsystem(&script, None).spooler(Arc::clone(&spooler) as Arc<dyn Spooler>).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let kept: Arc<Mutex<Option<Support>>> = Arc::default();
    let keep = Arc::clone(&kept);
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        if place == "Logon" {
            *keep.lock().unwrap() = support.cloned();
        }
    }));
    let store = open(&session, "a").unwrap();
    let support = kept.lock().unwrap().take().unwrap();
    support.spooler_notify(SpoolerNotifyFlags::NOTIFY_READYTOSEND, None).unwrap();
    assert_eq!(*spooler.notified.lock().unwrap(), [SpoolerNotifyFlags::NOTIFY_READYTOSEND]);
    drop(support);
    drop(store);
}

/// A spooler that names stores that are gone, unknown, or named before does no harm.
#[test]
fn a_confused_spooler_does_no_harm() {
    struct Confused;
    impl Spooler for Confused {
        fn told(&self, _store: SpoolerKey) {}
        fn next_logon(&self) -> Option<SpoolerKey> {
            Some(SpoolerKey::new(7, 9))
        }
        fn logged_on(&self, _store: SpoolerKey, _objects: SpoolerStore) {}
        fn logon_failed(&self, _store: SpoolerKey, _code: HResult) {}
        fn notified(&self, _store: SpoolerKey, _flags: SpoolerNotifyFlags) {}
        fn logoff_transports(&self, _store: SpoolerKey, _flags: LogoffFlags) -> TransportLogoff {
            TransportLogoff { flags: LogoffFlags::LOGOFF_COMPLETE, release: true }
        }
        fn released(&self, _store: SpoolerKey) -> Option<SpoolerStore> {
            None
        }
    }
    let script = Script::new([]);
    let mapi = subsystem(&script, None).spooler(Arc::new(Confused)).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 0);
    drop(store);
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

/// The default spooler with a client that releases its store just before the spooler takes its objects.
struct Hasty {
    queue: QueueSpooler,
    client: Mutex<Option<Arc<dyn IMsgStore>>>,
}

impl Spooler for Hasty {
    fn told(&self, store: SpoolerKey) {
        self.queue.told(store);
    }
    fn next_logon(&self) -> Option<SpoolerKey> {
        self.queue.next_logon()
    }
    fn logged_on(&self, store: SpoolerKey, objects: SpoolerStore) {
        // Before the objects are there, `StoreLogoffTransports` has none to release.
        let client = lock(&self.client).take();
        drop(client);
        self.queue.logged_on(store, objects);
    }
    fn logon_failed(&self, store: SpoolerKey, code: HResult) {
        self.queue.logon_failed(store, code);
    }
    fn notified(&self, store: SpoolerKey, flags: SpoolerNotifyFlags) {
        self.queue.notified(store, flags);
    }
    fn logoff_transports(&self, store: SpoolerKey, flags: LogoffFlags) -> TransportLogoff {
        self.queue.logoff_transports(store, flags)
    }
    fn released(&self, store: SpoolerKey) -> Option<SpoolerStore> {
        self.queue.released(store)
    }
}

/// \[route 4\]
#[test]
fn objects_of_a_store_that_went_while_the_spooler_took_them_are_released_at_once() {
    let script = Script::new([]);
    let hasty = Arc::new(Hasty { queue: QueueSpooler::new(), client: Mutex::default() });
    let mapi = subsystem(&script, None).spooler(Arc::clone(&hasty) as Arc<dyn Spooler>).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    *lock(&hasty.client) = Some(open(&session, "a").unwrap());
    mapi.run_spooler();
    assert!(hasty.queue.stores().is_empty(), "{}", mapi.trace());
    assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 2, "{}", mapi.trace());
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}
