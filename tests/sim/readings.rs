//! Every open point that a test can choose: what either reading does, and that the trace names it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::load::Step;
use mapi_sim::load::readings::{Reading, Strictness};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::*;

use crate::common::script::*;

const BOTH: [Strictness; 2] = [Strictness::Strict, Strictness::Lenient];

type Entry = Option<Arc<dyn ServiceEntry>>;

fn read_as(
    script: &Arc<Script>,
    reading: Reading,
    choice: Strictness,
    entry: Entry,
) -> (Subsystem, Arc<Session>) {
    let mapi = subsystem(script, entry).reading(reading, choice).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

/// How often the trace says that `reading` decided. It was always read in the way that was chosen.
fn decided(mapi: &Subsystem, reading: Reading, choice: Strictness) -> usize {
    let trace = mapi.trace();
    let facts = trace.events().iter().filter_map(|event| {
        let What::Fact(Fact::ReadAs(read, as_choice)) = event.what else { return None };
        (read == reading).then_some((event, as_choice))
    });
    let mut count = 0;
    for (event, as_choice) in facts {
        assert_eq!(as_choice, choice);
        assert!(trace.line(event).contains(reading.meaning(choice)), "{}", trace.line(event));
        count += 1;
    }
    count
}

fn count(mapi: &Subsystem, method: Method) -> usize {
    mapi.trace().count_of(method)
}

#[test]
fn point_1_the_logon_object_of_an_open_store() {
    for (choice, broken) in [(Strictness::Strict, vec!["LOAD-24"]), (Strictness::Lenient, vec![])] {
        let script = Script::new([Act::Well, Act::SameObjects]);
        let (mapi, session) = read_as(&script, Reading::ExistingLogonObject, choice, None);
        let first = open(&session, "a").unwrap();
        assert_eq!(decided(&mapi, Reading::ExistingLogonObject, choice), 0);
        let again = open(&session, "a").unwrap();
        assert!(Arc::ptr_eq(&first, &again));
        assert_eq!(broken_rules(&mapi.trace()), broken);
        assert_eq!(decided(&mapi, Reading::ExistingLogonObject, choice), 1);
    }
}

#[test]
fn point_5_the_objects_of_the_spooler() {
    for (choice, broken) in [(Strictness::Strict, vec!["LOAD-35"]), (Strictness::Lenient, vec![])] {
        let script = Script::new([]).spooler([Act::SameObjects]);
        let (mapi, session) = read_as(&script, Reading::SpoolerObjects, choice, None);
        let _store = open(&session, "a").unwrap();
        assert_eq!(mapi.run_spooler(), 1);
        assert_eq!(broken_rules(&mapi.trace()), broken);
        assert_eq!(decided(&mapi, Reading::SpoolerObjects, choice), 1);
    }
    let (mapi, session) = read_as(&Script::new([]), Reading::SpoolerObjects, Strictness::Strict, None);
    let _store = open(&session, "a").unwrap();
    mapi.run_spooler();
    assert!(broken_rules(&mapi.trace()).is_empty(), "a pair of its own is right in both");
}

/// Opens twice; the first open fails. Returns whether the second one reached the provider.
fn tries_again(code: HResult, reading: Reading, choice: Strictness) -> bool {
    let script = Script::new([Act::Fail(code, "no")]);
    let (mapi, session) = read_as(&script, reading, choice, None);
    assert_eq!(open(&session, "a").map(drop).unwrap_err().code(), code);
    assert_eq!(decided(&mapi, reading, choice), 1, "{code}");
    let second = open(&session, "a").map(drop);
    assert_eq!(
        second.map_err(|error| error.code()).err().unwrap_or(MAPI_E_LOGON_FAILED),
        MAPI_E_LOGON_FAILED
    );
    count(&mapi, Method::ProviderLogon) == 2
}

#[test]
fn point_9_a_cancelled_or_unfinished_configuration() {
    for code in [MAPI_E_USER_CANCEL, MAPI_E_UNCONFIGURED] {
        assert!(!tries_again(code, Reading::CancelDisables, Strictness::Strict), "{code}");
        assert!(tries_again(code, Reading::CancelDisables, Strictness::Lenient), "{code}");
    }
}

#[test]
fn point_9_holds_for_the_entry_point_too() {
    for (choice, logons) in [(Strictness::Strict, 1), (Strictness::Lenient, 2)] {
        let entry = |_: &ServiceRequest<'_>| MapiResult::<()>::Err(MAPI_E_USER_CANCEL.into());
        let script = Script::new([Act::Fail(MAPI_E_UNCONFIGURED, "no path")]);
        let (mapi, session) = read_as(&script, Reading::CancelDisables, choice, Some(Arc::new(entry)));
        assert_eq!(open(&session, "a").map(drop).unwrap_err().code(), MAPI_E_USER_CANCEL);
        let _ = open(&session, "a");
        assert_eq!(count(&mapi, Method::ProviderLogon), logons);
    }
}

#[test]
fn point_10_codes_that_answer_the_request() {
    for code in [MAPI_E_NOT_FOUND, MAPI_E_NO_ACCESS, MAPI_E_INTERFACE_NOT_SUPPORTED] {
        assert!(!tries_again(code, Reading::RefusalDisables, Strictness::Strict), "{code}");
        assert!(tries_again(code, Reading::RefusalDisables, Strictness::Lenient), "{code}");
    }
}

#[test]
fn point_14_a_failing_entry_point() {
    for choice in BOTH {
        let entry = |_: &ServiceRequest<'_>| MapiResult::<()>::Err(MAPI_E_NO_ACCESS.into());
        let script = Script::new([Act::Fail(MAPI_E_UNCONFIGURED, "no path")]);
        let (mapi, session) = read_as(&script, Reading::RetryAfterFailedEntry, choice, Some(Arc::new(entry)));
        let opened = open(&session, "a").map(drop).map_err(|error| error.code());
        let expected = if choice == Strictness::Strict { Err(MAPI_E_NO_ACCESS) } else { Ok(()) };
        assert_eq!(opened, expected);
        assert_eq!(decided(&mapi, Reading::RetryAfterFailedEntry, choice), 1);
    }
}

#[test]
fn point_14_a_failing_entry_point_for_the_spooler() {
    for (choice, calls) in [(Strictness::Strict, 1), (Strictness::Lenient, 2)] {
        let entry = |_: &ServiceRequest<'_>| MapiResult::<()>::Err(MAPI_E_NO_ACCESS.into());
        let script = Script::new([]).spooler([Act::Fail(MAPI_E_UNCONFIGURED, "no path")]);
        let (mapi, session) = read_as(&script, Reading::RetryAfterFailedEntry, choice, Some(Arc::new(entry)));
        let _store = open(&session, "a").unwrap();
        assert_eq!(mapi.run_spooler(), calls - 1);
        assert_eq!(count(&mapi, Method::ProviderSpoolerLogon), calls);
    }
}

#[test]
fn point_17_flags_that_logon_does_not_list() {
    let asked = OpenStoreFlags::MAPI_BEST_ACCESS | OpenStoreFlags::MDB_ONLINE;
    let lenient = StoreLogonFlags::MAPI_UNICODE | StoreLogonFlags::from_bits_retain(asked.bits());
    let online = StoreLogonFlags::from_bits_retain(OpenStoreFlags::MDB_ONLINE.bits());
    let strict = StoreLogonFlags::MAPI_UNICODE | StoreLogonFlags::MDB_WRITE | online;
    for (choice, expected) in [(Strictness::Strict, strict), (Strictness::Lenient, lenient)] {
        let (mapi, session) = read_as(&Script::new([]), Reading::OpenFlagsAtLogon, choice, None);
        let _plain = open(&session, "b").unwrap();
        assert_eq!(decided(&mapi, Reading::OpenFlagsAtLogon, choice), 0);
        let _store = open_with(&session, &wrapped("a"), asked).unwrap();
        let trace = mapi.trace();
        let seen = trace.events().iter().rev().find_map(|event| {
            let What::Call { args: Args::Logon(_, _, flags), .. } = event.what else { return None };
            Some(flags)
        });
        assert_eq!(seen, Some(expected));
        assert_eq!(decided(&mapi, Reading::OpenFlagsAtLogon, choice), 1);
    }
}

#[test]
fn point_19_mail_after_an_open_without() {
    for (choice, told) in [(Strictness::Strict, true), (Strictness::Lenient, false)] {
        let (mapi, session) = read_as(&Script::new([]), Reading::MailAfterOpenWithout, choice, None);
        let _first = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
        let _second = open(&session, "a").unwrap();
        assert_eq!(mapi.run_spooler() == 1, told);
        let step = mapi.trace().opens()[1].step(Step::SpoolerTold);
        assert_eq!(step == StepOutcome::Done, told, "{step:?}");
        assert_eq!(decided(&mapi, Reading::MailAfterOpenWithout, choice), 1);
    }
}

#[test]
fn point_20_mail_of_a_temporary_store() {
    for (choice, told) in [(Strictness::Strict, true), (Strictness::Lenient, false)] {
        let (mapi, session) = read_as(&Script::new([]), Reading::MailOfTemporaryStore, choice, None);
        let _store = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_TEMPORARY).unwrap();
        assert_eq!(mapi.run_spooler() == 1, told);
        assert_eq!(decided(&mapi, Reading::MailOfTemporaryStore, choice), 1);
    }
}

/// Makes the provider keep one more reference and call `StoreLogoffTransports` at `place`. It releases the reference at
/// `end`.
fn calls_transports(script: &Arc<Script>, place: &'static str, end: &'static str) {
    let kept = Mutex::new(None::<Support>);
    let callback: Callback = Arc::new(move |at, support| {
        if let (true, Some(support)) = (at == "Logon", support) {
            *lock(&kept) = Some(support.clone());
        }
        let support = lock(&kept).clone();
        if let (true, Some(support)) = (at == place, &support) {
            support.store_logoff_transports(LogoffFlags::LOGOFF_ABORT).unwrap();
        }
        if at == end {
            let last = lock(&kept).take();
            drop((support, last));
        }
    });
    *lock(&script.callback) = Some(callback);
}

#[test]
fn point_22_a_logoff_of_transports_for_each_store_logoff() {
    for (choice, broken) in [(Strictness::Strict, vec!["SHUT-02"]), (Strictness::Lenient, vec![])] {
        let script = Script::new([]);
        *lock(&script.silent_release) = true;
        calls_transports(&script, "StoreLogoff", "release of the store");
        let (mapi, session) = read_as(&script, Reading::TransportLogoffs, choice, None);
        let store = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
        for _ in 0..2 {
            store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
        }
        drop(store);
        assert_eq!(count(&mapi, Method::SupportStoreLogoffTransports), 2);
        assert_eq!(broken_rules(&mapi.trace()), broken);
        assert_eq!(decided(&mapi, Reading::TransportLogoffs, choice), 1);
    }
}

#[test]
fn point_23_a_logoff_of_transports_at_the_end_of_the_session() {
    for (choice, broken, said) in [(Strictness::Strict, vec!["SHUT-03"], 1), (Strictness::Lenient, vec![], 0)]
    {
        let script = Script::new([]);
        let (mapi, session) = read_as(&script, Reading::TransportLogoffAtSessionEnd, choice, None);
        let _store = open(&session, "a").unwrap();
        end(&session);
        assert_eq!(broken_rules(&mapi.trace()), broken);
        assert_eq!(decided(&mapi, Reading::TransportLogoffAtSessionEnd, choice), said);

        let script = Script::new([]);
        calls_transports(&script, "Logoff", "Logoff");
        let (mapi, session) = read_as(&script, Reading::TransportLogoffAtSessionEnd, choice, None);
        let _store = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
        end(&session);
        assert_eq!(count(&mapi, Method::SupportStoreLogoffTransports), 1);
        assert!(broken_rules(&mapi.trace()).is_empty(), "{}", mapi.trace());
    }
}

#[test]
fn point_28_the_shutdown_of_a_provider_object() {
    for (choice, shutdowns, inits) in [(Strictness::Strict, 1, 2), (Strictness::Lenient, 0, 1)] {
        let (mapi, session) = read_as(&Script::new([]), Reading::ShutdownWithLastStore, choice, None);
        let (first, second) = (open(&session, "a").unwrap(), open(&session, "b").unwrap());
        mapi.run_spooler();
        drop(first);
        assert_eq!(count(&mapi, Method::ProviderShutdown), 0, "a store is open");
        drop(second);
        assert_eq!(count(&mapi, Method::ProviderShutdown), shutdowns);
        assert_eq!(decided(&mapi, Reading::ShutdownWithLastStore, choice), shutdowns);
        drop(open(&session, "a").unwrap());
        assert_eq!(count(&mapi, Method::MsProviderInit), inits);
        end(&session);
        assert_eq!(count(&mapi, Method::ProviderShutdown), inits);
        mapi.trace().expect_references_balanced().unwrap();
        mapi.trace().expect_invariants().unwrap();
        assert!(broken_rules(&mapi.trace()).is_empty());
    }
}

/// An open that is under way needs the provider object, although the last store is released meanwhile.
#[test]
fn point_28_waits_for_an_open_under_way() {
    let script = Script::new([]);
    let (mapi, session) = read_as(&script, Reading::ShutdownWithLastStore, Strictness::Strict, None);
    let first = Mutex::new(Some(open(&session, "a").unwrap()));
    *lock(&script.callback) = Some(Arc::new(move |place, _: Option<&Support>| {
        if place == "Logon" {
            let store = lock(&first).take();
            drop(store);
        }
    }));
    let second = open(&session, "b").unwrap();
    assert_eq!(count(&mapi, Method::LogonLogoff), 1);
    assert_eq!(count(&mapi, Method::ProviderShutdown), 0);
    drop(second);
    assert_eq!(count(&mapi, Method::ProviderShutdown), 1);
}

#[test]
fn point_33_properties_that_a_section_hides() {
    let private = PropTag::new(0x6601, PropType::PT_LONG);
    let secure = PropTag::new(0x67F1, PropType::PT_LONG);
    for (choice, shows) in [(Strictness::Strict, false), (Strictness::Lenient, true)] {
        let section = StoreSection::new(DLL, "Private").entry_id(store_id("p"));
        let section = section.prop(private, 1).prop(secure, 2);
        let listed = Arc::new(Mutex::new(Vec::new()));
        let script = Script::new([]);
        let seen = Arc::clone(&listed);
        *lock(&script.callback) = Some(Arc::new(move |place, support: Option<&Support>| {
            if let ("Logon", Some(support)) = (place, support) {
                let own = support.open_profile_section(None, OpenSectionFlags::empty()).unwrap();
                *lock(&seen) = own.get_prop_list(GetPropListFlags::MAPI_UNICODE).unwrap();
                let named = own.get_props(Some(&[private, secure]), GetPropsFlags::empty()).unwrap();
                assert_eq!(named.value.len(), 2);
                assert!(named.value.iter().all(|value| value.as_bits().is_some()));
            }
        }));
        let mapi = Subsystem::builder()
            .dll(Dll::new(DLL).provider_entry(script.entry()))
            .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
            .reading(Reading::HiddenRange, choice)
            .build()
            .unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        drop(open(&session, "p").unwrap());
        assert_eq!(lock(&listed).contains(&private), shows);
        assert!(!lock(&listed).contains(&secure));
        let outside = mapi.section_props(PROFILE, &mapi.sections(PROFILE)[0]).unwrap();
        assert_eq!(outside.iter().any(|value| value.tag() == private), shows);
        assert_eq!(decided(&mapi, Reading::HiddenRange, choice), 1);
    }
}

#[test]
fn point_38_a_failing_initialisation() {
    for (choice, inits) in [(Strictness::Strict, 1), (Strictness::Lenient, 2)] {
        let tries = Arc::new(AtomicU32::new(0));
        let (script, tried) = (Script::new([]), Arc::clone(&tries));
        let good = script.entry();
        let dll = Dll::new(DLL).provider_entry(move |request: &InitRequest| {
            if tried.fetch_add(1, Ordering::Relaxed) == 0 {
                Err(MAPI_E_CALL_FAILED.into())
            } else {
                good(request)
            }
        });
        let section = StoreSection::new(DLL, "Store").entry_id(store_id("a"));
        let mapi = Subsystem::builder()
            .dll(dll)
            .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
            .reading(Reading::FailedInitDisables, choice)
            .build()
            .unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        assert_eq!(open(&session, "a").map(drop).unwrap_err().code(), MAPI_E_CALL_FAILED);
        assert_eq!(decided(&mapi, Reading::FailedInitDisables, choice), 1);
        let second = open(&session, "a").map(drop).map_err(|error| error.code());
        let expected = if choice == Strictness::Strict { Err(MAPI_E_LOGON_FAILED) } else { Ok(()) };
        assert_eq!(second, expected);
        assert_eq!(tries.load(Ordering::Relaxed), inits);
    }
}

#[test]
fn point_42_the_own_section_twice() {
    for (choice, again) in [(Strictness::Strict, Err(MAPI_E_NO_ACCESS)), (Strictness::Lenient, Ok(()))] {
        let script = Script::new([]);
        let came = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&came);
        *lock(&script.callback) = Some(Arc::new(move |place, support: Option<&Support>| {
            let ("Logon", Some(support)) = (place, support) else { return };
            let opens = |flags| support.open_profile_section(None, flags);
            let (read, write) = (OpenSectionFlags::empty(), OpenSectionFlags::MAPI_MODIFY);
            for (first, second) in [(read, read), (read, write), (write, read), (write, write)] {
                let _held = opens(first).unwrap();
                lock(&seen).push(opens(second).map(drop).map_err(|error| error.code()));
            }
        }));
        let (mapi, session) = read_as(&script, Reading::OwnSectionAgain, choice, None);
        drop(open(&session, "a").unwrap());
        assert_eq!(*lock(&came), [Ok(()), again, again, again]);
        assert_eq!(decided(&mapi, Reading::OwnSectionAgain, choice), 3);
    }
}

/// Where no open point decides anything, the trace says nothing about readings.
#[test]
fn a_plain_run_needs_no_reading() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open(&session, "a").unwrap();
    mapi.run_spooler();
    drop(store);
    end(&session);
    let trace = mapi.trace();
    assert!(trace.events().iter().all(|event| !matches!(event.what, What::Fact(Fact::ReadAs(..)))));
}

/// No reading is without a test.
#[test]
fn every_reading_has_a_test_here() {
    let source = include_str!("readings.rs");
    for reading in Reading::ALL {
        let test = format!("fn point_{}_", reading.number());
        assert!(source.contains(&test), "{reading:?}: {test}");
    }
}
