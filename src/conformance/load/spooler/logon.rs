//! `SpoolerLogon` itself.

use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{MachineOptions, Trial, Whose, dialogs, get, returns};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::mapi::OpenStoreFlags;
use crate::mapi::codes::{MAPI_E_LOGON_FAILED, MAPI_E_UNCONFIGURED};
use crate::mapi::tags::PR_RECORD_KEY;
use crate::sim::{Reply, SpoolerModel};
use crate::trace::Method;

/// [SPOOL-01]
pub(super) fn spool_01_the_spooler_can_log_on_alone(trial: &Trial) -> Verdict {
    let options = MachineOptions::default().spooler(SpoolerModel::OwnProcess).user([Reply::Cancel]);
    let machine = trial.machine_with(options)?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let held = machine.run_spooler();
    let code = returns(&machine.trace(), Method::ProviderSpoolerLogon).pop().map(|(code, _)| code);
    ensure(
        !held.is_empty(),
        "a SpoolerLogon in another process that succeeds without dialog, by profile and validation data alone",
        code.map_or_else(|| "no call of SpoolerLogon".to_owned(), |code| code.to_string()),
        "Put path, credentials and the like into the profile section or the validation data.",
    )
}

/// [SPOOL-03] In another process, with a copy of the bytes.
pub(super) fn spool_03_validation_data_holds_no_addresses(trial: &Trial) -> Verdict {
    let options = MachineOptions::default().spooler(SpoolerModel::OwnProcess).right_password();
    let machine = trial.machine_with(options)?;
    let session = machine.session()?;
    let store = machine.open(&session, StoreSlot::Store, OpenStoreFlags::MDB_WRITE)?;
    let own = get(&*store, PR_RECORD_KEY, Whose::store("the client's store"))?;
    let held = machine.run_spooler();
    let pair = held
        .first()
        .or_not_reached(way::SPOOLER_ALONE, "a successful SpoolerLogon in a process of its own")?;
    let theirs = get(&*pair.store, PR_RECORD_KEY, Whose::store("the spooler's store"))?;
    ensure(own == theirs, "the client's store in the spooler's process", "another store", "")
}

/// [SPOOL-08]
pub(super) fn spool_08_the_spooler_sees_no_dialog(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().right_password().user([Reply::Cancel]))?;
    let session = machine.session()?;
    let _store = machine.open(&session, StoreSlot::Password, OpenStoreFlags::MDB_WRITE)?;
    let wrong = trial.setup.password.as_ref().map(|password| password.wrong.clone());
    machine.edit(StoreSlot::Password, wrong.as_slice(), &[])?;
    let before = machine.trace().events().len();
    machine.run_spooler();
    let trace = machine.trace().since(before);
    let shown = dialogs(&trace);
    ensure(
        shown.is_empty(),
        "no dialog in a SpoolerLogon with MDB_NO_DIALOG",
        format!("the dialog {}", shown.join(", ")),
        "Look at the flags of the request before a dialog is shown.",
    )?;
    let code = returns(&trace, Method::ProviderSpoolerLogon).first().map(|(code, _)| *code);
    let code = code.or_not_reached(way::SPOOLER_LOGON, "a call of SpoolerLogon")?;
    ensure(
        code.is_success() || trial.is_lenient() || [MAPI_E_LOGON_FAILED, MAPI_E_UNCONFIGURED].contains(&code),
        format!("success, or {MAPI_E_LOGON_FAILED} from a SpoolerLogon that cannot be completed in silence"),
        code,
        "",
    )
}

/// [SPOOL-11]
pub(super) fn spool_11_coupling_is_no_excuse(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let pair = machine.run_spooler().into_iter().next();
    pair.map(drop).or_breach("a SpoolerLogon that succeeds though a transport is coupled with the store")
}

/// [SPOOL-13]
pub(super) fn spool_13_spooler_logon_keeps_its_support_object(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    machine.run_spooler();
    machine.no_deviation("SPOOL-13")
}
