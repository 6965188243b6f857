//! Codes, error texts and string widths.

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{
    CallLog, Machine, MachineOptions, NO_INTERFACE, PROFILE, Trial, Whose, code_of, dialogs, get, returns,
    root_folder,
};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::conformance_area;
use crate::mapi::codes::{
    MAPI_E_BAD_CHARWIDTH, MAPI_E_EXTENDED_ERROR, MAPI_E_FAILONEPROVIDER, MAPI_E_INTERFACE_NOT_SUPPORTED,
    MAPI_E_INVALID_PARAMETER, MAPI_E_LOGON_FAILED, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND, MAPI_E_TOO_COMPLEX,
    MAPI_E_TYPE_NO_SUPPORT, MAPI_E_UNCONFIGURED, MAPI_E_UNKNOWN_CPID, MAPI_E_UNKNOWN_LCID,
    MAPI_E_USER_CANCEL, MAPI_E_VERSION, MAPI_W_ERRORS_RETURNED, S_OK,
};
use crate::mapi::tags::{PR_DISPLAY_NAME_W, PR_RECORD_KEY, PR_STORE_STATE};
use crate::mapi::{
    GetPropsFlags, HResult, OpenEntryFlags, OpenStoreFlags, PropType, ServiceFlags, StringWidth,
};
use crate::sim::Reply;
use crate::spi::{
    ConfigureServiceRequest, IMAPIProp, IMAPISession, OpenEntryRequest, OpenPropertyRequest, OpenStoreRequest,
};
use crate::trace::Method;

conformance_area! {
    pub(super) errors, tests by __mapi_sim_tests_errors;
    ERR_02 err_02_a_warning_comes_with_valid_objects [warning];
    ERR_05 err_05_error_texts_have_the_width_of_the_call [password];
    ERR_06 err_06_get_last_error_succeeds_with_nothing_to_say [];
    ERR_07 err_07_strings_come_in_the_width_asked_for [];
    ERR_08 err_08_missing_profile_data_is_unconfigured [unconfigured];
    ERR_09 err_09_a_silent_logon_that_fails_says_logon_failed [unreachable];
    ERR_10 err_10_a_missing_password_fails_one_open_only [password];
    ERR_14 err_14_a_cancelled_dialog_is_reported_as_such [ui password];
    ERR_15 err_15_a_foreign_locale_has_codes_of_its_own [foreign_locale];
    ERR_16 err_16_what_is_not_offered_fails_predictably [];
    ERR_17 err_17_extended_errors_can_be_looked_up [extended_error];
}

/// The three codes of a logon that cannot be completed in silence; which of them is read strictly by its cause.
const THREE: [HResult; 3] = [MAPI_E_UNCONFIGURED, MAPI_E_FAILONEPROVIDER, MAPI_E_LOGON_FAILED];

/// [ERR-02]
fn err_02_a_warning_comes_with_valid_objects(trial: &Trial) -> Verdict {
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
fn err_05_error_texts_have_the_width_of_the_call(trial: &Trial) -> Verdict {
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
fn err_06_get_last_error_succeeds_with_nothing_to_say(trial: &Trial) -> Verdict {
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
fn err_07_strings_come_in_the_width_asked_for(trial: &Trial) -> Verdict {
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

/// [ERR-08]
fn err_08_missing_profile_data_is_unconfigured(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    drop(machine.try_open(&session, StoreSlot::Unconfigured, OpenStoreFlags::MDB_NO_DIALOG)?);
    first_logon_fails(trial, &machine, MAPI_E_UNCONFIGURED, "profile data is missing")
}

/// [ERR-09]
fn err_09_a_silent_logon_that_fails_says_logon_failed(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    drop(machine.try_open(&session, StoreSlot::Unreachable, OpenStoreFlags::MDB_NO_DIALOG)?);
    first_logon_fails(trial, &machine, MAPI_E_LOGON_FAILED, "the store cannot be reached")
}

/// [ERR-10]
fn err_10_a_missing_password_fails_one_open_only(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    drop(machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::MDB_NO_DIALOG)?);
    first_logon_fails(trial, &machine, MAPI_E_FAILONEPROVIDER, "the password is wrong")?;
    let right = trial.setup.password.as_ref().map(|password| password.right.clone());
    machine.edit(StoreSlot::Password, right.as_slice(), &[])?;
    let again = machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::MDB_NO_DIALOG)?;
    if trial.is_lenient() {
        return Ok(());
    }
    again.map(drop).or_breach("OpenMsgStore in the same session once the password is right")
}

/// The code of the first `Logon`, by its cause.
fn first_logon_fails(trial: &Trial, machine: &Machine, strict: HResult, cause: &str) -> Verdict {
    let code = returns(&machine.trace(), Method::ProviderLogon).first().map(|(code, _)| *code);
    let code = code.or_not_reached(way::LOGON, "a call of Logon")?;
    ensure(
        code == strict || trial.is_lenient() && THREE.contains(&code),
        format!("{strict} from Logon with MDB_NO_DIALOG where {cause}"),
        code,
        "MAPI_E_UNCONFIGURED for missing data, MAPI_E_FAILONEPROVIDER for a password, MAPI_E_LOGON_FAILED for the rest.",
    )
}

/// [ERR-14]
fn err_14_a_cancelled_dialog_is_reported_as_such(trial: &Trial) -> Verdict {
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
        "",
    )
}

/// [ERR-15]
fn err_15_a_foreign_locale_has_codes_of_its_own(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let opened = machine.try_open(&session, StoreSlot::ForeignLocale, OpenStoreFlags::MDB_NO_DIALOG)?;
    let code = code_of(&opened);
    ensure(
        [MAPI_E_UNKNOWN_CPID, MAPI_E_UNKNOWN_LCID].contains(&code),
        format!("{MAPI_E_UNKNOWN_CPID} or {MAPI_E_UNKNOWN_LCID} for a locale that the server does not serve"),
        code,
        "",
    )
}

/// What a method answers that a provider does not offer.
const NOT_OFFERED: [HResult; 7] = [
    MAPI_E_NO_SUPPORT,
    MAPI_E_INTERFACE_NOT_SUPPORTED,
    MAPI_E_INVALID_PARAMETER,
    MAPI_E_VERSION,
    MAPI_E_TOO_COMPLEX,
    MAPI_E_BAD_CHARWIDTH,
    MAPI_E_TYPE_NO_SUPPORT,
];

/// [ERR-16]
fn err_16_what_is_not_offered_fails_predictably(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let logon = machine.logon_object(&store)?;
    let root = OpenEntryRequest::root().interface(NO_INTERFACE);
    let property = OpenPropertyRequest::new(PR_DISPLAY_NAME_W, NO_INTERFACE);
    for (what, code) in [
        ("IMsgStore::OpenEntry for an interface that nobody has", code_of(&store.open_entry(&root))),
        (
            "IMsgStore::OpenProperty for an interface that nobody has",
            code_of(&store.open_property(&property)),
        ),
        (
            "IMSLogon::OpenStatusEntry for an interface that nobody has",
            code_of(&logon.open_status_entry(Some(NO_INTERFACE), OpenEntryFlags::empty())),
        ),
    ] {
        ensure(
            NOT_OFFERED.contains(&code),
            format!("a code that says so from {what}"),
            code,
            "Answer MAPI_E_INTERFACE_NOT_SUPPORTED, or MAPI_E_NO_SUPPORT where there is no such method.",
        )?;
    }
    Ok(())
}

/// [ERR-17]
fn err_17_extended_errors_can_be_looked_up(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open(&session, StoreSlot::ExtendedError, OpenStoreFlags::empty())?;
    let code = code_of(&store.get_props(Some(&[PR_STORE_STATE]), GetPropsFlags::empty()));
    ensure(
        code == MAPI_E_EXTENDED_ERROR,
        format!("{MAPI_E_EXTENDED_ERROR}, since `extended_error` is declared"),
        code,
        "",
    )?;
    let text = store.get_last_error(MAPI_E_EXTENDED_ERROR, StringWidth::MAPI_UNICODE);
    let text = text.or_breach("GetLastError of the object that answered MAPI_E_EXTENDED_ERROR")?;
    ensure(text.is_some(), "a MAPIERROR for MAPI_E_EXTENDED_ERROR", "NULL", "Keep the text for GetLastError.")
}
