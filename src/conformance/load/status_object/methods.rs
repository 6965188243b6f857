//! The methods of the status object.

use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{
    DialogLog, Machine, MachineOptions, Trial, Whose, bits, called, code_of, get, log_off, object_of,
    provider_row,
};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT};
use crate::mapi::tags::PR_RESOURCE_METHODS;
use crate::mapi::{
    FlushQueuesFlags, HResult, MapiError, MapiString, OpenEntryFlags, OpenStoreFlags, PropValue,
    ResourceMethods, SettingsDialogFlags, StringWidth, ValidateStateFlags,
};
use crate::sim::Reply;
use crate::spi::{IMAPIStatus, ParentWindow};
use crate::trace::{Event, Method, Object, What};

/// [STATUS-07]
pub(super) fn status_07_the_resource_methods_tell_the_truth(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let in_row = bits(&provider_row(&session)?, PR_RESOURCE_METHODS);
    let in_row = ResourceMethods::from_bits_retain(
        in_row.or_not_reached(way::STATUS_COLUMNS, "PR_RESOURCE_METHODS in the row")?,
    );
    let status = object_of(&session, OpenEntryFlags::empty())?;
    let in_object = get(&*status, PR_RESOURCE_METHODS, Whose::status("the status object"))?.as_bits();
    ensure(
        in_object == Some(in_row.bits()),
        format!("PR_RESOURCE_METHODS of the row, {in_row}, on the status object"),
        format!("{in_object:?}"),
        "",
    )?;
    ensure(
        !in_row.contains(ResourceMethods::STATUS_FLUSH_QUEUES),
        "no STATUS_FLUSH_QUEUES in the row of a store",
        in_row,
        "FlushQueues belongs to the spooler and to transports.",
    )?;
    for (bit, code) in answers(&*status) {
        let works = code != MAPI_E_NO_SUPPORT;
        ensure(
            works == in_row.contains(bit),
            format!("{bit} in PR_RESOURCE_METHODS exactly if its method works"),
            format!("{in_row}, and {code} from the method"),
            "Set the bit of each method that the status object has, and no other.",
        )?;
    }
    Ok(())
}

/// What each method of the status object answers.
fn answers(status: &dyn IMAPIStatus) -> [(ResourceMethods, HResult); 4] {
    let window = ParentWindow::none();
    let nothing = MapiString::from("not the password");
    [
        (
            ResourceMethods::STATUS_VALIDATE_STATE,
            code_of(&status.validate_state(window, ValidateStateFlags::SUPPRESS_UI)),
        ),
        (
            ResourceMethods::STATUS_SETTINGS_DIALOG,
            code_of(&status.settings_dialog(window, SettingsDialogFlags::UI_READONLY)),
        ),
        (
            ResourceMethods::STATUS_CHANGE_PASSWORD,
            code_of(&status.change_password(&nothing, &nothing, StringWidth::MAPI_UNICODE)),
        ),
        (
            ResourceMethods::STATUS_FLUSH_QUEUES,
            code_of(&status.flush_queues(window, None, FlushQueuesFlags::FLUSH_UPLOAD)),
        ),
    ]
}

/// [STATUS-08]
pub(super) fn status_08_the_state_can_be_validated(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let status = object_of(&session, OpenEntryFlags::empty())?;
    let user = DialogLog::default();
    for flags in [ValidateStateFlags::SUPPRESS_UI, ValidateStateFlags::empty()] {
        status.validate_state(user.window(), flags).or_breach(format!("ValidateState({flags})"))?;
        ensure(
            user.saw_nothing() || flags.is_empty(),
            "no dialog from ValidateState with SUPPRESS_UI",
            "one",
            "Look at the flags before a dialog is shown.",
        )?;
    }
    let methods = bits(&provider_row(&session)?, PR_RESOURCE_METHODS).unwrap_or(0);
    ensure(
        ResourceMethods::from_bits_retain(methods).contains(ResourceMethods::STATUS_VALIDATE_STATE)
            || trial.is_lenient(),
        "STATUS_VALIDATE_STATE in the row of the store",
        ResourceMethods::from_bits_retain(methods),
        "ValidateState is the one method that every status object has.",
    )
}

/// [STATUS-09]
pub(super) fn status_09_the_settings_dialog_uses_a_service_support_object(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel]))?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let status = object_of(&session, OpenEntryFlags::empty())?;
    let before = machine.trace().events().len();
    let code = code_of(&status.settings_dialog(ParentWindow::none(), SettingsDialogFlags::empty()));
    ensure(
        code != MAPI_E_NO_SUPPORT,
        "a status object that can show the settings",
        code,
        "Offer SettingsDialog; it may ask the message service's entry point to show its sheet.",
    )?;
    let later = machine.trace().since(before);
    let asked =
        later.events().iter().any(|event| called(event) == Some(Method::SupportGetSvcConfigSupportObj));
    ensure(
        asked || later.events().iter().all(is_the_kits_own),
        "GetSvcConfigSupportObj before the entry point of the message service is called",
        "no such call",
        "The entry point gets a support object of its own, not the store's.",
    )
}

/// Whether an event is the call on the status object itself.
fn is_the_kits_own(event: &Event) -> bool {
    let (What::Call { to: object, .. } | What::Return { from: object, .. }) = event.what else {
        return false;
    };
    matches!(object, Object::Opened(_))
}

/// [STATUS-10]
pub(super) fn status_10_the_old_password_is_checked(trial: &Trial) -> Verdict {
    let password = trial
        .setup
        .password
        .as_ref()
        .or_not_reached(way::slot(StoreSlot::Password), "a fixture with a password")?;
    let text = |value: &PropValue| value.as_text().map(|text| MapiString::from(&*text));
    let right = text(&password.right)
        .or_not_reached(way::slot(StoreSlot::Password), "a password that is a string")?;
    let wrong = text(&password.wrong)
        .or_not_reached(way::slot(StoreSlot::Password), "a password that is a string")?;
    let new = MapiString::from("changed by the kit");
    let machine = trial.machine_with(MachineOptions::default().right_password())?;
    let session = machine.session()?;
    let store = machine.open(&session, StoreSlot::Password, OpenStoreFlags::MDB_WRITE)?;
    let status = object_of(&session, OpenEntryFlags::MAPI_MODIFY)?;
    let refused = code_of(&status.change_password(&wrong, &new, StringWidth::MAPI_UNICODE));
    ensure(
        refused == MAPI_E_NO_ACCESS,
        format!("{MAPI_E_NO_ACCESS} from ChangePassword with a wrong old password"),
        refused,
        "Compare the old password with the store's before anything is changed.",
    )?;
    status
        .change_password(&right, &new, StringWidth::MAPI_UNICODE)
        .or_breach("ChangePassword with the right old password, a wrong one having been tried before")?;
    drop((status, store));
    log_off(&session)?;
    opens_with(trial, &machine, &right, false)?;
    opens_with(trial, &machine, &new, true)
}

/// Whether the store with a password opens with this one in its section.
fn opens_with(trial: &Trial, machine: &Machine, password: &MapiString, expected: bool) -> Verdict {
    let tag = trial
        .setup
        .password
        .as_ref()
        .or_not_reached(way::slot(StoreSlot::Password), "a fixture with a password")?
        .right
        .tag();
    let value = PropValue::new(tag, password.to_string()).in_type(tag.prop_type());
    let value = value.map_err(MapiError::from).or_breach("a password in the type of its property")?;
    machine.edit(StoreSlot::Password, &[value], &[])?;
    let session = machine.session()?;
    let opened = machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::MDB_NO_DIALOG)?;
    ensure(
        opened.is_ok() == expected,
        if expected {
            "a store that opens with the new password"
        } else {
            "a store that refuses the old password"
        },
        code_of(&opened),
        "From ChangePassword on the new password is the valid one.",
    )
}
