//! Dialogs that the user cancels.

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{MachineOptions, PROFILE, Trial, code_of, dialogs_in, inside, returns};
use crate::conformance::rule::{OrBreach, Verdict, dialogs_shown, ensure, way};
use crate::mapi::codes::MAPI_E_USER_CANCEL;
use crate::mapi::{OpenStoreFlags, ServiceFlags};
use crate::sim::Reply;
use crate::spi::{ConfigureServiceRequest, IMAPISession};
use crate::trace::{Method, Trace};

/// [ERR-14] In every dialog of a `Logon` that the fixture knows of, and in the sheet of the service.
pub(super) fn err_14_a_cancelled_dialog_is_reported_as_such(trial: &Trial) -> Verdict {
    for slot in [StoreSlot::Password, StoreSlot::Nameless, StoreSlot::Unconfigured, StoreSlot::Unreachable] {
        if slot == StoreSlot::Nameless || trial.setup.has(slot) {
            cancelled_logon(trial, slot)?;
        }
    }
    after_a_wrong_answer(trial)?;
    if trial.has(Capability::ServiceEntry) { cancelled_service(trial) } else { Ok(()) }
}

fn cancelled_logon(trial: &Trial, slot: StoreSlot) -> Verdict {
    let options = MachineOptions::default().user([Reply::Cancel, Reply::Cancel]);
    let options = if slot == StoreSlot::Nameless { options.nameless() } else { options };
    let machine = trial.fresh_machine(options)?;
    let session = machine.session()?;
    let section = machine.section(slot)?;
    let before = machine.mapi.section_props(PROFILE, &section);
    let opened = machine.try_open(&session, slot, OpenStoreFlags::empty())?;
    let trace = machine.trace();
    let in_logon = dialogs_in(&trace, inside(&trace, Method::ProviderLogon, 0)).len();
    // Whether the others have a dialog is the provider's choice.
    if in_logon == 0 && slot != StoreSlot::Password {
        return configured_instead(&trace, slot);
    }
    let code = returns(&trace, Method::ProviderLogon).first().map(|(code, _)| *code);
    let code = code.or_not_reached(way::LOGON, "a call of Logon")?;
    ensure(
        in_logon > 0 && code == MAPI_E_USER_CANCEL,
        format_args!("{MAPI_E_USER_CANCEL} from Logon when its dialog for {slot} is cancelled"),
        format_args!("{}, {code}", dialogs_shown(in_logon)),
        CANCEL,
    )?;
    ensure(
        code_of(&opened) == MAPI_E_USER_CANCEL,
        format_args!("{MAPI_E_USER_CANCEL} for the client whose user has cancelled the logon to {slot}"),
        code_of(&opened),
        CANCEL,
    )?;
    ensure(
        machine.mapi.section_props(PROFILE, &section) == before,
        format_args!("the profile section of {slot} as it was before the dialog was cancelled"),
        "a section that the logon has changed",
        "Write to the section when the dialog is done, not while it is open.",
    )?;
    machine.no_deviation("LOGON-02")
}

const CANCEL: &str = "Tell an intended cancel from a wrong answer.";

/// A `Logon` that asks nobody leads to the sheet of the service, where there is one.
fn configured_instead(trace: &Trace, slot: StoreSlot) -> Verdict {
    if dialogs_in(trace, inside(trace, Method::MsgServiceEntry, 0)).is_empty() {
        return Ok(());
    }
    let code = returns(trace, Method::MsgServiceEntry).first().map(|(code, _)| *code);
    let code = code.or_not_reached(way::SERVICE_ENTRY, "a return of the message service entry point")?;
    ensure(
        code == MAPI_E_USER_CANCEL,
        format!(
            "{MAPI_E_USER_CANCEL} from the message service entry point when the sheet to which the logon to {slot} \
             leads is cancelled"
        ),
        code,
        CANCEL,
    )
}

/// The user confirms an empty dialog, and cancels the next one.
fn after_a_wrong_answer(trial: &Trial) -> Verdict {
    let options = MachineOptions::default().user([Reply::Fill(Vec::new()), Reply::Cancel, Reply::Cancel]);
    let machine = trial.fresh_machine(options)?;
    let session = machine.session()?;
    drop(machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::empty())?);
    let trace = machine.trace();
    let shown = dialogs_in(&trace, inside(&trace, Method::ProviderLogon, 0)).len();
    let code = returns(&trace, Method::ProviderLogon).first().map(|(code, _)| *code);
    let code = code.or_not_reached(way::LOGON, "a call of Logon")?;
    // A provider need not ask again.
    ensure(
        shown < 2 || code == MAPI_E_USER_CANCEL,
        format_args!("{MAPI_E_USER_CANCEL} from Logon when it asks again and that dialog is cancelled"),
        code,
        CANCEL,
    )
}

/// The message service entry point, cancelled.
fn cancelled_service(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel]))?;
    let session = machine.session()?;
    let services = machine.mapi.services(PROFILE);
    let (_, uid) = services.first().or_not_reached(way::SERVICE_ENTRY, "a message service in the profile")?;
    let admin = session.admin_services(0).or_breach("IMAPISession::AdminServices")?;
    let request = ConfigureServiceRequest::new(uid).flags(ServiceFlags::SERVICE_UI_ALWAYS);
    let code = code_of(&admin.configure_msg_service(&request));
    ensure(
        code == MAPI_E_USER_CANCEL,
        format_args!(
            "{MAPI_E_USER_CANCEL} from the message service entry point when its dialog is cancelled"
        ),
        code,
        "Return MAPI_E_USER_CANCEL from the entry point when the user cancels its property sheet.",
    )
}
