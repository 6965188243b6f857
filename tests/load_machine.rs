//! The load machine: every transition as a table, and what holds for every schedule.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};

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
        Input::SpoolerLogonCalled,
        Input::SpoolerConfigureCalled,
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

fn all_facts() -> Vec<OpenFacts> {
    let mut all = Vec::new();
    for provider_object in
        [ProviderObject::Missing, ProviderObject::Present, ProviderObject::PresentStoreOpen]
    {
        for bits in 0..16_u8 {
            let bit = |at: u8| bits & (1 << at) != 0;
            all.push(OpenFacts {
                provider_object,
                service_disabled: bit(0),
                client_no_mail: bit(1),
                store_no_mail: bit(2),
                no_dialog: bit(3),
            });
        }
    }
    all
}

/// Every machine that some schedule leads to, with every input that it takes.
fn explore(mut visit: impl FnMut(&LoadMachine, Input, &LoadMachine, &Effects)) -> usize {
    let inputs = alphabet();
    let mut seen = BTreeSet::new();
    let mut waiting: VecDeque<LoadMachine> =
        all_facts().into_iter().map(|facts| LoadMachine::open(facts).0).collect();
    while let Some(machine) = waiting.pop_front() {
        if !seen.insert(format!("{machine:?}")) {
            continue;
        }
        for input in &inputs {
            let mut next = machine.clone();
            if let Ok(effects) = next.apply(*input) {
                visit(&machine, *input, &next, &effects);
                waiting.push_back(next);
            }
        }
    }
    seen.len()
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
    explore(|before, input, after, _| {
        let kind = input.kind();
        if is_of_spooler(kind) {
            spooler.entry((before.spooler_state(), kind)).or_default().insert(after.spooler_state());
        } else {
            client.entry((before.open_state(), kind)).or_default().insert(after.open_state());
        }
    });
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
    let machines = explore(|before, input, after, _| {
        open.extend([before.open_state(), after.open_state()]);
        spooler.extend([before.spooler_state(), after.spooler_state()]);
        kinds.insert(input.kind());
    });
    assert!(machines > 100, "{machines}");
    assert_eq!(open, OpenState::ALL.into());
    assert_eq!(spooler, SpoolerState::ALL.into());
    assert_eq!(kinds, InputKind::ALL.iter().copied().collect());
}

#[test]
fn what_legal_lists_is_what_apply_takes_in_every_machine() {
    let inputs = alphabet();
    let mut checked = 0;
    explore(|machine, _, _, _| {
        let taken: BTreeSet<InputKind> = inputs
            .iter()
            .filter(|input| machine.clone().apply(**input).is_ok())
            .map(|input| input.kind())
            .collect();
        assert_eq!(taken, machine.legal().iter().collect(), "{machine:?}");
        checked += 1;
    });
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
    explore(|_, _, after, effects| check(after, effects));
}

/// Nothing but the last `is_over` machines may be stuck: from everywhere an end can be reached.
#[test]
fn every_machine_can_come_to_an_end() {
    let inputs = alphabet();
    explore(|_, _, machine, _| {
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
    });
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

/// Drives a machine, every input of which has to be legal.
fn run(facts: OpenFacts, inputs: &[Input]) -> (LoadMachine, Effects) {
    let (mut machine, mut effects) = LoadMachine::open(facts);
    for input in inputs {
        effects = machine.apply(*input).unwrap();
    }
    (machine, effects)
}

const NEW: LogonOutcome = LogonOutcome { code: S_OK, store: Returned::New, logon: Returned::New };

/// An open up to the return of `Logon`.
fn logged_on(section: SectionFacts, outcome: LogonOutcome) -> Vec<Input> {
    vec![
        Input::InitCalled,
        Input::InitReturned(InitOutcome::Ready),
        Input::SectionChosen(section),
        Input::LogonCalled,
        Input::LogonReturned(outcome),
    ]
}

/// Section 4 of the load sequence, row by row: code, whether the service is disabled, what the client sees.
#[test]
fn codes_of_logon_mean_what_the_table_says() {
    let section = SectionFacts { service: ServiceFacts::WithoutEntry, ..SectionFacts::closed() };
    let table = [
        (MAPI_E_FAILONEPROVIDER, false, MAPI_E_FAILONEPROVIDER),
        (MAPI_E_NOT_FOUND, false, MAPI_E_NOT_FOUND),
        (MAPI_E_NO_ACCESS, false, MAPI_E_NO_ACCESS),
        (MAPI_E_INTERFACE_NOT_SUPPORTED, false, MAPI_E_INTERFACE_NOT_SUPPORTED),
        (MAPI_E_LOGON_FAILED, true, MAPI_E_LOGON_FAILED),
        (MAPI_E_USER_CANCEL, true, MAPI_E_USER_CANCEL),
        (MAPI_E_UNKNOWN_CPID, true, MAPI_E_UNKNOWN_CPID),
        (MAPI_E_UNKNOWN_LCID, true, MAPI_E_UNKNOWN_LCID),
        (MAPI_E_SESSION_LIMIT, true, MAPI_E_SESSION_LIMIT),
        (MAPI_E_UNCONFIGURED, true, MAPI_E_UNCONFIGURED),
        (HResult::from_raw(0x8000_FFFF), true, HResult::from_raw(0x8000_FFFF)),
    ];
    for (code, disables, seen) in table {
        let (machine, effects) = run(OpenFacts::first(), &logged_on(section, LogonOutcome::failed(code)));
        assert_eq!(machine.open_state(), OpenState::Failed, "{code}");
        assert_eq!(effects.failure(), Some(seen), "{code}");
        assert_eq!(effects.contains(Effect::DisableService), disables, "{code}");
    }
    let quiet = OpenFacts { no_dialog: true, ..OpenFacts::first() };
    let (_, effects) = run(quiet, &logged_on(section, LogonOutcome::failed(MAPI_E_UNCONFIGURED)));
    assert_eq!(effects.failure(), Some(MAPI_E_LOGON_FAILED), "MAPI_E_UNCONFIGURED without dialogs");
}

#[test]
fn a_success_without_its_objects_is_the_providers_breach() {
    let table = [
        (Returned::Nothing, Returned::Nothing, Breach::NoStoreObject),
        (Returned::Nothing, Returned::New, Breach::NoStoreObject),
        (Returned::New, Returned::Nothing, Breach::NoLogonObject),
        (Returned::New, Returned::Known, Breach::NoLogonObject),
    ];
    for (store, logon, breach) in table {
        let outcome = LogonOutcome { code: S_OK, store, logon };
        let (machine, effects) = run(OpenFacts::first(), &logged_on(SectionFacts::closed(), outcome));
        assert!(effects.contains(Effect::Breach(breach)), "{store:?} {logon:?}: {effects:?}");
        assert_eq!(effects.failure(), Some(MAPI_E_CALL_FAILED));
        assert!(!effects.contains(Effect::DisableService));
        assert_eq!(machine.open_state(), OpenState::Failed);
    }
}

#[test]
fn initialisation_fails_as_the_table_says() {
    let table = [
        (InitOutcome::Failed(MAPI_E_VERSION), MAPI_E_VERSION, false),
        (InitOutcome::Failed(MAPI_E_NOT_ENOUGH_MEMORY), MAPI_E_NOT_ENOUGH_MEMORY, false),
        (InitOutcome::VersionTooLow, MAPI_E_VERSION, true),
        (InitOutcome::NoObject, MAPI_E_CALL_FAILED, false),
    ];
    for (outcome, seen, released) in table {
        let (machine, effects) = run(OpenFacts::first(), &[Input::InitCalled, Input::InitReturned(outcome)]);
        assert_eq!(effects.failure(), Some(seen), "{outcome:?}");
        assert_eq!(effects.contains(Effect::ReleaseProvider), released, "{outcome:?}");
        assert!(machine.is_over());
    }
}

#[test]
fn a_disabled_service_ends_the_open_before_any_call() {
    let facts = OpenFacts { service_disabled: true, ..OpenFacts::first() };
    let (machine, effects) = LoadMachine::open(facts);
    assert_eq!(effects.failure(), Some(MAPI_E_LOGON_FAILED));
    assert_eq!(machine.steps().iter().collect::<Vec<_>>(), [Step::OpenMsgStore]);
    assert!(machine.is_over());
}

#[test]
fn the_configure_loop_runs_once() {
    let unconfigured = LogonOutcome::failed(MAPI_E_UNCONFIGURED);
    let mut inputs = logged_on(SectionFacts::closed(), unconfigured);
    let (machine, effects) = run(OpenFacts::first(), &inputs);
    assert_eq!(machine.open_state(), OpenState::Unconfigured);
    assert!(effects.contains(Effect::Configure));

    inputs.extend([Input::ConfigureCalled, Input::ConfigureReturned(S_OK), Input::LogonCalled]);
    inputs.push(Input::LogonReturned(unconfigured));
    let (machine, effects) = run(OpenFacts::first(), &inputs);
    assert_eq!(machine.open_state(), OpenState::Failed);
    assert_eq!(effects.failure(), Some(MAPI_E_UNCONFIGURED));
    assert!(effects.contains(Effect::DisableService));

    *inputs.last_mut().unwrap() = Input::LogonReturned(NEW);
    let (machine, _) = run(OpenFacts::first(), &inputs);
    assert_eq!(machine.open_state(), OpenState::LoggedOn);
}

#[test]
fn an_entry_point_that_fails_ends_the_open_with_its_code() {
    let mut inputs = logged_on(SectionFacts::closed(), LogonOutcome::failed(MAPI_E_UNCONFIGURED));
    inputs.extend([Input::ConfigureCalled, Input::ConfigureReturned(MAPI_E_USER_CANCEL)]);
    let (machine, effects) = run(OpenFacts::first(), &inputs);
    assert_eq!(effects.failure(), Some(MAPI_E_USER_CANCEL));
    assert!(machine.is_over());
}

#[test]
fn no_mail_leaves_the_spooler_out_and_nothing_else() {
    let table = [
        (OpenFacts { client_no_mail: true, ..OpenFacts::first() }, SkipReason::ClientWithoutMail),
        (OpenFacts { store_no_mail: true, ..OpenFacts::first() }, SkipReason::StoreWithoutMail),
    ];
    for (facts, reason) in table {
        let mut inputs = logged_on(SectionFacts::closed(), NEW);
        inputs.push(Input::StoreHanded);
        let (machine, _) = run(facts, &inputs);
        for step in [Step::SpoolerTold, Step::SpoolerLogon, Step::SpoolerObjects] {
            assert_eq!(machine.skipped(step), Some(reason), "{step}");
        }
        let done: Vec<u8> = machine.steps().iter().map(Step::number).collect();
        assert_eq!(done, [1, 2, 3, 4, 5, 7]);
    }
}

#[test]
fn an_open_store_is_joined_and_told_to_the_spooler_if_nobody_has() {
    let known = LogonOutcome { code: S_OK, store: Returned::Known, logon: Returned::Nothing };
    let facts = OpenFacts { provider_object: ProviderObject::PresentStoreOpen, ..OpenFacts::first() };
    for spooler_told in [false, true] {
        let section = SectionFacts { store_open: true, spooler_told, ..SectionFacts::closed() };
        let inputs = [Input::SectionChosen(section), Input::LogonCalled, Input::LogonReturned(known)];
        let (mut machine, effects) = run(facts, &inputs);
        assert!(effects.contains(Effect::JoinStore) && !effects.contains(Effect::KeepLogon));
        assert_eq!(machine.skipped(Step::MsProviderInit), Some(SkipReason::StoreAlreadyOpen));
        assert_eq!(machine.legal().contains(InputKind::SpoolerTold), !spooler_told);
        machine.apply(Input::StoreHanded).unwrap();
        assert_eq!(machine.open_state(), OpenState::Joined);
    }
}

/// The spooler's side after step 6, with the store still there.
fn told(facts: OpenFacts, more: &[Input]) -> (LoadMachine, Effects) {
    let mut inputs = logged_on(SectionFacts::closed(), NEW);
    inputs.extend([Input::SpoolerTold, Input::StoreHanded]);
    inputs.extend_from_slice(more);
    run(facts, &inputs)
}

#[test]
fn a_spooler_that_cannot_log_on_leaves_the_client_alone() {
    let failed = LogonOutcome::failed(MAPI_E_LOGON_FAILED);
    let nothing = LogonOutcome { code: S_OK, store: Returned::Nothing, logon: Returned::Nothing };
    for outcome in [failed, nothing] {
        let (machine, effects) =
            told(OpenFacts::first(), &[Input::SpoolerLogonCalled, Input::SpoolerLogonReturned(outcome)]);
        assert_eq!(machine.spooler_state(), SpoolerState::Failed, "{outcome:?}");
        assert_eq!(machine.open_state(), OpenState::Open);
        assert!(effects.failure().is_none() && !effects.contains(Effect::DisableService));
        assert_eq!(effects.contains(Effect::Breach(Breach::NoSpoolerObjects)), outcome == nothing);
    }
}

#[test]
fn a_store_that_goes_before_the_spooler_came_is_not_logged_on_to() {
    let (machine, effects) = told(OpenFacts::first(), &[Input::StoreReleased]);
    assert!(effects.contains(Effect::DropSpoolerLogon));
    assert!(!machine.legal().contains(InputKind::SpoolerLogonCalled));
}

#[test]
fn a_store_that_goes_while_the_spooler_logs_on_is_logged_off_by_it_afterwards() {
    let (machine, effects) = told(
        OpenFacts::first(),
        &[Input::SpoolerLogonCalled, Input::StoreReleased, Input::SpoolerLogonReturned(NEW)],
    );
    assert!(effects.contains(Effect::KeepSpoolerObjects) && effects.contains(Effect::ReleaseSpoolerObjects));
    assert!(machine.steps().contains(Step::SpoolerObjects));
}

#[test]
fn a_session_that_ends_during_logon_logs_the_store_off_at_once() {
    let (mut machine, _) = LoadMachine::open(OpenFacts::first());
    for input in &logged_on(SectionFacts::closed(), NEW)[..4] {
        machine.apply(*input).unwrap();
    }
    machine.apply(Input::SessionLogoff).unwrap();
    let effects = machine.apply(Input::LogonReturned(NEW)).unwrap();
    assert_eq!(effects.failure(), Some(MAPI_E_END_OF_SESSION));
    assert!(effects.contains(Effect::LogOffAtOnce));
    assert_eq!(machine.legal().iter().collect::<Vec<_>>(), [InputKind::LogoffReturned]);
    assert_eq!(machine.skipped(Step::StoreToClient), Some(SkipReason::SessionEnded));
}

#[test]
fn a_refusal_names_state_input_and_what_was_possible() {
    let (mut machine, _) = LoadMachine::open(OpenFacts::first());
    let refused = machine.apply(Input::StoreHanded).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "StoreHanded cannot happen while the open is Resolving and the spooler's side NotTold; \
         possible is InitCalled, SessionLogoff"
    );
}
