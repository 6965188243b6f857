//! Everything that can go wrong before the client has its store.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use mapi_sim::load::Step;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

use crate::common::script::*;

/// A machine whose DLL answers `MSProviderInit` in this way.
fn initialised_by(entry: impl ProviderEntry + 'static) -> (Subsystem, Arc<Session>) {
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(entry))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

#[test]
fn a_failing_init_is_handed_on_and_not_remembered() {
    let script = Script::new([]);
    let good = script.entry();
    let attempts = Mutex::new(0);
    let (mapi, session) = initialised_by(move |request: &InitRequest| {
        *attempts.lock().unwrap() += 1;
        if *attempts.lock().unwrap() == 1 { Err(MAPI_E_NOT_ENOUGH_MEMORY.into()) } else { good(request) }
    });
    assert_eq!(open(&session, "a").unwrap_err().code(), MAPI_E_NOT_ENOUGH_MEMORY);
    let trace = mapi.trace();
    trace.opens()[0].expect_steps(&[Step::OpenMsgStore, Step::MsProviderInit]).unwrap();
    assert_eq!(trace.count_of(Method::ProviderShutdown), 0);
    assert!(open(&session, "a").is_ok(), "a later open may try again");
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn versions_that_do_not_fit_end_the_open() {
    let (mapi, session) = initialised_by(|_: &InitRequest| Err(MAPI_E_VERSION.into()));
    assert_eq!(open(&session, "a").unwrap_err().code(), MAPI_E_VERSION);
    mapi.trace().expect_no_deviation().unwrap();

    // A provider that is too old is given back at once, without Shutdown.
    let script = Script::new([]);
    let good = script.entry();
    let old = move |request: &InitRequest| Ok(good(request)?.with_version(SpiVersion::PDK1));
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(old))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .oldest_provider_version(SpiVersion::PDK3)
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    assert_eq!(open(&session, "a").unwrap_err().code(), MAPI_E_VERSION);
    let trace = mapi.trace();
    assert!(trace.to_string().contains("releases provider object P1"), "{trace}");
    assert_eq!(trace.count_of(Method::ProviderShutdown), 0);
    end(&session);
    assert_eq!(mapi.trace().count_of(Method::ProviderShutdown), 0);
}

#[test]
fn mapi_passes_its_own_version_and_the_service_flag() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let script = Script::new([]);
    let good = script.entry();
    let log = Arc::clone(&seen);
    let entry = move |request: &InitRequest| {
        log.lock().unwrap().push((request.mapi_version, request.flags));
        good(request)
    };
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(entry))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .init_flags(MapiInitFlags::MAPI_NT_SERVICE)
        .mapi_version(SpiVersion::new(0, 2, 7))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    open(&session, "a").unwrap();
    assert_eq!(*seen.lock().unwrap(), [(SpiVersion::new(0, 2, 7), ProviderInitFlags::MAPI_NT_SERVICE)]);
}

#[test]
fn success_without_a_provider_object_is_a_breach() {
    let (mapi, session) = initialised_by(|_: &InitRequest| Ok(InitAnswer::without_provider()));
    assert_eq!(open(&session, "a").unwrap_err().code(), MAPI_E_CALL_FAILED);
    assert_eq!(broken_rules(&mapi.trace()), ["LOAD-10"]);
}

#[test]
fn a_dll_that_is_missing_or_exports_nothing_is_named() {
    for dll in [None, Some(Dll::new(DLL))] {
        let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
        let mut builder =
            Subsystem::builder().profile(Profile::new(PROFILE).service(Service::new("S").store(section)));
        if let Some(dll) = dll {
            builder = builder.dll(dll);
        }
        let mapi = builder.build().unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let error = open(&session, "a").unwrap_err();
        assert_eq!(error.code(), MAPI_E_CALL_FAILED);
        assert!(error.to_string().contains(DLL), "{error}");
        mapi.trace().expect_no_deviation().unwrap();
    }
}

/// Section 4 of the load sequence: what the client sees, and whether the next open of the service reaches the provider.
#[test]
fn each_class_of_logon_failure_has_its_consequence() {
    let table = [
        (MAPI_E_FAILONEPROVIDER, MAPI_E_FAILONEPROVIDER, true),
        (MAPI_E_NOT_FOUND, MAPI_E_NOT_FOUND, true),
        (MAPI_E_NO_ACCESS, MAPI_E_NO_ACCESS, true),
        (MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_INTERFACE_NOT_SUPPORTED, true),
        (MAPI_E_LOGON_FAILED, MAPI_E_LOGON_FAILED, false),
        (MAPI_E_USER_CANCEL, MAPI_E_USER_CANCEL, false),
        (MAPI_E_UNKNOWN_CPID, MAPI_E_UNKNOWN_CPID, false),
        (MAPI_E_UNKNOWN_LCID, MAPI_E_UNKNOWN_LCID, false),
        (MAPI_E_UNCONFIGURED, MAPI_E_UNCONFIGURED, false),
        (HResult::from_raw(0x8123_4567), HResult::from_raw(0x8123_4567), false),
    ];
    for (code, seen, enabled) in table {
        let (mapi, session) = machine(&Script::new([Act::Fail(code, "why")]));
        let error = open(&session, "a").unwrap_err();
        assert_eq!(error.code(), seen, "{code}");
        let (kept, detail) = mapi.last_error(session.number()).unwrap();
        assert_eq!(kept, seen, "{code}");
        assert_eq!(detail.error, Some("why".into()));
        let again = open(&session, "b");
        assert_eq!(again.is_ok(), enabled, "{code}");
        if let Err(error) = again {
            assert_eq!(error.code(), MAPI_E_LOGON_FAILED, "a disabled service");
        }
        let trace = mapi.trace();
        assert_eq!(trace.count_of(Method::ProviderLogon), if enabled { 2 } else { 1 }, "{code}");
        trace.expect_no_deviation().unwrap();
        end(&session);
        mapi.trace().expect_references_balanced().unwrap();
        mapi.trace().expect_invariants().unwrap();
    }
}

#[test]
fn a_disabled_service_is_enabled_again_in_another_session() {
    let (mapi, session) = machine(&Script::new([Act::Fail(MAPI_E_LOGON_FAILED, "")]));
    assert!(open(&session, "a").is_err());
    let other = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    assert!(open(&other, "a").is_ok());
}

#[test]
fn a_warning_comes_with_the_store_and_its_text_is_kept() {
    let (mapi, session) = machine(&Script::new([Act::Warning("half the folders are offline")]));
    let id = wrapped("a");
    let opened = session.open_msg_store(&OpenStoreRequest::new(&id)).unwrap();
    assert_eq!(opened.code(), MAPI_W_ERRORS_RETURNED);
    let text = session.get_last_error(MAPI_W_ERRORS_RETURNED, StringWidth::MAPI_UNICODE).unwrap().unwrap();
    assert_eq!(text.error, Some("half the folders are offline".into()));
    assert_eq!(session.get_last_error(MAPI_E_NOT_FOUND, StringWidth::MAPI_UNICODE).unwrap(), None);
    mapi.trace().expect_no_deviation().unwrap();
}

/// A wrong password, and a second open with the right one: `MAPI_E_FAILONEPROVIDER` leaves the service enabled.
#[test]
fn failoneprovider_lets_the_client_try_again_with_the_password() {
    let wrong = Act::Fail(MAPI_E_FAILONEPROVIDER, "wrong password");
    let (mapi, session) = machine(&Script::new([wrong, Act::Well]));
    let error = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_DIALOG).unwrap_err();
    assert_eq!(error.code(), MAPI_E_FAILONEPROVIDER);
    assert_eq!(error.detail().unwrap().error, Some("wrong password".into()));
    let store = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_DIALOG).unwrap();
    mapi.run_spooler();
    let trace = mapi.trace();
    let [first, second] = trace.opens()[..] else { panic!("{trace}") };
    first.expect_code(Step::Logon, MAPI_E_FAILONEPROVIDER).unwrap();
    first
        .expect_steps(&[Step::OpenMsgStore, Step::MsProviderInit, Step::ProviderObject, Step::Logon])
        .unwrap();
    second.expect_code(Step::Logon, S_OK).unwrap();
    assert_eq!(second.steps_done().len(), 7);
    drop(store);
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

#[test]
fn objects_that_are_missing_or_too_many_are_breaches() {
    let table = [
        (Act::Partly { store: false, logon: false }, "LOAD-18"),
        (Act::Partly { store: false, logon: true }, "LOAD-18"),
        (Act::Partly { store: true, logon: false }, "LOAD-18"),
    ];
    for (act, rule) in table {
        let (mapi, session) = machine(&Script::new([act]));
        assert_eq!(open(&session, "a").unwrap_err().code(), MAPI_E_CALL_FAILED);
        assert!(broken_rules(&mapi.trace()).contains(&rule), "{}", mapi.trace());
        assert!(open(&session, "a").is_ok(), "the service stays enabled");
        end(&session);
        mapi.trace().expect_references_balanced().unwrap();
        mapi.trace().expect_invariants().unwrap();
    }
    for (act, rule) in
        [(Act::ExtraLogon, "LOAD-24"), (Act::OpenTwice, "LOAD-23"), (Act::KeepAgain, "LOAD-25")]
    {
        let script = Script::new([Act::Well, act]);
        let (mapi, session) = machine(&script);
        let first = open(&session, "a").unwrap();
        let second = open(&session, "a").unwrap();
        assert!(broken_rules(&mapi.trace()).contains(&rule), "{rule}: {}", mapi.trace());
        drop((first, second));
        lock(&script.kept).clear();
        end(&session);
        mapi.trace().expect_references_balanced().unwrap();
        mapi.trace().expect_invariants().unwrap();
    }
}

#[test]
fn references_on_the_support_object_are_counted_where_they_go_wrong() {
    let script = Script::new([Act::FailKeeping(MAPI_E_FAILONEPROVIDER)]);
    let (mapi, session) = machine(&script);
    assert!(open(&session, "a").is_err());
    assert_eq!(broken_rules(&mapi.trace()), ["LOGON-02"]);
    assert_eq!(mapi.trace().unbalanced().len(), 1);
    lock(&script.kept).clear();
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();

    let (mapi, session) = machine(&Script::new([Act::WithoutSupport]));
    let store = open(&session, "a").unwrap();
    assert_eq!(broken_rules(&mapi.trace()), ["LOAD-19"]);
    let text = mapi.trace().deviations()[0].to_string();
    for word in ["LOAD-19", "imsprovider-logon", "expected", "got"] {
        assert!(text.contains(word), "{word} is not in: {text}");
    }
    drop(store);
    end(&session);
    assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 1, "the logon ends with the session at last");
}

#[test]
fn a_panic_passes_through_and_leaves_its_trace() {
    let (mapi, session) = machine(&Script::new([Act::Panic]));
    let panicked = catch_unwind(AssertUnwindSafe(|| open(&session, "a")));
    assert!(panicked.is_err());
    let trace = mapi.trace();
    assert!(trace.to_string().contains("<- Logon PANICKED and did not return"), "{trace}");
    // The machine goes on: another store can be opened, the session ends.
    assert!(open(&session, "b").is_ok());
    end(&session);
    assert_eq!(mapi.trace().count_of(Method::ProviderShutdown), 1, "{}", mapi.trace());
}

/// Shows a dialog at every logon and keeps the answers.
struct Asking(Arc<dyn IMSProvider>, Arc<Mutex<Vec<DialogAnswer>>>);
impl IMSProvider for Asking {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let dialog = Dialog::new("Password").field(DialogField::new("password", "Password").secret());
        self.1.lock().unwrap().push(request.window.show(&dialog));
        self.0.logon(request)
    }
    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        self.0.compare_store_ids(first, second, flags)
    }
}

#[test]
fn dialogs_are_refused_where_they_are_forbidden() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    let script = Script::new([]);
    let good = script.entry();
    let entry = move |request: &InitRequest| {
        let inner = good(request)?.provider.unwrap();
        Ok(InitAnswer::new(Arc::new(Asking(inner, Arc::clone(&log)))))
    };
    let section = |name: &str| StoreSection::new(DLL, name).entry_id(store_id(name));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(entry))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section("a")).store(section("b"))))
        .user(User::answering([Reply::fill("password", "secret"), Reply::Cancel]));
    let mapi = mapi.build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let _first = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_DIALOG).unwrap();
    let _second = open(&session, "b").unwrap();
    let asked = asked.lock().unwrap();
    assert_eq!(asked[0], DialogAnswer::Unavailable, "the user is not disturbed");
    assert_eq!(asked[1].value("password"), Some("secret"));
    let trace = mapi.trace();
    assert_eq!(broken_rules(&trace), ["LOGON-08"]);
    assert!(!trace.to_string().contains("secret"), "what is typed stays out of traces");
}

#[test]
fn flags_reach_the_provider_as_the_page_says() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    struct Looking(Arc<dyn IMSProvider>, Arc<Mutex<Vec<StoreLogonFlags>>>);
    impl IMSProvider for Looking {
        fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
            self.1.lock().unwrap().push(request.flags);
            assert!(request.profile_name.is_unicode());
            self.0.logon(request)
        }
        fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
            self.0.compare_store_ids(first, second, flags)
        }
    }
    let good = Script::new([]).entry();
    let (_mapi, session) = initialised_by(move |request: &InitRequest| {
        let inner = good(request)?.provider.unwrap();
        Ok(InitAnswer::new(Arc::new(Looking(inner, Arc::clone(&log)))))
    });
    let table = [
        (OpenStoreFlags::empty(), StoreLogonFlags::empty()),
        (OpenStoreFlags::MDB_WRITE, StoreLogonFlags::MDB_WRITE),
        (OpenStoreFlags::MDB_NO_MAIL, StoreLogonFlags::MDB_NO_MAIL),
        (OpenStoreFlags::MDB_TEMPORARY, StoreLogonFlags::MDB_TEMPORARY),
        (OpenStoreFlags::MAPI_DEFERRED_ERRORS, StoreLogonFlags::MAPI_DEFERRED_ERRORS),
        (OpenStoreFlags::MDB_NO_DIALOG, StoreLogonFlags::MDB_NO_DIALOG),
    ];
    for (given, expected) in table {
        open_with(&session, &wrapped("a"), given).unwrap();
        assert_eq!(seen.lock().unwrap().pop(), Some(expected | StoreLogonFlags::MAPI_UNICODE), "{given}");
    }
}

#[test]
fn a_section_property_can_be_read_after_a_failure() {
    let (mapi, session) = machine(&Script::new([Act::Fail(MAPI_E_FAILONEPROVIDER, "")]));
    assert!(open(&session, "a").is_err());
    let section = mapi.sections(PROFILE)[0];
    let props = Row::new(mapi.section_props(PROFILE, &section).unwrap());
    assert_eq!(props.get(PR_DISPLAY_NAME_W).unwrap().as_unicode(), Some("Store a"));
}

#[test]
fn a_service_process_has_nobody_to_ask() {
    let answers: Arc<Mutex<Vec<DialogAnswer>>> = Arc::default();
    let (log, good) = (Arc::clone(&answers), Script::new([]).entry());
    let entry = move |request: &InitRequest| {
        let inner = good(request)?.provider.unwrap();
        Ok(InitAnswer::new(Arc::new(Asking(inner, Arc::clone(&log)))))
    };
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(entry))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .user(User::answering([Reply::Cancel]))
        .init_flags(MapiInitFlags::MAPI_NT_SERVICE)
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    assert!(open(&session, "a").is_ok());
    assert_eq!(*answers.lock().unwrap(), [DialogAnswer::Unavailable]);
    assert_eq!(broken_rules(&mapi.trace()), ["INIT-07"]);
}
