//! Other orders than one call after the other: clients and the spooler as tasks that take turns.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::collections::BTreeSet;

use crate::mapi::{
    EntryId, GetPropsFlags, LogonExFlags, OpenStoreFlags, SessionLogoffFlags, WrappedStoreEntryId,
};
use crate::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use crate::sim::client::client_store::ClientStore;
use crate::sim::drive::open::{OpenTarget, Wanted};
use crate::sim::drive::spooler;
use crate::sim::kernel::tasks::{Story, take_turns};
use crate::sim::kernel::turn::turn;
use crate::sim::{Dll, Profile, Service, Session, SpoolerModel, StoreSection, Subsystem};
use crate::spi::ParentWindow;
use crate::trace::{TaskNo, Trace};

fn machine(model: SpoolerModel) -> Subsystem {
    let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
    let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
    Subsystem::builder()
        .spooler_model(model)
        .dll(Dll::new(DLL_NAME).provider_entry(dll))
        .profile(Profile::new("Default").service(Service::new("REFERENCE").store(section)))
        .build()
        .unwrap()
}

/// Opens the store, asks it something, releases it and logs off.
fn client<'a>(session: &'a Session, id: &'a EntryId) -> Story<'a> {
    Box::pin(async move {
        turn().await;
        let wanted = Wanted {
            target: OpenTarget::Id(id),
            flags: OpenStoreFlags::MDB_NO_DIALOG,
            interface: None,
            window: ParentWindow::none(),
        };
        let store = session.opens(wanted).await.unwrap().value;
        turn().await;
        store.get_props(None, GetPropsFlags::empty()).unwrap();
        ClientStore::release(store).await;
        turn().await;
        session.logs_off(SessionLogoffFlags::empty()).await.unwrap();
    })
}

/// Looks three times whether a store waits.
fn spooler(mapi: &Subsystem) -> Story<'_> {
    Box::pin(async move {
        for _ in 0..3 {
            turn().await;
            spooler::run(mapi.shared()).await;
        }
    })
}

/// Two clients, of one shared session or of sessions of their own, and the spooler.
fn play(model: SpoolerModel, flags: LogonExFlags, choose: impl FnMut(&[TaskNo]) -> usize) -> Trace {
    let mapi = machine(model);
    let id = WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id("personal") };
    let id = id.encode().unwrap();
    let sessions = [mapi.logon("Default", flags).unwrap(), mapi.logon("Default", flags).unwrap()];
    let [one, other] = &sessions;
    let stories = [client(one, &id), client(other, &id), spooler(&mapi)];
    let panics = take_turns(mapi.shared(), stories, choose);
    assert!(panics.is_empty(), "{}", mapi.trace());
    drop(sessions);
    mapi.trace()
}

fn expect_clean(trace: &Trace) {
    trace.expect_no_deviation().unwrap();
    trace.expect_invariants().unwrap();
    trace.expect_references_balanced().unwrap();
}

const MODELS: [SpoolerModel; 2] = [SpoolerModel::SameProcess, SpoolerModel::OwnProcess];
const SESSIONS: [LogonExFlags; 2] = [LogonExFlags::MAPI_NEW_SESSION, LogonExFlags::MAPI_ALLOW_OTHERS];

/// Everybody after the other, the last one first, everybody in turn, and the spooler in between.
#[test]
fn every_order_has_a_clean_trace_of_its_own_and_the_same_one_again() {
    for model in MODELS {
        for flags in SESSIONS {
            let first = |_: &[TaskNo]| 0;
            let last = |waiting: &[TaskNo]| waiting.len() - 1;
            let in_turn = || {
                let mut turns = 0;
                move |waiting: &[TaskNo]| {
                    turns += 1;
                    turns % waiting.len()
                }
            };
            let traces = [
                play(model, flags, first),
                play(model, flags, last),
                play(model, flags, in_turn()),
                play(model, flags, spooler_between()),
            ];
            traces.iter().for_each(expect_clean);
            // Clients of a shared session differ by their tasks alone.
            let events = |trace: &Trace| format!("{:?}", trace.events());
            let different: BTreeSet<String> = traces.iter().map(events).collect();
            assert_eq!(different.len(), traces.len(), "{model:?} {flags}");
            assert_eq!(events(&play(model, flags, in_turn())), events(&traces[2]));
        }
    }
}

/// The first client moves until it has its store, then the spooler as long as it can.
fn spooler_between() -> impl FnMut(&[TaskNo]) -> usize {
    let mut turns = 0;
    move |waiting| {
        turns += 1;
        let spooler = waiting.iter().position(|task| task.number() == 3);
        spooler.filter(|_| turns > 5).unwrap_or(0)
    }
}

/// Steps of two opens stand between each other.
#[test]
fn an_event_says_whose_turn_it_was() {
    let mut turns = 0;
    let trace = play(SpoolerModel::SameProcess, LogonExFlags::MAPI_NEW_SESSION, |waiting| {
        turns += 1;
        turns % waiting.len()
    });
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
            for seed in 0..200 {
                let trace = play(model, flags, by_lot(seed));
                assert!(trace.deviations().is_empty(), "{model:?}, {flags}, seed {seed}\n{trace}");
                expect_clean(&trace);
            }
        }
    }
}

fn by_lot(seed: u64) -> impl FnMut(&[TaskNo]) -> usize {
    let mut state = seed;
    move |waiting| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % waiting.len()
    }
}
