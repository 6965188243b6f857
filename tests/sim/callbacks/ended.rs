//! What ends while a provider is called is not called afterwards, and what a provider does not owe any more it is not
//! accused of.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Method, Trace};

use crate::common::script::*;

/// Runs `act` once, when the provider is called at `place` for the last of `number` times.
fn once_at(
    script: &Arc<Script>,
    place: &'static str,
    number: usize,
    act: impl Fn(Option<&Support>) + Send + Sync + 'static,
) {
    let left = Mutex::new(number);
    *lock(&script.callback) = Some(Arc::new(move |called, support: Option<&Support>| {
        let now = {
            let mut left = lock(&left);
            let counted = called == place && *left > 0;
            *left -= usize::from(counted);
            counted && *left == 0
        };
        if now {
            act(support);
        }
    }));
}

fn expect_clean(trace: &Trace) {
    trace.expect_no_deviation().unwrap();
    trace.expect_invariants().unwrap();
    trace.expect_references_balanced().unwrap();
}

/// A provider object that takes part in fast shutdowns.
struct Asked(Arc<dyn IMSProvider>, Arc<Script>);

impl IMSProvider for Asked {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.logon(request)
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.spooler_logon(request)
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        self.0.compare_store_ids(first, second, flags)
    }

    fn shutdown(&self, flags: u32) -> MapiResult<()> {
        self.0.shutdown(flags)
    }

    fn provider_shutdown(self: Arc<Self>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
        Some(self)
    }
}

impl IMAPIProviderShutdown for Asked {
    fn query_fast_shutdown(&self) -> MapiResult<()> {
        self.1.called_back("QueryFastShutdown", None);
        Ok(())
    }

    fn notify_process_shutdown(&self) -> MapiResult<()> {
        self.1.called_back("NotifyProcessShutdown", None);
        Ok(())
    }

    fn do_fast_shutdown(&self) -> MapiResult<()> {
        self.1.called_back("DoFastShutdown", None);
        Ok(())
    }
}

/// The first of two providers logs the session off: the second one is shut down and asked nothing. The asked one is shut
/// down after its answer.
#[test]
fn a_provider_that_was_shut_down_meanwhile_is_asked_nothing_in_a_fast_shutdown() {
    for (place, method) in [
        ("QueryFastShutdown", Method::ProviderQueryFastShutdown),
        ("NotifyProcessShutdown", Method::ProviderNotifyProcessShutdown),
        ("DoFastShutdown", Method::ProviderDoFastShutdown),
    ] {
        let script = Script::new([]);
        let mut builder = Subsystem::builder().fast_shutdown(FastShutdown::UnlessOptedOut);
        let mut service = Service::new("FAST");
        for dll in ["first.dll", "second.dll"] {
            let (inner, asked) = (script.entry(), Arc::clone(&script));
            let entry = move |request: &InitRequest| {
                let provider = inner(request)?.provider.ok_or(MAPI_E_CALL_FAILED)?;
                Ok(InitAnswer::new(Arc::new(Asked(provider, Arc::clone(&asked)))))
            };
            builder = builder.dll(Dll::new(dll).provider_entry(entry));
            service = service.store(StoreSection::new(dll, "Store").entry_id(store_id("a")));
        }
        let mapi = builder.profile(Profile::new(PROFILE).service(service)).build().unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        for dll in ["first.dll", "second.dll"] {
            let id = WrappedStoreEntryId { dll_name: dll.into(), store: store_id("a") }.encode().unwrap();
            drop(open_with(&session, &id, OpenStoreFlags::empty()).unwrap());
        }
        let ending = Arc::downgrade(&session);
        once_at(&script, place, 1, move |_| end(&ending.upgrade().unwrap()));
        let shutdown = Arc::clone(&session).client_shutdown().unwrap();
        shutdown.query_fast_shutdown().unwrap();
        if method != Method::ProviderQueryFastShutdown {
            let _ = shutdown.notify_process_shutdown();
        }
        if method == Method::ProviderDoFastShutdown {
            let _ = shutdown.do_fast_shutdown();
        }
        let trace = mapi.trace();
        assert_eq!(trace.count_of(method), 1, "{place}\n{trace}");
        assert_eq!(trace.count_of(Method::ProviderShutdown), 2, "{place}\n{trace}");
        trace.expect_invariants().unwrap();
        trace.expect_no_deviation().unwrap();
    }
}

#[test]
fn special_folders_are_looked_after_until_the_store_is_logged_off() {
    let script = Script::new([]);
    *lock(&script.mask) = StoreSupportMask::STORE_CREATE_OK | StoreSupportMask::STORE_MODIFY_OK;
    let (mapi, session) = machine(&script);
    let ending = Arc::downgrade(&session);
    once_at(&script, "GetProps", 1, move |_| end(&ending.upgrade().unwrap()));
    let opened = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_WRITE);
    assert_eq!(opened.map(drop).unwrap_err().code(), MAPI_E_END_OF_SESSION);
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::StoreOpenEntry), 0, "{trace}");
    expect_clean(&trace);
}

#[test]
fn a_store_that_ends_within_set_default_store_is_not_called_any_more() {
    for number in 1..3 {
        let script = Script::new([]);
        *lock(&script.mask) = StoreSupportMask::STORE_CREATE_OK
            | StoreSupportMask::STORE_MODIFY_OK
            | StoreSupportMask::STORE_SUBMIT_OK;
        let (mapi, session) = machine(&script);
        let ending = Arc::downgrade(&session);
        once_at(&script, "GetProps", number, move |_| end(&ending.upgrade().unwrap()));
        drop(session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&wrapped("a"))));
        let trace = mapi.trace();
        assert_eq!(trace.count_of(Method::StoreOpenEntry), 0, "{number}\n{trace}");
        expect_clean(&trace);
    }
}

/// While a store goes, a client opens it: its provider makes another pair, and that is right \[LOAD-23\].
#[test]
fn a_store_that_is_opened_while_it_goes_is_opened_anew() {
    for place in ["release of the store", "Logoff", "Logon", "CompareStoreIDs", "StoreLogoff"] {
        for flags in [OpenStoreFlags::empty(), OpenStoreFlags::MDB_NO_MAIL] {
            for spooler in [false, true] {
                let script = Script::new([]);
                let (mapi, session) = machine(&script);
                let (again, inside) = (Arc::new(Mutex::new(Vec::new())), Arc::downgrade(&session));
                let kept = Arc::clone(&again);
                once_at(&script, place, 1, move |_| {
                    let store = open_with(&inside.upgrade().unwrap(), &wrapped("a"), flags);
                    lock(&kept).push(store.unwrap());
                });
                let store = open(&session, "a").unwrap();
                if spooler {
                    mapi.run_spooler();
                }
                store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
                drop(store);
                assert_eq!(lock(&again).len(), 1, "{place}");
                drop(std::mem::take(&mut *lock(&again)));
                end(&session);
                drop(session);
                expect_clean(&mapi.trace());
            }
        }
    }
}

/// A handle that counts nothing, as a provider has it that keeps a bare pointer.
fn bare(support: &Support) -> Support {
    support.lend(|object| object)
}

fn late_calls(trace: &Trace) -> Vec<String> {
    let late = trace.deviations().iter().filter(|deviation| deviation.rule == "SHUT-14");
    late.map(|deviation| deviation.got.clone()).collect()
}

/// Calls one of each kind.
fn call(support: &Support) {
    assert_eq!(support.new_uid().unwrap_err().code(), MAPI_E_INVALID_OBJECT);
    assert!(support.set_provider_uid(&UID, 0).is_err());
    assert!(support.open_profile_section(None, OpenSectionFlags::empty()).is_err());
    assert!(support.store_logoff_transports(LogoffFlags::LOGOFF_ABORT).is_err());
    drop(support.clone());
}

#[test]
fn a_call_on_a_freed_support_object_is_a_deviation() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    let kept = Arc::new(Mutex::new(None));
    let keeping = Arc::clone(&kept);
    once_at(&script, "Logon", 1, move |support| *lock(&keeping) = support.map(bare));
    let store = open(&session, "a").unwrap();
    let support = lock(&kept).take().unwrap();
    support.new_uid().unwrap();
    expect_no_late_call(&mapi);
    drop(store);
    call(&support);
    let late = late_calls(&mapi.trace());
    assert_eq!(late.len(), 5, "{late:#?}");
    assert_eq!(late[0], "IMAPISupport::NewUID on S1, which is freed");
    assert!(late[4].contains("AddRef"), "{}", late[4]);
}

fn expect_no_late_call(mapi: &Subsystem) {
    assert_eq!(late_calls(&mapi.trace()), [""; 0]);
}

/// A reference that was kept lives on after the logon and after `Shutdown`; nothing can be done with it but to release it.
#[test]
fn a_call_on_a_support_object_that_has_outlived_its_logon_is_a_deviation() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    let kept = Arc::new(Mutex::new(None));
    let keeping = Arc::clone(&kept);
    once_at(&script, "Logon", 1, move |support| *lock(&keeping) = support.cloned());
    let store = open(&session, "a").unwrap();
    end(&session);
    let support = lock(&kept).take().unwrap();
    expect_no_late_call(&mapi);
    assert_eq!(support.new_uid().unwrap_err().code(), MAPI_E_INVALID_OBJECT);
    drop((store, session, support));
    assert_eq!(late_calls(&mapi.trace()), ["IMAPISupport::NewUID on S1, which has ended"]);
    mapi.trace().expect_references_balanced().unwrap();
}

/// The support object of a service call may be made by the provider itself, and ends with its provider object.
#[test]
fn a_call_after_shutdown_is_a_deviation_whatever_the_support_object_was_made_for() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    let kept = Arc::new(Mutex::new(None));
    let keeping = Arc::clone(&kept);
    once_at(&script, "Logon", 1, move |support| {
        *lock(&keeping) = support.map(|support| support.get_svc_config_support_obj(0).unwrap());
    });
    drop(open(&session, "a").unwrap());
    let support = lock(&kept).take().unwrap();
    support.new_uid().unwrap();
    end(&session);
    expect_no_late_call(&mapi);
    assert!(support.new_uid().is_err());
    assert_eq!(late_calls(&mapi.trace()).len(), 1, "{}", mapi.trace());
}

/// A sink that ends the registration of the next one.
struct Ends {
    next: Arc<Mutex<Option<Connection>>>,
    support: Support,
    heard: Arc<Mutex<usize>>,
}

impl IMAPIAdviseSink for Ends {
    fn on_notify(&self, _notifications: &[Notification]) -> SinkAnswer {
        *lock(&self.heard) += 1;
        let next = lock(&self.next).take();
        if let Some(next) = next {
            self.support.unsubscribe(next).unwrap();
        }
        SinkAnswer::S_OK
    }
}

#[test]
fn a_sink_whose_registration_has_ended_meanwhile_is_not_notified() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    let kept = Arc::new(Mutex::new(None));
    let keeping = Arc::clone(&kept);
    once_at(&script, "Logon", 1, move |support| *lock(&keeping) = support.cloned());
    let store = open(&session, "a").unwrap();
    let support = lock(&kept).take().unwrap();
    let key = NotificationKey::new(b"key".to_vec());
    let (next, heard) = (Arc::new(Mutex::new(None)), Arc::new(Mutex::new(0)));
    let sink = || {
        let (next, heard, support) = (Arc::clone(&next), Arc::clone(&heard), bare(&support));
        Arc::new(Ends { next, support, heard }) as Arc<dyn IMAPIAdviseSink>
    };
    let sinks = [sink(), sink()];
    let subscribe = |sink| SubscribeRequest::new(&key, EventMask::fnevCriticalError, sink);
    let [_, second] = [&sinks[0], &sinks[1]].map(|sink| support.subscribe(&subscribe(sink)).unwrap());
    *lock(&next) = Some(second);
    let event = Notification::CriticalError { entry_id: None, code: MAPI_E_CALL_FAILED, detail: None };
    support.notify(&key, &[event], NotifyFlags::empty()).unwrap();
    assert_eq!(*lock(&heard), 1);
    drop((support, store, sinks));
    end(&session);
    drop(session);
    mapi.trace().expect_invariants().unwrap();
}
