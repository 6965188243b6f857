//! The cases of the load sequence as traces, to be read beside its description: the alternative paths, then what each
//! return of `Logon` leads to.

use std::fmt::Write;
use std::sync::{Arc, Mutex, Weak};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Event, Method, What};

use crate::cases::*;
use crate::common::script::*;

#[test]
fn the_alternative_paths() {
    let mut stories = Stories::default();
    let none = OpenStoreFlags::empty();
    let well = || Script::new([]);
    stories.case("A. The store is open in this session", &well(), opened("a"), opening("a", none));
    let quietly = |_: &Subsystem, session: &Arc<Session>| {
        vec![open_with(session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap()]
    };
    let told_later = "A. The same, and the spooler has not been told of it";
    stories.case(told_later, &well(), quietly, opening("a", none));
    stories.case("B. Another store of the provider is open", &well(), opened("b"), opening("a", none));
    stories.case("C. A second session", &well(), opened("a"), |mapi, _| {
        let second = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        drop(open(&second, "a").unwrap());
        end(&second);
        Vec::new()
    });
    stories.case("D. A shared session", &well(), nothing, |mapi, _| {
        let sharing = LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_ALLOW_OTHERS;
        let one = mapi.logon(PROFILE, sharing).unwrap();
        let two = mapi.logon("", LogonExFlags::empty()).unwrap();
        drop((open(&one, "a").unwrap(), open(&two, "a").unwrap()));
        end(&one);
        end(&two);
        Vec::new()
    });
    stories.case("E. A client without mail", &well(), nothing, |mapi, _| {
        let quiet = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_NO_MAIL).unwrap();
        drop(open(&quiet, "a").unwrap());
        end(&quiet);
        Vec::new()
    });
    stories.case("E. A client with mail that shares its session", &well(), nothing, |mapi, _| {
        let sharing = LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_ALLOW_OTHERS;
        let quiet = mapi.logon(PROFILE, sharing | LogonExFlags::MAPI_NO_MAIL).unwrap();
        let loud = mapi.logon("", LogonExFlags::empty()).unwrap();
        let stores = (open(&quiet, "a").unwrap(), open(&loud, "a").unwrap());
        mapi.run_spooler();
        drop(stores);
        end(&quiet);
        end(&loud);
        Vec::new()
    });
    stories.case("F. An open without mail", &well(), nothing, opening("a", OpenStoreFlags::MDB_NO_MAIL));
    stories.case("G. A temporary open", &well(), nothing, opening("new", OpenStoreFlags::MDB_TEMPORARY));
    let listed = "G. A temporary open of a store that the profile lists";
    stories.case(listed, &well(), nothing, opening("a", OpenStoreFlags::MDB_TEMPORARY));
    stories.case("H. An identifier that the client built", &well(), nothing, opening("new", none));
    let unset = Script::new([Act::Fail(MAPI_E_UNCONFIGURED, "no path")]);
    stories.case("H. The same, and there is no service to configure", &unset, nothing, opening("new", none));
    let failed = Script::new([Act::Fail(MAPI_E_LOGON_FAILED, "gone")]);
    let disabled = |_: &Subsystem, session: &Arc<Session>| {
        assert!(open(session, "a").is_err());
        Vec::new()
    };
    stories.case("I. A service that was disabled before", &failed, disabled, opening("b", none));
    stories.case("K. OpenEntry with the identifier of a store", &well(), nothing, |_, session| {
        drop(session.open_entry(&OpenEntryRequest::new(&wrapped("a"))).unwrap());
        Vec::new()
    });
    insta::assert_snapshot!(stories.0);
}

#[test]
fn a_section_without_an_identifier() {
    let script = Script::new([]);
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(script.entry()))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(StoreSection::new(DLL, "unset"))))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let told = mapi.trace().events().len();
    let store = session.open_store_of_section(&mapi.sections(PROFILE)[0], OpenStoreFlags::empty()).unwrap();
    insta::assert_snapshot!(format!("J. No identifier at Logon\n\n{}", mapi.trace().since(told)));
    drop(store);
}

#[test]
fn initialisation_that_fails() {
    let mut text = String::new();
    let too_old =
        |request: &InitRequest| Ok(Script::new([]).entry()(request)?.with_version(SpiVersion::PDK1));
    let entries: [(&str, Arc<dyn ProviderEntry>); 4] = [
        ("MSProviderInit fails", Arc::new(|_: &InitRequest| Err(MAPI_E_NOT_ENOUGH_MEMORY.into()))),
        ("MAPI_E_VERSION", Arc::new(|_: &InitRequest| Err(MAPI_E_VERSION.into()))),
        ("S_OK with too low a version", Arc::new(too_old)),
        ("S_OK without an object", Arc::new(|_: &InitRequest| Ok(InitAnswer::without_provider()))),
    ];
    for (title, entry) in entries {
        let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
        let mapi = Subsystem::builder()
            .dll(Dll::new(DLL).provider_entry(move |request: &InitRequest| entry.ms_provider_init(request)))
            .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
            .oldest_provider_version(SpiVersion::PDK3)
            .build()
            .unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let told = mapi.trace().events().len();
        assert!(open(&session, "a").is_err());
        writeln!(text, "{title}\n\n{}", mapi.trace().since(told)).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn what_each_return_of_logon_leads_to() {
    let mut stories = Stories::default();
    let none = OpenStoreFlags::empty();
    stories.case("S_OK", &Script::new([]), nothing, opening("a", none));
    let warning = Script::new([Act::Warning("half of it")]);
    stories.case("MAPI_W_ERRORS_RETURNED", &warning, nothing, opening("a", none));
    let unconfigured = || Act::Fail(MAPI_E_UNCONFIGURED, "no path");
    let once = Script::new([unconfigured()]);
    stories.case("MAPI_E_UNCONFIGURED, first time", &once, nothing, opening("a", none));
    let twice = Script::new([unconfigured(), unconfigured()]);
    stories.case("MAPI_E_UNCONFIGURED, again", &twice, nothing, opening("a", none));
    let quiet = Script::new([unconfigured(), unconfigured()]);
    stories.case("The same without dialogs", &quiet, nothing, opening("a", OpenStoreFlags::MDB_NO_DIALOG));
    for code in [
        MAPI_E_FAILONEPROVIDER,
        MAPI_E_LOGON_FAILED,
        MAPI_E_USER_CANCEL,
        MAPI_E_UNKNOWN_CPID,
        MAPI_E_UNKNOWN_LCID,
        MAPI_E_SESSION_LIMIT,
        MAPI_E_DISK_ERROR,
        MAPI_E_NOT_FOUND,
        MAPI_E_NO_ACCESS,
        MAPI_E_INTERFACE_NOT_SUPPORTED,
    ] {
        let script = Script::new([Act::Fail(code, "why")]);
        stories.case(code.name().unwrap(), &script, nothing, opening("a", none));
    }
    for (store, logon) in [(false, true), (true, false)] {
        let script = Script::new([Act::Partly { store, logon }]);
        let title = if store { "S_OK without a logon object" } else { "S_OK without a store" };
        stories.case(title, &script, nothing, opening("a", none));
    }
    insta::assert_snapshot!(stories.0);
}

/// What became of an open whose first `Logon` found the store unconfigured.
#[test]
fn the_configure_loop() {
    let mut stories = Stories::default();
    let script = || Script::new([Act::Fail(MAPI_E_UNCONFIGURED, "no path")]);
    let open_a = || opening("a", OpenStoreFlags::empty());
    let fails = |_: &ServiceRequest<'_>| Err(MAPI_E_USER_CANCEL.into());
    stories.case_with(Some(Arc::new(fails)), "The entry point fails", &script(), open_a());
    stories.case_with(None, "The service has no entry point", &script(), open_a());
    let session: Arc<Mutex<Weak<Session>>> = Arc::default();
    let leaving = Arc::clone(&session);
    let leaves = move |_: &ServiceRequest<'_>| {
        let session = lock(&leaving).upgrade();
        session.into_iter().for_each(|session| end(&session));
        Ok(())
    };
    let title = "The session ends while the service is configured";
    stories.case_with(Some(Arc::new(leaves)), title, &script(), |mapi, client| {
        *lock(&session) = Arc::downgrade(client);
        open_a()(mapi, client)
    });
    insta::assert_snapshot!(stories.0);
}

#[test]
fn what_each_return_of_spooler_logon_leads_to() {
    let mut stories = Stories::default();
    let mut case = |title: &str, acts: Vec<Act>| {
        let script = Script::new([]).spooler(acts);
        stories.case(title, &script, nothing, opening("a", OpenStoreFlags::empty()));
    };
    case("S_OK, a pair of its own", vec![Act::OpenTwice]);
    case("S_OK, the objects of the client", vec![Act::SameObjects]);
    case("MAPI_W_ERRORS_RETURNED", vec![Act::Warning("half of it")]);
    let unconfigured = || Act::Fail(MAPI_E_UNCONFIGURED, "no path");
    case("MAPI_E_UNCONFIGURED, first time", vec![unconfigured(), Act::OpenTwice]);
    case("MAPI_E_UNCONFIGURED, again", vec![unconfigured(), unconfigured()]);
    case("MAPI_E_LOGON_FAILED", vec![Act::Fail(MAPI_E_LOGON_FAILED, "why")]);
    case("MAPI_E_DISK_ERROR", vec![Act::Fail(MAPI_E_DISK_ERROR, "why")]);
    case("S_OK without a store", vec![Act::Partly { store: false, logon: true }]);
    case("S_OK without a logon object", vec![Act::Partly { store: true, logon: false }]);
    insta::assert_snapshot!(stories.0);
}

/// The calls to providers that one more open makes, and that `OpenEntry` on any open store makes.
fn calls_with(stores: usize) -> [Vec<Method>; 2] {
    let script = Script::new([]);
    let name = |number: usize| format!("store {number}");
    let mut service = Service::new("MANY");
    for number in 0..=stores {
        service = service.store(StoreSection::new(DLL, name(number)).entry_id(store_id(&name(number))));
    }
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(script.entry()))
        .profile(Profile::new(PROFILE).service(service))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let held: Vec<_> = (1..=stores).map(|number| open(&session, &name(number)).unwrap()).collect();
    mapi.run_spooler();
    let calls = |work: &dyn Fn()| {
        let before = mapi.trace().events().len();
        work();
        let trace = mapi.trace().since(before);
        let called =
            |event: &Event| if let What::Call { method, .. } = event.what { Some(method) } else { None };
        trace.events().iter().filter_map(called).collect::<Vec<_>>()
    };
    let opened = calls(&|| {
        let store = open(&session, &name(0)).unwrap();
        mapi.run_spooler();
        drop(store);
    });
    let entered = calls(&|| {
        let id = EntryId::build(EntryIdFlags::empty(), UID, b"a message");
        assert!(session.open_entry(&OpenEntryRequest::new(&id)).is_err());
    });
    drop(held);
    [opened, entered]
}

#[test]
fn a_thousand_open_stores_change_nothing_for_one_more() {
    let [opened, entered] = calls_with(1);
    assert_eq!((opened.len(), entered.len()), (16, 2));
    assert_eq!(calls_with(1000), [opened, entered]);
}
