//! `MAPI_E_UNCONFIGURED` at `Logon`: the entry point of the service is called, and the open tried once more.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

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
