//! Scenarios that their authors have not meant so: each is a finding, and never a panic or a run without an end.

use std::future::{pending, poll_fn};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use mapi_sim::explore::{Client, Finding, Orders, ReplayError, Scenario, StoryError};
use mapi_sim::mapi::LogonExFlags;
use mapi_sim::sim::{BuildError, Subsystem};
use mapi_sim::wrap::{OnStore, OnSupport, Wrapping};

use crate::worlds::*;

fn all_orders() -> [Orders; 4] {
    [Orders::documented(), Orders::all(), Orders::preemptions(1), Orders::random(1, 20)]
}

/// What is found in each way of playing it.
fn found(scenario: &Scenario) -> [Finding; 4] {
    all_orders().map(|orders| scenario.explore(orders).unwrap_err().findings()[0].clone())
}

#[test]
fn an_invariant_that_panics_does_not_hold() {
    let base = || Scenario::new(world).client("one", tidy).spooler();
    let broken = |_: &Subsystem| -> Result<(), StoryError> { panic!("not {}", 1) };
    let scenarios =
        [base().always("mine", broken), base().eventually("mine", broken), base().at_end("mine", broken)];
    for scenario in scenarios {
        let mine = Finding::Own { name: "mine".to_owned(), why: "panicked: not 1".to_owned() };
        assert_eq!(found(&scenario), [(); 4].map(|()| mine.clone()));
    }
}

#[test]
fn the_others_go_on_when_an_invariant_panics() {
    let scenario = Scenario::new(world).client("one", tidy).spooler();
    let failure = scenario
        .always("mine", |mapi| {
            assert!(mapi.trace().events().len() < 5, "enough");
            Ok(())
        })
        .explore(Orders::documented())
        .unwrap_err();
    assert_eq!(failure.findings().len(), 1, "{failure}");
    failure.trace().unwrap().expect_references_balanced().unwrap();
}

#[test]
fn a_world_whose_building_panics_cannot_be_built() {
    let scenario =
        Scenario::new(|| -> Result<Subsystem, BuildError> { panic!("no disk") }).client("one", tidy);
    let why = "panicked: no disk".to_owned();
    assert_eq!(found(&scenario), [(); 4].map(|()| Finding::World(why.clone())));
    let error = scenario.replay("mapi-sim-1:").unwrap_err();
    assert!(
        matches!(&error, ReplayError::World(text) if *text == format!("the world could not be built: {why}"))
    );
}

/// In the documented order and in all.
fn who_does_not_end(scenario: &Scenario) -> [String; 2] {
    [Orders::documented(), Orders::all()].map(|orders| {
        let failure = scenario.explore(orders).unwrap_err();
        let Finding::Endless { task, .. } = &failure.findings()[0] else { panic!("{failure}") };
        task.clone()
    })
}

async fn waits_for_ever(client: Client) -> Result<(), StoryError> {
    let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    let _store = open(&session).await?;
    pending::<()>().await;
    Ok(())
}

#[test]
fn a_client_that_waits_for_ever_is_a_finding() {
    let scenario = Scenario::new(world).client("tidy", tidy).client("waiting", waits_for_ever).spooler();
    assert_eq!(who_does_not_end(&scenario), ["waiting"; 2]);
    let text = scenario.explore(Orders::documented()).unwrap_err().findings()[0].to_string();
    assert!(text.contains("waiting has not come to its end"), "{text}");
}

/// In the documented order it never comes to the one that it waits for.
#[test]
fn a_client_that_waits_for_another_one_is_a_finding() {
    let scenario = Scenario::new(world)
        .client("waiting", async |client| {
            while client.step(|mapi| mapi.trace().is_empty()).await {}
            Ok(())
        })
        .client("telling", async |client| {
            client.step(|mapi| mapi.note("now")).await;
            Ok(())
        });
    let failure = scenario.explore(Orders::documented()).unwrap_err();
    assert!(
        matches!(&failure.findings()[0], Finding::Endless { task, .. } if task == "waiting"),
        "{failure}"
    );
}

#[test]
fn a_client_whose_steps_do_not_end_is_a_finding() {
    let scenario = Scenario::new(world).client("tidy", tidy).client("turning", async |client| {
        let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        loop {
            session.step(|_| ()).await;
        }
    });
    assert_eq!(who_does_not_end(&scenario), ["turning"; 2]);
}

#[test]
fn a_client_that_always_finds_something_to_do_is_a_finding() {
    let scenario = Scenario::new(world).client("noting", async |client| {
        loop {
            client.step(|mapi| mapi.note("again")).await;
        }
    });
    let played = scenario.replay("mapi-sim-1:").unwrap();
    assert!(matches!(&played.findings[..], [Finding::Endless { task, .. }] if task == "noting"));
}

#[test]
fn a_client_that_gives_way_now_and_then_comes_to_its_end() {
    let scenario = Scenario::new(world).client("yielding", async |client| {
        let mut left = 100;
        poll_fn(|_| {
            left -= 1;
            if left == 0 { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        tidy(client).await
    });
    assert!(scenario.explore(Orders::all()).unwrap().is_complete());
}

/// Nothing of what it does is on record.
#[test]
fn a_client_with_many_steps_comes_to_its_end() {
    let scenario = Scenario::new(world).client("busy", async |client| {
        for _ in 0..3_000 {
            client.step(|_| ()).await;
        }
        tidy(client).await
    });
    let explored = scenario.explore(Orders::documented());
    assert!(explored.is_ok(), "{explored:?}");
}

/// A lock is held while `StoreLogoffTransports` runs, in which the spooler releases its store, whose release takes it again.
fn holds_a_lock() -> Result<Subsystem, BuildError> {
    let lock = Arc::new(Mutex::new(()));
    let held = Arc::clone(&lock);
    let support = OnSupport::new().store_logoff_transports(move |inner, flags| {
        let _held = held.lock().unwrap();
        inner.store_logoff_transports(flags)
    });
    let store = OnStore::new().released(move |inner| {
        drop(lock.lock());
        drop(inner);
    });
    world_of(Wrapping::new(entry()).support(support).store(store))
}

#[test]
fn a_provider_that_waits_for_itself_is_a_finding_within_a_time() {
    let limit = Duration::from_secs(2);
    let scenario = || Scenario::new(holds_a_lock).client("tidy", tidy).spooler();
    let failure = Scenario::explore_within(limit, scenario, Orders::all()).unwrap_err();
    let Finding::Hangs { calls, .. } = &failure.findings()[0] else { panic!("{failure}") };
    assert!(calls.iter().any(|call| call.contains("StoreLogoffTransports")), "{failure}");
    assert!(failure.to_string().contains("these calls have not returned:\n    "), "{failure}");
    assert!(failure.trace().is_some());

    let right = || Scenario::new(world).client("tidy", tidy).spooler();
    let explored = Scenario::explore_within(limit, right, Orders::preemptions(1)).unwrap();
    assert_eq!(explored.schedules, right().explore(Orders::preemptions(1)).unwrap().schedules);
    let unlimited = Scenario::explore_within(Duration::ZERO, right, Orders::documented()).unwrap();
    assert!(unlimited.is_complete());
}
