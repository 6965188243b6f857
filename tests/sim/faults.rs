//! Faults by name in a world of one's own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::{GetPropsFlags, LogonExFlags, MapiResult, OpenStoreFlags};
use mapi_sim::methods::{self, Method};
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::*;
use mapi_sim::spi::{IMAPISession, IMsgStore, OpenEntryRequest, OpenStoreRequest, ParentWindow};
use mapi_sim::trace::{TraceDetail, What};
use proptest::prelude::*;

const MODELS: [SpoolerModel; 2] = [SpoolerModel::SameProcess, SpoolerModel::OwnProcess];

fn builder(faults: &[Fault]) -> SubsystemBuilder {
    let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
    let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
    let builder = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(entry))
        .profile(Profile::new("Default").service(Service::new("REFERENCE").store(section)));
    faults.iter().fold(builder, |builder, fault| builder.fault(*fault))
}

fn world(faults: &[Fault]) -> Subsystem {
    builder(faults).build().unwrap()
}

fn log_on(mapi: &Subsystem) -> Arc<Session> {
    mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION).unwrap()
}

fn open(session: &Session) -> MapiResult<Arc<dyn IMsgStore>> {
    let id = store_entry_id("personal");
    let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG);
    Ok(session.open_msg_store(&request)?.value)
}

fn end(session: &Session) {
    session.logoff(ParentWindow::none(), Default::default(), 0).unwrap();
}

fn answers(method: Method, number: u32) -> Fault {
    Fault::answers(method, number, MAPI_E_DISK_ERROR)
}

/// Opens, uses and releases a store, whatever goes wrong, and says what the open answered.
fn life(mapi: &Subsystem) -> MapiResult<()> {
    let session = log_on(mapi);
    let store = open(&session);
    mapi.run_spooler();
    if let Ok(store) = &store {
        let _ = store.get_props(None, GetPropsFlags::empty());
    }
    let answer = store.as_ref().map(|_| ()).map_err(Clone::clone);
    drop(store);
    end(&session);
    answer
}

#[test]
fn faults_that_do_not_come_to_bear_leave_no_mark() {
    for detail in [TraceDetail::Calls, TraceDetail::All] {
        let plain = builder(&[]).trace_detail(detail).build().unwrap();
        let watched =
            builder(&[answers(methods::IMSProvider::Logon, 99)]).trace_detail(detail).build().unwrap();
        life(&plain).unwrap();
        life(&watched).unwrap();
        assert_eq!(plain.trace().to_string(), watched.trace().to_string());
        assert_eq!(watched.idle_faults(), [answers(methods::IMSProvider::Logon, 99)]);
    }
}

#[test]
fn a_call_of_a_providers_object_answers_what_the_fault_says() {
    let mapi = world(&[answers(methods::IMSProvider::Logon, 2)]);
    life(&mapi).unwrap();
    assert_eq!(life(&mapi).unwrap_err().code(), MAPI_E_DISK_ERROR);
    life(&mapi).unwrap();
    assert!(mapi.idle_faults().is_empty());
    let trace = mapi.trace();
    trace.expect_references_balanced().unwrap();
    trace.expect_no_deviation().unwrap();
    let text = trace.to_string();
    assert!(text.contains("fault on purpose: IMSProvider::Logon#2=MAPI_E_DISK_ERROR"), "{text}");
}

#[test]
fn the_entry_point_answers_what_the_fault_says() {
    let mapi = world(&[answers(methods::Exports::MSProviderInit, 1)]);
    assert_eq!(life(&mapi).unwrap_err().code(), MAPI_E_DISK_ERROR);
    life(&mapi).unwrap();
}

#[test]
fn a_call_of_a_provider_on_its_support_object_answers_what_the_fault_says() {
    let mapi = world(&[answers(methods::IMAPISupport::SetProviderUID, 1)]);
    life(&mapi).unwrap_err();
    life(&mapi).unwrap();
    let trace = mapi.trace();
    trace.expect_references_balanced().unwrap();
    trace.expect_no_deviation().unwrap();
}

#[test]
fn a_call_of_a_client_answers_what_the_fault_says() {
    let open_entry = answers(methods::IMAPISession::OpenEntry, 1);
    let mapi = world(&[Fault::answers(methods::Exports::MAPILogonEx, 2, MAPI_E_TIMEOUT), open_entry]);
    let session = log_on(&mapi);
    let again = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION);
    assert_eq!(again.unwrap_err().code(), MAPI_E_TIMEOUT);
    let store = open(&session).unwrap();
    let root = || session.open_entry(&OpenEntryRequest::new(&store_entry_id("personal")));
    assert_eq!(root().unwrap_err().code(), MAPI_E_DISK_ERROR);
    assert_ne!(root().err().map(|error| error.code()), Some(MAPI_E_DISK_ERROR));
    drop(store);
    end(&session);

    let mapi = world(&[answers(methods::IMAPISession::OpenMsgStore, 1)]);
    assert_eq!(life(&mapi).unwrap_err().code(), MAPI_E_DISK_ERROR);
    life(&mapi).unwrap();
}

#[test]
fn a_method_of_a_base_stands_for_that_of_each_interface() {
    let mapi = world(&[answers(methods::IMAPIProp::GetProps, 2)]);
    let session = log_on(&mapi);
    let store = open(&session).unwrap();
    let ask = || store.get_props(None, GetPropsFlags::empty()).map(|_| ());
    // The provider has asked its section of the profile before, or a client its store: whose turn is the second is seen here.
    let answers: Vec<_> = (0..3).map(|_| ask().is_err()).collect();
    assert!(mapi.idle_faults().is_empty());
    assert_eq!(answers.iter().filter(|failed| **failed).count(), 1, "{answers:?}");
    drop(store);
    end(&session);
}

#[test]
fn a_provider_panics_where_the_fault_says() {
    for model in MODELS {
        for method in
            [methods::IMSProvider::Logon, methods::IMSProvider::SpoolerLogon, methods::IMSLogon::Logoff]
        {
            let fault = Fault::panics(method, 1);
            let mapi = builder(&[fault]).spooler_model(model).build().unwrap();
            let payload = catch_unwind(AssertUnwindSafe(|| life(&mapi))).unwrap_err();
            let panic = payload.downcast_ref::<InjectedPanic>().unwrap();
            assert_eq!(panic.fault, fault);
            assert!(panic.to_string().contains(&fault.to_string()));
            life(&mapi).unwrap();
            let trace = mapi.trace();
            assert!(
                trace.events().iter().any(|event| matches!(event.what, What::Panicked { .. })),
                "{trace}"
            );
            trace.expect_no_deviation().unwrap();
        }
    }
}

#[test]
fn less_validation_data_reaches_the_spooler() {
    let mapi = world(&[Fault::cuts_validation_data(1, 3)]);
    life(&mapi).unwrap();
    let text = mapi.trace().to_string();
    assert!(text.contains("3 bytes of validation data"), "{text}");
    assert!(mapi.idle_faults().is_empty());

    let longer = Fault::cuts_validation_data(1, 1_000);
    let mapi = world(&[longer]);
    life(&mapi).unwrap();
    assert_eq!(mapi.idle_faults(), [longer], "nothing was cut");
}

#[test]
fn the_support_object_goes_while_logon_runs() {
    let mapi = world(&[Fault::loses_support(1)]);
    life(&mapi).unwrap_err();
    assert!(mapi.idle_faults().is_empty());
    life(&mapi).unwrap();
}

#[test]
fn an_add_ref_that_is_not_counted_is_seen_as_the_providers_fault() {
    let mapi = world(&[Fault::loses_add_ref(1)]);
    let _ = life(&mapi);
    assert!(mapi.idle_faults().is_empty());
    assert!(!mapi.trace().deviations().is_empty());
}

#[test]
fn the_spooler_ends_between_steps_8_and_9() {
    for model in MODELS {
        let mapi = builder(&[Fault::ends_spooler(1)]).spooler_model(model).build().unwrap();
        let sessions = [log_on(&mapi), log_on(&mapi)];
        let stores: Vec<_> = sessions.iter().map(|session| open(session).unwrap()).collect();
        assert_eq!(mapi.run_spooler(), 1, "the call has answered");
        assert_eq!(mapi.run_spooler(), 0);
        for store in &stores {
            store.get_props(None, GetPropsFlags::empty()).unwrap();
        }
        drop(stores);
        sessions.iter().for_each(|session| end(session));
        let trace = mapi.trace();
        trace.expect_references_balanced().unwrap();
        trace.expect_no_deviation().unwrap();
        trace.expect_invariants().unwrap();
        let calls = |event: &&mapi_sim::trace::Event| {
            matches!(event.what, What::Call { method: methods::IMSProvider::SpoolerLogon, .. })
        };
        assert_eq!(trace.events().iter().filter(calls).count(), 1);
    }
}

#[test]
fn a_success_has_a_warning() {
    let methods =
        [methods::IMSProvider::Logon, methods::IMSProvider::SpoolerLogon, methods::IMsgStore::GetProps];
    for method in methods {
        let mapi = world(&[Fault::warns(method, 1, MAPI_W_ERRORS_RETURNED)]);
        life(&mapi).unwrap();
        assert!(mapi.idle_faults().is_empty(), "{method}");
        let returned = |event: &&mapi_sim::trace::Event| matches!(event.what, What::Return { method: of, code: MAPI_W_ERRORS_RETURNED, .. } if of == method);
        let trace = mapi.trace();
        assert_eq!(trace.events().iter().filter(returned).count(), 1, "{trace}");
        trace.expect_references_balanced().unwrap();
        trace.expect_no_deviation().unwrap();
    }
}

#[test]
fn what_cannot_go_wrong_stays_idle() {
    let faults = [
        Fault::answers(methods::IMSProvider::Logon, 1, S_OK),
        Fault::panics(methods::IMAPISession::OpenMsgStore, 1),
        answers(methods::IMSProvider::Logon, 0),
        Fault::releases_session_first(1),
        Fault::warns(methods::IMSProvider::Logon, 1, S_OK),
        Fault::warns(methods::IMSProvider::Shutdown, 1, MAPI_W_ERRORS_RETURNED),
    ];
    let mapi = world(&faults);
    life(&mapi).unwrap();
    assert_eq!(mapi.idle_faults(), faults);
}

#[test]
fn a_text_that_is_no_fault_is_refused_with_what_was_expected() {
    let error = |text: &str| text.parse::<Fault>().unwrap_err();
    assert!(matches!(error("IMSProvider::Logon"), FaultError::Form(_)));
    assert!(matches!(error("IMSProvider::Logon=panic"), FaultError::Form(_)));
    assert!(matches!(error("IMSProvider::Logout#1=panic"), FaultError::Method(_)));
    for number in ["0", "01", "+1", "4294967296", ""] {
        assert_eq!(
            error(&format!("IMSProvider::Logon#{number}=panic")),
            FaultError::Number(number.to_owned())
        );
    }
    for (method, what) in [
        ("IMSProvider::Logon", "S_OK"),
        ("IMSProvider::Logon", "spooler-gone"),
        ("IMSProvider::SpoolerLogon", "data:1"),
        ("IMSProvider::Logon", "data:+1"),
        ("IMSProvider::Logon", "0x+0040102"),
        ("IMSProvider::Logon", "0x80"),
        ("IUnknown::Release", "panic"),
        ("IUnknown::AddRef", "session-first"),
    ] {
        let error = error(&format!("{method}#1={what}"));
        assert!(matches!(error, FaultError::Effect { .. }), "{error}");
        assert!(error.to_string().contains(what) && error.to_string().contains("expected"));
    }
}

fn any_fault() -> impl Strategy<Value = Fault> {
    let methods: Vec<Method> = Method::all().filter(|method| method.slot() > 2).collect();
    let method = || proptest::sample::select(methods.clone());
    let number = || 1_u32..;
    prop_oneof![
        (method(), number(), 0x8000_0000_u32..).prop_map(|(method, number, raw)| Fault::answers(
            method,
            number,
            mapi_sim::mapi::HResult::from_raw(raw)
        )),
        (method(), number(), 1_u32..0x8000_0000).prop_map(|(method, number, raw)| Fault::warns(
            method,
            number,
            mapi_sim::mapi::HResult::from_raw(raw)
        )),
        (method(), number()).prop_map(|(method, number)| Fault::panics(method, number)),
        (number(), any::<u32>()).prop_map(|(number, to)| Fault::cuts_validation_data(number, to)),
        number().prop_map(Fault::loses_support),
        number().prop_map(Fault::loses_add_ref),
        number().prop_map(Fault::ends_spooler),
        number().prop_map(Fault::releases_session_first),
    ]
}

proptest! {
    #[test]
    fn every_fault_is_read_back(fault in any_fault()) {
        let text = fault.to_string();
        prop_assert!(!text.contains([' ', ';', '\n']), "{text}");
        prop_assert_eq!(text.parse::<Fault>(), Ok(fault));
    }

    #[test]
    fn no_text_makes_it_panic(text in "(IMSProvider::Logon#1=)?[ -~ß]{0,30}") {
        if let Ok(fault) = text.parse::<Fault>() {
            prop_assert_eq!(fault.to_string().parse::<Fault>(), Ok(fault));
        }
    }
}
