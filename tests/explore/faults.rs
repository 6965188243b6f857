//! Scenarios in which something goes wrong on purpose.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use mapi_sim::explore::{Client, Finding, Orders, Scenario, Schedule, StoryError, TokenError};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::{LogonExFlags, SessionLogoffFlags};
use mapi_sim::methods;
use mapi_sim::sim::{BuildError, Fault, Subsystem};
use mapi_sim::spi::OpenStoreRequest;
use mapi_sim::wrap::{OnProvider, OnStore, Wrapping};

use crate::worlds::*;

const NO_ACCESS: Fault = Fault::answers(methods::IMSProvider::Logon, 1, MAPI_E_NO_ACCESS);

#[test]
fn a_client_that_gives_up_with_what_a_fault_has_led_to_has_done_right() {
    let scenario = Scenario::new(world).client("one", tidy).spooler().fault(NO_ACCESS);
    assert!(scenario.explore(Orders::all()).unwrap().is_complete());

    let asking = Scenario::new(world).fault(NO_ACCESS).client("asking", async |client| {
        let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        let answer = session.open(&OpenStoreRequest::new(&id())).await;
        assert_eq!(answer.unwrap_err().code(), MAPI_E_NOT_FOUND, "the other code");
        Ok(())
    });
    let failure = asking.explore(Orders::documented()).unwrap_err();
    let text = failure.to_string();
    assert!(text.contains("asking panicked") && text.contains("the other code"), "{text}");
    assert!(text.contains("fault on purpose: IMSProvider::Logon#1=MAPI_E_NO_ACCESS"), "{text}");
}

#[test]
fn the_panic_of_a_fault_is_no_finding_and_another_one_is() {
    let fault = Fault::panics(methods::IMSProvider::SpoolerLogon, 1);
    let scenario = Scenario::new(world).client("one", tidy).spooler().fault(fault);
    assert!(scenario.explore(Orders::all()).unwrap().is_complete());

    let own = Scenario::new(world).fault(Fault::panics(methods::IMSProvider::Logon, 1)).client(
        "own",
        async |client| {
            client.step(|_| panic!("of its own")).await;
            Ok(())
        },
    );
    let failure = own.explore(Orders::documented()).unwrap_err();
    assert!(matches!(failure.findings()[0], Finding::Panicked { .. }), "{failure}");
}

#[test]
fn a_fault_that_comes_to_bear_in_no_order_is_a_finding() {
    let idle = Fault::answers(methods::IMSProvider::Logon, 3, MAPI_E_NO_ACCESS);
    let base = || Scenario::new(world).client("one", tidy).client("other", tidy);
    for orders in [Orders::documented(), Orders::preemptions(1), Orders::random(0, 3), Orders::all()] {
        let failure = base().fault(NO_ACCESS).fault(idle).explore(orders).unwrap_err();
        assert_eq!(failure.findings(), [Finding::Idle(idle)]);
        assert!(failure.to_string().contains("never come to bear"), "{failure}");
    }
    // In some orders the spooler comes too late for a second logon.
    let in_some = Fault::answers(methods::IMSProvider::SpoolerLogon, 2, MAPI_E_NO_ACCESS);
    assert!(base().spooler().fault(in_some).explore(Orders::random(0, 20)).unwrap().is_complete());
}

#[test]
fn a_client_releases_in_a_bad_order() {
    let scenario = |number| {
        let both = Scenario::new(world).client("one", tidy).client("other", tidy).spooler();
        both.fault(Fault::releases_session_first(number))
    };
    assert!(scenario(2).explore(Orders::preemptions(1)).unwrap().is_complete());
    assert_eq!(
        scenario(3).explore(Orders::documented()).unwrap_err().findings(),
        [Finding::Idle(Fault::releases_session_first(3))]
    );
}

#[test]
fn the_spooler_ends_between_steps_8_and_9_in_every_order() {
    let scenario = two_clients().fault(Fault::ends_spooler(1));
    assert!(scenario.explore(Orders::preemptions(1)).unwrap().is_complete());
}

/// A store that is not usable any more after `GetProps` has failed once, for whoever opens it.
fn remembers_a_failure() -> Result<Subsystem, BuildError> {
    let failures = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&failures);
    let provider = OnProvider::new().logon(move |inner, request| {
        // Asks for its section, and keeps in mind that it had none.
        if request.support.open_profile_section(None, Default::default()).is_err() {
            seen.fetch_add(1, Ordering::Relaxed);
        }
        inner.logon(request)
    });
    let store = OnStore::new().get_props(move |inner, tags, flags| {
        assert_eq!(failures.load(Ordering::Relaxed), 0, "no section");
        inner.get_props(tags, flags)
    });
    world_of(Wrapping::new(entry()).provider(provider).store(store))
}

#[test]
fn faults_and_switches_that_are_not_needed_are_taken_away() {
    let section = Fault::answers(methods::IMAPISupport::OpenProfileSection, 1, MAPI_E_NOT_FOUND);
    let others = [
        Fault::ends_spooler(1),
        Fault::cuts_validation_data(1, 1),
        Fault::answers(methods::IMSProvider::SpoolerLogon, 2, MAPI_E_UNCONFIGURED),
    ];
    let base = || Scenario::new(remembers_a_failure).client("one", tidy).client("other", tidy).spooler();
    let scenario = others.into_iter().fold(base(), Scenario::fault).fault(section);
    let failure = scenario.explore(Orders::random(1, 20)).unwrap_err();
    assert_eq!(failure.found().faults().unwrap().len(), 4);
    assert_eq!(failure.schedule().faults(), Some([section].as_slice()), "{failure}");
    assert_eq!(failure.schedule().switches(), 0, "{failure}");
    let text = failure.to_string();
    assert!(text.contains(", 4 faults)") && text.contains("(0 switches, 1 fault)"), "{text}");

    // The token has the faults that are left, whatever the scenario says.
    let token = failure.schedule().to_string();
    assert!(token.starts_with("mapi-sim-2:"), "{token}");
    for played in [scenario, base()] {
        let replay = played.replay(&token).unwrap();
        assert_eq!(replay.findings, failure.findings());
        assert_eq!(replay.trace.to_string(), failure.trace().unwrap().to_string());
        assert!(replay.idle.is_empty());
    }
}

#[test]
fn a_token_says_that_there_are_no_faults() {
    let scenario = || Scenario::new(world).client("one", tidy).fault(NO_ACCESS);
    let without = scenario().replay("mapi-sim-2:::").unwrap();
    assert!(!without.trace.to_string().contains("fault on purpose"));
    let own = scenario().replay("mapi-sim-1:").unwrap();
    assert!(own.trace.to_string().contains("fault on purpose"));
    let idle = scenario().replay("mapi-sim-2:::IMSProvider::Logon#2=panic").unwrap();
    assert_eq!(idle.idle.len(), 1);
}

#[test]
fn faults_of_a_token_are_read_with_care() {
    let read = |text: &str| text.parse::<Schedule>();
    let error = |text: &str| read(text).unwrap_err();
    assert!(matches!(error("mapi-sim-2:01"), TokenError::Character { at: 14, .. }));
    assert!(matches!(error("mapi-sim-2:01:ABC"), TokenError::Character { at: 18, .. }));
    assert_eq!(error("mapi-sim-2:01:A:"), TokenError::Checks { choices: 2, checks: 1 });
    assert!(matches!(error("mapi-sim-2:01::nothing"), TokenError::Fault(_)));
    assert!(matches!(error("mapi-sim-2:01::IMSProvider::Logon#1=panic;"), TokenError::Fault(_)));
    assert!(matches!(error("mapi-sim-1:01:ABC:"), TokenError::Character { .. }));
    assert_eq!(error("mapi-sim-1:01:"), TokenError::Checks { choices: 2, checks: 0 });
    for text in ["mapi-sim-2:01:ABC:", "mapi-sim-2:::IMAPIProp::GetProps#1=panic;MAPILogonEx#1=0x80040999"] {
        assert_eq!(read(text).unwrap().to_string(), text);
    }
}

#[test]
fn the_logon_of_a_client_fails() {
    let fault = Fault::answers(methods::Exports::MAPILogonEx, 2, MAPI_E_LOGON_FAILED);
    let failed = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&failed);
    let trying = move |client: Client| {
        let count = Arc::clone(&count);
        async move {
            match client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await {
                Ok(session) => session.logoff(SessionLogoffFlags::empty()).await?,
                Err(error) => {
                    assert_eq!(error.code(), MAPI_E_LOGON_FAILED);
                    count.fetch_add(1, Ordering::Relaxed);
                }
            }
            Ok::<(), StoryError>(())
        }
    };
    let scenario = Scenario::new(world).client("one", trying.clone()).client("other", trying).fault(fault);
    let explored = scenario.explore(Orders::all()).unwrap();
    // The canary plays twice before.
    assert_eq!(u64::from(failed.load(Ordering::Relaxed)), 2 + explored.schedules + explored.repeated);
}

/// What a fault has done itself is nobody else's.
#[test]
fn a_rule_that_the_fault_breaks_is_no_finding() {
    for text in [
        "IMSProvider::Logon#1=support-lost",
        "IUnknown::AddRef#1=lost",
        "IUnknown::AddRef#2=lost",
        "IMSLogon::Logoff#1=MAPI_E_CALL_FAILED",
        "IMSLogon::Logoff#2=panic",
        "IMSProvider::Shutdown#1=MAPI_E_CALL_FAILED",
        "IMsgStore::GetProps#1=MAPI_E_CALL_FAILED",
        "IMSProvider::CompareStoreIDs#4=MAPI_E_CALL_FAILED",
        "IMAPISupport::StoreLogoffTransports#1=MAPI_E_CALL_FAILED",
    ] {
        let fault = text.parse().unwrap();
        let scenario = Scenario::new(world).client("one", tidy).spooler().fault(fault);
        assert!(scenario.explore(Orders::preemptions(1)).unwrap().is_complete(), "{text}");
    }
    // The rule is broken by the provider, too, and needs no fault for it.
    let world = || {
        let provider = OnProvider::new().shutdown(|_, _| Err(MAPI_E_BUSY.into()));
        world_of(Wrapping::new(entry()).provider(provider))
    };
    let fault = Fault::answers(methods::IMSProvider::Shutdown, 1, MAPI_E_CALL_FAILED);
    let scenario = Scenario::new(world).client("one", tidy).client("other", tidy).fault(fault);
    let failure = scenario.explore(Orders::documented()).unwrap_err();
    assert_eq!(failure.schedule().faults(), Some([].as_slice()), "{failure}");
    assert!(failure.findings().iter().all(|found| found.to_string().contains("MAPI_E_BUSY")), "{failure}");
}

#[test]
fn a_given_schedule_has_its_own_faults() {
    let panicking = Scenario::new(world).client("one", async |client| {
        let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        assert!(session.open(&OpenStoreRequest::new(&id())).await.is_ok(), "no store");
        Ok(())
    });
    let plain = Schedule::new([]);
    assert!(panicking.explore(Orders::given([plain.clone()])).is_ok());
    let failure = panicking.explore(Orders::given([plain.with_faults([NO_ACCESS])])).unwrap_err();
    assert!(failure.to_string().contains("no store"), "{failure}");
    assert_eq!(failure.schedule().faults(), Some([NO_ACCESS].as_slice()));
}
