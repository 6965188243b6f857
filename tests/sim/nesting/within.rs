//! A plain test with a time limit.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use mapi_sim::mapi::*;
use mapi_sim::sim::Overdue;

use crate::common::script::*;

const SHORT: Duration = Duration::from_millis(300);

#[test]
fn a_story_that_ends_gives_its_result_and_a_panic_goes_on() {
    let (mapi, session) = machine(&Script::new([]));
    let opened = mapi.within(Duration::from_secs(60), move |mapi| {
        let store = open(&session, "a").unwrap();
        let count = mapi.run_spooler();
        drop(store);
        end(&session);
        count
    });
    assert_eq!(opened.unwrap(), 1);
    mapi.trace().expect_references_balanced().unwrap();
    assert!(mapi.trace().under_way().is_empty());

    let panicking = || mapi.within(Duration::from_secs(60), |_| panic!("of the story"));
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(panicking)).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"of the story"));
    assert_eq!(
        mapi.within(Duration::ZERO, |_| std::thread::current().id()).unwrap(),
        std::thread::current().id()
    );
}

/// The provider's own lock is held over a call of its support object, which MAPI answers with a question.
#[test]
fn a_provider_that_waits_for_itself_is_named_while_it_waits() {
    let script = Script::new([]);
    let own = Arc::new(Mutex::new(()));
    *lock(&script.callback) = Some(Arc::new(move |place, support| match (place, support) {
        ("Logon", Some(support)) => {
            let _held = lock(&own);
            support.open_profile_section(None, OpenSectionFlags::empty()).unwrap();
        }
        ("CompareStoreIDs", _) => drop(lock(&own)),
        _ => {}
    }));
    let (mapi, session) = machine(&script);
    let story = Arc::clone(&session);
    let Err(overdue) = mapi.within(SHORT, move |_| open(&story, "a").is_ok()) else { panic!("it ended") };
    let Overdue { limit, calls, trace, .. } = &overdue;
    assert_eq!(*limit, SHORT);
    let expected = ["OpenMsgStore", "Logon", "OpenProfileSection", "CompareStoreIDs"];
    assert_eq!(calls.len(), expected.len(), "{overdue}");
    for (call, name) in calls.iter().zip(expected) {
        assert!(call.contains(name), "{call} is not {name}");
    }
    assert!(overdue.to_string().contains("have not returned"), "{overdue}");
    assert_eq!(trace.under_way().len(), 4, "{trace}");
    // Nobody else is held up.
    let other = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    end(&other);
    std::mem::forget(session);
}

#[test]
fn a_story_that_waits_for_something_else_says_so() {
    let (mapi, _session) = machine(&Script::new([]));
    let waiting = mapi.within(SHORT, |_| {
        loop {
            std::thread::park();
        }
    });
    let Err(overdue): Result<(), Overdue> = waiting else { panic!("it ended") };
    assert!(overdue.calls.is_empty() && overdue.to_string().contains("the test itself"), "{overdue}");
}
