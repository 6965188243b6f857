//! Error texts, and the width of strings.

use super::rules;
use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{CallLog, MachineOptions, Trial, Whose, code_of, get, root_folder};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::mapi::codes::{
    MAPI_E_BAD_CHARWIDTH, MAPI_E_EXTENDED_ERROR, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND, MAPI_W_ERRORS_RETURNED,
    S_OK,
};
use crate::mapi::tags::{PR_DISPLAY_NAME_W, PR_RECORD_KEY, PR_STORE_STATE};
use crate::mapi::{GetPropsFlags, OpenEntryFlags, OpenStoreFlags, PropType, StringWidth};
use crate::spi::{IMAPIProp, IMAPISession, OpenStoreRequest};

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
    let text = session.get_last_error(MAPI_W_ERRORS_RETURNED, StringWidth::MAPI_UNICODE);
    let text = text.or_breach("IMAPISession::GetLastError")?;
    ensure(
        text.is_some(),
        format!("{MAPI_W_ERRORS_RETURNED} with a MAPIERROR, since `warning` is declared"),
        format!("{} without one", opened.code()),
        "Say with the warning what went wrong.",
    )
}

/// [ERR-05] A component of more than thirty characters is allowed; strings of the other width are not.
pub(super) fn err_05_error_texts_have_the_width_of_the_call(trial: &Trial) -> Verdict {
    const SLOTS: [StoreSlot; 4] =
        [StoreSlot::Password, StoreSlot::Unconfigured, StoreSlot::Unreachable, StoreSlot::ForeignLocale];
    for slot in SLOTS.into_iter().filter(|slot| trial.setup.has(*slot)) {
        let log = CallLog::default();
        let machine = log.machine(trial, MachineOptions::default())?;
        let session = machine.session()?;
        drop(machine.try_open(&session, slot, OpenStoreFlags::MDB_NO_DIALOG)?);
        for detail in &log.notes().logon_errors {
            let mut texts = [&detail.error, &detail.component].into_iter().flatten();
            let wide = texts.all(|text| text.is_unicode());
            ensure(
                wide && detail.version == 0,
                format!("version 0 and Unicode strings in the MAPIERROR of a Logon for {slot:?}"),
                format!("{detail:?}"),
                "Make the strings in the width that the flags of the call ask for.",
            )?;
        }
    }
    Ok(())
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
                format!("success of {whose}::GetLastError({asked}), with a MAPIERROR or NULL"),
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
                format!("PR_DISPLAY_NAME of {whose} in GetProps({flags}), or {MAPI_E_BAD_CHARWIDTH}"),
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
        format!("PR_DISPLAY_NAME of {whose} as {expected} in GetProps({flags})"),
        format!("{:?}", value.value()),
        "Convert the string to the width that the flags ask for, or refuse with MAPI_E_BAD_CHARWIDTH.",
    )
}

/// [ERR-17]
pub(super) fn err_17_extended_errors_can_be_looked_up(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open(&session, StoreSlot::ExtendedError, OpenStoreFlags::empty())?;
    let code = code_of(&store.get_props(Some(&[PR_STORE_STATE]), GetPropsFlags::MAPI_UNICODE));
    ensure(
        code == MAPI_E_EXTENDED_ERROR,
        format!("{MAPI_E_EXTENDED_ERROR}, since `extended_error` is declared"),
        code,
        "Let GetProps of PR_STORE_STATE fail so in the store of Setup::extended_error, or do not declare it.",
    )?;
    let text = store.get_last_error(MAPI_E_EXTENDED_ERROR, StringWidth::MAPI_UNICODE);
    let text = text.or_breach("GetLastError of the object that answered MAPI_E_EXTENDED_ERROR")?;
    ensure(text.is_some(), "a MAPIERROR for MAPI_E_EXTENDED_ERROR", "NULL", "Keep the text for GetLastError.")
}
