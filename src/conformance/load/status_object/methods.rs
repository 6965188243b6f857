//! The methods of the status object.

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{
    DialogLog, Machine, MachineOptions, StoreWithRow, Trial, Whose, bits, called, change_password, code_of,
    get, log_off, new_row, object_of, object_of_row, store_rows,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure, way};
use crate::mapi::codes::{MAPI_E_BAD_CHARWIDTH, MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT};
use crate::mapi::tags::PR_RESOURCE_METHODS;
use crate::mapi::{
    AnsiString, FlushQueuesFlags, HResult, MapiError, MapiResult, MapiString, OpenEntryFlags, OpenStoreFlags,
    PropValue, ResourceMethods, Row, SettingsDialogFlags, StringWidth, ValidateStateFlags,
};
use crate::sim::Session;
use crate::spi::{IMAPIStatus, ParentWindow};
use crate::trace::{Event, Fact, Method, Object, What};

/// [STATUS-07] Of the first stores, and of the one with a password.
pub(super) fn status_07_the_resource_methods_tell_the_truth(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().right_password())?;
    let session = machine.session()?;
    let stores = machine.stores_with_rows(&session)?;
    for StoreWithRow { row, .. } in &stores {
        has_the_methods_of_its_row(&session, row)?;
    }
    if machine.has(StoreSlot::Password) {
        let known = store_rows(&session)?;
        let _store = machine.open_to_use(&session, StoreSlot::Password)?;
        // Whether it is a store of its own, that has a row, is the question of another rule.
        if let Ok(row) = new_row(&session, &known) {
            has_the_methods_of_its_row(&session, &row)?;
        }
    }
    Ok(())
}

fn has_the_methods_of_its_row(session: &Session, row: &Row) -> Verdict {
    let in_row = bits(row, PR_RESOURCE_METHODS);
    let in_row = ResourceMethods::from_bits_retain(
        in_row.or_not_reached(way::STATUS_COLUMNS, "PR_RESOURCE_METHODS in the row")?,
    );
    let status = object_of_row(session, row, OpenEntryFlags::empty())?;
    let in_object = get(&*status, PR_RESOURCE_METHODS, Whose::status("the status object"))?.as_bits();
    ensure(
        in_object == Some(in_row.bits()),
        format_args!("PR_RESOURCE_METHODS of the row, {in_row}, on the status object"),
        in_object.map_or_else(
            || "no number".to_owned(),
            |bits| ResourceMethods::from_bits_retain(bits).to_string(),
        ),
        "Give the status object the PR_RESOURCE_METHODS that the row got in ModifyStatusRow.",
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
            format_args!("{bit} in PR_RESOURCE_METHODS exactly if its method works"),
            format_args!("{in_row}, and {code} from the method"),
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
        (ResourceMethods::STATUS_CHANGE_PASSWORD, code_of(&change_password(status, &nothing, &nothing))),
        (
            ResourceMethods::STATUS_FLUSH_QUEUES,
            code_of(&status.flush_queues(window, None, FlushQueuesFlags::FLUSH_UPLOAD)),
        ),
    ]
}

/// [STATUS-08] Of the first stores, and once the first has gone offline.
pub(super) fn status_08_the_state_can_be_validated(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let stores = machine.stores_with_rows(&session)?;
    for StoreWithRow { row, .. } in &stores {
        let status = object_of_row(&session, row, OpenEntryFlags::empty())?;
        let suppressed = ValidateStateFlags::SUPPRESS_UI;
        quietly(&*status, ValidateStateFlags::SUPPRESS_UI)?
            .or_breach(format_args!("ValidateState({suppressed})"))?;
        let any = status.validate_state(DialogLog::default().window(), ValidateStateFlags::empty());
        any.or_breach("ValidateState without flags")?;
        let methods = bits(row, PR_RESOURCE_METHODS).unwrap_or(0);
        let methods = ResourceMethods::from_bits_retain(methods);
        ensure(
            methods.contains(ResourceMethods::STATUS_VALIDATE_STATE) || trial.is_lenient(),
            "STATUS_VALIDATE_STATE in the row of the store",
            methods,
            "ValidateState is the one method that every status object has.",
        )?;
    }
    if let Some(offline) = trial.setup.goes_offline.as_ref().filter(|_| trial.has(Capability::Offline)) {
        (offline.0)();
        let status = object_of(&session, OpenEntryFlags::empty())?;
        let code = code_of(&quietly(&*status, ValidateStateFlags::SUPPRESS_UI)?);
        ensure(
            code != MAPI_E_NO_SUPPORT,
            "ValidateState of a store that has gone offline, whatever it says of the store",
            code,
            "Answer what the state is, or why it cannot be told: the method is there in any state.",
        )?;
    }
    Ok(())
}

/// What `ValidateState` answers, which may show nothing.
fn quietly(status: &dyn IMAPIStatus, flags: ValidateStateFlags) -> Reached<MapiResult<()>> {
    let user = DialogLog::default();
    let answer = status.validate_state(user.window(), flags);
    ensure(
        user.saw_nothing(),
        "no dialog from ValidateState with SUPPRESS_UI",
        "one",
        "Look at the flags before a dialog is shown.",
    )?;
    Ok(answer)
}

/// [STATUS-09] Of the first stores, to be changed and to be read only.
pub(super) fn status_09_the_settings_dialog_uses_a_service_support_object(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let stores = machine.stores_with_rows(&session)?;
    for StoreWithRow { row, .. } in &stores {
        let status = object_of_row(&session, row, OpenEntryFlags::empty())?;
        for flags in [SettingsDialogFlags::empty(), SettingsDialogFlags::UI_READONLY] {
            shows_settings(&machine, &*status, flags)?;
        }
    }
    Ok(())
}

fn shows_settings(machine: &Machine, status: &dyn IMAPIStatus, flags: SettingsDialogFlags) -> Verdict {
    let user = DialogLog::cancelling();
    let before = machine.trace().events().len();
    let code = code_of(&status.settings_dialog(user.window(), flags));
    ensure(
        code != MAPI_E_NO_SUPPORT,
        format_args!("a status object that can show the settings, with {flags}"),
        code,
        "Offer SettingsDialog; it may ask the message service's entry point to show its sheet.",
    )?;
    ensure(
        code.is_failure() || !user.saw_nothing(),
        format_args!("the settings on the screen, with {flags}"),
        format_args!("{code} and no dialog"),
        "Say that the sheet was shown when it was.",
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

/// Whether an event is the call on the status object itself, or a dialog above the kit's window.
fn is_the_kits_own(event: &Event) -> bool {
    match event.what {
        What::Call { to: object, .. } | What::Return { from: object, .. } => {
            matches!(object, Object::Opened(_))
        }
        What::Fact(fact) => {
            matches!(fact, Fact::DialogShown(_) | Fact::DialogRefused(_) | Fact::DialogAnswered(..))
        }
        What::Panicked { .. } | What::AddRef { .. } | What::Release { .. } => false,
    }
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
    let store = machine.open(&session, StoreSlot::Password, machine.access())?;
    let status = object_of(&session, OpenEntryFlags::MAPI_MODIFY)?;
    let refused = code_of(&change_password(&*status, &wrong, &new));
    ensure(
        refused == MAPI_E_NO_ACCESS,
        format_args!("{MAPI_E_NO_ACCESS} from ChangePassword with a wrong old password"),
        refused,
        "Compare the old password with the store's before anything is changed.",
    )?;
    if let (Some(wrong), Some(new)) = (narrow(&wrong), narrow(&new)) {
        let refused = code_of(&status.change_password(&wrong, &new, StringWidth::empty()));
        ensure(
            [MAPI_E_NO_ACCESS, MAPI_E_BAD_CHARWIDTH].contains(&refused),
            format_args!("{MAPI_E_NO_ACCESS} from ChangePassword with a wrong old password in ANSI"),
            refused,
            "Compare the old password with the store's, in whatever width it comes.",
        )?;
    }
    change_password(&*status, &right, &new)
        .or_breach("ChangePassword with the right old password, a wrong one having been tried before")?;
    drop((status, store));
    log_off(&session)?;
    opens_with(trial, &machine, &right, false)?;
    opens_with(trial, &machine, &new, true)
}

/// The same without `MAPI_UNICODE`, where all code pages agree.
fn narrow(text: &MapiString) -> Option<MapiString> {
    let text = text.to_string();
    text.is_ascii().then(|| AnsiString::from_bytes(text).into())
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
