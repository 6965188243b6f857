//! `MAPI_E_UNCONFIGURED` at `Logon`: the entry point of the service is called, and the open tried once more.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::IID_IMAPIProp;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;
use mapi_sim::wrap::{OnProvider, Wrapping};

use crate::common::script::*;

/// What an entry point was called with.
type Calls = Arc<Mutex<Vec<(ServiceContext, ServiceFlags)>>>;

/// An entry point of a service that answers in this order and says what it was called with.
struct Entry {
    answers: Mutex<Vec<MapiResult<()>>>,
    calls: Calls,
}

impl ServiceEntry for Entry {
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        self.calls.lock().unwrap().push((request.context, request.flags & !ServiceFlags::MAPI_UNICODE));
        self.answers.lock().unwrap().pop().unwrap_or(Ok(()))
    }
}

fn configured_by(script: &Arc<Script>, answers: Vec<MapiResult<()>>) -> (Subsystem, Arc<Session>, Calls) {
    let calls = Arc::default();
    let entry = Entry { answers: Mutex::new(answers), calls: Arc::clone(&calls) };
    let mapi = subsystem(script, Some(Arc::new(entry))).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session, calls)
}

fn unconfigured() -> Act {
    Act::Fail(MAPI_E_UNCONFIGURED, "no path")
}

#[test]
fn an_unconfigured_provider_is_configured_once_and_tried_again() {
    let script = Script::new([unconfigured(), Act::Well]);
    let (mapi, session, calls) = configured_by(&script, vec![]);
    assert!(open(&session, "a").is_ok());
    assert_eq!(*calls.lock().unwrap(), [(ServiceContext::Configure, ServiceFlags::SERVICE_UI_ALLOWED)]);
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::ProviderLogon), 2);
    assert!(
        trace.to_string().contains("IMSProvider::Logon(S3"),
        "each attempt has its own support object\n{trace}"
    );
    trace.expect_no_deviation().unwrap();
}

#[test]
fn configuring_without_dialogs_says_so_to_the_entry_point() {
    let script = Script::new([unconfigured(), unconfigured()]);
    let (mapi, session, calls) = configured_by(&script, vec![]);
    let error = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_DIALOG).unwrap_err();
    assert_eq!(error.code(), MAPI_E_LOGON_FAILED, "a second MAPI_E_UNCONFIGURED without dialogs");
    assert_eq!(*calls.lock().unwrap(), [(ServiceContext::Configure, ServiceFlags::empty())]);
    assert_eq!(mapi.trace().count_of(Method::ProviderLogon), 2);
    assert_eq!(open(&session, "a").unwrap_err().code(), MAPI_E_LOGON_FAILED, "the service is disabled");
    assert_eq!(mapi.trace().count_of(Method::ProviderLogon), 2);
}

#[test]
fn an_entry_point_that_fails_ends_the_open_with_its_code() {
    let script = Script::new([unconfigured()]);
    let (mapi, session, _) = configured_by(&script, vec![Err(MAPI_E_USER_CANCEL.into())]);
    assert_eq!(open(&session, "a").unwrap_err().code(), MAPI_E_USER_CANCEL);
    assert_eq!(mapi.trace().count_of(Method::ProviderLogon), 1);
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn a_bare_section_cannot_be_configured() {
    let script = Script::new([unconfigured()]);
    let (mapi, session, calls) = configured_by(&script, vec![]);
    assert_eq!(open(&session, "of no section").unwrap_err().code(), MAPI_E_UNCONFIGURED);
    assert!(calls.lock().unwrap().is_empty());
    assert!(open(&session, "a").is_ok(), "no service was disabled");
    assert_eq!(mapi.sections(PROFILE).len(), 2, "the bare section went with the failed open");
}

#[test]
fn a_service_support_object_that_is_kept_is_a_breach() {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&kept);
    let entry = move |request: &ServiceRequest<'_>| {
        keep.lock().unwrap().push(request.support.clone());
        Ok(())
    };
    let mapi = subsystem(&Script::new([unconfigured()]), Some(Arc::new(entry))).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    assert!(open(&session, "a").is_ok());
    assert_eq!(broken_rules(&mapi.trace()), ["PROFILE-20"]);
    kept.lock().unwrap().clear();
}

/// What a logon asks for is what it asks for again after the configuration.
#[test]
fn the_second_try_asks_for_the_same() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let [of_logon, of_spooler] = [&asked, &asked].map(Arc::clone);
    let provider = OnProvider::new()
        .logon(move |inner, request| {
            of_logon.lock().unwrap().push((request.interface, request.flags.bits(), Vec::new()));
            inner.logon(request)
        })
        .spooler_logon(move |inner, request| {
            let data = request.spool_security.to_vec();
            of_spooler.lock().unwrap().push((request.interface, request.flags.bits(), data));
            inner.spooler_logon(request)
        });
    let script = Script::new([unconfigured(), Act::Well]).spooler([unconfigured(), Act::OpenTwice]);
    let store = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(
            Dll::new(DLL)
                .provider_entry(Wrapping::new(script.entry()).provider(provider))
                .service_entry(|_: &ServiceRequest<'_>| Ok(())),
        )
        .profile(Profile::new(PROFILE).service(Service::new("S").store(store).with_entry(DLL)))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let id = wrapped("a");
    let flags = OpenStoreFlags::MDB_WRITE | OpenStoreFlags::MAPI_DEFERRED_ERRORS;
    let request = OpenStoreRequest::new(&id).interface(IID_IMAPIProp).flags(flags);
    let _store = session.open_msg_store(&request).unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    let asked = asked.lock().unwrap();
    let [first, second, of_spooler, again] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((first, of_spooler), (second, again));
    assert_eq!(first.0, Some(IID_IMAPIProp));
    assert_eq!((again.0, &again.2[..]), (Some(IID_IMAPIProp), &b"validation"[..]));
}

/// The client lets go of the store while the spooler's logon asks for a configuration.
#[test]
fn nothing_is_configured_for_a_store_that_has_gone() {
    let script = Script::new([]).spooler([unconfigured(), Act::OpenTwice]);
    let (mapi, session, calls) = configured_by(&script, vec![]);
    let held = Arc::new(Mutex::new(Some(open(&session, "a").unwrap())));
    *lock(&script.callback) = Some(Arc::new(move |place, _| {
        if place == "SpoolerLogon" {
            drop(held.lock().unwrap().take());
        }
    }));
    assert_eq!(mapi.run_spooler(), 0);
    assert!(calls.lock().unwrap().is_empty(), "{}", mapi.trace());
    assert_eq!(mapi.trace().count_of(Method::ProviderSpoolerLogon), 1);
    end(&session);
    mapi.trace().expect_no_deviation().unwrap();
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

#[test]
fn a_service_support_object_that_is_used_later_is_a_breach_of_the_same_rule() {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&kept);
    let entry = move |request: &ServiceRequest<'_>| {
        // A pointer that is only copied counts nothing.
        keep.lock().unwrap().push(request.support.lend(|object| object));
        Ok(())
    };
    let mapi = subsystem(&Script::new([unconfigured()]), Some(Arc::new(entry))).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    assert!(open(&session, "a").is_ok());
    mapi.trace().expect_no_deviation().unwrap();
    assert!(kept.lock().unwrap()[0].new_uid().is_err());
    assert_eq!(broken_rules(&mapi.trace()), ["PROFILE-20"]);
    kept.lock().unwrap().clear();
}
