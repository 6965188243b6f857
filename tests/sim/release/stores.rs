//! How stores, sessions and provider objects end.

use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::sim::{Spooler, SpoolerKey, SpoolerStore, TransportLogoff};
use mapi_sim::spi::*;
use mapi_sim::trace::{Invariant, Method, Trace};

use crate::common::script::*;

/// The lines of a trace that begin with one of these words, without their margin.
fn lines(trace: &Trace, words: &[&str]) -> Vec<String> {
    let text = trace.to_string();
    let lines = text.lines().map(str::trim_start);
    lines.filter(|line| words.iter().any(|word| line.contains(word))).map(str::to_owned).collect()
}

#[test]
fn the_last_release_ends_the_logon_in_four_steps() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
    let before = mapi.trace().events().len();
    drop(store);
    let ending = mapi.trace().since(before);
    let order = [
        "StoreLogoffTransports(",
        "scripted Release",
        "out of its routing",
        "status row",
        "IMSLogon::Logoff",
        "releases logon",
    ];
    assert_eq!(
        lines(&ending, &order),
        [
            "scripted -> support object S1  IMAPISupport::StoreLogoffTransports(LOGOFF_ABORT)",
            "scripted Release on support object S1, count 0",
            "MAPI takes 1 MAPIUID of L1 out of its routing",
            "MAPI removes 1 status row of L1",
            "MAPI -> logon object L1  IMSLogon::Logoff(0)",
            "MAPI releases logon object L1",
        ]
    );
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn the_flags_of_store_logoff_go_to_the_spooler_and_the_last_ones_count() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open(&session, "a").unwrap();
    store.store_logoff(LogoffFlags::LOGOFF_PURGE).unwrap();
    store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
    drop(store);
    let trace = mapi.trace();
    assert_eq!(
        lines(&trace, &["StoreLogoffTransports("]),
        ["scripted -> support object S1  IMAPISupport::StoreLogoffTransports(LOGOFF_ORDERLY)"]
    );
    trace.expect_no_deviation().unwrap();
}

#[test]
fn a_store_that_does_not_call_store_logoff_transports_deviates() {
    let script = Script::new([]);
    *lock(&script.silent_release) = true;
    let (mapi, session) = machine(&script);
    drop(open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap());
    assert_eq!(broken_rules(&mapi.trace()), ["SHUT-03"], "{}", mapi.trace());
}

#[test]
fn store_logoff_is_to_be_followed_by_store_logoff_transports() {
    let script = Script::new([]);
    *lock(&script.silent_release) = true;
    let (mapi, session) = machine(&script);
    let store = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
    store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
    drop(store);
    assert_eq!(broken_rules(&mapi.trace()), ["SHUT-02"], "{}", mapi.trace());
}

#[test]
fn logoff_always_succeeds() {
    let script = Script::new([]);
    *lock(&script.logoff_fails) = Some(MAPI_E_BUSY);
    let (mapi, session) = machine(&script);
    drop(open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap());
    let trace = mapi.trace();
    assert_eq!(broken_rules(&trace), ["SHUT-09"]);
    assert!(trace.deviations()[0].got.contains("MAPI_E_BUSY"));
    trace.expect_references_balanced().unwrap();
    trace.expect_invariants().unwrap();
}

#[test]
fn shutdown_always_succeeds() {
    let script = Script::new([]);
    *lock(&script.shutdown_fails) = Some(MAPI_E_BUSY);
    let (mapi, session) = machine(&script);
    drop(open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap());
    end(&session);
    let trace = mapi.trace();
    assert_eq!(broken_rules(&trace), ["SHUT-22"]);
    assert!(trace.deviations()[0].got.contains("MAPI_E_BUSY"));
    trace.expect_references_balanced().unwrap();
    trace.expect_invariants().unwrap();
}

#[test]
fn a_session_logs_every_store_off_and_shuts_the_provider_down_after_them() {
    let (mapi, session) = machine(&Script::new([]));
    let first = open(&session, "a").unwrap();
    let second = open(&session, "b").unwrap();
    mapi.run_spooler();
    let before = mapi.trace().events().len();
    end(&session);
    let trace = mapi.trace();
    let ending = trace.since(before);
    assert_eq!(ending.count_of(Method::LogonLogoff), 4);
    let last = lines(&ending, &["IMSLogon::Logoff", "IMSProvider::Shutdown", "releases provider"]);
    assert_eq!(last.iter().filter(|line| line.contains("Shutdown")).count(), 1);
    assert!(last[4].contains("IMSProvider::Shutdown") && last[5].contains("releases provider"), "{last:?}");
    trace.expect_no_deviation().unwrap();
    trace.expect_references_balanced().unwrap();
    trace.expect_invariants().unwrap();
    // The objects that the client still holds are invalid, but it may release them.
    drop((first, second));
    assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 4);
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn a_provider_that_holds_on_to_its_support_object_deviates() {
    let script = Script::new([]);
    *lock(&script.hold_on) = true;
    let (mapi, session) = machine(&script);
    let store = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
    end(&session);
    let trace = mapi.trace();
    assert_eq!(broken_rules(&trace), ["SHUT-09"], "{trace}");
    let error = trace.expect_references_balanced().unwrap_err();
    assert!(error.to_string().contains("support object S1"), "{error}");
    drop(store);
    mapi.trace().expect_references_balanced().unwrap();
    // The store calls its support object after the provider object was shut down.
    let broken: Vec<_> = mapi.trace().violations().iter().map(|violation| violation.invariant).collect();
    assert_eq!(broken, [Invariant::SilentAfterShutdown]);
    assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 1);
}

#[test]
fn a_session_that_is_dropped_is_logged_off() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open(&session, "a").unwrap();
    drop(session);
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::LogonLogoff), 1);
    assert_eq!(trace.count_of(Method::ProviderShutdown), 1);
    assert!(trace.to_string().contains("released without Logoff"), "{trace}");
    drop(store);
}

#[test]
fn a_session_that_was_logged_off_accepts_nothing_more() {
    let (mapi, session) = machine(&Script::new([]));
    end(&session);
    let none = StringWidth::MAPI_UNICODE;
    let section = mapi.sections(PROFILE)[0];
    let codes = [
        open(&session, "a").unwrap_err().code(),
        session.get_status_table(none).unwrap_err().code(),
        session.get_msg_stores_table(none).unwrap_err().code(),
        session.admin_services(0).unwrap_err().code(),
        session.open_profile_section(&section, None, OpenSectionFlags::empty()).unwrap_err().code(),
        session.open_entry(&OpenEntryRequest::new(&wrapped("a"))).unwrap_err().code(),
        session.compare_entry_ids(&wrapped("a"), &wrapped("a"), 0).unwrap_err().code(),
        session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap_err().code(),
        session.open_store_of_section(&section, OpenStoreFlags::empty()).unwrap_err().code(),
    ];
    assert_eq!(codes, [MAPI_E_END_OF_SESSION; 9]);
    assert_eq!(mapi.trace().count_of(Method::MsProviderInit), 0);
}

#[test]
fn a_session_without_any_store_ends_without_a_provider() {
    let (mapi, session) = machine(&Script::new([]));
    end(&session);
    assert_eq!(mapi.trace().count_of(Method::ProviderShutdown), 0);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

#[test]
fn a_failed_open_leaves_a_provider_object_to_be_shut_down() {
    let (mapi, session) = machine(&Script::new([Act::Fail(MAPI_E_FAILONEPROVIDER, "")]));
    assert!(open(&session, "a").is_err());
    end(&session);
    assert_eq!(mapi.trace().count_of(Method::ProviderShutdown), 1);
    assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 0);
}

#[test]
fn stores_of_one_session_do_not_end_with_another() {
    let (mapi, one) = machine(&Script::new([]));
    let two = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let (first, second) = (open(&one, "a").unwrap(), open(&two, "a").unwrap());
    end(&one);
    assert!(second.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::empty()).is_ok());
    assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 1);
    drop((first, second));
    end(&two);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

/// Releases in every order: nothing is called twice, nothing is left.
#[test]
fn any_order_of_release_balances_the_books() {
    for order in 0..6_u8 {
        let (mapi, session) = machine(&Script::new([]));
        let first = open(&session, "a").unwrap();
        if order & 1 == 0 {
            mapi.run_spooler();
        }
        let second = open(&session, "b").unwrap();
        let again = open(&session, "a").unwrap();
        if order & 2 == 0 {
            mapi.run_spooler();
        }
        match order / 2 {
            0 => {
                drop(first);
                drop(second);
                drop(again);
                end(&session);
            }
            1 => {
                end(&session);
                drop(again);
                drop(first);
                drop(second);
            }
            _ => {
                drop(second);
                end(&session);
                drop(session);
                drop(first);
                drop(again);
                assert!(mapi.trace().to_string().contains("session 1, count 0"));
                mapi.trace().expect_references_balanced().unwrap();
                mapi.trace().expect_invariants().unwrap();
                continue;
            }
        }
        let trace = mapi.trace();
        trace.expect_references_balanced().unwrap();
        trace.expect_invariants().unwrap();
        trace.expect_no_deviation().unwrap();
        assert_eq!(trace.count_of(Method::ProviderShutdown), 1);
    }
}

#[test]
fn the_trace_is_the_same_in_every_run() {
    let run = || {
        let (mapi, session) = machine(&Script::new([Act::Fail(MAPI_E_FAILONEPROVIDER, "x"), Act::Well]));
        let _ = open(&session, "a");
        let store = open(&session, "a").unwrap();
        mapi.run_spooler();
        mapi.note("here");
        drop(store);
        end(&session);
        mapi.trace().to_string()
    };
    assert_eq!(run(), run());
    assert!(run().contains("here"));
}

#[test]
fn a_trace_can_be_less_than_everything() {
    for (detail, least) in [(mapi_sim::trace::TraceDetail::Off, 0), (mapi_sim::trace::TraceDetail::Steps, 9)]
    {
        let script = Script::new([Act::WithoutSupport]);
        let mapi = subsystem(&script, None).trace_detail(detail).build().unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let _store = open(&session, "a").unwrap();
        mapi.run_spooler();
        let trace = mapi.trace();
        assert!(trace.events().len() >= least, "{trace}");
        assert_eq!(trace.count_of(Method::ProviderLogon), 0, "no calls are recorded");
        assert_eq!(broken_rules(&trace), ["LOAD-19"], "deviations are always kept");
    }
}

#[test]
fn mail_of_the_session_shows_in_the_spoolers_status_row() {
    let spooler = |session: &Session| {
        let table = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
        table.set_columns(&[PR_STATUS_CODE], SetColumnsFlags::empty()).unwrap();
        let rows = table.query_rows(10, QueryRowsFlags::empty()).unwrap();
        StatusCode::from_bits_retain(rows[1].props()[0].as_bits().unwrap())
    };
    let mapi = subsystem(&Script::new([]), None).build().unwrap();
    let loud = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let quiet = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_NO_MAIL).unwrap();
    assert_eq!(spooler(&loud), StatusCode::STATUS_AVAILABLE);
    assert_eq!(spooler(&quiet), StatusCode::STATUS_FAILURE);
}

#[test]
fn a_store_of_a_dropped_subsystem_is_still_the_providers() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open(&session, "a").unwrap();
    drop(mapi);
    drop(session);
    assert!(Arc::strong_count(&store) == 1);
    drop(store);
}

/// `StoreLogoffTransports` is called `extra` times before the last release of the store, which calls it once more.
fn ended_after(extra: u32, flags: LogoffFlags, spooler: Option<Arc<dyn Spooler>>) -> Trace {
    let script = Script::new([]);
    let kept: Arc<std::sync::Mutex<Option<Support>>> = Arc::default();
    let keep = Arc::clone(&kept);
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        if place == "Logon" {
            *lock(&keep) = support.cloned();
        }
    }));
    let mut builder = subsystem(&script, None);
    if let Some(spooler) = spooler {
        builder = builder.spooler(spooler);
    }
    let mapi = builder.build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open(&session, "a").unwrap();
    let support = lock(&kept).take().unwrap();
    for _ in 0..extra {
        support.store_logoff_transports(flags).unwrap();
    }
    drop(support);
    drop(store);
    mapi.trace()
}

#[test]
fn transports_are_logged_off_once() {
    assert!(broken_rules(&ended_after(0, LogoffFlags::LOGOFF_ABORT, None)).is_empty());
    assert_eq!(broken_rules(&ended_after(1, LogoffFlags::LOGOFF_ORDERLY, None)), ["SHUT-03"]);
}

#[test]
fn transports_that_were_too_busy_may_be_logged_off_again() {
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
            let release = flags == LogoffFlags::LOGOFF_ABORT;
            let flags = if release { LogoffFlags::LOGOFF_COMPLETE } else { LogoffFlags::LOGOFF_OUTBOUND };
            TransportLogoff { flags, release }
        }
        fn released(&self, store: SpoolerKey) -> Option<SpoolerStore> {
            self.0.released(store)
        }
    }
    let busy: Arc<dyn Spooler> = Arc::new(Busy(QueueSpooler::new()));
    assert!(broken_rules(&ended_after(2, LogoffFlags::LOGOFF_QUIET, Some(busy))).is_empty());
}
