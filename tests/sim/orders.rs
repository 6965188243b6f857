//! Clients and the spooler in any order, over providers that succeed, fail and misbehave at random, from outside and
//! from within a provider's own methods. The invariants hold, nothing is left, and the same script gives the same
//! trace.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use mapi_sim::catalogue::Party;
use mapi_sim::load::readings::{Reading, Strictness};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{self, ReferenceDll, StoreCatalogue, StoreSpec};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Method, Trace};
use proptest::prelude::*;

use crate::common::script::*;

/// What a client or the spooler does next. A number is an index into the open sessions or stores.
#[derive(Clone, Copy, Debug)]
enum Op {
    LogOn(LogonExFlags),
    Open { session: usize, store: usize, flags: OpenStoreFlags },
    RunSpooler,
    StoreLogoff { store: usize, flags: LogoffFlags },
    Read { store: usize },
    Release { store: usize },
    LogOff { session: usize },
    Forget { session: usize },
}

/// The machine and what its clients hold.
struct Clients {
    mapi: Subsystem,
    profile: &'static str,
    ids: Vec<EntryId>,
    sessions: Mutex<Vec<Arc<Session>>>,
    stores: Mutex<Vec<Arc<dyn IMsgStore>>>,
}

fn chosen<T: Clone>(all: &Mutex<Vec<T>>, number: usize) -> Option<T> {
    let all = lock(all);
    let index = number.checked_rem(all.len())?;
    all.get(index).cloned()
}

fn taken<T>(all: &Mutex<Vec<T>>, number: usize) -> Option<T> {
    let mut all = lock(all);
    let index = number.checked_rem(all.len())?;
    Some(all.remove(index))
}

impl Clients {
    fn new(builder: SubsystemBuilder, profile: &'static str, ids: Vec<EntryId>) -> Self {
        let mapi = builder.build().unwrap();
        Self { mapi, profile, ids, sessions: Mutex::default(), stores: Mutex::default() }
    }

    /// No lock is held while MAPI is called: the provider may call this function again.
    fn act(&self, op: Op) {
        match op {
            Op::LogOn(flags) => {
                let session = self.mapi.logon(self.profile, flags).unwrap();
                lock(&self.sessions).push(session);
            }
            Op::Open { session, store, flags } => {
                let Some(session) = chosen(&self.sessions, session) else { return };
                let id = &self.ids[store % self.ids.len()];
                if let Ok(opened) = session.open_msg_store(&OpenStoreRequest::new(id).flags(flags)) {
                    lock(&self.stores).push(opened.value);
                }
            }
            Op::RunSpooler => drop(self.mapi.run_spooler()),
            Op::StoreLogoff { store, flags } => {
                let store = chosen(&self.stores, store);
                drop(store.map(|store| store.store_logoff(flags)));
            }
            Op::Read { store } => {
                let store = chosen(&self.stores, store);
                drop(store.map(|store| store.get_props(None, GetPropsFlags::MAPI_UNICODE)));
            }
            Op::Release { store } => drop(taken(&self.stores, store)),
            Op::LogOff { session } => {
                let session = chosen(&self.sessions, session);
                drop(
                    session
                        .map(|session| session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)),
                );
            }
            Op::Forget { session } => drop(taken(&self.sessions, session)),
        }
    }

    /// Releases everything that clients hold.
    fn finish(&self) -> Trace {
        while let Some(store) = taken(&self.stores, 0) {
            drop(store);
        }
        while let Some(session) = taken(&self.sessions, 0) {
            drop(session);
        }
        self.mapi.trace()
    }
}

/// What clients, the spooler and providers do.
#[derive(Clone, Debug)]
struct Plan {
    ops: Vec<Op>,
    logons: Vec<usize>,
    spooler_logons: Vec<usize>,
    /// What the provider's methods do, one each time that any of them is called.
    nested: Vec<Option<Op>>,
    readings: Vec<(Reading, Strictness)>,
    hold_on: bool,
    silent_release: bool,
}

/// What good providers do.
const GOOD: [Act; 7] = [
    Act::Well,
    Act::Well,
    Act::Warning("not everything"),
    Act::Fail(MAPI_E_FAILONEPROVIDER, "password"),
    Act::Fail(MAPI_E_LOGON_FAILED, "gone"),
    Act::Fail(MAPI_E_UNCONFIGURED, "no path"),
    Act::Fail(MAPI_E_NOT_FOUND, "no such store"),
];

/// What no provider should do.
const BAD: [Act; 8] = [
    Act::Well,
    Act::FailKeeping(MAPI_E_LOGON_FAILED),
    Act::Partly { store: true, logon: false },
    Act::Partly { store: false, logon: true },
    Act::WithoutSupport,
    Act::OpenTwice,
    Act::ExtraLogon,
    Act::KeepAgain,
];

fn run_scripted(plan: &Plan, acts: &[Act], spooler_acts: &[Act]) -> Trace {
    let pick = |acts: &[Act], numbers: &[usize]| {
        numbers.iter().map(|number| acts[number % acts.len()].clone()).collect::<Vec<Act>>()
    };
    let script = Script::new(pick(acts, &plan.logons)).spooler(pick(spooler_acts, &plan.spooler_logons));
    *lock(&script.hold_on) = plan.hold_on;
    *lock(&script.silent_release) = plan.silent_release;
    let builder = plan
        .readings
        .iter()
        .fold(subsystem(&script, None), |builder, (reading, choice)| builder.reading(*reading, *choice));
    let clients =
        Arc::new(Clients::new(builder, PROFILE, vec![wrapped("a"), wrapped("b"), wrapped("unlisted")]));
    let nested: Mutex<VecDeque<Option<Op>>> = Mutex::new(plan.nested.iter().copied().collect());
    let inside = Arc::downgrade(&clients);
    *lock(&script.callback) = Some(Arc::new(move |_, _: Option<&Support>| {
        let op = lock(&nested).pop_front().flatten();
        if let (Some(op), Some(clients)) = (op, inside.upgrade()) {
            clients.act(op);
        }
    }));
    for op in &plan.ops {
        clients.act(*op);
    }
    drop(clients.finish());
    lock(&script.kept).clear();
    clients.finish()
}

fn run_reference(plan: &Plan) -> Trace {
    let names = ["mail", "other", "safe"];
    let specs = [
        StoreSpec::new("mail").with_sample_mail(),
        StoreSpec::new("other"),
        StoreSpec::new("safe").password("right"),
    ];
    let section =
        |name: &&str| StoreSection::new(reference::DLL_NAME, *name).entry_id(reference::store_entry_id(name));
    let service = names.iter().map(section).fold(Service::new("REF"), Service::store);
    let builder = Subsystem::builder()
        .dll(Dll::new(reference::DLL_NAME).provider_entry(ReferenceDll::new(StoreCatalogue::new(specs))))
        .profile(Profile::new("P").service(service))
        .user(User::answering([
            Reply::fill("password", "wrong"),
            Reply::Cancel,
            Reply::fill("password", "right"),
        ]));
    let builder =
        plan.readings.iter().fold(builder, |builder, (reading, choice)| builder.reading(*reading, *choice));
    let wrap = |name: &&str| {
        let store = reference::store_entry_id(name);
        WrappedStoreEntryId { dll_name: reference::DLL_NAME.into(), store }.encode().unwrap()
    };
    let clients = Clients::new(builder, "P", names.iter().map(wrap).collect());
    for op in &plan.ops {
        clients.act(*op);
    }
    clients.finish()
}

fn any_op() -> impl Strategy<Value = Op> {
    let number = || 0_usize..4;
    let logon = prop_oneof![
        Just(LogonExFlags::MAPI_NEW_SESSION),
        Just(LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_NO_MAIL),
        Just(LogonExFlags::MAPI_ALLOW_OTHERS),
    ];
    let open = prop_oneof![
        4 => Just(OpenStoreFlags::empty()),
        1 => Just(OpenStoreFlags::MDB_NO_DIALOG),
        1 => Just(OpenStoreFlags::MDB_NO_MAIL),
        1 => Just(OpenStoreFlags::MDB_TEMPORARY),
        1 => Just(OpenStoreFlags::MAPI_BEST_ACCESS | OpenStoreFlags::MDB_ONLINE),
    ];
    let logoff = prop_oneof![
        Just(LogoffFlags::LOGOFF_ORDERLY),
        Just(LogoffFlags::LOGOFF_QUIET),
        Just(LogoffFlags::LOGOFF_ABORT),
    ];
    prop_oneof![
        1 => logon.prop_map(Op::LogOn),
        6 => (number(), number(), open).prop_map(|(session, store, flags)| Op::Open { session, store, flags }),
        3 => Just(Op::RunSpooler),
        2 => (number(), logoff).prop_map(|(store, flags)| Op::StoreLogoff { store, flags }),
        1 => number().prop_map(|store| Op::Read { store }),
        4 => number().prop_map(|store| Op::Release { store }),
        1 => number().prop_map(|session| Op::LogOff { session }),
        1 => number().prop_map(|session| Op::Forget { session }),
    ]
}

fn any_plan(nested: usize, faults: bool) -> impl Strategy<Value = Plan> {
    let reading = (prop::sample::select(Reading::ALL), prop::bool::ANY).prop_map(|(reading, strict)| {
        (reading, if strict { Strictness::Strict } else { Strictness::Lenient })
    });
    let numbers = || prop::collection::vec(0_usize..8, 0..8);
    let fault = move || prop::bool::weighted(if faults { 0.2 } else { 0.0 });
    (
        prop::collection::vec(any_op(), 0..30),
        numbers(),
        numbers(),
        prop::collection::vec(prop::option::weighted(0.3, any_op()), 0..=nested),
        prop::collection::vec(reading, 0..4),
        fault(),
        fault(),
    )
        .prop_map(|(mut ops, logons, spooler_logons, nested, readings, hold_on, silent_release)| {
            ops.insert(0, Op::LogOn(LogonExFlags::MAPI_NEW_SESSION));
            Plan { ops, logons, spooler_logons, nested, readings, hold_on, silent_release }
        })
}

/// MAPI keeps its invariants whatever the provider does.
fn check_mapi(trace: &Trace) {
    let of_mapi: Vec<_> = trace
        .violations()
        .into_iter()
        .filter(|violation| violation.invariant.party() == Party::Mapi)
        .collect();
    assert!(of_mapi.is_empty(), "{of_mapi:?}\n{trace}");
    trace.expect_load_order().unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_over_a_good_provider(plan in any_plan(0, false)) {
        let trace = run_scripted(&plan, &GOOD, &GOOD);
        trace.expect_invariants().unwrap();
        trace.expect_load_order().unwrap();
        trace.expect_references_balanced().unwrap();
        prop_assert_eq!(trace.to_string(), run_scripted(&plan, &GOOD, &GOOD).to_string());
    }

    #[test]
    fn any_order_over_the_reference_provider(plan in any_plan(0, false)) {
        let trace = run_reference(&plan);
        trace.expect_invariants().unwrap();
        trace.expect_load_order().unwrap();
        trace.expect_references_balanced().unwrap();
        prop_assert_eq!(trace.to_string(), run_reference(&plan).to_string());
    }

    #[test]
    fn any_order_from_within_a_good_provider(plan in any_plan(40, false)) {
        let trace = run_scripted(&plan, &GOOD, &GOOD);
        check_mapi(&trace);
        trace.expect_references_balanced().unwrap();
        prop_assert_eq!(trace.to_string(), run_scripted(&plan, &GOOD, &GOOD).to_string());
    }

    #[test]
    fn any_order_over_a_bad_provider(plan in any_plan(40, true)) {
        let trace = run_scripted(&plan, &BAD, &BAD);
        check_mapi(&trace);
        trace.expect_references_balanced().unwrap();
        prop_assert_eq!(trace.to_string(), run_scripted(&plan, &BAD, &BAD).to_string());
    }
}

/// The session ends while the spooler's logon runs: the provider object is shut down after that logon has ended.
#[test]
fn the_end_of_a_session_waits_for_a_spooler_logon() {
    let script = Script::new([]);
    let mapi = subsystem(&script, None).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open(&session, "a").unwrap();
    let ending = Mutex::new(Some(session));
    *lock(&script.callback) = Some(Arc::new(move |place, _: Option<&Support>| {
        let session = if place == "SpoolerLogon" { lock(&ending).take() } else { None };
        drop(session);
    }));
    assert_eq!(mapi.run_spooler(), 1);
    drop(store);
    let trace = mapi.trace();
    assert_eq!((trace.count_of(Method::LogonLogoff), trace.count_of(Method::ProviderShutdown)), (2, 1));
    trace.expect_invariants().unwrap();
    trace.expect_references_balanced().unwrap();
}

/// At every place of a session's end the spooler gets the processor: it has no more turns in that session.
#[test]
fn a_session_that_is_ending_takes_no_new_spooler_logon() {
    for model in [SpoolerModel::SameProcess, SpoolerModel::OwnProcess] {
        let script = Script::new([]);
        let mapi = Arc::new(subsystem(&script, None).spooler_model(model).build().unwrap());
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let stores = ["a", "b"].map(|name| open(&session, name).unwrap());
        let inside = Arc::downgrade(&mapi);
        *lock(&script.callback) = Some(Arc::new(move |_, _: Option<&Support>| {
            let _ = inside.upgrade().map(|mapi| mapi.run_spooler());
        }));
        end(&session);
        drop((stores, session));
        let trace = mapi.trace();
        assert_eq!(trace.count_of(Method::ProviderSpoolerLogon), 0, "{model:?}\n{trace}");
        expect_clean(&trace);
    }
}

/// The session ends within any call that is made for a logon of the spooler.
#[test]
fn a_session_may_end_at_every_place_of_a_spooler_logon() {
    for model in [SpoolerModel::SameProcess, SpoolerModel::OwnProcess] {
        for number in 0..5_u32 {
            for mute in [false, true] {
                let script = Script::new([]);
                *lock(&script.mute_after_logoff) = mute;
                let mapi = subsystem(&script, None).spooler_model(model).build().unwrap();
                let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
                let store = open(&session, "a").unwrap();
                let ending = Mutex::new((number, Some(session)));
                *lock(&script.callback) = Some(Arc::new(move |_, _: Option<&Support>| {
                    let session = {
                        let mut ending = lock(&ending);
                        let now = ending.0 == 0;
                        ending.0 = ending.0.saturating_sub(1);
                        if now { ending.1.take() } else { None }
                    };
                    drop(session.inspect(|session| end(session)));
                }));
                mapi.run_spooler();
                drop(store);
                *lock(&script.callback) = None;
                expect_clean(&mapi.trace());
            }
        }
    }
}

fn expect_clean(trace: &Trace) {
    trace.expect_no_deviation().unwrap();
    trace.expect_invariants().unwrap();
    trace.expect_references_balanced().unwrap();
}
