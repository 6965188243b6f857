//! The load machine, row by row of the tables of the load sequence.

use mapi_sim::load::*;
use mapi_sim::mapi::HResult;
use mapi_sim::mapi::codes::*;

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
fn a_success_without_its_objects_is_the_providers_fault() {
    let table = [
        (Returned::Nothing, Returned::Nothing, ProtocolFault::NoStoreObject),
        (Returned::Nothing, Returned::New, ProtocolFault::NoStoreObject),
        (Returned::New, Returned::Nothing, ProtocolFault::NoLogonObject),
        (Returned::New, Returned::Known, ProtocolFault::NoLogonObject),
    ];
    for (store, logon, fault) in table {
        let outcome = LogonOutcome { code: S_OK, store, logon };
        let (machine, effects) = run(OpenFacts::first(), &logged_on(SectionFacts::closed(), outcome));
        assert!(effects.contains(Effect::Fault(fault)), "{store:?} {logon:?}: {effects:?}");
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
fn folders_are_looked_after_unless_the_open_is_without_mail() {
    let table = [
        (OpenFacts::first(), true),
        (OpenFacts { client_no_mail: true, ..OpenFacts::first() }, true),
        (OpenFacts { store_no_mail: true, ..OpenFacts::first() }, false),
    ];
    for (facts, asked) in table {
        let (_, effects) = run(facts, &logged_on(SectionFacts::closed(), NEW));
        assert_eq!(effects.contains(Effect::ValidateFolders), asked, "{facts:?}");
    }
    let (_, effects) =
        run(OpenFacts::first(), &logged_on(SectionFacts::closed(), LogonOutcome::failed(MAPI_E_NO_ACCESS)));
    assert!(!effects.contains(Effect::ValidateFolders));
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
        assert_eq!(effects.contains(Effect::Fault(ProtocolFault::NoSpoolerObjects)), outcome == nothing);
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
