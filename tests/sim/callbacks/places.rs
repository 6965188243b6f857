//! A provider that calls back from everywhere: no lock is held while it runs, so none of this can hang.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, Weak};

use mapi_sim::load::{SkipReason, Step};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Method, StepOutcome};

use crate::common::script::*;

/// Where the scripted provider can call back from.
const PLACES: [&str; 9] = [
    "MSProviderInit",
    "CompareStoreIDs",
    "Logon",
    "SpoolerLogon",
    "Logoff",
    "Shutdown",
    "OpenEntry",
    "StoreLogoff",
    "release of the store",
];

/// Everything that a provider can do to MAPI, through its support object and as a client of its own.
fn everything(mapi: &Subsystem, session: &Session, support: Option<&Support>) {
    let _ = mapi.trace();
    let _ = mapi.sections(PROFILE);
    let _ = mapi.last_error(session.number());
    mapi.note("called back");
    let _ = session.get_status_table(StringWidth::MAPI_UNICODE);
    let _ = session.get_msg_stores_table(StringWidth::MAPI_UNICODE);
    let _ = session.compare_entry_ids(&store_id("a"), &store_id("b"), 0);
    let _ = session.open_entry(&OpenEntryRequest::new(&store_id("a")));
    let _ = session.admin_services(0);
    let _ = open(session, "b").map(drop);
    let other = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let _ = open(&other, "b").map(drop);
    drop(other);
    mapi.run_spooler();
    if let Some(support) = support {
        through_support(support);
    }
}

fn through_support(support: &Support) {
    let _ = support.new_uid();
    let _ = support.wrap_store_entry_id(&store_id("a"));
    let _ = support.open_entry(&OpenEntryRequest::new(&store_id("a")));
    let _ = support.compare_entry_ids(&store_id("a"), &store_id("b"), 0);
    let _ = support.spooler_notify(SpoolerNotifyFlags::NOTIFY_READYTOSEND, None);
    let _ = support.get_mem_alloc_routines();
    let section = support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY).unwrap();
    section.set_props(&[PropValue::new(PR_COMMENT_W, "called back")]).unwrap();
    let key = NotificationKey::new(*b"key");
    let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(Sink(support.clone()));
    let request = SubscribeRequest::new(&key, EventMask::fnevCriticalError, &sink);
    let connection = support.subscribe(&request).unwrap();
    support.notify(&key, &[critical_error()], NotifyFlags::empty()).unwrap();
    support.unsubscribe(connection).unwrap();
}

fn critical_error() -> Notification {
    Notification::CriticalError { entry_id: None, code: MAPI_E_CALL_FAILED, detail: None }
}

/// A sink that answers a notification by another call.
struct Sink(Support);

impl IMAPIAdviseSink for Sink {
    fn on_notify(&self, _notifications: &[Notification]) -> SinkAnswer {
        let _ = self.0.new_uid();
        SinkAnswer::S_OK
    }
}

#[test]
fn a_provider_may_call_back_from_everywhere() {
    let script = Script::new([]);
    let mapi = subsystem(&script, None).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let seen: Arc<Mutex<BTreeSet<&str>>> = Arc::default();
    let inside: Arc<Mutex<Vec<&str>>> = Arc::default();
    let (world, weak, log, depth) =
        (mapi.clone(), Arc::downgrade(&session), Arc::clone(&seen), Arc::clone(&inside));
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        lock(&log).insert(place);
        // Two calls inside a call are enough.
        if lock(&depth).len() >= 2 {
            return;
        }
        lock(&depth).push(place);
        if let Some(session) = Weak::upgrade(&weak) {
            everything(&world, &session, support);
        }
        lock(&depth).pop();
    }));
    let store = open(&session, "a").unwrap();
    mapi.run_spooler();
    store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
    let _ = session.open_entry(&OpenEntryRequest::new(&store_id("a")));
    drop(store);
    end(&session);
    *lock(&script.callback) = None;
    for place in PLACES {
        assert!(lock(&seen).contains(place), "no call back from {place}");
    }
    drop(session);
    let trace = mapi.trace();
    trace.expect_references_balanced().unwrap();
    trace.expect_invariants().unwrap();
    assert!(trace.count_of(Method::ProviderLogon) > 10, "the stores were opened again and again");
}

#[test]
fn the_session_may_end_inside_a_logon() {
    let script = Script::new([]);
    let mapi = subsystem(&script, None).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let weak = Arc::downgrade(&session);
    *lock(&script.callback) = Some(Arc::new(move |place, _| {
        if place == "Logon"
            && let Some(session) = weak.upgrade()
        {
            let _ = session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0);
        }
    }));
    assert_eq!(open(&session, "a").unwrap_err().code(), MAPI_E_END_OF_SESSION);
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::LogonLogoff), 1, "{trace}");
    assert_eq!(trace.count_of(Method::ProviderShutdown), 1, "{trace}");
    drop(session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

/// Does something once, when the provider is in `Logon` for the `turn`th time.
fn in_logon(script: &Arc<Script>, turn: usize, act: impl Fn() + Send + Sync + 'static) {
    let seen = Mutex::new(0);
    *lock(&script.callback) = Some(Arc::new(move |place, _| {
        *lock(&seen) += usize::from(place == "Logon");
        if place == "Logon" && *lock(&seen) == turn {
            act();
        }
    }));
}

/// \[LOAD-23\] The provider has nothing to return again then, and makes a new store object.
#[test]
fn a_store_that_is_open_may_be_released_inside_another_logon() {
    let script = Script::new([]);
    let mapi = subsystem(&script, None).build().unwrap();
    let sharing = || mapi.logon(PROFILE, LogonExFlags::MAPI_ALLOW_OTHERS).unwrap();
    let sessions = [sharing(), sharing()];
    let held = Arc::new(Mutex::new(Some(open(&sessions[0], "a").unwrap())));
    in_logon(&script, 1, move || drop(lock(&held).take()));
    let store = open(&sessions[1], "a").unwrap();
    let trace = mapi.trace();
    trace.expect_no_deviation().unwrap();
    assert_eq!(trace.opens()[1].step(Step::SpoolerTold), StepOutcome::Done, "{trace}");
    assert_eq!(mapi.run_spooler(), 1);
    drop(store);
    sessions.iter().for_each(|session| end(session));
    drop(sessions);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

/// The spooler knows of it then, and hears of it once.
#[test]
fn a_store_may_be_opened_inside_its_own_logon() {
    let script = Script::new([]);
    let mapi = subsystem(&script, None).build().unwrap();
    let sharing = || mapi.logon(PROFILE, LogonExFlags::MAPI_ALLOW_OTHERS).unwrap();
    let (session, other) = (sharing(), sharing());
    let (weak, held) = (Arc::downgrade(&other), Arc::new(Mutex::new(None)));
    let keep = Arc::clone(&held);
    in_logon(&script, 1, move || {
        *lock(&keep) = weak.upgrade().map(|other| open(&other, "a").unwrap());
    });
    let store = open(&session, "a").unwrap();
    let trace = mapi.trace();
    trace.expect_no_deviation().unwrap();
    let told = StepOutcome::Skipped(SkipReason::SpoolerAlreadyTold);
    assert_eq!(trace.opens()[0].step(Step::SpoolerTold), told, "{trace}");
    assert_eq!(mapi.run_spooler(), 1);
    drop(store);
    drop(lock(&held).take());
    [&session, &other].into_iter().for_each(|session| end(session));
    drop((session, other));
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

#[test]
fn a_store_may_be_released_inside_its_own_notification() {
    let script = Script::new([]);
    let kept: Arc<Mutex<Option<Support>>> = Arc::default();
    let keep = Arc::clone(&kept);
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        if place == "Logon" {
            *lock(&keep) = support.cloned();
        }
    }));
    let (mapi, session) = machine(&script);
    let store = open(&session, "a").unwrap();
    let support = lock(&kept).take().unwrap();

    struct Releasing(Mutex<Option<Arc<dyn IMsgStore>>>);
    impl IMAPIAdviseSink for Releasing {
        fn on_notify(&self, _notifications: &[Notification]) -> SinkAnswer {
            drop(self.0.lock().unwrap().take());
            SinkAnswer::S_OK
        }
    }
    let key = NotificationKey::new(*b"key");
    let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(Releasing(Mutex::new(Some(store))));
    let request = SubscribeRequest::new(&key, EventMask::fnevCriticalError, &sink);
    support.subscribe(&request).unwrap();
    let event = critical_error();
    support.notify(&key, &[event], NotifyFlags::empty()).unwrap();
    drop(support);
    drop(sink);
    assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 1, "{}", mapi.trace());
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

/// A panic anywhere in a provider reaches the test, and the machine can be used and ended afterwards.
#[test]
fn a_panic_from_anywhere_leaves_a_usable_machine() {
    for place in
        ["MSProviderInit", "CompareStoreIDs", "Logon", "SpoolerLogon", "StoreLogoff", "Logoff", "Shutdown"]
    {
        let script = Script::new([]);
        let (mapi, session) = machine(&script);
        let armed = Arc::new(Mutex::new(true));
        let fuse = Arc::clone(&armed);
        *lock(&script.callback) = Some(Arc::new(move |at, _| {
            let goes_off = at == place && std::mem::take(&mut *lock(&fuse));
            assert!(!goes_off, "the provider panics in {place}");
        }));
        let story = || {
            let store = open(&session, "a").unwrap();
            mapi.run_spooler();
            store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
            drop(store);
            end(&session);
        };
        assert!(catch_unwind(AssertUnwindSafe(story)).is_err(), "{place}");
        let trace = mapi.trace();
        assert!(trace.to_string().contains("PANICKED"), "{place}: {trace}");
        assert!(!*lock(&armed));

        let again = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let store = open(&again, "b").unwrap();
        mapi.run_spooler();
        drop(store);
        end(&again);
        drop(session);
        assert!(mapi.trace().events().len() > trace.events().len());
    }
}
