//! The cases of the load sequence as traces, to be read beside its description: the alternative paths, then what each
//! return of `Logon` leads to.
#![cfg(feature = "sim")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use std::fmt::Write;
use std::sync::Arc;

use common::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Event, Method, What};

/// Stores that are released after the case was told.
type Held = Vec<Arc<dyn IMsgStore>>;

/// A text of several cases, each with what happened since the last one.
#[derive(Default)]
struct Stories(String);

impl Stories {
    /// Runs a case in a machine of its own; what `before` does is not told.
    fn case(
        &mut self,
        title: &str,
        script: &Arc<Script>,
        before: impl FnOnce(&Subsystem, &Arc<Session>) -> Held,
        run: impl FnOnce(&Subsystem, &Arc<Session>) -> Held,
    ) {
        let mapi = subsystem(script, entry_point()).build().unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let held = before(&mapi, &session);
        let told = mapi.trace().events().len();
        let kept = run(&mapi, &session);
        writeln!(self.0, "{title}\n\n{}", mapi.trace().since(told)).unwrap();
        drop((held, kept));
    }
}

/// The entry point of the service, which finds everything in order.
fn entry_point() -> Option<Arc<dyn ServiceEntry>> {
    Some(Arc::new(|_: &ServiceRequest<'_>| Ok(())))
}

fn nothing(_: &Subsystem, _: &Arc<Session>) -> Held {
    Vec::new()
}

fn opened(name: &'static str) -> impl FnOnce(&Subsystem, &Arc<Session>) -> Held {
    move |_, session| vec![open(session, name).unwrap()]
}

/// Opens a store, as far as that goes.
fn opening(name: &'static str, flags: OpenStoreFlags) -> impl FnOnce(&Subsystem, &Arc<Session>) -> Held {
    move |mapi, session| {
        let store = open_with(session, &wrapped(name), flags);
        mapi.run_spooler();
        store.into_iter().collect()
    }
}

#[test]
fn the_alternative_paths() {
    let mut stories = Stories::default();
    let none = OpenStoreFlags::empty();
    let well = || Script::new([]);
    stories.case("A. The store is open in this session", &well(), opened("a"), opening("a", none));
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
    stories.case("F. An open without mail", &well(), nothing, opening("a", OpenStoreFlags::MDB_NO_MAIL));
    stories.case("G. A temporary open", &well(), nothing, opening("new", OpenStoreFlags::MDB_TEMPORARY));
    stories.case("H. An identifier that the client built", &well(), nothing, opening("new", none));
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
        MAPI_E_SESSION_LIMIT,
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
