//! The message service of the reference provider: what its entry point does when it is configured.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_ENTRYID;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::reference::*;

/// A window that counts the dialogs and answers each with this password, or cancels it.
struct Window {
    typed: Option<&'static str>,
    shown: AtomicUsize,
}

impl DialogHost for Window {
    fn show(&self, dialog: &Dialog) -> DialogAnswer {
        self.shown.fetch_add(1, Ordering::Relaxed);
        let field = dialog.fields[0].name.clone();
        self.typed
            .map_or(DialogAnswer::Cancelled, |typed| DialogAnswer::Completed(vec![(field, typed.into())]))
    }
}

fn machine() -> Subsystem {
    let dll = ReferenceDll::new(StoreCatalogue::new([
        StoreSpec::new("one").password("right"),
        StoreSpec::new("two").password("right"),
    ]));
    let section = |name: &str| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let service = Service::new("REF").store(section("one")).store(section("two")).with_entry(DLL_NAME);
    Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll.clone()).service_entry(dll))
        .profile(Profile::new("P").service(service))
        .build()
        .unwrap()
}

/// Configures the service once. Returns the code, how many dialogs were shown, and whether both stores can be opened
/// afterwards.
fn configure(
    flags: ServiceFlags,
    props: &[PropValue],
    typed: Option<&'static str>,
) -> (HResult, usize, bool) {
    let mapi = machine();
    let session = log_on(&mapi);
    let window = Window { typed, shown: AtomicUsize::new(0) };
    let uid = mapi.services("P")[0].1;
    let admin = session.admin_services(0).unwrap();
    let request = ConfigureServiceRequest::new(&uid).flags(flags).props(props);
    let code = code_of(admin.configure_msg_service(&request.window(ParentWindow::new(&window))));
    let opens = |name| open_with(&session, name, OpenStoreFlags::MDB_NO_DIALOG, None).is_ok();
    let open = (opens("one"), opens("two"));
    mapi.trace().expect_no_deviation().unwrap();
    assert_eq!(open.0, open.1, "both sections are changed or neither");
    (code, window.shown.load(Ordering::Relaxed), open.0)
}

#[test]
fn configuring_asks_only_when_it_has_to_and_may() {
    let (never, allowed, always) =
        (ServiceFlags::empty(), ServiceFlags::SERVICE_UI_ALLOWED, ServiceFlags::SERVICE_UI_ALWAYS);
    let right = [PropValue::new(PR_REFERENCE_PASSWORD, "right")];
    let invalid = [PropValue::new(PR_REFERENCE_PASSWORD, 5)];
    let read_only = ServiceFlags::MSG_SERVICE_UI_READ_ONLY;
    let cases: [(_, &[PropValue], _, _); 11] = [
        (never, &right, None, (S_OK, 0, true)),
        (never, &[], None, (MAPI_E_UNCONFIGURED, 0, false)),
        (never, &invalid, None, (MAPI_E_UNCONFIGURED, 0, false)),
        (allowed, &right, Some("wrong"), (S_OK, 0, true)),
        (allowed, &[], Some("right"), (S_OK, 1, true)),
        (allowed, &invalid, Some("right"), (S_OK, 1, true)),
        (allowed, &[], None, (MAPI_E_USER_CANCEL, 1, false)),
        (allowed, &[], Some(""), (MAPI_E_UNCONFIGURED, 1, false)),
        (always, &right, Some("right"), (S_OK, 1, true)),
        (always, &right, None, (MAPI_E_USER_CANCEL, 1, false)),
        (always | read_only, &right, Some("right"), (S_OK, 1, false)),
    ];
    for (flags, props, typed, expected) in cases {
        assert_eq!(configure(flags, props, typed), expected, "{flags} {props:?} {typed:?}");
    }
}

#[test]
fn a_store_that_is_given_goes_into_the_section() {
    let (dll, id) =
        (ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mine")])), store_entry_id("mine"));
    let service = Service::new("REF").store(StoreSection::new(DLL_NAME, "x")).with_entry(DLL_NAME);
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll.clone()).service_entry(dll))
        .profile(Profile::new("P").service(service))
        .build()
        .unwrap();
    let (session, uid) = (log_on(&mapi), mapi.services("P")[0].1);
    let configured = |id: &EntryId| {
        let props = [PropValue::new(PR_ENTRYID, id)];
        let request = ConfigureServiceRequest::new(&uid).props(&props);
        let code = code_of(session.admin_services(0).unwrap().configure_msg_service(&request));
        (code, mapi.section_props("P", &mapi.sections("P")[0]).unwrap().contains(&props[0]))
    };
    assert_eq!(configured(&EntryId::from_bytes(b"no identifier of a store")), (MAPI_E_UNCONFIGURED, false));
    assert_eq!(configured(&id), (S_OK, true));
}

/// `IProviderAdmin` of a service without providers.
struct Empty;

impl IProviderAdmin for Empty {
    fn get_provider_table(&self, _width: StringWidth) -> MapiResult<Arc<dyn IMAPITable>> {
        Ok(mapi_sim::memory::MemoryTable::shared(Vec::new(), Vec::new()))
    }
}

#[test]
fn each_context_has_its_answer() {
    let codes = Arc::new(Mutex::new(Vec::new()));
    let dll = ReferenceDll::new(StoreCatalogue::new([]));
    let kept = Arc::clone(&codes);
    let entry = move |request: &ServiceRequest<'_>| {
        for context in [
            ServiceContext::Install,
            ServiceContext::Delete,
            ServiceContext::Uninstall,
            ServiceContext::Create,
        ] {
            let empty: Arc<dyn IProviderAdmin> = Arc::new(Empty);
            let call = ServiceRequest::new(request.support, context, &empty);
            kept.lock().unwrap().push(code_of(dll.msg_service_entry(&call)));
            let window = Window { typed: Some("x"), shown: AtomicUsize::new(0) };
            let call = call.flags(ServiceFlags::SERVICE_UI_ALLOWED).window(ParentWindow::new(&window));
            kept.lock().unwrap().push(code_of(dll.msg_service_entry(&call)));
            let shown = window.shown.load(Ordering::Relaxed);
            assert_eq!(shown, usize::from(context == ServiceContext::Create), "{context}");
        }
        Ok(())
    };
    let service = Service::new("REF").store(StoreSection::new(DLL_NAME, "x")).with_entry(DLL_NAME);
    let provider = ReferenceDll::new(StoreCatalogue::new([]));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(provider).service_entry(entry))
        .profile(Profile::new("P").service(service))
        .build()
        .unwrap();
    let session = log_on(&mapi);
    let uid = mapi.services("P")[0].1;
    session.admin_services(0).unwrap().configure_msg_service(&ConfigureServiceRequest::new(&uid)).unwrap();
    let expected = [S_OK, S_OK, S_OK, S_OK, S_OK, S_OK, MAPI_E_UNCONFIGURED, S_OK];
    assert_eq!(*codes.lock().unwrap(), expected);
}
