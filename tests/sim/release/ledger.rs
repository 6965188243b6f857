//! The ledger of what was handed out: who holds what, what it was made for, and who leaks it.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::*;

use crate::common::script::*;

fn lines(mapi: &Subsystem) -> Vec<String> {
    let trace = mapi.trace();
    trace.ledger().iter().map(|holding| trace.holding_text(holding)).collect()
}

fn leaks(mapi: &Subsystem) -> Vec<String> {
    let trace = mapi.trace();
    trace.leaks().iter().map(|holding| trace.holding_text(holding)).collect()
}

type KeptSection = Arc<Mutex<Option<Arc<dyn IProfSect>>>>;

/// A script whose provider keeps the section that it opens at its logon.
fn keeps_section() -> (Arc<Script>, KeptSection) {
    let (script, kept) = (Script::new([]), Arc::new(Mutex::new(None)));
    let keep = Arc::clone(&kept);
    *lock(&script.callback) = Some(Arc::new(move |place, support: Option<&Support>| {
        if let ("Logon", Some(support)) = (place, support) {
            let section = support.open_profile_section(None, OpenSectionFlags::empty()).unwrap();
            lock(&keep).get_or_insert(section);
        }
    }));
    (script, kept)
}

#[test]
fn the_ledger_of_an_open_store_says_who_holds_what_and_why() {
    let (script, _kept) = keeps_section();
    let (mapi, session) = machine(&script);
    assert_eq!(lines(&mapi), ["session 1, made for MAPILogonEx of session 1: 1 reference of client"]);
    let store = open(&session, "a").unwrap();
    let again = open(&session, "a").unwrap();
    mapi.run_spooler();
    let lines = lines(&mapi);
    for line in [
        "provider object P1, made for MSProviderInit of open 1, session 1: 1 reference of MAPI",
        "logon object L1, made for IMSProvider::Logon of open 1, session 1: 1 reference of MAPI",
        "store object M1, made for IMAPISession::OpenMsgStore of open 1, session 1: 2 references of client",
        "logon object L2, made for IMSProvider::SpoolerLogon of open 1, session 1: 1 reference of MAPI",
        "store object M2, made for IMSProvider::SpoolerLogon of open 1, session 1: 1 reference of spooler",
        "support object S1, made for IMSProvider::Logon of open 1, session 1: 1 reference of scripted",
        "section \"Store a\", made for IMAPISupport::OpenProfileSection of open 1, session 1: 1 reference of scripted",
    ] {
        assert!(lines.contains(&line.to_owned()), "{line} in\n{}", lines.join("\n"));
    }
    assert!(mapi.trace().leaks().is_empty(), "all of it is in use");
    let error = mapi.trace().expect_references_balanced().unwrap_err();
    assert!(error.got().contains("support object S1") && error.got().contains("section"), "{}", error.got());
    drop((store, again));
}

#[test]
fn nothing_is_left_of_a_good_run() {
    let (mapi, session) = machine(&Script::new([Act::Well, Act::Fail(MAPI_E_FAILONEPROVIDER, "no")]));
    let store = open(&session, "a").unwrap();
    assert!(open(&session, "b").is_err());
    mapi.run_spooler();
    drop(store);
    end(&session);
    assert_eq!(lines(&mapi), ["session 1, made for MAPILogonEx of session 1: 1 reference of client"]);
    assert!(mapi.trace().leaks().is_empty(), "a pointer to a session may stay until MAPI is uninitialised");
    mapi.uninitialize();
    assert_eq!(leaks(&mapi).len(), 1);
    drop(session);
    assert!(lines(&mapi).is_empty());
}

#[test]
fn a_section_that_a_provider_keeps_is_its_leak() {
    let (script, kept) = keeps_section();
    let (mapi, session) = machine(&script);
    drop(open(&session, "a").unwrap());
    let leak = "section \"Store a\", made for IMAPISupport::OpenProfileSection of open 1, session 1: \
                1 reference of scripted, overdue";
    assert_eq!(leaks(&mapi), [leak]);
    assert!(broken_rules(&mapi.trace()).is_empty(), "it may go until the session ends");
    end(&session);
    let trace = mapi.trace();
    assert_eq!(broken_rules(&mapi.trace()), ["MEM-07"]);
    assert_eq!(trace.deviations()[0].got, leak);
    assert_eq!(trace.deviations()[0].open.map(OpenNo::number), Some(1));
    assert!(trace.expect_references_balanced().unwrap_err().got().contains(leak));
    lock(&kept).take();
    mapi.trace().expect_references_balanced().unwrap();
}

#[test]
fn a_support_object_that_nobody_missed_is_missed_when_the_session_ends() {
    let script = Script::new([]).spooler([Act::FailKeeping(MAPI_E_LOGON_FAILED)]);
    let (mapi, session) = machine(&script);
    let store = open(&session, "a").unwrap();
    mapi.run_spooler();
    drop(store);
    end(&session);
    let leak = "support object S2, made for IMSProvider::SpoolerLogon of open 1, session 1: \
                1 reference of scripted, overdue";
    assert_eq!(leaks(&mapi), [leak]);
    assert_eq!(broken_rules(&mapi.trace()), ["MEM-07"]);
    assert!(mapi.trace().expect_references_balanced().is_err());
    lock(&script.kept).clear();
    mapi.trace().expect_references_balanced().unwrap();
}

#[test]
fn what_was_reported_at_once_is_not_reported_again() {
    let script = Script::new([Act::FailKeeping(MAPI_E_FAILONEPROVIDER), Act::KeepAgain]);
    let (mapi, session) = machine(&script);
    assert!(open(&session, "a").is_err());
    assert_eq!(broken_rules(&mapi.trace()), ["LOGON-02"]);
    end(&session);
    assert_eq!(broken_rules(&mapi.trace()), ["LOGON-02"]);
    assert_eq!(mapi.trace().leaks().len(), 1);
}

#[test]
fn a_store_that_a_client_keeps_is_the_clients_leak() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open(&session, "a").unwrap();
    end(&session);
    assert_eq!(
        leaks(&mapi),
        [
            "store object M1, made for IMAPISession::OpenMsgStore of open 1, session 1: 1 reference of client, overdue"
        ]
    );
    assert!(broken_rules(&mapi.trace()).is_empty(), "no provider is to blame");
    mapi.trace().expect_references_balanced().unwrap();
    drop(store);
    assert!(leaks(&mapi).is_empty());
}

/// Somebody else holds the provider object, so MAPI's last release does not free it.
#[test]
fn a_provider_object_that_outlives_its_release_shows() {
    let (made, script) = (Arc::new(Mutex::new(Vec::new())), Script::new([]));
    let (keep, entry) = (Arc::clone(&made), script.entry());
    let dll = Dll::new(DLL).provider_entry(move |request: &InitRequest| {
        let answer = entry(request)?;
        lock(&keep).extend(answer.provider.clone());
        Ok(answer)
    });
    let service = Service::new("S").store(StoreSection::new(DLL, "Store").entry_id(store_id("a")));
    let mapi = Subsystem::builder()
        .dll(dll)
        .profile(Profile::new(PROFILE).service(service))
        .trace_detail(TraceDetail::Off)
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    drop(open(&session, "a").unwrap());
    end(&session);
    assert!(mapi.trace().events().is_empty(), "the ledger needs no events");
    assert_eq!(
        leaks(&mapi),
        [
            "provider object P1, made for MSProviderInit of open 1, session 1: 1 reference of scripted, overdue"
        ]
    );
    mapi.trace().expect_references_balanced().unwrap();
    lock(&made).clear();
    assert!(leaks(&mapi).is_empty());
}
