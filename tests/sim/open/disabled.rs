//! [ERR-12] A service that is disabled: none of its providers is called for the rest of the session, whatever leads there.

use std::sync::{Arc, Mutex};

use mapi_sim::load::readings::{Reading, Strictness};
use mapi_sim::load::{SkipReason, Step};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Method, StepOutcome};

use crate::common::script::*;

/// The calls that reach a provider.
const OF_PROVIDERS: [Method; 5] = [
    Method::MsProviderInit,
    Method::ProviderLogon,
    Method::ProviderSpoolerLogon,
    Method::ProviderCompareStoreIds,
    Method::ProviderShutdown,
];

fn calls(mapi: &Subsystem) -> [usize; OF_PROVIDERS.len()] {
    OF_PROVIDERS.map(|method| mapi.trace().count_of(method))
}

/// A machine whose service is disabled, with nothing open.
fn disabled() -> (Subsystem, Arc<Session>) {
    let (mapi, session) = machine(&Script::new([Act::Fail(MAPI_E_LOGON_FAILED, "")]));
    assert!(open(&session, "a").is_err());
    (mapi, session)
}

#[test]
fn no_identifier_leads_to_its_providers() {
    let (mapi, session) = disabled();
    let before = calls(&mapi);
    let bare = store_id("b");
    for id in [wrapped("a"), wrapped("b"), bare, wrapped("another form of b"), wrapped("of no section")] {
        let error = open_with(&session, &id, OpenStoreFlags::empty()).unwrap_err();
        assert_eq!(error.code(), MAPI_E_LOGON_FAILED, "{id:?}");
    }
    assert_eq!(calls(&mapi), before, "{}", mapi.trace());
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

#[test]
fn its_dll_is_not_initialised_again() {
    // The first open fails in MSProviderInit, so there is no provider object.
    let section = |name: &str| StoreSection::new(DLL, name).entry_id(store_id(name));
    let script = Script::new([]);
    let counted = Arc::new(Mutex::new(0));
    let count = Arc::clone(&counted);
    let good = script.entry();
    let entry = move |request: &InitRequest| {
        *count.lock().unwrap() += 1;
        if *count.lock().unwrap() == 1 { Err(MAPI_E_NOT_ENOUGH_MEMORY.into()) } else { good(request) }
    };
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(entry))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section("a")).store(section("b"))))
        .reading(Reading::FailedInitDisables, Strictness::Strict)
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    assert_eq!(open(&session, "a").unwrap_err().code(), MAPI_E_NOT_ENOUGH_MEMORY);
    for name in ["a", "b", "another form of b"] {
        assert_eq!(open(&session, name).unwrap_err().code(), MAPI_E_LOGON_FAILED, "{name}");
    }
    assert_eq!(*counted.lock().unwrap(), 1);
}

#[test]
fn a_dll_that_serves_another_service_too_is_asked_whose_the_identifier_is() {
    let section = |name: &str| StoreSection::new(DLL, name).entry_id(store_id(name));
    let script = Script::new([Act::Fail(MAPI_E_LOGON_FAILED, ""), Act::Well]);
    let profile = Profile::new(PROFILE)
        .service(Service::new("FIRST").store(section("a")))
        .service(Service::new("SECOND").store(section("b")));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(script.entry()))
        .profile(profile)
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    assert!(open(&session, "a").is_err());
    assert!(open(&session, "of no section").is_ok());
    assert!(open(&session, "b").is_ok());
    assert_eq!(open(&session, "a").unwrap_err().code(), MAPI_E_LOGON_FAILED);
}

/// Both stores of the service are opened; the logon of the second one disables the service.
#[test]
fn the_spooler_does_not_log_on_to_a_store_of_a_service_disabled_meanwhile() {
    for model in [SpoolerModel::SameProcess, SpoolerModel::OwnProcess] {
        let script = Script::new([Act::Well, Act::Fail(MAPI_E_LOGON_FAILED, "")]);
        let mapi = subsystem(&script, None).spooler_model(model).build().unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let store = open(&session, "a").unwrap();
        assert!(open(&session, "b").is_err());
        assert_eq!(mapi.run_spooler(), 0);
        let trace = mapi.trace();
        assert_eq!(trace.count_of(Method::ProviderSpoolerLogon), 0, "{trace}");
        assert_eq!(
            trace.opens()[0].step(Step::SpoolerLogon),
            StepOutcome::Skipped(SkipReason::ServiceDisabled)
        );
        drop(store);
        end(&session);
        mapi.trace().expect_no_deviation().unwrap();
        mapi.trace().expect_references_balanced().unwrap();
        mapi.trace().expect_invariants().unwrap();
    }
}

/// What happens in the course of the first store's open while the second one's fails for good.
fn failing_at(place: &'static str, acts: Vec<Act>, spooler: Vec<Act>) -> (Subsystem, MapiResult<()>) {
    let script = Script::new(acts).spooler(spooler);
    let inner: Arc<Mutex<Option<Arc<Session>>>> = Arc::default();
    let of_callback = Arc::clone(&inner);
    let callback: Callback = Arc::new(move |at, _| {
        let session = of_callback.lock().unwrap().take_if(|_| at == place);
        if let Some(session) = session {
            let id = wrapped("b");
            assert!(session.open_msg_store(&OpenStoreRequest::new(&id)).is_err());
        }
    });
    *lock(&script.callback) = Some(callback);
    let of_entry = Arc::clone(&script);
    let entry = move |_: &ServiceRequest<'_>| {
        of_entry.called_back("MSGServiceEntry", None);
        Ok(())
    };
    let mapi = subsystem(&script, Some(Arc::new(entry))).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    *inner.lock().unwrap() = Some(Arc::clone(&session));
    let opened = open(&session, "a");
    mapi.run_spooler();
    let result = opened.map(drop);
    end(&session);
    mapi.trace().expect_no_deviation().unwrap();
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
    (mapi, result)
}

#[test]
fn no_logon_is_tried_again_after_a_configuration_in_which_the_service_was_disabled() {
    let unconfigured = Act::Fail(MAPI_E_UNCONFIGURED, "no path");
    let acts = vec![unconfigured, Act::Fail(MAPI_E_LOGON_FAILED, ""), Act::Well];
    let (mapi, result) = failing_at("MSGServiceEntry", acts, vec![]);
    assert_eq!(result.unwrap_err().code(), MAPI_E_LOGON_FAILED);
    assert_eq!(mapi.trace().count_of(Method::ProviderLogon), 2, "{}", mapi.trace());
}

#[test]
fn nothing_is_configured_that_was_disabled_in_its_logon() {
    // The inner open, within the first Logon, takes the first act.
    let acts = vec![Act::Fail(MAPI_E_LOGON_FAILED, ""), Act::Fail(MAPI_E_UNCONFIGURED, ""), Act::Well];
    let (mapi, result) = failing_at("Logon", acts, vec![]);
    assert_eq!(result.unwrap_err().code(), MAPI_E_UNCONFIGURED);
    assert_eq!(mapi.trace().count_of(Method::MsgServiceEntry), 0, "{}", mapi.trace());
}

#[test]
fn a_store_whose_service_was_disabled_in_its_logon_is_open_without_the_spooler() {
    let (mapi, result) = failing_at("Logon", vec![Act::Fail(MAPI_E_LOGON_FAILED, ""), Act::Well], vec![]);
    result.unwrap();
    assert_eq!(mapi.trace().count_of(Method::ProviderSpoolerLogon), 0, "{}", mapi.trace());
}

#[test]
fn the_spooler_does_not_try_again_either() {
    // The service is disabled while the spooler's logon asks for a configuration.
    let acts = vec![Act::Well, Act::Fail(MAPI_E_LOGON_FAILED, "")];
    for place in ["SpoolerLogon", "MSGServiceEntry"] {
        let spooler = vec![Act::Fail(MAPI_E_UNCONFIGURED, ""), Act::OpenTwice];
        let (mapi, result) = failing_at(place, acts.clone(), spooler);
        result.unwrap();
        assert_eq!(mapi.trace().count_of(Method::ProviderSpoolerLogon), 1, "{place}: {}", mapi.trace());
    }
}
