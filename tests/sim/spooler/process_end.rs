//! How a spooler in a process of its own gives its stores and its provider object up.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, Weak};

use mapi_sim::load::readings::{Reading, Strictness};
use mapi_sim::load::{SkipReason, Step};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::sim::{Spooler, SpoolerKey, SpoolerStore, TransportLogoff};
use mapi_sim::spi::*;
use mapi_sim::trace::{Method, SpoolerPair, StepOutcome, Trace};

use crate::common::script::*;
use crate::route_invariants::expect_route_invariants;

const MODELS: [SpoolerModel; 2] = [SpoolerModel::SameProcess, SpoolerModel::OwnProcess];

fn in_model(script: &Arc<Script>, model: SpoolerModel) -> (Subsystem, Arc<Session>) {
    let mapi = subsystem(script, None).spooler_model(model).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

/// The lines of a trace with one of these words, without their margin.
fn lines(trace: &Trace, words: &[&str]) -> Vec<String> {
    let text = trace.to_string();
    let lines = text.lines().map(str::trim_start);
    lines.filter(|line| words.iter().any(|word| line.contains(word))).map(str::to_owned).collect()
}

/// The lines of a trace in which something ends.
const ENDS: [&str; 5] = ["StoreLogoff(", " Release on store", "IMSLogon::Logoff(", "Shutdown(", "releases "];

/// Does something once, when the provider is at `place` for the `turn`th time.
fn at(script: &Arc<Script>, place: &'static str, turn: usize, act: impl Fn() + Send + Sync + 'static) {
    let seen = Mutex::new(0);
    *lock(&script.callback) = Some(Arc::new(move |reached, _| {
        let mut seen = lock(&seen);
        *seen += usize::from(reached == place);
        let now = reached == place && *seen == turn;
        drop(seen);
        if now {
            act();
        }
    }));
}

fn logging_off(session: &Arc<Session>) -> impl Fn() + Send + Sync + 'static {
    let session: Weak<Session> = Arc::downgrade(session);
    move || end(&session.upgrade().unwrap())
}

#[test]
fn the_pair_goes_with_the_clients_store_and_the_provider_object_with_the_session() {
    let (mapi, session) = in_model(&Script::new([]), SpoolerModel::OwnProcess);
    let store = open(&session, "a").unwrap();
    mapi.run_spooler();
    let before = mapi.trace().events().len();
    store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
    drop(store);
    let released = mapi.trace().events().len();
    assert_eq!(
        lines(&mapi.trace().since(before), &ENDS),
        [
            "client -> store object M1  IMsgStore::StoreLogoff(LOGOFF_ORDERLY)",
            "client Release on store object M1, count 0",
            "spooler -> store object M2  IMsgStore::StoreLogoff(LOGOFF_ORDERLY)",
            "spooler Release on store object M2, count 0",
            "MAPI -> logon object L2  IMSLogon::Logoff(0)",
            "MAPI releases logon object L2",
            "MAPI -> logon object L1  IMSLogon::Logoff(0)",
            "MAPI releases logon object L1",
        ]
    );
    end(&session);
    let trace = mapi.trace();
    assert_eq!(
        lines(&trace.since(released), &ENDS),
        [
            "spooler -> provider object P2  IMSProvider::Shutdown(0)",
            "spooler releases provider object P2",
            "MAPI -> provider object P1  IMSProvider::Shutdown(0)",
            "MAPI releases provider object P1",
        ]
    );
    trace.expect_no_deviation().unwrap();
    trace.expect_references_balanced().unwrap();
    expect_route_invariants(&trace);
}

#[test]
fn a_session_that_ends_takes_the_spoolers_side_first() {
    let (mapi, session) = in_model(&Script::new([]), SpoolerModel::OwnProcess);
    let store = open(&session, "a").unwrap();
    mapi.run_spooler();
    let before = mapi.trace().events().len();
    end(&session);
    let trace = mapi.trace();
    assert_eq!(
        lines(&trace.since(before), &ENDS),
        [
            "spooler -> store object M2  IMsgStore::StoreLogoff(LOGOFF_ABORT)",
            "spooler Release on store object M2, count 0",
            "MAPI -> logon object L2  IMSLogon::Logoff(0)",
            "MAPI releases logon object L2",
            "spooler -> provider object P2  IMSProvider::Shutdown(0)",
            "spooler releases provider object P2",
            "MAPI -> logon object L1  IMSLogon::Logoff(0)",
            "MAPI releases logon object L1",
            "MAPI -> provider object P1  IMSProvider::Shutdown(0)",
            "MAPI releases provider object P1",
        ]
    );
    drop(store);
    mapi.trace().expect_no_deviation().unwrap();
    expect_route_invariants(&mapi.trace());
}

/// An open point that is read the other way: the spooler's provider object is shut down with its last store, as the
/// client's is.
#[test]
fn a_provider_object_may_be_shut_down_with_its_last_store_in_either_process() {
    let mapi = subsystem(&Script::new([]), None)
        .spooler_model(SpoolerModel::OwnProcess)
        .reading(Reading::ShutdownWithLastStore, Strictness::Strict)
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    for shut_down in [2, 4] {
        let store = open(&session, "a").unwrap();
        assert_eq!(mapi.run_spooler(), 1);
        assert_eq!(mapi.trace().count_of(Method::MsProviderInit), shut_down);
        drop(store);
        assert_eq!(mapi.trace().count_of(Method::ProviderShutdown), shut_down, "{}", mapi.trace());
    }
    end(&session);
    mapi.trace().expect_no_deviation().unwrap();
    expect_route_invariants(&mapi.trace());
}

#[test]
fn a_store_that_goes_while_the_spooler_waits_never_reaches_its_process() {
    let (mapi, session) = in_model(&Script::new([]), SpoolerModel::OwnProcess);
    drop(open(&session, "a").unwrap());
    let _left = open(&session, "b").unwrap();
    end(&session);
    assert_eq!(mapi.run_spooler(), 0);
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::MsProviderInit), 1);
    let step = |open: usize| trace.opens()[open].step(Step::SpoolerLogon);
    assert_eq!(step(0), StepOutcome::Skipped(SkipReason::StoreReleased));
    assert_eq!(step(1), StepOutcome::Skipped(SkipReason::SessionEnded));
    trace.expect_no_deviation().unwrap();
    expect_route_invariants(&trace);
}

#[test]
fn a_session_may_end_inside_the_spoolers_initialisation() {
    let script = Script::new([]);
    let (mapi, session) = in_model(&script, SpoolerModel::OwnProcess);
    at(&script, "MSProviderInit", 2, logging_off(&session));
    let _store = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 0);
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::ProviderSpoolerLogon), 0);
    assert_eq!(trace.opens()[0].step(Step::SpoolerLogon), StepOutcome::Skipped(SkipReason::SessionEnded));
    let ends = lines(&trace, &["Shutdown("]);
    assert_eq!(ends.len(), 2, "the object that came too late is shut down as well\n{trace}");
    assert!(ends[0].starts_with("spooler -> provider object P2"), "{trace}");
    trace.expect_references_balanced().unwrap();
    expect_route_invariants(&trace);
}

#[test]
fn a_store_may_go_inside_the_spoolers_initialisation() {
    let script = Script::new([]);
    let (mapi, session) = in_model(&script, SpoolerModel::OwnProcess);
    let store = Mutex::new(None);
    let held = Arc::new(store);
    let release = Arc::clone(&held);
    at(&script, "MSProviderInit", 2, move || drop(lock(&release).take()));
    *lock(&held) = Some(open(&session, "a").unwrap());
    assert_eq!(mapi.run_spooler(), 0);
    let trace = mapi.trace();
    assert_eq!(trace.opens()[0].step(Step::SpoolerLogon), StepOutcome::Skipped(SkipReason::StoreReleased));
    let _other = open(&session, "b").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    assert_eq!(mapi.trace().count_of(Method::MsProviderInit), 2, "the provider object is kept for others");
    end(&session);
    expect_route_invariants(&mapi.trace());
}

#[test]
fn the_end_of_a_session_waits_for_a_spooler_logon() {
    for model in MODELS {
        let script = Script::new([]);
        let (mapi, session) = in_model(&script, model);
        at(&script, "SpoolerLogon", 1, logging_off(&session));
        let store = open(&session, "a").unwrap();
        mapi.run_spooler();
        let trace = mapi.trace();
        assert_eq!(trace.count_of(Method::LogonLogoff), 2, "{model:?}\n{trace}");
        expect_route_invariants(&trace);
        trace.expect_no_deviation().unwrap();
        drop(store);
        mapi.trace().expect_references_balanced().unwrap();
    }
}

/// A panic in the spooler's process reaches the test. The client's side and later logons work.
#[test]
fn a_panic_in_the_spoolers_process_is_a_failure_of_the_spoolers_side() {
    for (place, turn) in [("SpoolerLogon", 1), ("MSProviderInit", 2)] {
        let script = Script::new([]);
        let (mapi, session) = in_model(&script, SpoolerModel::OwnProcess);
        at(&script, place, turn, || panic!("the provider panics"));
        let store = open(&session, "a").unwrap();
        assert!(catch_unwind(AssertUnwindSafe(|| mapi.run_spooler())).is_err());
        let trace = mapi.trace();
        let after = lines(&trace, &["PANICKED", "moves no mail"]);
        assert_eq!(after.len(), 2, "{place}\n{trace}");
        assert!(after[0].contains("PANICKED") && after[1].contains("MAPI_E_CALL_FAILED"), "{after:?}");

        store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
        let other = open(&session, "b").unwrap();
        assert_eq!(mapi.run_spooler(), 1, "{place}");
        drop((store, other));
        end(&session);
        let trace = mapi.trace();
        assert_eq!(trace.count_of(Method::ProviderShutdown), 2, "{place}\n{trace}");
        trace.expect_no_deviation().unwrap();
        trace.expect_references_balanced().unwrap();
        expect_route_invariants(&trace);
    }
}

/// What a spooler's logon registers leads to objects of its process. Clients do not see it; its provider does.
#[test]
fn registrations_do_not_leave_the_spoolers_process() {
    let [early, late] = [*b"inlogon.", *b"later..."].map(|name| MapiUid::from_fields(0x0DD, 1, 1, name));
    for model in MODELS {
        let script = Script::new([]);
        let kept: Arc<Mutex<Option<Support>>> = Arc::default();
        let keep = Arc::clone(&kept);
        *lock(&script.callback) = Some(Arc::new(move |place, support| {
            if let Some(support) = support.filter(|_| place == "SpoolerLogon") {
                support.set_provider_uid(&early, 0).unwrap();
                let row = [PropValue::new(PR_DISPLAY_NAME_W, "spooler's")];
                support.modify_status_row(&row, StatusRowFlags::empty()).unwrap();
                *lock(&keep) = Some(support.clone());
            }
        }));
        let (mapi, session) = in_model(&script, model);
        let _store = open(&session, "a").unwrap();
        assert_eq!(mapi.run_spooler(), 1);
        let support = lock(&kept).take().unwrap();
        support.set_provider_uid(&late, 0).unwrap();

        let one_process = model == SpoolerModel::SameProcess;
        // The answer of the logon object, and the one of MAPI if the call does not reach it.
        let (reached, elsewhere) = (MAPI_E_NOT_FOUND, MAPI_E_UNKNOWN_ENTRYID);
        let across = if one_process { reached } else { elsewhere };
        let code = |opened: MapiResult<MapiObject>| opened.unwrap_err().code();
        for uid in [early, late] {
            let id = EntryId::build(EntryIdFlags::empty(), uid, b"entry");
            assert_eq!(code(session.open_entry(&OpenEntryRequest::new(&id))), across, "{model:?}");
            assert_eq!(code(support.open_entry(&OpenEntryRequest::new(&id))), reached, "{model:?}");
        }
        let of_client = store_id("a");
        assert_eq!(code(support.open_entry(&OpenEntryRequest::new(&of_client))), across, "{model:?}");
        let rows = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
        let rows = rows.query_rows(i32::MAX, QueryRowsFlags::empty()).unwrap().len();
        assert_eq!(rows, if one_process { 5 } else { 4 }, "{model:?}");
        drop(support);
        end(&session);
        expect_route_invariants(&mapi.trace());
    }
}

/// A spooler whose transports are busy until it runs again.
#[derive(Default)]
struct Busy(QueueSpooler);

impl Spooler for Busy {
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
        let release = !flags.contains(LogoffFlags::LOGOFF_QUIET);
        let flags = if release { LogoffFlags::LOGOFF_COMPLETE } else { LogoffFlags::LOGOFF_OUTBOUND };
        TransportLogoff { flags, release }
    }
    fn released(&self, store: SpoolerKey) -> Option<SpoolerStore> {
        self.0.released(store)
    }
}

fn reference(model: SpoolerModel) -> SubsystemBuilder {
    let dll = ReferenceDll::new(StoreCatalogue::new([
        StoreSpec::new("mail").with_sample_mail(),
        StoreSpec::new("safe").password("right"),
    ]));
    let section = |name: &str| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let service = Service::new("REF")
        .store(section("mail"))
        .store(section("safe").prop(PR_REFERENCE_PASSWORD, "right"));
    Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll))
        .profile(Profile::new(PROFILE).service(service))
        .spooler_model(model)
}

fn open_reference(session: &Session, name: &str) -> Arc<dyn IMsgStore> {
    let id = WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id(name) }.encode().unwrap();
    open_with(session, &id, OpenStoreFlags::empty()).unwrap()
}

#[test]
fn a_pair_that_busy_transports_kept_makes_way_for_the_next_one() {
    for model in MODELS {
        let mapi = reference(model).spooler(Arc::new(Busy::default())).build().unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let store = open_reference(&session, "mail");
        mapi.run_spooler();
        store.store_logoff(LogoffFlags::LOGOFF_QUIET).unwrap();
        drop(store);
        assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 1, "the spooler keeps its pair");
        let store = open_reference(&session, "mail");
        assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 1, "until it runs again");
        assert_eq!(mapi.run_spooler(), 1, "{model:?}\n{}", mapi.trace());
        assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 2);
        drop(store);
        end(&session);
        let trace = mapi.trace();
        assert_eq!(trace.opens()[1].spooler_pair(), Some(SpoolerPair::SameStore));
        trace.expect_no_deviation().unwrap();
        trace.expect_references_balanced().unwrap();
        expect_route_invariants(&trace);
    }
}

/// A session of a client that uses two stores, one of them with a password.
fn story(model: SpoolerModel) -> Trace {
    let mapi = reference(model).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let mail = open_reference(&session, "mail");
    assert_eq!(mapi.run_spooler(), 1);
    let safe = open_reference(&session, "safe");
    assert_eq!(mapi.run_spooler(), 1);
    mail.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
    drop(mail);
    end(&session);
    drop(safe);
    drop(session);
    mapi.trace()
}

#[test]
fn the_reference_provider_works_in_both_models() {
    for model in MODELS {
        let trace = story(model);
        let opens = trace.opens();
        opens[0].expect_steps(&Step::ALL).unwrap();
        assert!(opens.iter().all(|open| open.spooler_pair() == Some(SpoolerPair::SameStore)), "{trace}");
        let own = usize::from(model == SpoolerModel::OwnProcess);
        assert_eq!(trace.count_of(Method::MsProviderInit), 1 + own, "{model:?}");
        assert_eq!(trace.count_of(Method::ProviderShutdown), 1 + own, "{model:?}");
        assert_eq!(trace.count_of(Method::LogonLogoff), 4, "{model:?}");
        trace.expect_no_deviation().unwrap();
        trace.expect_references_balanced().unwrap();
        expect_route_invariants(&trace);
    }
}

#[test]
fn the_story_of_a_spooler_in_a_process_of_its_own() {
    insta::assert_snapshot!(story(SpoolerModel::OwnProcess));
}
