//! `MSProviderInit`, and what it makes.

mod threads;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use threads::init_17_objects_serve_every_thread;

use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{Machine, MachineOptions, Trial, Whose, dialogs, get, log_off};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure, parting, way};
use crate::conformance_area;
use crate::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_VERSION, S_OK};
use crate::mapi::tags::PR_RECORD_KEY;
use crate::mapi::{MapiError, MapiInitFlags, OpenStoreFlags, SpiVersion};
use crate::sim::{Dll, Reply};
use crate::spi::{InitRequest, ProviderEntry};
use crate::trace::{Method, What};

conformance_area! {
    pub(super) init, tests by __mapi_sim_tests_init;
    INIT_07 init_07_a_service_process_sees_no_dialog [ui];
    INIT_08 init_08_one_entry_point_serves_all_stores [second_store];
    INIT_09 init_09_an_older_mapi_is_refused [];
    INIT_10 init_10_the_reported_version_is_the_providers_own [];
    INIT_12 init_12_every_call_makes_a_new_provider_object [];
    INIT_16 init_16_the_number_of_loads_does_not_matter [];
    INIT_17 init_17_objects_serve_every_thread [];
}

/// [INIT-07] Whatever the dialog flags of a call say.
fn init_07_a_service_process_sees_no_dialog(trial: &Trial) -> Verdict {
    let options =
        MachineOptions::default().init(MapiInitFlags::MAPI_NT_SERVICE).user([Reply::Cancel]).nameless();
    let machine = trial.machine_with(options)?;
    let session = machine.session()?;
    for slot in [StoreSlot::Nameless, StoreSlot::Password, StoreSlot::Unconfigured, StoreSlot::Unreachable] {
        if machine.has(slot) {
            drop(machine.try_open(&session, slot, OpenStoreFlags::empty())?);
        }
    }
    let shown = dialogs(&machine.trace());
    ensure(
        shown.is_empty(),
        "no dialog in the process of a Windows service",
        format_args!("the dialog {}", shown.join(", ")),
        "Keep the MAPI_NT_SERVICE flag of MSProviderInit in the provider object and ask nobody.",
    )
}

/// [INIT-08] What a DLL exports is not to be seen here; whether its one entry point serves all sections that name it is.
fn init_08_one_entry_point_serves_all_stores(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let first = machine.open_store(&session)?;
    let second = machine.try_open(&session, StoreSlot::Second, OpenStoreFlags::MDB_NO_DIALOG)?;
    let second = second.or_breach("OpenMsgStore of the second store beside the first")?;
    let first = get(&*first, PR_RECORD_KEY, Whose::store("the first store"))?;
    let second = get(&*second, PR_RECORD_KEY, Whose::store("the second store"))?;
    ensure(
        first != second,
        "a store of its own for each section that names the DLL",
        "the first store for the second section, too",
        "A session has one provider object for all stores of a DLL: open what each Logon names.",
    )
}

/// [INIT-09]
fn init_09_an_older_mapi_is_refused(trial: &Trial) -> Verdict {
    let own = reported(trial, SpiVersion::CURRENT)?;
    for older in [SpiVersion::from_raw(0), SpiVersion::from_raw(own.raw().saturating_sub(1))] {
        let came = trial.init(older, 1)?.map_or_else(|error| MapiError::code(&error), |_| S_OK);
        ensure(
            came == MAPI_E_VERSION,
            format_args!("{MAPI_E_VERSION} from MSProviderInit of a provider of {own} for a MAPI of {older}"),
            came,
            "Compare the version of the request with the one the provider reports, and refuse an older MAPI.",
        )?;
    }
    let major = SpiVersion::from_raw(own.raw().saturating_add(0x0100_0000));
    for newer in [SpiVersion::from_raw(own.raw().saturating_add(1)), major] {
        let Err(error) = trial.init(newer, 1)? else { continue };
        let tolerated = trial.is_lenient() && newer == major && error.code() == MAPI_E_VERSION;
        ensure(
            tolerated,
            format_args!("success of MSProviderInit for a newer MAPI of {newer}"),
            error.code(),
            "Refuse only a MAPI that is older than the provider.",
        )?;
    }
    Ok(())
}

/// [INIT-10]
fn init_10_the_reported_version_is_the_providers_own(trial: &Trial) -> Verdict {
    let first = reported(trial, SpiVersion::CURRENT)?;
    let newer = SpiVersion::from_raw(SpiVersion::CURRENT.raw().saturating_add(1));
    let second = reported(trial, newer)?;
    ensure(
        first == second,
        format_args!("the same version, {first}, whatever MAPI's is"),
        format_args!("{second} for a MAPI of {newer}"),
        "Report the version that the provider was written for, not the one of the request.",
    )
}

/// [INIT-12]
fn init_12_every_call_makes_a_new_provider_object(trial: &Trial) -> Verdict {
    let (first, second) = (trial.provider(1)?, trial.provider(2)?);
    ensure(
        !Arc::ptr_eq(&first, &second),
        "another provider object from the second MSProviderInit",
        "the first one again",
        "Make the provider object inside MSProviderInit and keep none of it in a static.",
    )?;
    drop(first);
    let machine = trial.machine()?;
    let id = machine.private_store_id()?;
    let same = second.compare_store_ids(&id, &id, 0);
    ensure(
        same.is_ok(),
        "the second provider object at work after the first one went",
        same.map_or_else(|error| error.code().to_string(), |same| same.to_string()),
        "Provider objects share nothing that one of them takes down.",
    )
}

/// [INIT-16] The same sessions with the DLL loaded once and with the DLL loaded for each of them.
fn init_16_the_number_of_loads_does_not_matter(trial: &Trial) -> Verdict {
    let once = answers(&trial.machine()?)?;
    let dll = reloaded(trial, SESSIONS)?;
    let each_time = answers(&trial.machine_with(MachineOptions::default().dll(dll))?)?;
    ensure(
        once == each_time,
        "the answers of a DLL that is loaded once from one that is loaded for each MSProviderInit",
        parting(&once, &each_time),
        "Keep nothing in statics of the DLL that a later MSProviderInit relies on.",
    )
}

/// How many sessions [INIT-16] looks at.
const SESSIONS: usize = 2;

/// What the provider answers to the calls that open and end a store, in some sessions one after the other.
fn answers(machine: &Machine) -> Reached<Vec<String>> {
    const LOOKED_AT: [Method; 4] =
        [Method::MsProviderInit, Method::ProviderLogon, Method::LogonLogoff, Method::ProviderShutdown];
    for _ in 0..SESSIONS {
        let session = machine.session()?;
        drop(machine.try_open(&session, StoreSlot::Store, OpenStoreFlags::MDB_NO_DIALOG)?);
        log_off(&session)?;
    }
    let trace = machine.trace();
    let answers = trace.events().iter().filter_map(|event| {
        let What::Return { method, code, .. } = event.what else { return None };
        LOOKED_AT.contains(&method).then(|| format!("{code} from {}", method.name()))
    });
    Ok(answers.collect())
}

/// A DLL that hands each `MSProviderInit` to another load of the fixture's.
fn reloaded(trial: &Trial, loads: usize) -> Reached<Dll> {
    let mut entries: VecDeque<Arc<dyn ProviderEntry>> = VecDeque::new();
    for _ in 0..loads {
        let entry = trial
            .fresh_setup()
            .dll
            .provider
            .or_not_reached(way::INIT, "a DLL that exports MSProviderInit")?;
        entries.push_back(entry);
    }
    let entries = Mutex::new(entries);
    let mut dll = trial.setup.dll.clone();
    dll.provider = Some(Arc::new(move |request: &InitRequest| {
        let next = entries.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        next.ok_or(MAPI_E_CALL_FAILED)?.ms_provider_init(request)
    }));
    Ok(dll)
}

fn reported(trial: &Trial, mapi: SpiVersion) -> Reached<SpiVersion> {
    Ok(trial
        .init(mapi, 1)?
        .or_not_reached(way::INIT, format_args!("MSProviderInit for a MAPI of {mapi}"))?
        .version)
}
