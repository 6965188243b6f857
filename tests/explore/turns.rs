//! What a choice of turns does to clients and the spooler.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use mapi_sim::explore::{Client, Finding, Orders, Scenario, Schedule, StoryError};
use mapi_sim::mapi::{LogonExFlags, SessionLogoffFlags};
use mapi_sim::sim::{BuildError, SpoolerModel, Subsystem};
use mapi_sim::spi::{IMAPISession, OpenStoreRequest};
use mapi_sim::trace::{Actor, Trace, What};

use crate::worlds::*;

/// What the clients of the latest run did, in order.
#[derive(Clone, Default)]
struct Log(Rc<RefCell<Vec<(char, u32)>>>);

impl Log {
    fn add(&self, name: char, count: u32) {
        self.0.borrow_mut().push((name, count));
    }

    fn take(&self) -> Vec<(char, u32)> {
        self.0.take()
    }
}

/// A scenario that logs one run: a world is built for each.
fn logging(log: &Log, world: impl Fn() -> Result<Subsystem, BuildError> + 'static) -> Scenario {
    let log = log.clone();
    Scenario::new(move || {
        log.take();
        world()
    })
}

fn without_stores() -> Result<Subsystem, BuildError> {
    Subsystem::builder().build()
}

/// Plays one order, in which nothing is wrong.
fn play(scenario: &Scenario, choices: &[u8]) {
    let played = scenario.explore(by(choices));
    assert_eq!(played.unwrap_or_else(|failure| panic!("{failure}")).schedules, 1);
}

/// Adds a client that moves three times.
fn counting(scenario: Scenario, log: &Log, name: char) -> Scenario {
    let log = log.clone();
    scenario.client(name, async move |client| {
        for count in 0..3 {
            client.step(|_| log.add(name, count)).await;
        }
        Ok(())
    })
}

fn by(choices: &[u8]) -> Orders {
    Orders::given([Schedule::new(choices)])
}

#[test]
fn who_is_chosen_moves_to_its_next_step_and_every_client_ends() {
    let log = Log::default();
    let scenario = counting(counting(logging(&log, without_stores), &log, 'a'), &log, 'b');
    // A position that there is not stands for the last one.
    play(&scenario, &[1, 1, 9, 1, 0]);
    assert_eq!(log.take(), [('b', 0), ('a', 0), ('b', 1), ('a', 1), ('a', 2), ('b', 2)]);
    play(&scenario, &[]);
    assert_eq!(log.take(), [('a', 0), ('a', 1), ('a', 2), ('b', 0), ('b', 1), ('b', 2)]);
}

#[test]
fn what_is_called_in_a_step_runs_to_its_end() {
    let log = Log::default();
    let calling = log.clone();
    let scenario = logging(&log, world).client("calling", async move |client| {
        let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        let id = id();
        let opened = session.step(|session| {
            calling.add('o', 0);
            let opened = session.open_msg_store(&OpenStoreRequest::new(&id));
            calling.add('o', 1);
            opened
        });
        drop(opened.await?);
        Ok(())
    });
    let scenario = counting(scenario, &log, 'b');
    for start in 0..6 {
        play(&scenario, &[vec![0; start], vec![1; 6]].concat());
        let log = log.take();
        let at = log.iter().position(|entry| *entry == ('o', 0)).unwrap();
        assert_eq!(log.get(at + 1), Some(&('o', 1)), "{log:?}");
        assert_eq!(log.len(), 5);
    }
}

#[test]
fn a_panic_ends_its_own_client() {
    let log = Log::default();
    let scenario = logging(&log, without_stores).client("panicking", async |client| {
        client.step(|_| panic!("in its turn")).await;
        Ok(())
    });
    let failure = counting(scenario, &log, 'b').explore(by(&[1, 1, 0])).unwrap_err();
    let [Finding::Panicked { task, message }] = failure.findings() else { panic!("{failure}") };
    assert_eq!((task.as_str(), message.as_str()), ("panicking", "in its turn"));
    assert_eq!(log.take().len(), 3, "the other one goes on");
}

#[test]
fn an_invariant_may_panic_and_all_clients_come_to_their_ends() {
    let log = Log::default();
    let seen = log.clone();
    let scenario = counting(counting(logging(&log, without_stores), &log, 'a'), &log, 'b').always(
        "no third move",
        move |_| {
            assert!(seen.0.borrow().len() < 3, "a third move");
            Ok(())
        },
    );
    let failure = scenario.explore(by(&[])).unwrap_err();
    assert!(failure.to_string().contains("a third move"), "{failure}");
    assert_eq!(log.take().len(), 6);
}

#[test]
fn calls_are_as_deep_as_those_of_their_task() {
    let traces = Traces::default();
    let flags = LogonExFlags::MAPI_NEW_SESSION;
    let played =
        two_and_the_spooler(SpoolerModel::SameProcess, flags, &traces).explore(Orders::random(3, 20));
    assert_eq!(played.unwrap().schedules, 20);
    for trace in traces.take() {
        let of_clients = trace
            .events()
            .iter()
            .filter(|event| matches!(event.what, What::Call { from: Actor::Client, .. }));
        let depths: Vec<u16> = of_clients.map(|event| event.depth).collect();
        assert_eq!(depths, [0; 8], "{trace}");
    }
}

/// The traces of all runs.
#[derive(Clone, Default)]
struct Traces(Rc<RefCell<Vec<Trace>>>);

impl Traces {
    fn kept_of(&self, scenario: Scenario) -> Scenario {
        let traces = self.clone();
        scenario.at_end("a balanced trace", move |mapi| {
            let trace = mapi.trace();
            trace.expect_no_deviation()?;
            trace.expect_invariants()?;
            trace.expect_references_balanced()?;
            traces.0.borrow_mut().push(trace);
            Ok(())
        })
    }

    fn take(&self) -> Vec<Trace> {
        self.0.take()
    }
}

/// Opens the store, asks it something, releases it and logs off.
async fn open_and_end(client: &Client, flags: LogonExFlags) -> Result<(), StoryError> {
    let session = client.logon("Default", flags).await?;
    let store = open(&session).await?;
    ask(&store).await?;
    store.release().await;
    session.logoff(SessionLogoffFlags::empty()).await?;
    Ok(())
}

const MODELS: [SpoolerModel; 2] = [SpoolerModel::SameProcess, SpoolerModel::OwnProcess];
const SESSIONS: [LogonExFlags; 2] = [LogonExFlags::MAPI_NEW_SESSION, LogonExFlags::MAPI_ALLOW_OTHERS];

/// Two clients, of one shared session or of sessions of their own, and the spooler.
fn two_and_the_spooler(model: SpoolerModel, flags: LogonExFlags, traces: &Traces) -> Scenario {
    let client = async move |client| open_and_end(&client, flags).await;
    let scenario = Scenario::new(move || world_with(entry(), model));
    traces.kept_of(scenario.client("one", client).client("other", client).spooler())
}

/// Everybody after the other, the last one first, everybody in turn, and the spooler as soon as a store is open.
#[test]
fn every_order_has_a_clean_trace_of_its_own_and_the_same_one_again() {
    let orders = [vec![], vec![2], vec![1; 200], [vec![0; 5], vec![2]].concat()];
    for model in MODELS {
        for flags in SESSIONS {
            let traces = Traces::default();
            let scenario = two_and_the_spooler(model, flags, &traces);
            let told = |choices: &Vec<u8>| {
                play(&scenario, choices);
                // Clients of a shared session differ by their tasks alone.
                format!("{:?}", traces.take()[0].events())
            };
            let played: Vec<String> = orders.iter().map(told).collect();
            assert_eq!(played.iter().collect::<BTreeSet<_>>().len(), orders.len(), "{model:?} {flags}");
            assert_eq!(told(&orders[2]), played[2]);
        }
    }
}

/// Steps of two opens stand between each other.
#[test]
fn an_event_says_whose_turn_it_was() {
    let traces = Traces::default();
    let flags = LogonExFlags::MAPI_NEW_SESSION;
    play(&two_and_the_spooler(SpoolerModel::SameProcess, flags, &traces), &[1; 200]);
    let trace = &traces.take()[0];
    let of = |open: usize| {
        let events = trace
            .events()
            .iter()
            .filter(move |event| event.open.is_some_and(|no| no.index() == open) && event.task.number() != 3);
        events.map(|event| event.task.number()).collect::<BTreeSet<_>>()
    };
    assert_eq!([of(0), of(1)].map(|tasks| tasks.len()), [1, 1], "{trace}");
    let switches = trace.events().windows(2).filter(|pair| pair[0].task != pair[1].task).count();
    assert!(switches > 20, "{trace}");
}

/// Orders by lot, the same in every run.
#[test]
fn a_right_provider_is_accused_in_no_order() {
    for model in MODELS {
        for flags in SESSIONS {
            let traces = Traces::default();
            let played = two_and_the_spooler(model, flags, &traces).explore(Orders::random(1, 200));
            let played = played.unwrap_or_else(|failure| panic!("{model:?}, {flags}\n{failure}"));
            assert_eq!(played.schedules, 200);
            assert!(traces.take().len() >= 200);
        }
    }
}
