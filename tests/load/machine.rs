//! The load machine: every transition as a table, and what holds for every schedule.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::LazyLock;

use mapi_sim::load::readings::{Reading, Readings, Strictness};
use mapi_sim::load::*;
use mapi_sim::mapi::HResult;
use mapi_sim::mapi::codes::*;
use proptest::prelude::*;

/// Every input with every kind of data that makes a difference.
fn alphabet() -> Vec<Input> {
    let mut inputs = vec![
        Input::InitCalled,
        Input::LogonCalled,
        Input::ConfigureCalled,
        Input::SpoolerTold,
        Input::StoreHanded,
        Input::SpoolerInitCalled,
        Input::SpoolerLogonCalled,
        Input::SpoolerPassesOver,
        Input::SpoolerConfigureCalled,
        Input::ServiceDisabled,
        Input::StoreReleased,
        Input::SessionLogoff,
        Input::LogoffReturned,
        Input::SpoolerReleased,
    ];
    let init = [
        InitOutcome::Ready,
        InitOutcome::VersionTooLow,
        InitOutcome::NoObject,
        InitOutcome::Failed(MAPI_E_VERSION),
    ];
    inputs.extend(init.map(Input::InitReturned));
    inputs.extend(init.map(Input::SpoolerInitReturned));
    for service in
        [ServiceFacts::None, ServiceFacts::WithoutEntry, ServiceFacts::WithEntry, ServiceFacts::Disabled]
    {
        for (store_open, spooler_told) in [(false, false), (true, false), (true, true)] {
            inputs.push(Input::SectionChosen(SectionFacts { service, store_open, spooler_told }));
        }
    }
    for outcome in outcomes() {
        inputs.extend([Input::LogonReturned(outcome), Input::SpoolerLogonReturned(outcome)]);
    }
    for code in [S_OK, MAPI_E_USER_CANCEL] {
        inputs.extend([Input::ConfigureReturned(code), Input::SpoolerConfigureReturned(code)]);
    }
    inputs
}

fn outcomes() -> Vec<LogonOutcome> {
    let mut all: Vec<_> = [
        MAPI_E_UNCONFIGURED,
        MAPI_E_FAILONEPROVIDER,
        MAPI_E_LOGON_FAILED,
        MAPI_E_USER_CANCEL,
        MAPI_E_NOT_FOUND,
        HResult::from_raw(0x8765_4321),
    ]
    .into_iter()
    .map(LogonOutcome::failed)
    .collect();
    for code in [S_OK, MAPI_W_ERRORS_RETURNED] {
        for store in [Returned::Nothing, Returned::New, Returned::Known] {
            for logon in [Returned::Nothing, Returned::New, Returned::Known] {
                all.push(LogonOutcome { code, store, logon });
            }
        }
    }
    all
}

/// Every open point read the other way.
fn other_readings() -> Readings {
    Reading::ALL.iter().fold(Readings::DEFAULT, |readings, reading| match reading.default_strictness() {
        Strictness::Strict => readings.with(*reading, Strictness::Lenient),
        Strictness::Lenient => readings.with(*reading, Strictness::Strict),
    })
}

fn all_facts() -> Vec<OpenFacts> {
    let mut all = Vec::new();
    for provider_object in
        [ProviderObject::Missing, ProviderObject::Present, ProviderObject::PresentStoreOpen]
    {
        for bits in 0..64_u8 {
            let bit = |at: u8| bits & (1 << at) != 0;
            all.push(OpenFacts {
                provider_object,
                service_disabled: bit(0),
                client_no_mail: bit(1),
                store_no_mail: bit(2),
                no_dialog: bit(3),
                temporary: bit(4),
                service_known: !bit(0),
                readings: if bit(5) { other_readings() } else { Readings::DEFAULT },
            });
        }
    }
    all
}

/// What an input makes of a machine.
struct Transition {
    before: LoadMachine,
    input: Input,
    after: LoadMachine,
    effects: Effects,
}

/// Every machine that some schedule leads to, each with the inputs that it takes, and how many machines there are.
fn explored() -> &'static (Vec<Transition>, usize) {
    static EXPLORED: LazyLock<(Vec<Transition>, usize)> = LazyLock::new(explore);
    &EXPLORED
}

fn explore() -> (Vec<Transition>, usize) {
    let (inputs, mut transitions, mut seen) = (alphabet(), Vec::new(), BTreeSet::new());
    let mut waiting: VecDeque<LoadMachine> =
        all_facts().into_iter().map(|facts| LoadMachine::open(facts).0).collect();
    while let Some(before) = waiting.pop_front() {
        if !seen.insert(format!("{before:?}")) {
            continue;
        }
        for &input in &inputs {
            let mut after = before.clone();
            if let Ok(effects) = after.apply(input) {
                waiting.push_back(after.clone());
                transitions.push(Transition { before: before.clone(), input, after, effects });
            }
        }
    }
    (transitions, seen.len())
}

/// Which region an input belongs to.
fn is_of_spooler(kind: InputKind) -> bool {
    let name = format!("{kind:?}");
    name.starts_with("Spooler")
}

#[test]
fn every_transition_of_both_regions() {
    let mut client: BTreeMap<(OpenState, InputKind), BTreeSet<OpenState>> = BTreeMap::new();
    let mut spooler: BTreeMap<(SpoolerState, InputKind), BTreeSet<SpoolerState>> = BTreeMap::new();
    for Transition { before, input, after, .. } in &explored().0 {
        let kind = input.kind();
        if is_of_spooler(kind) {
            spooler.entry((before.spooler_state(), kind)).or_default().insert(after.spooler_state());
        } else {
            client.entry((before.open_state(), kind)).or_default().insert(after.open_state());
        }
    }
    let mut text = String::from("client's side\n");
    for state in OpenState::ALL {
        text +=
            &matrix_row(&format!("{state:?}"), |kind| client.get(&(state, kind)).map(|to| format!("{to:?}")));
    }
    text += "\nspooler's side\n";
    for state in SpoolerState::ALL {
        text += &matrix_row(&format!("{state:?}"), |kind| {
            spooler.get(&(state, kind)).map(|to| format!("{to:?}"))
        });
    }
    insta::assert_snapshot!(text);
}

/// A state and what each input makes of it; an input that is not named is refused.
fn matrix_row(state: &str, to: impl Fn(InputKind) -> Option<String>) -> String {
    let mut row = format!("{state}\n");
    for kind in InputKind::ALL {
        if let Some(to) = to(*kind) {
            row += &format!("    {:<26} {to}\n", format!("{kind:?}"));
        }
    }
    if row.lines().count() == 1 {
        row += "    refuses everything\n";
    }
    row
}

#[test]
fn every_state_is_reached_and_every_input_taken_somewhere() {
    let (mut open, mut spooler, mut kinds) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (transitions, machines) = explored();
    for Transition { before, input, after, .. } in transitions {
        open.extend([before.open_state(), after.open_state()]);
        spooler.extend([before.spooler_state(), after.spooler_state()]);
        kinds.insert(input.kind());
    }
    assert!(*machines > 100, "{machines}");
    assert_eq!(open, OpenState::ALL.into());
    assert_eq!(spooler, SpoolerState::ALL.into());
    assert_eq!(kinds, InputKind::ALL.iter().copied().collect());
}

#[test]
fn what_legal_lists_is_what_apply_takes_in_every_machine() {
    let inputs = alphabet();
    let mut checked = 0;
    // The transitions of one machine follow each other.
    for of_one in explored().0.chunk_by(|one, other| one.before == other.before) {
        let machine = &of_one[0].before;
        let taken: BTreeSet<InputKind> = inputs
            .iter()
            .filter(|input| machine.clone().apply(**input).is_ok())
            .map(|input| input.kind())
            .collect();
        assert_eq!(taken, machine.legal().iter().collect(), "{machine:?}");
        checked += 1;
    }
    assert!(checked > 100);
}

/// The rules that hold at every moment of every schedule.
fn check(machine: &LoadMachine, effects: &Effects) {
    let steps = machine.steps();
    let causes = [(5, 6), (6, 8), (8, 9), (5, 7), (1, 4), (4, 5), (2, 3)];
    for (cause, effect) in causes {
        let (cause, effect) = (Step::ALL[cause - 1], Step::ALL[effect - 1]);
        assert!(!steps.contains(effect) || steps.contains(cause), "{effect} without {cause}: {machine:?}");
    }
    for step in Step::ALL {
        assert!(
            !(steps.contains(step) && machine.skipped(step).is_some()),
            "{step} done and skipped: {machine:?}"
        );
    }
    let reached = effects.iter().filter(|effect| matches!(effect, Effect::Reached(_))).count();
    assert!(reached <= 1, "one input reaches one step at most: {effects:?}");
    if effects.failure().is_some() {
        assert!(
            !steps.contains(Step::StoreToClient),
            "a store was handed over and the open failed: {machine:?}"
        );
    }
    if machine.open_state().is_final() && machine.spooler_state().is_final() {
        assert!(machine.is_over(), "{machine:?}");
    }
}

#[test]
fn the_invariants_hold_in_every_machine() {
    for facts in all_facts() {
        let (machine, effects) = LoadMachine::open(facts);
        check(&machine, &effects);
    }
    explored().0.iter().for_each(|transition| check(&transition.after, &transition.effects));
}

/// From every machine some inputs lead to one that is over.
#[test]
fn every_machine_can_come_to_an_end() {
    let inputs = alphabet();
    let comes_to_an_end = |machine: &LoadMachine| {
        let mut machine = machine.clone();
        for _ in 0..20 {
            if machine.is_over() {
                return;
            }
            let ends = [Input::SessionLogoff, Input::LogoffReturned, Input::SpoolerReleased];
            let next = ends
                .into_iter()
                .chain(inputs.iter().copied())
                .find(|input| machine.legal().contains(input.kind()));
            machine.apply(next.unwrap()).unwrap();
        }
        panic!("no end in sight: {machine:?}");
    };
    explored().0.iter().for_each(|transition| comes_to_an_end(&transition.after));
}

fn any_outcome() -> impl Strategy<Value = LogonOutcome> {
    let code = prop_oneof![
        Just(S_OK),
        Just(MAPI_W_ERRORS_RETURNED),
        Just(MAPI_E_UNCONFIGURED),
        Just(MAPI_E_FAILONEPROVIDER),
        any::<u32>().prop_map(HResult::from_raw),
    ];
    let returned = || prop_oneof![Just(Returned::Nothing), Just(Returned::New), Just(Returned::Known)];
    (code, returned(), returned()).prop_map(|(code, store, logon)| LogonOutcome { code, store, logon })
}

fn any_input() -> impl Strategy<Value = Input> {
    let code = || any::<u32>().prop_map(HResult::from_raw);
    prop_oneof![
        4 => prop::sample::select(alphabet()),
        1 => any_outcome().prop_map(Input::LogonReturned),
        1 => any_outcome().prop_map(Input::SpoolerLogonReturned),
        1 => code().prop_map(Input::ConfigureReturned),
        1 => code().prop_map(Input::SpoolerConfigureReturned),
        1 => code().prop_map(|code| Input::InitReturned(InitOutcome::Failed(code))),
        1 => code().prop_map(|code| Input::SpoolerInitReturned(InitOutcome::Failed(code))),
    ]
}

proptest! {
    /// Legal and illegal inputs in any order: an illegal one changes nothing, steps come in causal order.
    #[test]
    fn any_schedule_keeps_the_causal_order(
        facts in prop::sample::select(all_facts()),
        inputs in prop::collection::vec(any_input(), 0..60),
    ) {
        let (mut machine, effects) = LoadMachine::open(facts);
        check(&machine, &effects);
        let mut order = vec![Step::OpenMsgStore];
        for input in inputs {
            let before = machine.clone();
            let legal = machine.legal().contains(input.kind());
            match machine.apply(input) {
                Ok(effects) => {
                    prop_assert!(legal);
                    check(&machine, &effects);
                    order.extend(effects.iter().filter_map(|effect| {
                        if let Effect::Reached(step) = effect { Some(step) } else { None }
                    }));
                }
                Err(refused) => {
                    prop_assert!(!legal);
                    prop_assert_eq!(&machine, &before);
                    prop_assert_eq!(refused.input, input.kind());
                    prop_assert_eq!(refused.legal, before.legal());
                }
            }
        }
        let place = |number: u8| order.iter().position(|step| step.number() == number);
        for (cause, effect) in [(5, 6), (6, 8), (8, 9), (5, 7)] {
            if let Some(effect) = place(effect) {
                prop_assert!(place(cause).unwrap() < effect, "{:?}", order);
            }
        }
    }
}
