//! Initialisation, and registrations for notifications through a session.

use std::sync::{Arc, Weak};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

use crate::common::script::*;

#[test]
fn nothing_goes_without_initialisation() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open(&session, "a").unwrap();
    mapi.uninitialize();
    let codes = [
        mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap_err().code(),
        open(&session, "a").unwrap_err().code(),
        session.get_status_table(StringWidth::empty()).unwrap_err().code(),
        session.query_identity().unwrap_err().code(),
        session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap_err().code(),
    ];
    assert_eq!(codes, [MAPI_E_NOT_INITIALIZED; 5]);
    mapi.initialize(MapiInitFlags::empty()).unwrap();
    drop(store);
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

#[test]
fn initialisations_are_counted() {
    let mapi = subsystem(&Script::new([]), None).build().unwrap();
    let logs_on = || mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).is_ok();
    mapi.initialize(MapiInitFlags::empty()).unwrap();
    mapi.initialize(MapiInitFlags::MAPI_MULTITHREAD_NOTIFICATIONS).unwrap();
    for left in [true, true, false, false] {
        mapi.uninitialize();
        assert_eq!(logs_on(), left);
    }
    mapi.initialize(MapiInitFlags::empty()).unwrap();
    assert!(logs_on(), "one call too many has not been counted");
    assert_eq!(mapi.trace().count_of(Method::MapiUninitialize), 4);
}

#[test]
fn initialisation_fails_with_the_code_of_the_first_step_that_does() {
    let initialize = |faults: &[InitFault], flags| {
        let builder = subsystem(&Script::new([]), None).init_faults(faults.iter().copied());
        builder.build().unwrap().initialize(flags).err().map(|error| error.code())
    };
    let (none, service) = (MapiInitFlags::empty(), MapiInitFlags::MAPI_NT_SERVICE);
    let unknown = MapiInitFlags::from_bits_retain(0x4000_0000);
    assert_eq!(initialize(&InitFault::ALL, unknown), Some(MAPI_E_UNKNOWN_FLAGS), "flags come first");
    assert_eq!(initialize(&[], none), None);
    for (number, fault) in InitFault::ALL.into_iter().enumerate() {
        assert_eq!(initialize(&[fault], service), Some(fault.code()), "{fault:?}");
        assert_eq!(
            initialize(&InitFault::ALL[number..], service),
            Some(fault.code()),
            "{fault:?} before later ones"
        );
    }
    assert_eq!(initialize(&[InitFault::ServiceRegistry], none), None, "for services only");
    assert_eq!(initialize(&[InitFault::OleStart], MapiInitFlags::MAPI_NO_COINIT), None);
    assert_eq!(initialize(&[InitFault::OleVersion], MapiInitFlags::MAPI_NO_COINIT), Some(MAPI_E_VERSION));
}

fn sink() -> (Arc<dyn IMAPIAdviseSink>, Weak<dyn IMAPIAdviseSink>) {
    let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(|_: &[Notification]| ());
    let weak = Arc::downgrade(&sink);
    (sink, weak)
}

#[test]
fn registrations_go_to_the_owner_of_the_identifier() {
    let script = Script::new([]);
    let (_mapi, session) = machine(&script);
    let _store = open(&session, "a").unwrap();
    let message = EntryId::build(EntryIdFlags::empty(), UID, b"a message");
    let advise = |id: Option<&EntryId>| session.advise(id, EventMask::fnevNewMail, sink().0);
    assert_eq!(advise(Some(&message)).unwrap_err().code(), MAPI_E_NO_SUPPORT, "the provider's refusal");
    *lock(&script.keeps_sinks) = true;
    assert!(advise(Some(&message)).is_ok());
    assert_eq!(lock(&script.sinks).len(), 1);
    let stranger = EntryId::build(EntryIdFlags::empty(), MapiUid::from_bytes([7; 16]), b"x");
    assert_eq!(advise(Some(&stranger)).unwrap_err().code(), MAPI_E_UNKNOWN_ENTRYID);
    assert_eq!(advise(Some(&EntryId::from_bytes(b"x"))).unwrap_err().code(), MAPI_E_INVALID_ENTRYID);
    assert!(advise(None).is_ok());
    assert_eq!(lock(&script.sinks).len(), 1, "without an identifier the session itself keeps the sink");
}

#[test]
fn the_end_of_a_registration_lets_go_of_its_sink() {
    let script = Script::new([]);
    *lock(&script.keeps_sinks) = true;
    let (mapi, session) = machine(&script);
    let _store = open(&session, "a").unwrap();
    let message = EntryId::build(EntryIdFlags::empty(), UID, b"a message");
    let ((own, own_weak), (routed, routed_weak)) = (sink(), sink());
    let own = session.advise(None, EventMask::fnevCriticalError, own).unwrap();
    let routed = session.advise(Some(&message), EventMask::fnevNewMail, routed).unwrap();
    assert_ne!(own, routed);
    assert!(own_weak.upgrade().is_some() && routed_weak.upgrade().is_some());
    session.unadvise(own).unwrap();
    assert!(own_weak.upgrade().is_none());
    session.unadvise(routed).unwrap();
    assert!(routed_weak.upgrade().is_none(), "the provider was told its own number");
    assert_eq!(session.unadvise(routed).unwrap_err().code(), MAPI_E_NOT_FOUND);
    assert_eq!(mapi.trace().count_of(Method::LogonUnadvise), 1);

    let (left, left_weak) = sink();
    session.advise(None, EventMask::fnevCriticalError, left).unwrap();
    end(&session);
    assert!(left_weak.upgrade().is_none(), "the end of the session lets go of what is left");
}

#[test]
fn the_memory_routines_are_those_of_the_initialisation() {
    let script = Script::new([]);
    let entry: Arc<dyn ServiceEntry> =
        Arc::new(|request: &ServiceRequest<'_>| request.support.get_mem_alloc_routines().map(drop));
    let seen: Arc<std::sync::Mutex<Vec<MemAllocRoutines>>> = Arc::default();
    let (log, good) = (Arc::clone(&seen), script.entry());
    let init = move |request: &InitRequest| {
        lock(&log).push(request.allocators());
        good(request)
    };
    let log = Arc::clone(&seen);
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        if let Some(support) = support
            && place.ends_with("ogon")
        {
            lock(&log).push(support.get_mem_alloc_routines().unwrap());
        }
    }));
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let dll = Dll::new(DLL).provider_entry(init);
    let dll = dll.service_entry(move |request: &ServiceRequest<'_>| entry.msg_service_entry(request));
    let mapi = Subsystem::builder()
        .dll(dll)
        .profile(Profile::new(PROFILE).service(Service::new("S").with_entry(DLL).store(section)))
        .build()
        .unwrap();
    for _ in 0..2 {
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let _store = open(&session, "a").unwrap();
        mapi.run_spooler();
        let service = mapi.services(PROFILE)[0].1;
        let admin = session.admin_services(0).unwrap();
        admin.configure_msg_service(&ConfigureServiceRequest::new(&service)).unwrap();
    }
    let seen = lock(&seen);
    let [first, second] = [&seen[..3], &seen[3..]];
    assert!(first.iter().all(|routines| *routines == first[0]), "{seen:?}");
    assert!(second.iter().all(|routines| *routines == second[0]) && second.len() == 3, "{seen:?}");
    assert_ne!(first[0], second[0], "every initialisation has its own");
}

#[test]
fn a_reconfigured_service_leaves_its_open_stores_alone() {
    let script = Script::new([]);
    let entry: Arc<dyn ServiceEntry> = Arc::new(|request: &ServiceRequest<'_>| {
        let section =
            request.provider_admin.open_profile_section(None, None, OpenSectionFlags::MAPI_MODIFY)?;
        section.set_props(request.props).map(drop)
    });
    let mapi = subsystem(&script, Some(entry)).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open(&session, "a").unwrap();
    let before = mapi.trace().events().len();
    let service = mapi.services(PROFILE)[0].1;
    let comment = PropTag::new(0x3004, PropType::PT_UNICODE);
    let props = [PropValue::new(comment, "changed")];
    let admin = session.admin_services(0).unwrap();
    admin.configure_msg_service(&ConfigureServiceRequest::new(&service).props(&props)).unwrap();
    let trace = mapi.trace().since(before);
    for method in [Method::ProviderLogon, Method::LogonLogoff, Method::MsProviderInit] {
        assert_eq!(trace.count_of(method), 0, "{method}");
    }
    let changed = Row::new(mapi.section_props(PROFILE, &mapi.sections(PROFILE)[0]).unwrap());
    assert_eq!(changed.get(comment).unwrap().as_unicode(), Some("changed"), "the profile has changed");
    assert!(store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).is_ok());
}
