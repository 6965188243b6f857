//! The codes of what fails.

use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{
    Machine, MachineOptions, NO_INTERFACE, Trial, code_of, dialogs_in, inside, returns,
};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::mapi::codes::{
    MAPI_E_BAD_CHARWIDTH, MAPI_E_FAILONEPROVIDER, MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_INVALID_PARAMETER,
    MAPI_E_LOGON_FAILED, MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND, MAPI_E_TOO_COMPLEX,
    MAPI_E_TYPE_NO_SUPPORT, MAPI_E_UNCONFIGURED, MAPI_E_UNKNOWN_CPID, MAPI_E_UNKNOWN_LCID, MAPI_E_VERSION,
};
use crate::mapi::tags::PR_DISPLAY_NAME_W;
use crate::mapi::{HResult, OpenEntryFlags, OpenStoreFlags};
use crate::spi::{OpenEntryRequest, OpenPropertyRequest};
use crate::trace::Method;

/// The three codes of a logon that cannot be completed in silence; which of them is read strictly by its cause.
const THREE: [HResult; 3] = [MAPI_E_UNCONFIGURED, MAPI_E_FAILONEPROVIDER, MAPI_E_LOGON_FAILED];

/// The ways in which nobody can be asked: the client forbids it, or nobody is there.
const SILENT: [OpenStoreFlags; 2] = [OpenStoreFlags::MDB_NO_DIALOG, OpenStoreFlags::empty()];

/// [ERR-08]
pub(super) fn err_08_missing_profile_data_is_unconfigured(trial: &Trial) -> Verdict {
    for flags in SILENT {
        let machine = trial.machine()?;
        let session = machine.session()?;
        drop(machine.try_open(&session, StoreSlot::Unconfigured, flags)?);
        first_logon_fails(trial, &machine, flags, MAPI_E_UNCONFIGURED, "profile data is missing")?;
    }
    Ok(())
}

/// [ERR-09]
pub(super) fn err_09_a_silent_logon_that_fails_says_logon_failed(trial: &Trial) -> Verdict {
    for flags in SILENT {
        let machine = trial.machine()?;
        let session = machine.session()?;
        drop(machine.try_open(&session, StoreSlot::Unreachable, flags)?);
        first_logon_fails(trial, &machine, flags, MAPI_E_LOGON_FAILED, "the store cannot be reached")?;
    }
    Ok(())
}

/// [ERR-10]
pub(super) fn err_10_a_missing_password_fails_one_open_only(trial: &Trial) -> Verdict {
    let password = trial.setup.password.as_ref();
    let (right, wrong) = password
        .map(|password| (password.right.clone(), password.wrong.clone()))
        .or_not_reached(way::slot(StoreSlot::Password), "a fixture with Setup::password")?;
    for flags in SILENT {
        for (set, deleted, cause) in [
            (vec![wrong.clone()], vec![], "the password is wrong"),
            (vec![], vec![right.tag()], "the password is missing"),
        ] {
            let machine = trial.fresh_machine(MachineOptions::default())?;
            let session = machine.session()?;
            machine.edit(StoreSlot::Password, &set, &deleted)?;
            drop(machine.try_open(&session, StoreSlot::Password, flags)?);
            first_logon_fails(trial, &machine, flags, MAPI_E_FAILONEPROVIDER, cause)?;
            machine.edit(StoreSlot::Password, std::slice::from_ref(&right), &[])?;
            let again = machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::MDB_NO_DIALOG)?;
            if !trial.is_lenient() {
                again.map(drop).or_breach("OpenMsgStore in the same session once the password is right")?;
            }
        }
    }
    Ok(())
}

/// The code of the first `Logon`, by its cause.
fn first_logon_fails(
    trial: &Trial,
    machine: &Machine,
    flags: OpenStoreFlags,
    strict: HResult,
    cause: &str,
) -> Verdict {
    let silent = flags.contains(OpenStoreFlags::MDB_NO_DIALOG);
    let trace = machine.trace();
    let asked = !dialogs_in(&trace, inside(&trace, Method::ProviderLogon, 0)).is_empty();
    // Who would not ask anybody in any case may say what is wrong. Missing data has its code whoever is there [ERR-08].
    if !silent && !asked && strict != MAPI_E_UNCONFIGURED {
        return Ok(());
    }
    let how = if silent { "with MDB_NO_DIALOG" } else { "without a user" };
    let code = returns(&trace, Method::ProviderLogon).first().map(|(code, _)| *code);
    let code = code.or_not_reached(way::LOGON, "a call of Logon")?;
    // OpenMsgStore has codes for what is wrong with the store, where the client forbids no dialog.
    let says_more =
        !silent && strict == MAPI_E_LOGON_FAILED && [MAPI_E_NOT_FOUND, MAPI_E_NO_ACCESS].contains(&code);
    ensure(
        code == strict || trial.is_lenient() && THREE.contains(&code) || says_more,
        format_args!("{strict} from Logon {how} where {cause}"),
        code,
        "MAPI_E_UNCONFIGURED for missing data, MAPI_E_FAILONEPROVIDER for a password, MAPI_E_LOGON_FAILED for the rest.",
    )
}

/// [ERR-15]
pub(super) fn err_15_a_foreign_locale_has_codes_of_its_own(trial: &Trial) -> Verdict {
    for flags in SILENT {
        let machine = trial.machine()?;
        let session = machine.session()?;
        let code = code_of(&machine.try_open(&session, StoreSlot::ForeignLocale, flags)?);
        ensure(
            [MAPI_E_UNKNOWN_CPID, MAPI_E_UNKNOWN_LCID].contains(&code),
            format!(
                "{MAPI_E_UNKNOWN_CPID} or {MAPI_E_UNKNOWN_LCID} for a locale that the server does not serve"
            ),
            code,
            "Tell a locale or code page that the server does not serve from other failures of a logon.",
        )?;
    }
    Ok(())
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
pub(super) fn err_16_what_is_not_offered_fails_predictably(trial: &Trial) -> Verdict {
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
            format_args!("a code that says so from {what}"),
            code,
            "Answer MAPI_E_INTERFACE_NOT_SUPPORTED, or MAPI_E_NO_SUPPORT where there is no such method.",
        )?;
    }
    Ok(())
}
