//! The message service entry point, and what `Logon` may not write.

use std::sync::Arc;

use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{CallLog, Machine, MachineOptions, PROFILE, Trial, code_of, dialogs};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure, way};
use crate::conformance_area;
use crate::mapi::codes::{MAPI_E_NO_SUPPORT, MAPI_E_UNCONFIGURED, MAPI_E_USER_CANCEL, S_OK};
use crate::mapi::tags::{PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS};
use crate::mapi::{HResult, MapiUid, OpenStoreFlags, PropValue, ServiceContext, ServiceFlags};
use crate::sim::{Reply, Session};
use crate::spi::{ConfigureServiceRequest, IMAPISession};

conformance_area! {
    pub(super) service, tests by __mapi_sim_tests_service;
    PROFILE_12 profile_12_two_properties_are_off_limits [];
    PROFILE_20 profile_20_a_service_keeps_no_support_object [service_entry];
    PROFILE_21 profile_21_configuring_needs_no_dialog_when_data_is_given [service_entry unconfigured];
    PROFILE_22 profile_22_create_asks_the_user_or_fails [service_entry ui];
    PROFILE_23 profile_23_every_other_context_has_a_polite_answer [service_entry];
    PROFILE_28 profile_28_a_cancelled_sheet_changes_nothing [service_entry ui];
}

/// [PROFILE-12]
fn profile_12_two_properties_are_off_limits(trial: &Trial) -> Verdict {
    let log = CallLog::default();
    let machine = log.machine(trial, MachineOptions::default())?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let written: Vec<_> = log
        .notes()
        .section_writes
        .iter()
        .copied()
        .filter(|tag| [PR_RESOURCE_FLAGS.id(), PR_PROVIDER_DLL_NAME_W.id()].contains(&tag.id()))
        .collect();
    ensure(
        written.is_empty(),
        "no attempt to set PR_RESOURCE_FLAGS or PR_PROVIDER_DLL_NAME of the section in Logon",
        format!("{written:?}"),
        "Both are fixed by the configuration data and read-only at logon.",
    )
}

/// [PROFILE-20]
fn profile_20_a_service_keeps_no_support_object(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel]))?;
    let session = machine.session()?;
    // What it answers is not the question here.
    let _ = configure(&machine, &session, StoreSlot::Store, ServiceFlags::SERVICE_UI_ALWAYS, &[])?;
    machine.no_deviation("PROFILE-20")
}

/// [PROFILE-21]
fn profile_21_configuring_needs_no_dialog_when_data_is_given(trial: &Trial) -> Verdict {
    let silent = ServiceFlags::empty();
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel, Reply::Cancel]))?;
    let session = machine.session()?;
    let data = trial.setup.configuration.clone();
    let without = configure(&machine, &session, StoreSlot::Unconfigured, silent, &[])?;
    no_dialog(&machine, "neither SERVICE_UI_ALLOWED nor SERVICE_UI_ALWAYS")?;
    ensure(
        [MAPI_E_UNCONFIGURED, MAPI_E_NO_SUPPORT].contains(&without) || trial.is_lenient(),
        format!("{MAPI_E_UNCONFIGURED} from MSG_SERVICE_CONFIGURE without data and without dialog"),
        without,
        "Say that data is missing.",
    )?;
    if data.is_empty() || trial.is_lenient() {
        return Ok(());
    }
    for flags in [silent, ServiceFlags::SERVICE_UI_ALLOWED] {
        let code = configure(&machine, &session, StoreSlot::Unconfigured, flags, &data)?;
        ensure(
            code == S_OK,
            "success of MSG_SERVICE_CONFIGURE with complete data",
            code,
            "Store what lpProps has in the profile section.",
        )?;
        no_dialog(&machine, "complete data")?;
    }
    let opened = machine.try_open(&session, StoreSlot::Unconfigured, OpenStoreFlags::MDB_NO_DIALOG)?;
    opened.map(drop).or_breach("OpenMsgStore once the service has been configured")
}

fn no_dialog(machine: &Machine, under: &str) -> Verdict {
    let shown = dialogs(&machine.trace());
    ensure(
        shown.is_empty(),
        format!("no dialog from the message service entry point with {under}"),
        shown.join(", "),
        "Ask only with SERVICE_UI_ALWAYS, or with SERVICE_UI_ALLOWED where data is missing.",
    )
}

/// [PROFILE-22]
fn profile_22_create_asks_the_user_or_fails(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel]))?;
    let session = machine.session()?;
    let code = machine.call_service(&session, ServiceContext::Create, ServiceFlags::empty())?;
    no_dialog(&machine, "neither flag in MSG_SERVICE_CREATE")?;
    ensure(
        [S_OK, MAPI_E_UNCONFIGURED].contains(&code) || trial.is_lenient(),
        format!("{MAPI_E_UNCONFIGURED} or success from MSG_SERVICE_CREATE without dialog"),
        code,
        "A service that cannot be configured yet fails, or waits for MSG_SERVICE_CONFIGURE.",
    )?;
    machine.call_service(&session, ServiceContext::Create, ServiceFlags::SERVICE_UI_ALWAYS)?;
    let shown = dialogs(&machine.trace()).len();
    ensure(shown > 0, "the property sheet with SERVICE_UI_ALWAYS in MSG_SERVICE_CREATE", "no dialog", "")
}

/// [PROFILE-23]
fn profile_23_every_other_context_has_a_polite_answer(trial: &Trial) -> Verdict {
    let contexts: [(ServiceContext, &[HResult]); 5] = [
        (ServiceContext::Install, &[S_OK]),
        (ServiceContext::ProviderCreate, &[S_OK, MAPI_E_NO_SUPPORT]),
        (ServiceContext::ProviderDelete, &[S_OK, MAPI_E_NO_SUPPORT]),
        (ServiceContext::Uninstall, &[S_OK, MAPI_E_USER_CANCEL]),
        (ServiceContext::Delete, &[S_OK]),
    ];
    for (context, accepted) in contexts {
        let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel]))?;
        let session = machine.session()?;
        let code = machine.call_service(&session, context, ServiceFlags::empty())?;
        ensure(
            accepted.contains(&code) || trial.is_lenient() && code == MAPI_E_NO_SUPPORT,
            format!("one of {accepted:?} for {context}"),
            code,
            "Do what the context asks for, or nothing, and say S_OK.",
        )?;
        if code.is_failure() {
            let opened = machine.try_open(&session, StoreSlot::Store, OpenStoreFlags::MDB_NO_DIALOG)?;
            drop(opened.or_breach("OpenMsgStore of a store whose service said that it is still there")?);
        }
    }
    Ok(())
}

/// [PROFILE-28]
fn profile_28_a_cancelled_sheet_changes_nothing(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel]))?;
    let session = machine.session()?;
    let section = machine.section(StoreSlot::Store)?;
    let before = machine.mapi.section_props(PROFILE, &section);
    let code = configure(&machine, &session, StoreSlot::Store, ServiceFlags::SERVICE_UI_ALWAYS, &[])?;
    let shown = dialogs(&machine.trace()).len();
    ensure(
        shown > 0 && code == MAPI_E_USER_CANCEL,
        format!("a property sheet, and {MAPI_E_USER_CANCEL} when it is cancelled"),
        format!("{shown} dialog(s), {code}"),
        "Show the sheet with SERVICE_UI_ALWAYS, and report the cancel.",
    )?;
    ensure(
        machine.mapi.section_props(PROFILE, &section) == before || trial.is_lenient(),
        "the profile section as it was before the sheet was cancelled",
        "another one",
        "Let the sheet work on a copy of the section.",
    )
}

/// `ConfigureMsgService` of the service that a slot belongs to, with everything it forwards.
fn configure(
    machine: &Machine,
    session: &Arc<Session>,
    slot: StoreSlot,
    flags: ServiceFlags,
    props: &[PropValue],
) -> Reached<HResult> {
    let uid = service_of(machine, slot)?;
    let admin = session.admin_services(0).or_breach("IMAPISession::AdminServices")?;
    let request = ConfigureServiceRequest::new(&uid).flags(flags).props(props);
    Ok(code_of(&admin.configure_msg_service(&request)))
}

/// The MAPIUID of the service of a slot.
fn service_of(machine: &Machine, slot: StoreSlot) -> Reached<MapiUid> {
    let name = format!("{slot:?}");
    let services = machine.mapi.services(PROFILE);
    let found = services.into_iter().find(|(known, _)| *known == name).map(|(_, uid)| uid);
    found.or_not_reached(way::slot(slot), format!("the message service of {slot:?}"))
}
