//! The message service entry point, and what `Logon` may not write.

use std::sync::Arc;

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{
    CallLog, DialogLog, Machine, MachineOptions, PROFILE, Trial, code_of, dialogs, object_of,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, dialogs_shown, ensure, way};
use crate::conformance_area;
use crate::mapi::codes::{MAPI_E_NO_SUPPORT, MAPI_E_UNCONFIGURED, MAPI_E_USER_CANCEL, S_OK};
use crate::mapi::tags::{PR_COMMENT_W, PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS};
use crate::mapi::{
    HResult, MapiUid, OpenEntryFlags, OpenStoreFlags, PropTag, PropValue, ServiceContext, ServiceFlags,
    SettingsDialogFlags,
};
use crate::sim::{Reply, Session};
use crate::spi::{ConfigureServiceRequest, IMAPISession};
use crate::trace::Method;

conformance_area! {
    pub(super) service, tests by __mapi_sim_tests_service;
    PROFILE_12 profile_12_two_properties_are_off_limits [];
    PROFILE_20 profile_20_a_service_keeps_no_support_object [service_entry];
    PROFILE_21 profile_21_configuring_needs_no_dialog_when_data_is_given [service_entry unconfigured];
    PROFILE_22 profile_22_create_asks_the_user_or_fails [service_entry ui];
    PROFILE_23 profile_23_every_other_context_has_a_polite_answer [service_entry];
    PROFILE_28 profile_28_a_cancelled_sheet_changes_nothing [service_entry ui];
}

/// [PROFILE-12] In a first `Logon`, one for a store that is open, one that is temporary, and those that fail.
fn profile_12_two_properties_are_off_limits(trial: &Trial) -> Verdict {
    let log = CallLog::default();
    let machine = log.machine(trial, MachineOptions::default())?;
    let session = machine.session()?;
    // What comes of these logons is not the question here.
    drop(machine.try_open(&session, StoreSlot::Store, OpenStoreFlags::MDB_TEMPORARY)?);
    let _store = machine.open_store(&session)?;
    let slots = [StoreSlot::Store, StoreSlot::Second, StoreSlot::Password, StoreSlot::Unconfigured];
    for slot in slots.into_iter().chain([StoreSlot::Unreachable]).filter(|slot| machine.has(*slot)) {
        drop(machine.try_open(&session, slot, OpenStoreFlags::MDB_NO_DIALOG)?);
    }
    let notes = log.notes();
    let off_limits =
        |tag: &&PropTag| [PR_RESOURCE_FLAGS.id(), PR_PROVIDER_DLL_NAME_W.id()].contains(&tag.id());
    let written: Vec<_> = notes.section_writes.iter().filter(off_limits).collect();
    ensure(
        written.is_empty(),
        "no attempt to set PR_RESOURCE_FLAGS or PR_PROVIDER_DLL_NAME of the section in Logon",
        format_args!("{written:?}"),
        "Both are fixed by the configuration data and read-only at logon.",
    )
}

/// [PROFILE-20] In every call of the entry point: by a client, by MAPI for a `Logon`, and by the provider itself.
fn profile_20_a_service_keeps_no_support_object(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel]))?;
    let session = machine.session()?;
    let quiet = OpenStoreFlags::MDB_NO_DIALOG;
    // What is answered is not the question here.
    let _ = configure(&machine, &session, StoreSlot::Store, ServiceFlags::SERVICE_UI_ALWAYS, &[])?;
    let _ = configure(&machine, &session, StoreSlot::Store, ServiceFlags::empty(), &[])?;
    for slot in [StoreSlot::Unconfigured, StoreSlot::Store].into_iter().filter(|slot| machine.has(*slot)) {
        let opened = machine.try_open(&session, slot, quiet)?;
        show_settings(&session);
        drop(opened);
    }
    for context in CONTEXTS {
        machine.call_service(&session, context, ServiceFlags::empty())?;
    }
    // A pointer that was only copied shows when it is used.
    drop(machine.try_open(&session, StoreSlot::Store, quiet)?);
    machine.no_deviation("PROFILE-20")?;
    let trace = machine.trace();
    let kept = trace.ledger().iter().find(|holding| holding.made_for == Method::MsgServiceEntry);
    ensure(
        kept.is_none(),
        "no reference on a message service's support object once its entry point has returned",
        kept.map(|holding| trace.holding_text(holding)).unwrap_or_default(),
        "Release what GetSvcConfigSupportObj has answered when the entry point returns.",
    )
}

/// What an entry point is called for besides `MSG_SERVICE_CONFIGURE`; the last ends the service.
const CONTEXTS: [ServiceContext; 6] = [
    ServiceContext::Create,
    ServiceContext::Install,
    ServiceContext::ProviderCreate,
    ServiceContext::ProviderDelete,
    ServiceContext::Uninstall,
    ServiceContext::Delete,
];

/// `SettingsDialog` of the open store for a user who cancels it, if there is one.
fn show_settings(session: &Session) {
    if let Ok(status) = object_of(session, OpenEntryFlags::empty()) {
        let user = DialogLog::cancelling();
        let _ = status.settings_dialog(user.window(), SettingsDialogFlags::empty());
    }
}

/// [PROFILE-21]
fn profile_21_configuring_needs_no_dialog_when_data_is_given(trial: &Trial) -> Verdict {
    let silent = ServiceFlags::empty();
    let machine = trial.machine_with(MachineOptions::default().user(vec![Reply::Cancel; 4]))?;
    let session = machine.session()?;
    let configure = |flags, data: &[PropValue]| {
        let before = machine.trace().events().len();
        let code = configure(&machine, &session, StoreSlot::Unconfigured, flags, data)?;
        Reached::Ok((code, dialogs(&machine.trace().since(before))))
    };
    let data = &trial.setup.configuration;
    let (without, shown) = configure(silent, &[])?;
    no_dialog(&shown, SILENT)?;
    ensure(
        [MAPI_E_UNCONFIGURED, MAPI_E_NO_SUPPORT].contains(&without) || trial.is_lenient(),
        format_args!("{MAPI_E_UNCONFIGURED} from MSG_SERVICE_CONFIGURE without data and without dialog"),
        without,
        "Say that data is missing.",
    )?;
    let unknown = PropValue::new(PR_COMMENT_W, "of no use to any service");
    no_dialog(&configure(silent, &[unknown])?.1, SILENT)?;
    if trial.is_lenient() {
        return Ok(());
    }
    if trial.has(Capability::Ui) {
        a_dialog(&configure(ServiceFlags::SERVICE_UI_ALLOWED, &[])?.1, "SERVICE_UI_ALLOWED and no data")?;
        a_dialog(&configure(ServiceFlags::SERVICE_UI_ALWAYS, data)?.1, "SERVICE_UI_ALWAYS, data or not")?;
    }
    if data.is_empty() {
        return Ok(());
    }
    for flags in [silent, ServiceFlags::SERVICE_UI_ALLOWED] {
        let (code, shown) = configure(flags, data)?;
        ensure(
            code == S_OK,
            "success of MSG_SERVICE_CONFIGURE with complete data",
            code,
            "Store what lpProps has in the profile section.",
        )?;
        no_dialog(&shown, "complete data")?;
    }
    let opened = machine.try_open(&session, StoreSlot::Unconfigured, OpenStoreFlags::MDB_NO_DIALOG)?;
    opened.map(drop).or_breach("OpenMsgStore once the service has been configured")
}

const SILENT: &str = "neither SERVICE_UI_ALLOWED nor SERVICE_UI_ALWAYS";

fn no_dialog(shown: &[String], under: &str) -> Verdict {
    ensure(
        shown.is_empty(),
        format_args!("no dialog from the message service entry point with {under}"),
        shown.join(", "),
        "Ask only with SERVICE_UI_ALWAYS, or with SERVICE_UI_ALLOWED where data is missing.",
    )
}

fn a_dialog(shown: &[String], under: &str) -> Verdict {
    ensure(
        !shown.is_empty(),
        format_args!("the property sheet of the message service entry point with {under}"),
        "no dialog",
        "Ask with SERVICE_UI_ALWAYS in any case, and with SERVICE_UI_ALLOWED where data is missing.",
    )
}

/// [PROFILE-22]
fn profile_22_create_asks_the_user_or_fails(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel, Reply::Cancel]))?;
    let session = machine.session()?;
    let create = |flags| {
        let before = machine.trace().events().len();
        let code = machine.call_service(&session, ServiceContext::Create, flags)?;
        Reached::Ok((code, dialogs(&machine.trace().since(before))))
    };
    let (code, shown) = create(ServiceFlags::empty())?;
    no_dialog(&shown, "neither flag in MSG_SERVICE_CREATE")?;
    ensure(
        [S_OK, MAPI_E_UNCONFIGURED].contains(&code) || trial.is_lenient(),
        format_args!("{MAPI_E_UNCONFIGURED} or success from MSG_SERVICE_CREATE without dialog"),
        code,
        "A service that cannot be configured yet fails, or waits for MSG_SERVICE_CONFIGURE.",
    )?;
    a_dialog(&create(ServiceFlags::SERVICE_UI_ALWAYS)?.1, "SERVICE_UI_ALWAYS in MSG_SERVICE_CREATE")?;
    a_dialog(&create(ServiceFlags::SERVICE_UI_ALLOWED)?.1, "SERVICE_UI_ALLOWED in MSG_SERVICE_CREATE")
}

/// [PROFILE-23] Where nobody may be asked and, with `ui`, where somebody may.
fn profile_23_every_other_context_has_a_polite_answer(trial: &Trial) -> Verdict {
    let contexts: [(ServiceContext, &[HResult]); 5] = [
        (ServiceContext::Install, &[S_OK]),
        (ServiceContext::ProviderCreate, &[S_OK, MAPI_E_NO_SUPPORT]),
        (ServiceContext::ProviderDelete, &[S_OK, MAPI_E_NO_SUPPORT]),
        (ServiceContext::Uninstall, &[S_OK, MAPI_E_USER_CANCEL]),
        (ServiceContext::Delete, &[S_OK]),
    ];
    for (context, accepted) in contexts {
        is_polite(trial, context, ServiceFlags::empty(), accepted)?;
        if trial.has(Capability::Ui) {
            // A provider is made or removed by a dialog that its user may cancel.
            let by_user = [accepted, &[MAPI_E_USER_CANCEL]].concat();
            let with_user = if accepted.contains(&MAPI_E_NO_SUPPORT) { &by_user } else { accepted };
            is_polite(trial, context, ServiceFlags::SERVICE_UI_ALLOWED, with_user)?;
        }
    }
    Ok(())
}

fn is_polite(trial: &Trial, context: ServiceContext, flags: ServiceFlags, accepted: &[HResult]) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel]))?;
    let session = machine.session()?;
    let code = machine.call_service(&session, context, flags)?;
    ensure(
        accepted.contains(&code) || trial.is_lenient() && code == MAPI_E_NO_SUPPORT,
        format_args!("one of {accepted:?} for {context} with {flags}"),
        code,
        "Do what the context asks for, or nothing, and say S_OK.",
    )?;
    if code.is_failure() {
        let opened = machine.try_open(&session, StoreSlot::Store, OpenStoreFlags::MDB_NO_DIALOG)?;
        drop(opened.or_breach("OpenMsgStore of a store whose service said that it is still there")?);
    }
    Ok(())
}

/// [PROFILE-28] The sheet of the entry point, with data and without, and that of the status object.
fn profile_28_a_cancelled_sheet_changes_nothing(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel, Reply::Cancel]))?;
    let session = machine.session()?;
    let always = ServiceFlags::SERVICE_UI_ALWAYS;
    let section = Unchanged::of(&machine, StoreSlot::Store)?;
    let code = configure(&machine, &session, StoreSlot::Store, always, &[])?;
    let shown = dialogs(&machine.trace()).len();
    ensure(
        shown > 0 && code == MAPI_E_USER_CANCEL,
        format_args!("a property sheet, and {MAPI_E_USER_CANCEL} when it is cancelled"),
        format_args!("{}, {code}", dialogs_shown(shown)),
        "Show the sheet with SERVICE_UI_ALWAYS, and report the cancel.",
    )?;
    if trial.is_lenient() {
        return Ok(());
    }
    section.ensure(&machine, "the sheet of the entry point")?;
    if machine.has(StoreSlot::Unconfigured) {
        let section = Unchanged::of(&machine, StoreSlot::Unconfigured)?;
        // What it answers was the question above.
        let _ = configure(&machine, &session, StoreSlot::Unconfigured, always, &trial.setup.configuration)?;
        // Whether there is a sheet at all is the question of another rule.
        if dialogs(&machine.trace()).len() > shown {
            section.ensure(&machine, "a sheet with data to begin with")?;
        }
    }
    let _store = machine.open_store(&session)?;
    let section = Unchanged::of(&machine, StoreSlot::Store)?;
    show_settings(&session);
    section.ensure(&machine, "the sheet of SettingsDialog")
}

/// A section of the profile as it was.
struct Unchanged(MapiUid, Option<Vec<PropValue>>);

impl Unchanged {
    fn of(machine: &Machine, slot: StoreSlot) -> Reached<Self> {
        let section = machine.section(slot)?;
        Ok(Self(section, machine.mapi.section_props(PROFILE, &section)))
    }

    fn ensure(&self, machine: &Machine, cancelled: &str) -> Verdict {
        ensure(
            machine.mapi.section_props(PROFILE, &self.0) == self.1,
            format_args!("the profile section as it was before {cancelled} was cancelled"),
            "a section that was changed",
            "Let the sheet work on a copy of the section.",
        )
    }
}

/// `ConfigureMsgService` of the service that a slot belongs to, with everything it forwards.
pub(super) fn configure(
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
    found.or_not_reached(way::slot(slot), format_args!("the message service of {slot}"))
}
