//! Providers against the model of open stores.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mapi_sim::explore::stateful::proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use mapi_sim::explore::stateful::{Model, Move, Moves, MovesError, Stateful, StatefulStage, moves};
use mapi_sim::mapi::EntryId;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::{BuildError, Dll, Profile, Service, StoreSection, Subsystem};
use mapi_sim::spi::ProviderEntry;
use mapi_sim::wrap::{OnProvider, OnStore, Wrapping};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{FileFailurePersistence, TestError, TestRunner};

const STORES: [&str; 3] = ["one", "two", "three"];

fn world_of(entry: impl ProviderEntry + 'static) -> Result<Subsystem, BuildError> {
    let section = |name| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let service = STORES.into_iter().fold(Service::new("REF"), |service, name| service.store(section(name)));
    Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(entry))
        .profile(Profile::new("Default").service(service))
        .build()
}

fn entry() -> ReferenceDll {
    ReferenceDll::new(StoreCatalogue::new(STORES.map(StoreSpec::new)))
}

macro_rules! stage {
    ($name:ident, $world:expr) => {
        struct $name;

        impl StatefulStage for $name {
            const PROFILE: &'static str = "Default";

            fn stores() -> Vec<EntryId> {
                STORES.map(store_entry_id).to_vec()
            }

            fn world() -> Result<Subsystem, BuildError> {
                $world
            }
        }
    };
}

stage!(Right, world_of(entry()));
stage!(
    FailsAtLogoff,
    world_of(
        Wrapping::new(entry())
            .store(OnStore::new().store_logoff(|_, _| Err(mapi_sim::mapi::codes::MAPI_E_BUSY.into())))
    )
);
stage!(
    RefusesEveryLogon,
    world_of(
        Wrapping::new(entry()).provider(
            OnProvider::new().logon(|_, _| Err(mapi_sim::mapi::codes::MAPI_E_FAILONEPROVIDER.into()))
        )
    )
);

fn sequences<S: StatefulStage>(runner: &mut TestRunner) -> (Model, Vec<Move>) {
    let strategy = <Stateful<S> as ReferenceStateMachine>::sequential_strategy(1..25);
    let (model, moves, _) = strategy.new_tree(runner).unwrap().current();
    (model, moves)
}

fn play<S: StatefulStage>(model: Model, moves: Vec<Move>) {
    <Stateful<S> as StateMachineTest>::test_sequential(ProptestConfig::default(), model, moves, None);
}

/// How many of so many sequences go otherwise than the model says.
fn failures<S: StatefulStage>(count: u32) -> u32 {
    let mut runner = TestRunner::deterministic();
    let played = (0..count).map(|_| {
        let (model, moves) = sequences::<S>(&mut runner);
        u32::from(catch_unwind(|| play::<S>(model, moves)).is_err())
    });
    played.sum()
}

#[test]
fn the_reference_provider_is_what_the_model_says() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200);
    let mut runner = TestRunner::deterministic();
    for _ in 0..cases {
        let (model, moves) = sequences::<Right>(&mut runner);
        play::<Right>(model, moves);
    }
}

#[test]
fn providers_that_do_otherwise_are_found() {
    assert!(failures::<FailsAtLogoff>(40) > 5);
    assert!(failures::<RefusesEveryLogon>(40) > 20);
}

/// What a run of the sequences comes to: the model is not trivial.
#[test]
fn sequences_have_every_kind_of_move() {
    let mut runner = TestRunner::deterministic();
    let all: Vec<Move> = (0..100).flat_map(|_| sequences::<Right>(&mut runner).1).collect();
    let has = |wanted: fn(&Move) -> bool| all.iter().filter(|made| wanted(made)).count() > 20;
    assert!(has(|made| matches!(made, Move::LogOn { .. })));
    assert!(has(|made| matches!(made, Move::Open { mail: false, .. })));
    assert!(has(|made| matches!(made, Move::Use(_))));
    assert!(has(|made| matches!(made, Move::StoreLogoff(_))));
    assert!(has(|made| matches!(made, Move::Release(_))));
    assert!(has(|made| matches!(made, Move::LogOff)));
    assert!(has(|made| matches!(made, Move::Spooler)));
}

/// The first two lines of the panic that these moves lead to: what is wrong, and the moves until then.
fn failure<S: StatefulStage>(moves: &Moves<S>) -> (String, String) {
    let panic = catch_unwind(AssertUnwindSafe(|| moves.hold())).unwrap_err();
    let text = panic.downcast::<String>().unwrap();
    let mut lines = text.lines();
    (lines.next().unwrap().to_owned(), lines.next().unwrap().to_owned())
}

/// Where proptest keeps what fails, for this test.
const KEPT: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/stateful-moves.txt");

#[test]
fn a_failing_case_is_kept_as_a_line_that_fails_again() {
    drop(std::fs::remove_file(KEPT));
    let config = ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(KEPT))),
        source_file: Some(file!()),
        ..ProptestConfig::default()
    };
    let shown = TestRunner::new(config).run(&moves::<FailsAtLogoff>(1..25), |moves| {
        moves.hold();
        Ok(())
    });
    let Err(TestError::Fail(_, shortest)) = shown else { panic!("{shown:?}") };
    let kept = std::fs::read_to_string(KEPT).unwrap();
    let line = kept.lines().find_map(|line| Some(&line[line.find("mapi-sim-moves-1:")?..])).unwrap();
    assert_eq!((format!("{shortest:?}").as_str(), shortest.to_string().as_str()), (line, line));
    assert!(shortest.list().len() < 8 && line.ends_with("store_logoff(0)"), "it is short: {line}");
    let again: Moves<FailsAtLogoff> = line.parse().unwrap();
    let (why, moves) = failure(&again);
    assert!(why.starts_with("the model says that StoreLogoff succeeds, and answered MAPI_E_BUSY"), "{why}");
    assert_eq!(moves, format!("again with {line}"));
    assert_eq!(failure(&shortest), (why, moves));
}

#[test]
fn moves_are_read_as_they_were_written() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..100 {
        let written = moves::<Right>(1..25).new_tree(&mut runner).unwrap().current();
        let read: Moves<Right> = written.to_string().parse().unwrap();
        assert_eq!((read.list(), read.to_string()), (written.list(), written.to_string()));
    }
}

#[test]
fn a_text_that_is_no_sequence_of_moves_says_why() {
    let refused = |text: &str| text.parse::<Moves<Right>>().unwrap_err();
    assert_eq!(refused(""), MovesError::Version(String::new()));
    assert_eq!(
        refused("mapi-sim-moves-2: logoff").to_string(),
        "moves begin with `mapi-sim-moves-1:`; this text begins with `mapi-sim-moves-2:`"
    );
    for (moves, told) in [
        ("logon", "`logon`, move 1: no move"),
        ("logon(maybe)", "`logon(maybe)`, move 1: no move"),
        ("logon(mail) open(0)", "`open(0)`, move 2: no move"),
        ("logon(mail) open(00,mail)", "`open(00,mail)`, move 2: no move"),
        ("logon(mail) open(3,mail)", "`open(3,mail)`, move 2: cannot be made there"),
        ("logoff", "`logoff`, move 1: cannot be made there"),
        ("logon(mail) release(0)", "`release(0)`, move 2: cannot be made there"),
        ("logon(mail) logoff()", "`logoff()`, move 2: no move"),
    ] {
        assert_eq!(refused(&format!("mapi-sim-moves-1: {moves}")).to_string(), told);
    }
    let endless = format!("mapi-sim-moves-1: logon(mail){}", " spooler".repeat(1 << 16));
    assert_eq!(refused(&endless), MovesError::TooLong);
}
