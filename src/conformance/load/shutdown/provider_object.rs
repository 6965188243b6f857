//! How provider objects end.

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{Machine, MachineOptions, StoreWalk, Trial, log_off, returns};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::mapi::OpenStoreFlags;
use crate::sim::SpoolerModel;
use crate::trace::Method;

/// [SHUT-22] Whatever came before it.
pub(super) fn shut_22_shutdown_succeeds(trial: &Trial) -> Verdict {
    after_released_stores(trial)?;
    after_open_stores(trial)?;
    if trial.has(Capability::Mail) {
        for model in [SpoolerModel::SameProcess, SpoolerModel::OwnProcess] {
            after_the_spooler(trial, model)?;
        }
    }
    FAILING
        .into_iter()
        .filter(|slot| trial.setup.has(*slot))
        .try_for_each(|slot| after_a_failure(trial, slot))
}

/// Stores whose logons fail, though their sections are complete.
const FAILING: [StoreSlot; 3] = [StoreSlot::Password, StoreSlot::Unreachable, StoreSlot::ForeignLocale];

/// In two sessions, the second one of which begins as if there had been none.
fn after_released_stores(trial: &Trial) -> Verdict {
    let machine = trial.fresh_machine(MachineOptions::default())?;
    for _ in 0..2 {
        let session = machine.session()?;
        drop(machine.open_store(&session)?);
        log_off(&session)?;
    }
    shutdowns_succeed(&machine, "sessions whose stores were released")
}

fn after_open_stores(trial: &Trial) -> Verdict {
    let machine = trial.fresh_machine(MachineOptions::default())?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let second = machine
        .has(StoreSlot::Second)
        .then(|| machine.open(&session, StoreSlot::Second, OpenStoreFlags::empty()))
        .transpose()?;
    let walk = StoreWalk::of(&*store)?;
    log_off(&session)?;
    drop((walk, second, store));
    shutdowns_succeed(&machine, "a session that ended with open stores, folders and messages")
}

fn after_the_spooler(trial: &Trial, model: SpoolerModel) -> Verdict {
    let machine = trial.fresh_machine(MachineOptions::default().spooler(model))?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    drop(machine.run_spooler());
    drop(store);
    log_off(&session)?;
    shutdowns_succeed(&machine, &format!("a session with the spooler in {model:?}"))
}

fn after_a_failure(trial: &Trial, slot: StoreSlot) -> Verdict {
    let machine = trial.fresh_machine(MachineOptions::default())?;
    let session = machine.session()?;
    drop(machine.try_open(&session, slot, OpenStoreFlags::MDB_NO_DIALOG)?);
    log_off(&session)?;
    shutdowns_succeed(&machine, &format!("a session whose one Logon was that of {slot}"))
}

/// Every call on a machine.
fn shutdowns_succeed(machine: &Machine, after: &str) -> Verdict {
    let codes = returns(&machine.trace(), Method::ProviderShutdown);
    // [SHUT-12] MAPI calls it where there is a provider object.
    codes.first().or_not_reached(way::INIT, "a call of Shutdown")?;
    let failure = codes.iter().map(|(code, _)| code).find(|code| !code.is_success());
    ensure(
        failure.is_none(),
        format_args!("S_OK from IMSProvider::Shutdown after {after}"),
        failure.map(ToString::to_string).unwrap_or_default(),
        "Shutdown cannot be refused: close what is open and return S_OK.",
    )
}
