//! What is in a `MAPIERROR`.

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{CallLog, MachineOptions, PROFILE, Trial, hierarchy_table, root_folder};
use crate::conformance::rule::{Verdict, ensure, listed};
use crate::mapi::codes::{MAPI_E_EXTENDED_ERROR, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND, S_OK};
use crate::mapi::{
    HResult, MapiErrorDetail, MapiResult, MapiString, OpenEntryFlags, OpenStoreFlags, ServiceContext,
    ServiceFlags, StringWidth,
};

/// [ERR-05] Wherever a MAPIERROR comes from. A component of more than thirty characters is allowed; strings of the other
/// width are not.
pub(super) fn err_05_error_texts_have_the_width_of_the_call(trial: &Trial) -> Verdict {
    const SLOTS: [StoreSlot; 5] = [
        StoreSlot::Password,
        StoreSlot::Unconfigured,
        StoreSlot::Unreachable,
        StoreSlot::ForeignLocale,
        StoreSlot::Warning,
    ];
    for slot in SLOTS.into_iter().filter(|slot| trial.setup.has(*slot)) {
        let log = CallLog::default();
        let machine = log.machine(trial, MachineOptions::default())?;
        let session = machine.session()?;
        drop(machine.try_open(&session, slot, OpenStoreFlags::MDB_NO_DIALOG)?);
        for detail in &log.notes().logon_errors {
            fits(detail, WIDE, &format!("a Logon for {slot}"))?;
        }
    }
    if trial.has(Capability::Mail) && trial.has(Capability::Password) {
        of_the_spooler(trial)?;
    }
    if trial.has(Capability::ServiceEntry) {
        of_the_service(trial)?;
    }
    let slot = if trial.has(Capability::ExtendedError) { StoreSlot::ExtendedError } else { StoreSlot::Store };
    of_objects(trial, slot)
}

const WIDE: StringWidth = StringWidth::MAPI_UNICODE;

/// With a password that is wrong by the time that the spooler comes.
fn of_the_spooler(trial: &Trial) -> Verdict {
    let log = CallLog::default();
    let machine = log.fresh_machine(trial, MachineOptions::default().right_password())?;
    let session = machine.session()?;
    let _store = machine.open(&session, StoreSlot::Password, OpenStoreFlags::empty())?;
    let wrong = trial.setup.password.as_ref().map(|password| password.wrong.clone());
    machine.edit(StoreSlot::Password, wrong.as_slice(), &[])?;
    machine.run_spooler();
    log.notes().spooler_errors.iter().try_for_each(|detail| fits(detail, WIDE, "a SpoolerLogon"))
}

/// Without anybody to ask.
fn of_the_service(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    for (_, service) in machine.mapi.services(PROFILE) {
        for context in [ServiceContext::Configure, ServiceContext::Create] {
            let called =
                machine.mapi.call_service_entry(&session, &service, context, ServiceFlags::empty(), &[]);
            let detail = called.as_ref().err().and_then(|error| error.detail());
            detail.map_or(Ok(()), |detail| fits(detail, WIDE, "the message service entry point"))?;
        }
    }
    Ok(())
}

/// What objects answer to `GetLastError`, in both widths.
fn of_objects(trial: &Trial, slot: StoreSlot) -> Verdict {
    let machine = trial.fresh_machine(MachineOptions::default())?;
    let session = machine.session()?;
    let store = machine.open(&session, slot, OpenStoreFlags::empty())?;
    let logon = machine.logon_object(&store)?;
    let folder = root_folder(&*store, OpenEntryFlags::empty())?;
    let table = hierarchy_table(&*folder)?;
    let status = logon.open_status_entry(None, OpenEntryFlags::empty()).ok();
    each_answer(|code, width| logon.get_last_error(code, width), "IMSLogon")?;
    each_answer(|code, width| store.get_last_error(code, width), "IMsgStore")?;
    each_answer(|code, width| folder.get_last_error(code, width), "IMAPIFolder")?;
    if let Some(table) = table {
        each_answer(|code, width| table.get_last_error(code, width), "IMAPITable")?;
    }
    status
        .map_or(Ok(()), |status| each_answer(|code, width| status.get_last_error(code, width), "IMAPIStatus"))
}

fn each_answer(
    ask: impl Fn(HResult, StringWidth) -> MapiResult<Option<MapiErrorDetail>>,
    whose: &str,
) -> Verdict {
    for code in [S_OK, MAPI_E_NOT_FOUND, MAPI_E_NO_SUPPORT, MAPI_E_EXTENDED_ERROR] {
        for width in [WIDE, StringWidth::empty()] {
            // Whether it succeeds is what another rule asks.
            let Ok(Some(detail)) = ask(code, width) else { continue };
            fits(&detail, width, &format!("{whose}::GetLastError({code}, {width})"))?;
        }
    }
    Ok(())
}

fn fits(detail: &MapiErrorDetail, width: StringWidth, of: &str) -> Verdict {
    let is_wide = width.contains(WIDE);
    let mut texts = [&detail.error, &detail.component].into_iter().flatten();
    let fits = texts.all(|text| text.is_unicode() == is_wide);
    ensure(
        fits && detail.version == 0,
        format!(
            "version 0 and {} strings in the MAPIERROR of {of}",
            if is_wide { "Unicode" } else { "ANSI" }
        ),
        said(detail),
        "Make the strings in the width that the flags of the call ask for.",
    )
}

/// The version and the width of each string.
fn said(detail: &MapiErrorDetail) -> String {
    let width = |text: &MapiString| if text.is_unicode() { "Unicode" } else { "ANSI" };
    let texts = [("error", &detail.error), ("component", &detail.component)];
    let texts = texts.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
    let texts: Vec<String> = texts.map(|(name, text)| format!("{name} {text} in {}", width(text))).collect();
    format!("version {}, {}", detail.version, listed(texts))
}
