//! Dialogs that the user cancels.

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{Machine, MachineOptions, PROFILE, Trial, code_of, dialogs, returns};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::mapi::codes::MAPI_E_USER_CANCEL;
use crate::mapi::{OpenStoreFlags, ServiceFlags};
use crate::sim::Reply;
use crate::spi::{ConfigureServiceRequest, IMAPISession};
use crate::trace::Method;

/// [ERR-14]
pub(super) fn err_14_a_cancelled_dialog_is_reported_as_such(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel, Reply::Cancel]))?;
    let session = machine.session()?;
    let section = machine.section(StoreSlot::Password)?;
    let before = machine.mapi.section_props(PROFILE, &section);
    drop(machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::empty())?);
    let trace = machine.trace();
    let shown = dialogs(&trace).len();
    let code = returns(&trace, Method::ProviderLogon).first().map(|(code, _)| *code);
    let code = code.or_not_reached(way::LOGON, "a call of Logon")?;
    ensure(
        shown > 0 && code == MAPI_E_USER_CANCEL,
        format!("{MAPI_E_USER_CANCEL} from Logon when its dialog is cancelled"),
        format!("{shown} dialog(s), {code}"),
        "Tell an intended cancel from a wrong answer.",
    )?;
    ensure(
        machine.mapi.section_props(PROFILE, &section) == before,
        "the profile section as it was before the dialog was cancelled",
        "another one",
        "Write to the section when the dialog is done, not while it is open.",
    )?;
    machine.no_deviation("LOGON-02")?;
    if trial.has(Capability::ServiceEntry) {
        cancelled_service(&machine, &session)?;
    }
    Ok(())
}

/// The message service entry point, cancelled.
fn cancelled_service(machine: &Machine, session: &crate::sim::Session) -> Verdict {
    let services = machine.mapi.services(PROFILE);
    let (_, uid) = services.first().or_not_reached(way::SERVICE_ENTRY, "a message service in the profile")?;
    let admin = session.admin_services(0).or_breach("IMAPISession::AdminServices")?;
    let request = ConfigureServiceRequest::new(uid).flags(ServiceFlags::SERVICE_UI_ALWAYS);
    let code = code_of(&admin.configure_msg_service(&request));
    ensure(
        code == MAPI_E_USER_CANCEL,
        format!("{MAPI_E_USER_CANCEL} from the message service entry point when its dialog is cancelled"),
        code,
        "Return MAPI_E_USER_CANCEL from the entry point when the user cancels its property sheet.",
    )
}
