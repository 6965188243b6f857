//! Leaving out orders that differ in moves that commute loses no outcome: shown by playing all of them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use mapi_sim::explore::{Apart, Client, Finding, Orders, Scenario, StoryError};
use mapi_sim::mapi::tags::PR_ROWID;
use mapi_sim::mapi::{
    GetPropsFlags, LogonExFlags, MapiResult, MapiUid, OpenSectionFlags, PropValue, SessionLogoffFlags,
};
use mapi_sim::methods;
use mapi_sim::sim::{Fault, Session};
use mapi_sim::spi::{IMAPISession, IProfSect};
use mapi_sim::trace::{Actor, Event, Object, Trace, TraceDetail, What};
use mapi_sim::wrap::{OnStore, Wrapping};

use crate::told::{Renamed, told};
use crate::worlds::*;

/// What somebody can tell orders apart by: what happened in each task, and the order of what providers saw and did.
fn outcome(trace: &Trace) -> String {
    seen_by_tasks(trace) + &order_of_providers(trace)
}

/// What happened in each task. Numbers of sessions and objects are given anew, in the order in which the tasks use them.
fn seen_by_tasks(trace: &Trace) -> String {
    let mut names = Renamed::default();
    let mut text = String::new();
    let tasks: BTreeSet<u16> = trace.events().iter().map(|event| event.task.number()).collect();
    for task in tasks {
        for event in trace.events().iter().filter(|event| event.task.number() == task) {
            names.add(&told(event), &mut text);
        }
    }
    text
}

fn order_of_providers(trace: &Trace) -> String {
    let mut text = String::new();
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
        matches!(
            object,
            Object::Dll(_) | Object::Service(_) | Object::Provider(_) | Object::Logon(_) | Object::Store(_)
        )
    };
    match event.what {
        // A call to a provider is on record before the turn after which it runs.
        What::Call { from, .. } => matches!(from, Actor::Provider(_)),
        What::Return { from, .. } | What::Panicked { from, .. } => own(from),
        What::AddRef { by, .. } | What::Release { by, .. } => matches!(by, Actor::Provider(_)),
        What::Fact(_) | _ => false,
    }
}

/// The outcomes of a scenario in some orders, and in how many schedules.
fn outcomes(scenario: Scenario, orders: Orders, outcome: fn(&Trace) -> String) -> (BTreeSet<String>, u64) {
    let seen = Rc::new(RefCell::new(Seen::default()));
    let noted = Rc::clone(&seen);
    let scenario = scenario.at_end("outcome", move |mapi| {
        noted.borrow_mut().add(outcome(&mapi.trace()));
        Ok(())
    });
    let explored = scenario.explore(orders).unwrap();
    assert!(explored.is_complete());
    drop(scenario);
    let played = explored.schedules + explored.repeated;
    (Rc::into_inner(seen).unwrap().into_inner().last(played), explored.schedules)
}

/// What came out of each run. The canary and a claim that is tried play before the orders that are explored.
#[derive(Default)]
struct Seen {
    numbers: BTreeMap<String, usize>,
    runs: Vec<usize>,
}

impl Seen {
    fn add(&mut self, outcome: String) {
        let next = self.numbers.len();
        self.runs.push(*self.numbers.entry(outcome).or_insert(next));
    }

    fn last(self, runs: u64) -> BTreeSet<String> {
        let before = self.runs.len() - usize::try_from(runs).unwrap();
        let last: BTreeSet<usize> = self.runs.into_iter().skip(before).collect();
        self.numbers
            .into_iter()
            .filter(|(_, number)| last.contains(number))
            .map(|(outcome, _)| outcome)
            .collect()
    }
}

/// The number of outcomes, of all schedules and of those that were played.
pub(crate) fn expect_nothing_lost(scenario: Scenario) -> [u64; 3] {
    compare(scenario, Orders::all(), outcome)
}

/// The same where the author says that sessions are apart: the order of calls for different sessions is none of what comes out.
fn expect_nothing_lost_apart(scenario: Scenario, apart: Apart) -> [u64; 3] {
    compare(scenario, Orders::all().apart(apart), seen_by_tasks)
}

fn compare(scenario: Scenario, orders: Orders, outcome: fn(&Trace) -> String) -> [u64; 3] {
    let (all, schedules) = outcomes(scenario.clone(), Orders::all_schedules(), outcome);
    let (pruned, played) = outcomes(scenario, orders, outcome);
    assert!(all == pruned, "{} outcomes in {schedules} schedules, {} in {played}", all.len(), pruned.len());
    [all.len() as u64, schedules, played]
}

#[test]
fn of_two_clients_without_mail() {
    let counts = expect_nothing_lost(Scenario::new(world).client("one", brief).client("other", careless));
    assert_eq!(counts, [56, 3003, 84]);
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
    assert_eq!(counts, [1, 66, 1]);
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

const COUNTS: [[u64; 3]; 2] = [[2, 81, 2], [56, 3003, 84]];

#[test]
fn of_two_clients_and_the_spooler() {
    let counts =
        expect_nothing_lost(Scenario::new(world).client("one", plain).client("other", idle).spooler());
    assert_eq!(counts, [15, 6551, 52]);
}

#[test]
fn of_three_clients() {
    let clients = Scenario::new(world).client("one", careless).client("other", idle).client("third", idle);
    assert_eq!(expect_nothing_lost(clients), [1, 756, 1]);
}

/// Each writes what the other one reads.
async fn writing(client: Client) -> Result<(), StoryError> {
    let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    let written = session.step(write_and_read).await?;
    session.step(move |session| assert!(read(session).is_ok_and(|now| now >= written))).await;
    session.logoff(SessionLogoffFlags::empty()).await?;
    Ok(())
}

const SECTION: MapiUid = MapiUid::from_fields(1, 2, 3, [4; 8]);

fn section(session: &Session, flags: OpenSectionFlags) -> MapiResult<Arc<dyn IProfSect>> {
    session.open_profile_section(&SECTION, None, flags)
}

fn read(session: &Session) -> MapiResult<i32> {
    let values =
        section(session, OpenSectionFlags::empty())?.get_props(Some(&[PR_ROWID]), GetPropsFlags::empty())?;
    Ok(values.value.first().and_then(PropValue::as_long).unwrap_or(0))
}

fn write_and_read(session: &Session) -> MapiResult<i32> {
    let next = read(session).unwrap_or(0) + 1;
    let open = section(session, OpenSectionFlags::MAPI_MODIFY)?;
    open.set_props(&[PropValue::new(PR_ROWID, next)])?;
    Ok(next)
}

#[test]
fn of_clients_that_write_the_profile() {
    let clients = Scenario::new(world).client("one", writing).client("other", writing);
    assert_eq!(expect_nothing_lost(clients), [2, 70, 6]);
}

/// The answer says how many came before.
fn counting() -> Wrapping {
    let asked = AtomicI32::new(0);
    Wrapping::new(entry()).store(OnStore::new().get_props(move |inner, tags, flags| {
        let mut answer = inner.get_props(tags, flags)?;
        answer.value.push(PropValue::new(PR_ROWID, asked.fetch_add(1, Ordering::Relaxed)));
        Ok(answer)
    }))
}

/// The same, and lets go of all in the move in which it asks.
async fn asking_last(client: Client) -> Result<(), StoryError> {
    let session =
        client.logon("Default", LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_NO_MAIL).await?;
    let store = open(&session).await?;
    ask(&store).await
}

async fn asking(client: Client) -> Result<(), StoryError> {
    let session =
        client.logon("Default", LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_NO_MAIL).await?;
    let store = open(&session).await?;
    ask(&store).await?;
    store.release().await;
    Ok(())
}

fn two_asking() -> Scenario {
    let world = || world_in_detail(counting(), TraceDetail::Whole);
    Scenario::new(world).client("one", asking).client("other", asking_last)
}

#[test]
fn of_a_provider_whose_answers_show_the_order() {
    assert_eq!(expect_nothing_lost(two_asking()), [126, 3003, 126]);
}

#[test]
fn of_sessions_that_are_apart() {
    let clients = || Scenario::new(world).client("one", brief).client("other", careless);
    assert_eq!(expect_nothing_lost_apart(clients(), Apart::sessions()), [2, 3003, 3]);
    let logons = Apart::sessions().except([methods::IMSProvider::Logon, methods::IMSProvider::Shutdown]);
    assert_eq!(expect_nothing_lost_apart(clients(), logons), [2, 3003, 4]);
}

#[test]
fn of_sessions_that_are_apart_with_the_spooler() {
    let clients = Scenario::new(world).client("one", plain).client("other", idle).spooler();
    assert_eq!(expect_nothing_lost_apart(clients, Apart::sessions()), [6, 6551, 52]);
}

/// The claim is tried: two calls that are declared apart are exchanged.
#[test]
fn a_provider_whose_sessions_are_not_apart_is_found() {
    let failure = two_asking().explore(Orders::all().apart(Apart::sessions())).unwrap_err();
    let [Finding::NotApart { what, first, second }] = failure.findings() else { panic!("{failure}") };
    // The event, and of its values the one that differs.
    assert!(what.starts_with("one sees <- GetProps S_OK, PR_DISPLAY_NAME_A "), "{what}");
    assert!(what.contains("19 tags, PR_ROWID = Long(1) in the first order, and <- GetProps"), "{what}");
    assert!(what.ends_with("19 tags, PR_ROWID = Long(0) in the second"), "{what}");
    for token in [first, second] {
        assert!(two_asking().replay(token).unwrap().findings.is_empty());
    }
    assert!(failure.to_string().contains("declared apart, and yet"), "{failure}");
    let apart = Apart::sessions().except([methods::IMAPIProp::GetProps]);
    assert_eq!(expect_nothing_lost_apart(two_asking(), apart), [5, 3003, 8]);
}

/// Asks again if it was the first one.
async fn asking_again_if_first(client: Client) -> Result<(), StoryError> {
    let session =
        client.logon("Default", LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_NO_MAIL).await?;
    let store = open(&session).await?;
    let props = store.step(|store| store.get_props(None, GetPropsFlags::empty())).await?;
    let asked = props.value.iter().find(|prop| prop.tag() == PR_ROWID).and_then(PropValue::as_long);
    if asked == Some(0) {
        ask(&store).await?;
    }
    Ok(())
}

#[test]
fn a_call_that_is_made_in_one_order_alone_counts() {
    let world = || world_in_detail(counting(), TraceDetail::Whole);
    let scenario =
        Scenario::new(world).client("one", asking_again_if_first).client("other", asking_again_if_first);
    let failure =
        scenario.may_differ([PR_ROWID]).explore(Orders::all().apart(Apart::sessions())).unwrap_err();
    assert!(matches!(failure.findings(), [Finding::NotApart { .. }]), "{failure}");
}

#[test]
fn what_is_declared_to_differ_does_not_count() {
    let explored = two_asking().may_differ([PR_ROWID]).explore(Orders::all().apart(Apart::sessions()));
    assert!(explored.unwrap().is_complete());
}

#[test]
fn a_tenth_is_left_or_less() {
    let clients = [
        Scenario::new(world).client("one", brief).client("other", careless),
        Scenario::new(world).client("one", plain).client("other", idle).spooler(),
        Scenario::new(world).client("one", careless).client("other", idle).client("third", idle),
        two_asking(),
    ];
    for scenario in clients {
        let [_, all, played] = expect_nothing_lost(scenario.clone());
        assert!(played * 10 <= all, "{played} of {all} in {scenario:?}");
    }
}
