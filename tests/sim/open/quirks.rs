//! What real MAPI does beside its contract, and failures on demand.

use std::sync::Arc;

use mapi_sim::load::{SkipReason, Step};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::trace::{Method, StepOutcome};
use mapi_sim::wrap::{OnProvider, Wrapping};

use crate::common::script::*;

/// A machine with a provider in a DLL of this name.
fn named(dll: &str, quirk: Option<Quirk>) -> (Subsystem, MapiResult<()>) {
    let store = StoreSection::new(dll, "a").entry_id(store_id("a"));
    let mut builder = Subsystem::builder()
        .dll(Dll::new(dll).provider_entry(Script::new([]).entry()))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(store)));
    if let Some(quirk) = quirk {
        builder = builder.quirk(quirk);
    }
    let mapi = builder.build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let section = mapi.sections(PROFILE)[0];
    let opened = session.open_store_of_section(&section, OpenStoreFlags::empty()).map(drop);
    (mapi, opened)
}

#[test]
fn a_dll_with_two_periods_in_its_name_is_not_found() {
    let names = ["my.store.dll", r"c:\my.path\store.dll", r"c:\path\store.dll", "store.dll", "store"];
    let found = names.map(|name| named(name, Some(Quirk::OnePeriodInDllNames)).1.is_ok());
    assert_eq!(found, [false, false, true, true, true]);
    assert!(names.iter().all(|name| named(name, None).1.is_ok()));
    let (mapi, opened) = named("my.store.dll", Some(Quirk::OnePeriodInDllNames));
    let error = opened.unwrap_err();
    assert_eq!(error.code(), MAPI_E_CALL_FAILED);
    assert!(
        error.to_string().contains("my.store.dll") && error.to_string().contains("first period"),
        "{error}"
    );
    assert_eq!(mapi.trace().count_of(Method::MsProviderInit), 0);
}

/// A machine whose provider gives no validation data for the store "a".
fn without_data(quirk: Option<Quirk>, model: SpoolerModel) -> (Subsystem, Arc<Session>) {
    let provider = OnProvider::new().logon(|inner, request| {
        let mut answer = inner.logon(request)?;
        if request.entry_id == Some(&store_id("a")) {
            answer.spool_security = None;
        }
        Ok(answer)
    });
    let section = |name: &str| StoreSection::new(DLL, name).entry_id(store_id(name));
    let mut builder = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(Wrapping::new(Script::new([]).entry()).provider(provider)))
        .spooler_model(model)
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section("a")).store(section("b"))));
    if let Some(quirk) = quirk {
        builder = builder.quirk(quirk);
    }
    let mapi = builder.build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

#[test]
fn a_spooler_may_pass_over_stores_without_validation_data() {
    for model in [SpoolerModel::SameProcess, SpoolerModel::OwnProcess] {
        for (quirk, logons) in [(Some(Quirk::NoSpoolerLogonWithoutData), 1), (None, 2)] {
            let (mapi, session) = without_data(quirk, model);
            let stores = ["a", "b"].map(|name| open(&session, name).unwrap());
            assert_eq!(mapi.run_spooler(), logons);
            let trace = mapi.trace();
            let skipped = trace.opens()[0].step(Step::SpoolerLogon)
                == StepOutcome::Skipped(SkipReason::NoValidationData);
            assert_eq!(skipped, quirk.is_some());
            assert_eq!(trace.opens()[0].step(Step::SpoolerTold), StepOutcome::Done);
            drop(stores);
            end(&session);
            mapi.trace().expect_no_deviation().unwrap();
            mapi.trace().expect_references_balanced().unwrap();
            mapi.trace().expect_invariants().unwrap();
        }
    }
}

#[test]
fn mapi_logon_ex_fails_when_a_test_says_so() {
    let failing = MapiError::with_detail(MAPI_E_NETWORK_ERROR, MapiErrorDetail::new("the cable"));
    let script = Script::new([]);
    let mapi = subsystem(&script, None).logon_answers([Ok(()), Err(failing.clone())]).build().unwrap();
    let logon = || mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION);
    let first = logon().unwrap();
    assert_eq!(logon().unwrap_err(), failing);
    assert!(logon().is_ok(), "the list has come to its end");
    assert!(open(&first, "a").is_ok(), "the other session goes on");
}

/// [LOAD-17]
#[test]
fn a_store_is_not_opened_online_and_from_its_local_copy_at_once() {
    let online = OpenStoreFlags::MDB_ONLINE;
    for (first, second, advised) in [
        (OpenStoreFlags::empty(), online, true),
        (online, OpenStoreFlags::empty(), true),
        (online, online | OpenStoreFlags::MDB_WRITE, false),
        (OpenStoreFlags::empty(), OpenStoreFlags::MDB_WRITE, false),
    ] {
        let (mapi, session) = machine(&Script::new([]));
        let _store = open_with(&session, &wrapped("a"), first).unwrap();
        assert!(mapi.trace().expect_no_advice().is_ok());
        assert!(open_with(&session, &wrapped("a"), second).is_ok());
        let other = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        assert!(open_with(&other, &wrapped("a"), second).is_ok(), "in a session of its own");
        let trace = mapi.trace();
        let rules: Vec<_> = trace.advice().iter().map(|advice| advice.rule).collect();
        assert_eq!(rules, if advised { vec!["LOAD-17"] } else { vec![] });
        trace.expect_no_deviation().unwrap();
    }
}
