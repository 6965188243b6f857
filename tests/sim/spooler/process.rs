//! The spooler in a process of its own: another provider object, nothing shared, and an end of its own.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use mapi_sim::load::Step;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Actor, Fact, Method, SpoolerPair, StepOutcome, Trace, What};

use crate::common::script::*;
use crate::route_invariants::expect_route_invariants;

/// What one `MSProviderInit` does.
#[derive(Clone)]
enum Init {
    Well,
    Fail(HResult),
    Version(SpiVersion),
    WithoutObject,
    /// Returns the provider object of the first initialisation again.
    FirstObject,
    /// Returns another provider object, whose spooler logons are served by the first one.
    ThroughFirstObject,
}

/// A DLL that answers `MSProviderInit` in these ways, one after the other, and what it was called with.
#[derive(Default)]
struct Entry {
    turns: Mutex<VecDeque<Init>>,
    requests: Mutex<Vec<InitRequest>>,
    first: Mutex<Option<Arc<dyn IMSProvider>>>,
}

impl Entry {
    fn init(&self, request: &InitRequest, good: InitAnswer) -> MapiResult<InitAnswer> {
        lock(&self.requests).push(*request);
        let provider = good.provider.clone().unwrap();
        let first = Arc::clone(lock(&self.first).get_or_insert(provider));
        let turn = lock(&self.turns).pop_front().unwrap_or(Init::Well);
        match turn {
            Init::Well => Ok(good),
            Init::Fail(code) => Err(code.into()),
            Init::Version(version) => Ok(good.with_version(version)),
            Init::WithoutObject => Ok(InitAnswer::without_provider()),
            Init::FirstObject => Ok(InitAnswer::new(first)),
            Init::ThroughFirstObject => Ok(InitAnswer::new(Arc::new(Through(first)))),
        }
    }
}

/// A provider object that hands every call on to another one.
struct Through(Arc<dyn IMSProvider>);

impl IMSProvider for Through {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.logon(request)
    }
    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.spooler_logon(request)
    }
    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        self.0.compare_store_ids(first, second, flags)
    }
}

/// A machine whose DLL answers `MSProviderInit` in these ways, the first time for the client.
fn builder(script: &Arc<Script>, turns: impl IntoIterator<Item = Init>) -> (SubsystemBuilder, Arc<Entry>) {
    let entry = Arc::new(Entry { turns: Mutex::new(turns.into_iter().collect()), ..Entry::default() });
    let (seen, good) = (Arc::clone(&entry), script.entry());
    let init = move |request: &InitRequest| seen.init(request, good(request)?);
    let section = |name: &str| StoreSection::new(DLL, format!("Store {name}")).entry_id(store_id(name));
    let service = Service::new("SCRIPTED").store(section("a")).store(section("b"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(init))
        .profile(Profile::new(PROFILE).service(service))
        .spooler_model(SpoolerModel::OwnProcess);
    (mapi, entry)
}

fn log_on(mapi: &Subsystem) -> Arc<Session> {
    mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap()
}

/// Who calls `method`, and on which object, in order.
fn callers(trace: &Trace, wanted: Method) -> Vec<(Actor, String)> {
    let called = |what: What| {
        if let What::Call { from, to, method, .. } = what {
            (method == wanted).then(|| (from, format!("{to:?}")))
        } else {
            None
        }
    };
    trace.events().iter().filter_map(|event| called(event.what)).collect()
}

/// Who has released which provider object, in order.
fn provider_releases(trace: &Trace) -> Vec<(u32, Actor)> {
    let released = |what: What| {
        if let What::Fact(Fact::ProviderReleased(no, by)) = what { Some((no.number(), by)) } else { None }
    };
    trace.events().iter().filter_map(|event| released(event.what)).collect()
}

#[test]
fn the_spooler_initialises_the_dll_for_itself() {
    let script = Script::new([]);
    let routines: Arc<Mutex<Vec<(&str, MemAllocRoutines)>>> = Arc::default();
    let log = Arc::clone(&routines);
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        if let Some(support) = support {
            lock(&log).push((place, support.get_mem_alloc_routines().unwrap()));
        }
    }));
    let (builder, entry) = builder(&script, []);
    let mapi = builder.init_flags(MapiInitFlags::MAPI_NT_SERVICE).build().unwrap();
    let session = log_on(&mapi);
    let _store = open(&session, "a").unwrap();
    assert_eq!(lock(&entry.requests).len(), 1, "not before the spooler runs");
    assert_eq!(mapi.run_spooler(), 1);

    let requests = lock(&entry.requests).clone();
    assert_eq!(requests.len(), 2);
    assert_ne!(requests[0].allocators(), requests[1].allocators(), "each process has its own routines");
    assert_eq!(requests[0].flags, ProviderInitFlags::MAPI_NT_SERVICE);
    assert_eq!(requests[1].flags, ProviderInitFlags::empty(), "the spooler's process is no service");
    assert_eq!(
        *lock(&routines),
        [("Logon", requests[0].allocators()), ("SpoolerLogon", requests[1].allocators())]
    );
    let trace = mapi.trace();
    let dll = |actor| (actor, "Dll(dll 1)".to_owned());
    assert_eq!(callers(&trace, Method::MsProviderInit), [dll(Actor::Mapi), dll(Actor::Spooler)]);
    let spooler = (Actor::Spooler, "Provider(P2)".to_owned());
    assert_eq!(callers(&trace, Method::ProviderSpoolerLogon), [spooler]);
    let open = trace.opens()[0];
    open.expect_steps(&Step::ALL).unwrap();
    assert_eq!(open.spooler_pair(), Some(SpoolerPair::SameStore));
    trace.expect_no_deviation().unwrap();
}

#[test]
fn the_spooler_initialises_once_per_session_and_dll() {
    let (builder, entry) = builder(&Script::new([]), []);
    let mapi = builder.build().unwrap();
    let (one, two) = (log_on(&mapi), log_on(&mapi));
    let _stores: Vec<_> = [open(&one, "a"), open(&one, "b"), open(&two, "a")].into_iter().collect();
    assert_eq!(mapi.run_spooler(), 3);
    drop(open(&one, "a").unwrap());
    mapi.run_spooler();
    assert_eq!(lock(&entry.requests).len(), 4, "{}", mapi.trace());
    end(&one);
    end(&two);
    let trace = mapi.trace();
    let by = [(3, Actor::Spooler), (1, Actor::Mapi), (4, Actor::Spooler), (2, Actor::Mapi)];
    assert_eq!(provider_releases(&trace), by, "{trace}");
    trace.expect_no_deviation().unwrap();
    expect_route_invariants(&trace);
}

#[test]
fn a_failing_initialisation_costs_the_spooler_alone() {
    let cases = [
        (Init::Fail(MAPI_E_NO_ACCESS), MAPI_E_NO_ACCESS, &[][..], &[(1, Actor::Mapi)][..]),
        // [INIT-11] The object is released at once, without Shutdown.
        (Init::Version(SpiVersion::PDK1), MAPI_E_VERSION, &[], &[(2, Actor::Spooler), (1, Actor::Mapi)]),
        (Init::WithoutObject, MAPI_E_CALL_FAILED, &["LOAD-10"], &[(1, Actor::Mapi)]),
    ];
    for (init, code, breaches, releases) in cases {
        let (builder, entry) = builder(&Script::new([]), [Init::Well, init]);
        let mapi = builder.oldest_provider_version(SpiVersion::CURRENT).build().unwrap();
        let session = log_on(&mapi);
        let store = open(&session, "a").unwrap();
        assert_eq!(mapi.run_spooler(), 0, "{code}");
        let trace = mapi.trace();
        assert!(trace.to_string().contains(&format!("the spooler moves no mail for this store: {code}")));
        assert_eq!(trace.count_of(Method::ProviderSpoolerLogon), 0);
        assert_eq!(trace.opens()[0].step(Step::SpoolerLogon), StepOutcome::NotReached);
        trace.opens()[0].expect_code(Step::MsProviderInit, S_OK).unwrap();
        assert_eq!(broken_rules(&trace), breaches, "{code}");
        // The client's side goes on, and its service is enabled.
        store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
        drop(store);
        end(&session);
        let trace = mapi.trace();
        assert_eq!(provider_releases(&trace), releases, "{code}");
        assert_eq!(trace.count_of(Method::ProviderShutdown), 1, "{code}");
        assert_eq!(lock(&entry.requests).len(), 2);
        trace.expect_references_balanced().unwrap();
        expect_route_invariants(&trace);
    }
}

#[test]
fn a_failed_initialisation_is_not_remembered() {
    let (builder, entry) = builder(&Script::new([]), [Init::Well, Init::Fail(MAPI_E_CALL_FAILED)]);
    let mapi = builder.build().unwrap();
    let session = log_on(&mapi);
    let _first = open(&session, "a").unwrap();
    let _second = open(&session, "b").unwrap();
    assert_eq!(mapi.run_spooler(), 1, "the second store is tried for itself");
    assert_eq!(lock(&entry.requests).len(), 3);
    assert_eq!(mapi.run_spooler(), 0, "the first one has failed for this open");
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn the_validation_data_arrives_as_a_copy() {
    struct Keeping(Arc<dyn IMSProvider>, Arc<Mutex<Vec<usize>>>);
    impl IMSProvider for Keeping {
        fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
            let answer = self.0.logon(request)?;
            let data = answer.spool_security.as_ref().unwrap();
            lock(&self.1).push(data.as_ptr().addr());
            Ok(answer)
        }
        fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
            assert_eq!(request.spool_security, b"validation");
            assert!(request.flags.contains(SpoolerLogonFlags::MDB_NO_DIALOG));
            lock(&self.1).push(request.spool_security.as_ptr().addr());
            self.0.spooler_logon(request)
        }
        fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
            self.0.compare_store_ids(first, second, flags)
        }
    }
    let places: Arc<Mutex<Vec<usize>>> = Arc::default();
    let (good, log) = (Script::new([]).entry(), Arc::clone(&places));
    let entry = move |request: &InitRequest| {
        let provider = good(request)?.provider.unwrap();
        Ok(InitAnswer::new(Arc::new(Keeping(provider, Arc::clone(&log)))))
    };
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(entry))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .spooler_model(SpoolerModel::OwnProcess)
        .build()
        .unwrap();
    let session = log_on(&mapi);
    let _store = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    let places = lock(&places).clone();
    assert_ne!(places[0], places[1], "the bytes lie elsewhere in the spooler's process");
}

#[test]
fn an_object_of_the_client_cannot_come_from_the_spoolers_process() {
    let story = |model, init, act| {
        let script = Script::new([]).spooler([act]);
        let (builder, _) = builder(&script, [Init::Well, init]);
        let mapi = builder.spooler_model(model).build().unwrap();
        let session = log_on(&mapi);
        let store = open(&session, "a").unwrap();
        assert_eq!(mapi.run_spooler(), 1, "a finding is no error");
        drop(store);
        end(&session);
        mapi.trace().expect_references_balanced().unwrap();
        mapi.trace()
    };
    let trace = story(SpoolerModel::OwnProcess, Init::ThroughFirstObject, Act::SameObjects);
    assert_eq!(broken_rules(&trace), ["LOAD-35"], "{trace}");
    assert!(trace.deviations()[0].got.contains("store object of the client's process"));
    assert_eq!(trace.opens()[0].spooler_pair(), Some(SpoolerPair::SameObjects));
    let trace = story(SpoolerModel::OwnProcess, Init::FirstObject, Act::OpenTwice);
    assert_eq!(broken_rules(&trace), ["INIT-12"], "{trace}");
    let trace = story(SpoolerModel::OwnProcess, Init::ThroughFirstObject, Act::OpenTwice);
    assert_eq!(broken_rules(&trace), [""; 0], "what a DLL keeps for itself stands for a file");
    let trace = story(SpoolerModel::SameProcess, Init::Well, Act::SameObjects);
    assert_eq!(broken_rules(&trace), [""; 0], "in one process both readings are right");
}

#[test]
fn an_unconfigured_logon_goes_through_the_service_in_this_model_too() {
    let calls = Arc::new(Mutex::new(0));
    let count = Arc::clone(&calls);
    let configured = move |_: &ServiceRequest<'_>| {
        *lock(&count) += 1;
        Ok(())
    };
    let script = Script::new([]).spooler([Act::Fail(MAPI_E_UNCONFIGURED, ""), Act::OpenTwice]);
    let mapi = subsystem(&script, Some(Arc::new(configured)))
        .spooler_model(SpoolerModel::OwnProcess)
        .build()
        .unwrap();
    let session = log_on(&mapi);
    let _store = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    assert_eq!(*lock(&calls), 1);
    let spooler = (Actor::Spooler, "Provider(P2)".to_owned());
    let trace = mapi.trace();
    assert_eq!(callers(&trace, Method::ProviderSpoolerLogon), [spooler.clone(), spooler]);
    assert_eq!(trace.count_of(Method::MsProviderInit), 2, "the retry has its provider object");
    trace.expect_no_deviation().unwrap();
}
