//! `SpoolerLogon` with `MDB_NO_DIALOG`.

use super::openings::{MODELS, each_opening, openings, place};
use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{Machine, MachineOptions, Trial, dialogs, returns};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::mapi::codes::{MAPI_E_LOGON_FAILED, MAPI_E_UNCONFIGURED};
use crate::mapi::{OpenStoreFlags, PropValue};
use crate::sim::{Reply, SpoolerModel};
use crate::trace::Method;

/// [SPOOL-08] Where the spooler can log on, and where it can no more.
pub(super) fn spool_08_the_spooler_sees_no_dialog(trial: &Trial) -> Verdict {
    each_opening(trial, &openings(trial), &MODELS, |opening, model, opened| {
        is_silent(trial, &opened.machine, &format!("{} {}", opening.name, place(model)))
    })?;
    for model in MODELS {
        if trial.has(Capability::Password) {
            with_a_wrong_password(trial, model)?;
        }
        if trial.has(Capability::Unconfigured) {
            without_its_data(trial, model)?;
        }
        if trial.has(Capability::Offline) {
            without_a_network(trial, model)?;
        }
    }
    Ok(())
}

/// A user who would cancel.
fn options(model: SpoolerModel) -> MachineOptions {
    MachineOptions::default().spooler(model).user([Reply::Cancel])
}

fn with_a_wrong_password(trial: &Trial, model: SpoolerModel) -> Verdict {
    let machine = trial.fresh_machine(options(model).right_password())?;
    let session = machine.session()?;
    let _store = machine.open(&session, StoreSlot::Password, OpenStoreFlags::empty())?;
    let wrong = trial.setup.password.as_ref().map(|password| password.wrong.clone());
    machine.edit(StoreSlot::Password, wrong.as_slice(), &[])?;
    is_silent(trial, &machine, &format!("a store whose password is wrong by now, {}", place(model)))
}

fn without_its_data(trial: &Trial, model: SpoolerModel) -> Verdict {
    let machine = trial.fresh_machine(options(model))?;
    let session = machine.session()?;
    let data = &trial.setup.configuration;
    machine.edit(StoreSlot::Unconfigured, data, &[])?;
    let opened = machine.try_open(&session, StoreSlot::Unconfigured, OpenStoreFlags::MDB_NO_DIALOG)?;
    // There are services that take their configuration from a user alone.
    let Ok(_store) = opened else { return Ok(()) };
    let tags: Vec<_> = data.iter().map(PropValue::tag).collect();
    machine.edit(StoreSlot::Unconfigured, &[], &tags)?;
    is_silent(trial, &machine, &format!("a store whose section has lost its data, {}", place(model)))
}

fn without_a_network(trial: &Trial, model: SpoolerModel) -> Verdict {
    let fresh = trial.fresh_setup();
    let offline = fresh.goes_offline.or_not_reached(way::OFFLINE, "a fixture with Setup::goes_offline")?;
    let machine = trial.machine_with(options(model).dll(fresh.dll))?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    (offline.0)();
    is_silent(trial, &machine, &format!("a store that is off the network by now, {}", place(model)))
}

/// Lets the spooler log on, and looks at what comes of it.
fn is_silent(trial: &Trial, machine: &Machine, of: &str) -> Verdict {
    let before = machine.trace().events().len();
    machine.run_spooler();
    let trace = machine.trace().since(before);
    let shown = dialogs(&trace);
    ensure(
        shown.is_empty(),
        format_args!("no dialog in a SpoolerLogon with MDB_NO_DIALOG for {of}"),
        format_args!("the dialog {}", shown.join(", ")),
        "Look at the flags of the request before a dialog is shown.",
    )?;
    let codes = returns(&trace, Method::ProviderSpoolerLogon);
    codes.first().or_not_reached(way::SPOOLER_LOGON, "a call of SpoolerLogon")?;
    for (code, _) in codes {
        ensure(
            code.is_success()
                || trial.is_lenient()
                || [MAPI_E_LOGON_FAILED, MAPI_E_UNCONFIGURED].contains(&code),
            format!(
                "success, or {MAPI_E_LOGON_FAILED} from a SpoolerLogon for {of} that cannot be completed in silence"
            ),
            code,
            "MAPI_E_UNCONFIGURED for missing data, MAPI_E_LOGON_FAILED for the rest: nobody can be asked.",
        )?;
    }
    Ok(())
}
