//! Duplicate opens, and what comes before the client has its store.

use std::sync::{Arc, Mutex, Weak};

use mapi_sim::load::{SkipReason, Step};
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::StepOutcome;
use mapi_sim::wrap::{OnProvider, Wrapping};

use crate::common::script::*;

#[test]
fn a_duplicate_open_leaves_no_section_behind() {
    let (mapi, session) = machine(&Script::new([]));
    let before = mapi.sections(PROFILE).len();
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(open(&session, "in no section").unwrap());
        assert_eq!(mapi.sections(PROFILE).len(), before + 1, "the section of the first open");
    }
    drop(held);
    end(&session);
    mapi.trace().expect_no_deviation().unwrap();
    mapi.trace().expect_references_balanced().unwrap();
}

/// The provider knows "A" and "a" for one store.
#[test]
fn another_form_of_the_identifier_of_an_open_store_is_traced_as_open() {
    let provider = OnProvider::new()
        .compare_store_ids(|_, first, second, _| Ok(first.as_bytes().eq_ignore_ascii_case(second.as_bytes())))
        .logon(|inner, request| {
            let (mut request, id) = (*request, store_id("a"));
            request.entry_id = Some(&id);
            inner.logon(&request)
        });
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(Wrapping::new(Script::new([]).entry()).provider(provider)))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let _first = open(&session, "a").unwrap();
    let _again = open(&session, "A").unwrap();
    let trace = mapi.trace();
    for step in [Step::MsProviderInit, Step::ProviderObject] {
        assert_eq!(trace.opens()[1].step(step), StepOutcome::Skipped(SkipReason::StoreAlreadyOpen));
    }
    trace.expect_no_deviation().unwrap();
    trace.expect_invariants().unwrap();
}

/// Notes which steps had happened when it was told of a store.
#[derive(Default)]
struct Watching {
    queue: QueueSpooler,
    mapi: Mutex<Weak<Subsystem>>,
    seen: Mutex<Vec<Vec<Step>>>,
}

impl Spooler for Watching {
    fn told(&self, store: SpoolerKey) {
        let mapi = self.mapi.lock().unwrap().upgrade().unwrap();
        let trace = mapi.trace();
        self.seen.lock().unwrap().push(trace.opens().last().unwrap().steps_done());
        self.queue.told(store);
    }
    fn next_logon(&self) -> Option<SpoolerKey> {
        self.queue.next_logon()
    }
    fn logged_on(&self, store: SpoolerKey, objects: SpoolerStore) {
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

#[test]
fn the_spooler_hears_of_a_store_before_the_client_has_it() {
    let spooler = Arc::new(Watching::default());
    let builder = subsystem(&Script::new([]), None).spooler(Arc::clone(&spooler) as Arc<dyn Spooler>);
    let mapi = Arc::new(builder.build().unwrap());
    *spooler.mapi.lock().unwrap() = Arc::downgrade(&mapi);
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let _store = open(&session, "a").unwrap();
    assert_eq!(*spooler.seen.lock().unwrap(), [Step::ALL[..6].to_vec()]);
    assert_eq!(mapi.trace().opens()[0].steps_done(), Step::ALL[..7]);
}

/// [LOAD-24]
#[test]
fn a_logon_object_that_comes_with_an_open_store_is_released_at_once() {
    struct Counted {
        inner: Arc<dyn IMSLogon>,
        _alive: Arc<()>,
    }
    impl IMSLogon for Counted {
        fn logoff(&self, flags: u32) -> MapiResult<()> {
            self.inner.logoff(flags)
        }
    }
    let alive = Arc::new(());
    let count = Arc::clone(&alive);
    let provider = OnProvider::new().logon(move |inner, request| {
        let mut answer = inner.logon(request)?;
        let counted =
            |logon| Arc::new(Counted { inner: logon, _alive: Arc::clone(&count) }) as Arc<dyn IMSLogon>;
        answer.logon = answer.logon.map(counted);
        Ok(answer)
    });
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let script = Script::new([Act::Well, Act::ExtraLogon]);
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(Wrapping::new(script.entry()).provider(provider)))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let first = open(&session, "a").unwrap();
    let before = Arc::strong_count(&alive);
    let again = open(&session, "a").unwrap();
    assert_eq!(Arc::strong_count(&alive), before, "of the two logon objects one is left");
    drop((first, again));
}
