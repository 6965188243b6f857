//! Fast shutdown: what clients, MAPI and providers do when nothing will be released.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Actor, Method, Object, Trace, What};
use mapi_sim::wrap::Wrapping;

use crate::common::script::*;

/// The codes of the three phases.
type Answers = [HResult; 3];

const AGREES: Answers = [S_OK; 3];
const REFUSES: Answers = [MAPI_E_NO_SUPPORT, S_OK, S_OK];

/// A scripted provider, which has `IMAPIProviderShutdown` if there are answers for it.
struct Fast(Arc<dyn IMSProvider>, Option<Answers>);

impl IMSProvider for Fast {
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
        self.1.is_some().then_some(self as Arc<dyn IMAPIProviderShutdown>)
    }
}

impl Fast {
    fn answer(&self, phase: usize) -> MapiResult<()> {
        let code = self.1.unwrap()[phase];
        if code.is_success() { Ok(()) } else { Err(code.into()) }
    }
}

impl IMAPIProviderShutdown for Fast {
    fn query_fast_shutdown(&self) -> MapiResult<()> {
        self.answer(0)
    }

    fn notify_process_shutdown(&self) -> MapiResult<()> {
        self.answer(1)
    }

    fn do_fast_shutdown(&self) -> MapiResult<()> {
        self.answer(2)
    }
}

/// A machine with one DLL a provider, each with one store; every store is open in the session.
struct Machine {
    mapi: Subsystem,
    session: Arc<Session>,
    stores: Vec<Arc<dyn IMsgStore>>,
    script: Arc<Script>,
}

fn id(dll: usize) -> EntryId {
    WrappedStoreEntryId { dll_name: format!("fast{dll}.dll").as_str().into(), store: store_id("a") }
        .encode()
        .unwrap()
}

fn machine_of(mode: FastShutdown, providers: &[Option<Answers>]) -> Machine {
    let script = Script::new([]);
    let mut builder = Subsystem::builder().fast_shutdown(mode);
    let mut service = Service::new("FAST");
    for (number, answers) in providers.iter().copied().enumerate() {
        let (inner, name) = (script.entry(), format!("fast{number}.dll"));
        let entry = move |request: &InitRequest| {
            let provider = inner(request)?.provider.ok_or(MAPI_E_CALL_FAILED)?;
            Ok(InitAnswer::new(Arc::new(Fast(provider, answers))))
        };
        builder = builder.dll(Dll::new(name.clone()).provider_entry(entry));
        service = service.store(StoreSection::new(name, "Fast").entry_id(store_id("a")));
    }
    let mapi = builder.profile(Profile::new(PROFILE).service(service)).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let open = |number| open_with(&session, &id(number), OpenStoreFlags::empty()).unwrap();
    let stores = (0..providers.len()).map(open).collect();
    Machine { mapi, session, stores, script }
}

fn code(result: MapiResult<()>) -> HResult {
    result.map_or_else(|error| error.code(), |()| S_OK)
}

impl Machine {
    fn shutdown(&self) -> Arc<dyn IMAPIClientShutdown> {
        Arc::clone(&self.session).client_shutdown().unwrap()
    }

    /// The calls of the three phases that MAPI has made on provider objects, by number.
    fn asked(&self) -> Vec<(u32, Method)> {
        let phases = [
            Method::ProviderQueryFastShutdown,
            Method::ProviderNotifyProcessShutdown,
            Method::ProviderDoFastShutdown,
        ];
        let asked = |what: &What| {
            if let What::Call { from: Actor::Mapi, to: Object::Provider(no), method, .. } = what {
                phases.contains(method).then(|| (no.number(), *method))
            } else {
                None
            }
        };
        self.mapi.trace().events().iter().filter_map(|event| asked(&event.what)).collect()
    }

    fn leave(&self) {
        self.shutdown().query_fast_shutdown().unwrap();
        self.shutdown().notify_process_shutdown().unwrap();
        self.shutdown().do_fast_shutdown().unwrap();
    }
}

fn rules(trace: &Trace) -> Vec<(&str, &str)> {
    trace.advice().iter().map(|advice| (advice.rule, advice.got.as_str())).collect()
}

#[test]
fn every_phase_goes_to_all_providers_that_have_the_interface() {
    let machine = machine_of(FastShutdown::UnlessOptedOut, &[Some(AGREES), None, Some(AGREES)]);
    machine.leave();
    let expected = [
        (1, Method::ProviderQueryFastShutdown),
        (3, Method::ProviderQueryFastShutdown),
        (1, Method::ProviderNotifyProcessShutdown),
        (3, Method::ProviderNotifyProcessShutdown),
        (1, Method::ProviderDoFastShutdown),
        (3, Method::ProviderDoFastShutdown),
    ];
    assert_eq!(machine.asked(), expected);
    let trace = machine.mapi.trace();
    trace.expect_no_advice().unwrap();
    trace.expect_no_deviation().unwrap();
    assert!(
        trace.to_string().contains("client -> session 1  IMAPIClientShutdown::QueryFastShutdown()"),
        "{trace}"
    );
}

#[test]
fn the_setting_decides_what_an_answer_means() {
    use FastShutdown::{IfAllOptIn, Off, UnlessOptedOut};
    let failing = [MAPI_E_CALL_FAILED, S_OK, S_OK];
    let table: [(&[Option<Answers>], [bool; 2]); 6] = [
        (&[], [true, true]),
        (&[Some(AGREES), Some(AGREES)], [true, true]),
        (&[Some(AGREES), None], [true, false]),
        (&[Some(REFUSES), Some(AGREES)], [false, false]),
        (&[None, Some(REFUSES)], [false, false]),
        (&[Some(failing), None], [false, false]),
    ];
    for (providers, granted) in table {
        for (mode, granted) in [UnlessOptedOut, IfAllOptIn].into_iter().zip(granted) {
            let machine = machine_of(mode, providers);
            let expected = if granted { S_OK } else { MAPI_E_NO_SUPPORT };
            assert_eq!(code(machine.shutdown().query_fast_shutdown()), expected, "{mode:?} {providers:?}");
            let with_interface = providers.iter().flatten().count();
            assert_eq!(machine.asked().len(), with_interface, "{mode:?} {providers:?}");
        }
        let machine = machine_of(Off, providers);
        assert_eq!(code(machine.shutdown().query_fast_shutdown()), MAPI_E_NO_SUPPORT);
        assert_eq!(machine.asked(), []);
    }
    assert_eq!(FastShutdown::default(), UnlessOptedOut);
}

#[test]
fn an_administrator_can_switch_it_off_for_clients_that_do_not_listen() {
    let machine = machine_of(FastShutdown::Off, &[Some(AGREES)]);
    let _ = machine.shutdown().query_fast_shutdown();
    assert_eq!(code(machine.shutdown().notify_process_shutdown()), MAPI_E_NO_SUPPORT);
    assert_eq!(code(machine.shutdown().do_fast_shutdown()), MAPI_E_NO_SUPPORT);
    assert_eq!(machine.asked(), []);
    assert_eq!(rules(&machine.mapi.trace()).len(), 2);
    // The client goes on and ends in the ordinary way.
    drop(machine.stores);
    end(&machine.session);
    assert_eq!(machine.mapi.trace().count_of(Method::LogonLogoff), 1);
    assert_eq!(rules(&machine.mapi.trace()).len(), 2);
}

/// [SHUT-21] Each phase goes to all providers of a session.
#[test]
fn the_providers_of_other_sessions_take_no_part() {
    let machine = machine_of(FastShutdown::UnlessOptedOut, &[Some(AGREES), Some(AGREES)]);
    let other = machine.mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let _held = open_with(&other, &id(0), OpenStoreFlags::empty()).unwrap();
    machine.leave();
    let asked = |method| [1, 2].map(|number| (number, method));
    let phases = [
        Method::ProviderQueryFastShutdown,
        Method::ProviderNotifyProcessShutdown,
        Method::ProviderDoFastShutdown,
    ];
    assert_eq!(machine.asked(), phases.map(asked).concat());
}

#[test]
fn nothing_is_released() {
    let machine = machine_of(FastShutdown::UnlessOptedOut, &[Some(AGREES), None]);
    let released = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&released);
    *lock(&machine.script.callback) = Some(Arc::new(move |place, _| lock(&seen).push(place)));
    machine.leave();
    let events = machine.mapi.trace().events().len();
    let Machine { mapi, session, stores, .. } = machine;
    drop(stores);
    drop(session);
    assert_eq!(mapi.run_spooler(), 0);
    assert_eq!(mapi.trace().events().len(), events, "{}", mapi.trace());
    assert_eq!(*lock(&released), [""; 0]);
    mapi.trace().expect_no_advice().unwrap();
}

#[test]
fn a_client_that_has_left_calls_nothing_any_more() {
    let machine = machine_of(FastShutdown::UnlessOptedOut, &[Some(AGREES)]);
    machine.leave();
    let Machine { mapi, session, stores, .. } = machine;
    let _ = stores[0].get_props(None, GetPropsFlags::empty());
    let _ = session.get_status_table(StringWidth::empty());
    let _ = Arc::clone(&session).client_shutdown().unwrap().query_fast_shutdown();
    let _ = open_with(&session, &id(0), OpenStoreFlags::empty());
    let _ = mapi.logon("none", LogonExFlags::MAPI_NEW_SESSION);
    mapi.uninitialize();
    let trace = mapi.trace();
    let calls = [
        "IMsgStore::GetProps",
        "IMAPISession::GetStatusTable",
        "IMAPIClientShutdown::QueryFastShutdown",
        "IMAPISession::OpenMsgStore",
        "MAPILogonEx",
        "MAPIUninitialize",
    ];
    assert_eq!(rules(&trace), calls.map(|call| ("SHUT-21", call)));
    trace.expect_no_deviation().unwrap();
}

#[test]
fn the_phases_come_in_their_order() {
    let hasty = machine_of(FastShutdown::UnlessOptedOut, &[]);
    hasty.shutdown().query_fast_shutdown().unwrap();
    hasty.shutdown().do_fast_shutdown().unwrap();
    assert_eq!(rules(&hasty.mapi.trace()), [("SHUT-21", "DoFastShutdown without NotifyProcessShutdown")]);

    let deaf = machine_of(FastShutdown::UnlessOptedOut, &[Some(REFUSES)]);
    deaf.shutdown().query_fast_shutdown().unwrap_err();
    // Providers are told nevertheless, so that no data is lost.
    deaf.shutdown().notify_process_shutdown().unwrap();
    assert_eq!(deaf.asked().len(), 2);
    let got = "NotifyProcessShutdown without a QueryFastShutdown that succeeded";
    assert_eq!(rules(&deaf.mapi.trace()), [("SHUT-21", got)]);
}

#[test]
fn a_provider_answers_with_the_codes_of_the_pages() {
    let codes = [MAPI_E_CALL_FAILED, MAPI_E_CALL_FAILED, MAPI_E_NO_ACCESS];
    let machine = machine_of(FastShutdown::UnlessOptedOut, &[Some(codes)]);
    machine.shutdown().query_fast_shutdown().unwrap_err();
    assert_eq!(code(machine.shutdown().notify_process_shutdown()), S_OK);
    assert_eq!(code(machine.shutdown().do_fast_shutdown()), S_OK);
    let trace = machine.mapi.trace();
    let got: Vec<_> = trace.deviations().iter().map(|found| (found.rule, found.got.as_str())).collect();
    let expected = [
        ("SHUT-20", "MAPI_E_CALL_FAILED (0x80004005)"),
        ("SHUT-20", "MAPI_E_CALL_FAILED (0x80004005) from IMAPIProviderShutdown::NotifyProcessShutdown"),
        ("SHUT-20", "MAPI_E_NO_ACCESS (0x80070005) from IMAPIProviderShutdown::DoFastShutdown"),
    ];
    assert_eq!(got, expected);
}

#[test]
fn a_session_that_was_logged_off_cannot_leave_fast() {
    let machine = machine_of(FastShutdown::UnlessOptedOut, &[]);
    end(&machine.session);
    assert_eq!(code(machine.shutdown().query_fast_shutdown()), MAPI_E_END_OF_SESSION);
}

/// A new process with the reference provider, or one around it.
fn reference(catalogue: &StoreCatalogue, wrapped: bool) -> (Subsystem, Arc<Session>) {
    let entry = ReferenceDll::new(catalogue.clone());
    let dll = Dll::new(DLL_NAME);
    let dll = if wrapped { dll.provider_entry(Wrapping::new(entry)) } else { dll.provider_entry(entry) };
    let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
    let mapi = Subsystem::builder()
        .dll(dll)
        .profile(Profile::new(PROFILE).service(Service::new("REFERENCE").store(section)))
        .fast_shutdown(FastShutdown::IfAllOptIn)
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

#[test]
fn the_reference_provider_lets_its_clients_leave() {
    let catalogue = StoreCatalogue::new([StoreSpec::new("personal").with_sample_mail()]);
    let id = store_entry_id("personal");
    for wrapped in [false, true] {
        let (mapi, session) = reference(&catalogue, wrapped);
        let store = open_with(&session, &id, OpenStoreFlags::empty()).unwrap();
        let shutdown = Arc::clone(&session).client_shutdown().unwrap();
        shutdown.query_fast_shutdown().unwrap();
        shutdown.notify_process_shutdown().unwrap();
        shutdown.do_fast_shutdown().unwrap();
        drop((store, session));
        assert_eq!(mapi.trace().count_of(Method::ProviderDoFastShutdown), 1);
        mapi.trace().expect_no_deviation().unwrap();
    }
    let (again, session) = reference(&catalogue, false);
    let store = open_with(&session, &id, OpenStoreFlags::empty()).unwrap();
    store.open_entry(&OpenEntryRequest::root()).unwrap();
    again.trace().expect_no_deviation().unwrap();
}
