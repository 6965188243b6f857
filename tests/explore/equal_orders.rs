//! Leaving out orders that differ in moves that commute loses no outcome: shown by playing all of them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use mapi_sim::explore::{Orders, Scenario};
use mapi_sim::methods;
use mapi_sim::sim::Fault;
use mapi_sim::trace::{Actor, Event, Object, Trace, What};

use crate::worlds::*;

/// What somebody can tell orders apart by: what happened in each task, and the order of what providers saw and did. Numbers of
/// sessions and objects are given anew, in the order in which the tasks use them.
fn outcome(trace: &Trace) -> String {
    let mut names = Renamed::default();
    let mut text = String::new();
    let tasks: BTreeSet<u16> = trace.events().iter().map(|event| event.task.number()).collect();
    for task in tasks {
        for event in trace.events().iter().filter(|event| event.task.number() == task) {
            text.push_str(&names.rename(&format!("{event:?}\n")));
        }
    }
    let mut seen = BTreeMap::<u16, usize>::new();
    for event in trace.events() {
        let place = seen.entry(event.task.number()).or_default();
        *place += 1;
        if is_of_provider(event) {
            text.push_str(&format!("{}.{place} ", event.task.number()));
        }
    }
    text
}

fn is_of_provider(event: &Event) -> bool {
    let own = |object: Object| {
        matches!(object, Object::Dll(_) | Object::Provider(_) | Object::Logon(_) | Object::Store(_))
    };
    match event.what {
        // A call to a provider is on record before the turn after which it runs.
        What::Call { from, .. } => matches!(from, Actor::Provider(_)),
        What::Return { from, .. } | What::Panicked { from, .. } => own(from),
        What::AddRef { by, .. } | What::Release { by, .. } => matches!(by, Actor::Provider(_)),
        What::Fact(_) | _ => false,
    }
}

/// Gives numbers anew, kind by kind.
#[derive(Default)]
struct Renamed(BTreeMap<String, BTreeMap<String, usize>>);

impl Renamed {
    fn rename(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
            let (digits, after) = from.split_at(end);
            out.push_str(before);
            let kind = ["session ", "open ", "P", "M", "S"].iter().find(|kind| {
                let word = before.strip_suffix(**kind);
                word.is_some_and(|word| !word.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
            });
            match kind {
                Some(kind) => {
                    let known = self.0.entry((*kind).to_owned()).or_default();
                    let next = known.len() + 1;
                    out.push_str(&known.entry(digits.to_owned()).or_insert(next).to_string());
                }
                None => out.push_str(digits),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// The outcomes of a scenario in some orders, and in how many schedules.
fn outcomes(scenario: Scenario, orders: Orders) -> (BTreeSet<String>, u64) {
    let seen = Rc::new(RefCell::new(BTreeSet::new()));
    let noted = Rc::clone(&seen);
    let scenario = scenario.at_end("outcome", move |mapi| {
        noted.borrow_mut().insert(outcome(&mapi.trace()));
        Ok(())
    });
    let explored = scenario.explore(orders).unwrap();
    assert!(explored.is_complete());
    drop(scenario);
    (Rc::into_inner(seen).unwrap().into_inner(), explored.schedules)
}

/// The number of outcomes, of all schedules and of those that were played.
fn expect_nothing_lost(scenario: Scenario) -> [u64; 3] {
    let (all, schedules) = outcomes(scenario.clone(), Orders::all_schedules());
    let (pruned, played) = outcomes(scenario, Orders::all());
    assert!(all == pruned, "{} outcomes in {schedules} schedules, {} in {played}", all.len(), pruned.len());
    [all.len() as u64, schedules, played]
}

#[test]
fn of_two_clients_without_mail() {
    let counts = expect_nothing_lost(Scenario::new(world).client("one", brief).client("other", careless));
    assert_eq!(counts, [56, 3003, 308]);
}

#[test]
fn of_a_client_and_the_spooler() {
    let counts = expect_nothing_lost(Scenario::new(world).client("one", tidy).spooler());
    assert_eq!(counts, [209, 1653, 1650]);
}

#[test]
fn of_clients_of_one_session() {
    let counts =
        expect_nothing_lost(Scenario::new(world).client("one", sharing).client("other", careless_sharing));
    assert_eq!(counts, [39, 928, 922]);
}

#[test]
fn of_a_client_beside_one_that_does_nothing() {
    let counts = expect_nothing_lost(Scenario::new(world).client("one", brief).client("other", idle));
    assert_eq!(counts, [1, 66, 21]);
}

/// Which client the fault meets depends on the order: calls that are counted do not commute.
#[test]
fn of_clients_of_whom_one_meets_a_fault() {
    use mapi_sim::mapi::codes::MAPI_E_NO_ACCESS;
    let faults = [
        Fault::answers(methods::IMAPISession::OpenMsgStore, 2, MAPI_E_NO_ACCESS),
        Fault::answers(methods::IMSProvider::Logon, 2, MAPI_E_NO_ACCESS),
    ];
    for (fault, expected) in faults.into_iter().zip(COUNTS) {
        let scenario = Scenario::new(world).client("one", brief).client("other", careless).fault(fault);
        assert_eq!(expect_nothing_lost(scenario), expected, "{fault}");
    }
}

const COUNTS: [[u64; 3]; 2] = [[3, 81, 25], [56, 3003, 285]];
