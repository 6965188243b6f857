//! Error texts, and the width of strings.

use std::collections::BTreeSet;

use super::rules;
use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{
    Machine, MachineOptions, Trial, Whose, calls_on, code_of, get, logon_supports, names, props_of,
    root_folder,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure, way};
use crate::mapi::codes::{
    MAPI_E_BAD_CHARWIDTH, MAPI_E_EXTENDED_ERROR, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND, MAPI_W_ERRORS_RETURNED,
    S_OK,
};
use crate::mapi::tags::{PR_DISPLAY_NAME_W, PR_RECORD_KEY, PR_STORE_STATE};
use crate::mapi::{GetPropsFlags, OpenEntryFlags, OpenStoreFlags, PropType, StringWidth};
use crate::spi::{IMAPIProp, IMAPISession, OpenStoreRequest};
use crate::trace::Method;

/// [ERR-02]
pub(super) fn err_02_a_warning_comes_with_valid_objects(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let id = machine.id(StoreSlot::Warning)?.or_not_reached(
        way::slot(StoreSlot::Warning),
        "an identifier in the section of the store that warns",
    )?;
    let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG);
    let opened = session.open_msg_store(&request).or_breach("OpenMsgStore of the store that warns")?;
    machine.no_deviation("LOAD-19")?;
    get(&*opened.value, PR_RECORD_KEY, Whose::asked_by(rules::ERR_02, "the store that warns"))?;
    registers_as_without_a_warning(trial, &registrations(&machine)?)?;
    let text = session.get_last_error(MAPI_W_ERRORS_RETURNED, StringWidth::MAPI_UNICODE);
    let text = text.or_breach("IMAPISession::GetLastError")?;
    ensure(
        text.is_some(),
        format_args!("{MAPI_W_ERRORS_RETURNED} with a MAPIERROR, since `warning` is declared"),
        format_args!("{} without one", opened.code()),
        "Say with the warning what went wrong.",
    )
}

/// What the last `Logon` has called of what makes a store known to MAPI.
fn registrations(machine: &Machine) -> Reached<BTreeSet<&'static str>> {
    const REGISTERS: [Method; 3] =
        [Method::SupportSetProviderUid, Method::SupportModifyStatusRow, Method::SupportModifyProfile];
    let trace = machine.trace();
    let support = logon_supports(&trace).pop().or_not_reached(way::LOGON, "a call of Logon")?;
    let made = calls_on(&trace, support);
    Ok(REGISTERS.into_iter().filter(|method| made.contains(method)).map(|method| method.name()).collect())
}

fn registers_as_without_a_warning(trial: &Trial, warned: &BTreeSet<&'static str>) -> Verdict {
    let machine = trial.fresh_machine(MachineOptions::default())?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let plain = registrations(&machine)?;
    let missing: Vec<_> = plain.difference(warned).collect();
    ensure(
        missing.is_empty(),
        "the registrations of a Logon that succeeds in one that warns",
        format_args!("no {}", names(&missing)),
        "A warning is a success: do all that a logon owes.",
    )
}

/// [ERR-06]
pub(super) fn err_06_get_last_error_succeeds_with_nothing_to_say(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let logon = machine.logon_object(&store)?;
    let folder = root_folder(&*store, OpenEntryFlags::empty())?;
    let status = logon.open_status_entry(None, OpenEntryFlags::empty());
    for asked in [S_OK, MAPI_E_NOT_FOUND, MAPI_E_NO_SUPPORT] {
        let wide = StringWidth::MAPI_UNICODE;
        let of_status = status.iter().map(|status| (status.get_last_error(asked, wide), "IMAPIStatus"));
        let answers = [
            (logon.get_last_error(asked, wide), "IMSLogon"),
            (store.get_last_error(asked, wide), "IMsgStore"),
            (folder.get_last_error(asked, wide), "IMAPIFolder"),
        ];
        for (answer, whose) in answers.into_iter().chain(of_status) {
            let code = code_of(&answer);
            ensure(
                code == S_OK || code == MAPI_E_BAD_CHARWIDTH,
                format_args!("success of {whose}::GetLastError({asked}), with a MAPIERROR or NULL"),
                code,
                "Without a text the answer is S_OK and NULL.",
            )?;
        }
    }
    Ok(())
}

/// [ERR-07]
pub(super) fn err_07_strings_come_in_the_width_asked_for(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let folder = root_folder(&*store, OpenEntryFlags::empty())?;
    for (object, whose) in [(&*store as &dyn IMAPIProp, "the store"), (&*folder, "the root folder")] {
        for flags in [GetPropsFlags::empty(), GetPropsFlags::MAPI_UNICODE] {
            has_width(object, whose, flags)?;
        }
    }
    Ok(())
}

/// The name of an object in the width that these flags ask for, where the tag asks for none.
fn has_width(object: &dyn IMAPIProp, whose: &str, flags: GetPropsFlags) -> Verdict {
    let any_width = PR_DISPLAY_NAME_W.with_type(PropType::PT_UNSPECIFIED);
    let props = match object.get_props(Some(&[any_width]), flags) {
        Ok(props) => props.value,
        Err(error) => {
            return ensure(
                error.code() == MAPI_E_BAD_CHARWIDTH,
                format_args!("PR_DISPLAY_NAME of {whose} in GetProps({flags}), or {MAPI_E_BAD_CHARWIDTH}"),
                error.code(),
                "Convert the string to the width that the flags ask for, or refuse with MAPI_E_BAD_CHARWIDTH.",
            );
        }
    };
    let value = props.into_iter().next().or_not_reached(way::STORE_PROPS, "a value for each tag")?;
    let wide = flags.contains(GetPropsFlags::MAPI_UNICODE);
    let expected = if wide { PropType::PT_UNICODE } else { PropType::PT_STRING8 };
    let fits = value.as_error().is_some() || value.tag().prop_type() == expected;
    ensure(
        fits,
        format_args!("PR_DISPLAY_NAME of {whose} as {expected} in GetProps({flags})"),
        format_args!("{:?}", value.value()),
        "Convert the string to the width that the flags ask for, or refuse with MAPI_E_BAD_CHARWIDTH.",
    )
}

/// [ERR-17]
pub(super) fn err_17_extended_errors_can_be_looked_up(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open(&session, StoreSlot::ExtendedError, OpenStoreFlags::empty())?;
    let code = code_of(&props_of(&*store, Some(&[PR_STORE_STATE])));
    ensure(
        code == MAPI_E_EXTENDED_ERROR,
        format_args!("{MAPI_E_EXTENDED_ERROR}, since `extended_error` is declared"),
        code,
        "Let GetProps of PR_STORE_STATE fail so in the store of Setup::extended_error, or do not declare it.",
    )?;
    for width in [StringWidth::MAPI_UNICODE, StringWidth::empty()] {
        let text = match store.get_last_error(MAPI_E_EXTENDED_ERROR, width) {
            Err(error) if error.code() == MAPI_E_BAD_CHARWIDTH => continue,
            text => text.or_breach("GetLastError of the object that answered MAPI_E_EXTENDED_ERROR")?,
        };
        ensure(
            text.is_some(),
            format_args!("a MAPIERROR for MAPI_E_EXTENDED_ERROR from GetLastError({width})"),
            "NULL",
            "Keep the text for GetLastError.",
        )?;
    }
    Ok(())
}
