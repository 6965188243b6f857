//! What real clients rely on beyond the documentation.

mod tables;

use tables::obs_01_tables_give_what_their_objects_give;

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{
    CallLog, Machine, MachineOptions, NO_INTERFACE, StoreWalk, Trial, Whose, calls_of, code_of,
    contents_table, entry_id, get, hierarchy_table, log_off, returns, root_folder, rows_if_any,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure, listed, parting, way};
use crate::conformance_area;
use crate::mapi::iids::IID_IMAPISession;
use crate::mapi::tags::{PR_DISPLAY_NAME_W, PR_MDB_PROVIDER, PR_RECORD_KEY};
use crate::mapi::{GetPropsFlags, HResult, MapiErrorDetail, OpenEntryFlags, OpenStoreFlags, PropValue};
use crate::spi::OpenEntryRequest;
use crate::trace::{Method, Out};

conformance_area! {
    pub(super) observed, tests by __mapi_sim_tests_observed;
    OBS_01 obs_01_tables_give_what_their_objects_give [];
    OBS_02 obs_02_every_object_has_a_record_key [];
    OBS_03 obs_03_objects_outlive_the_provider_object [];
    OBS_04 obs_04_the_spooler_gets_validation_data [mail];
    OBS_05 obs_05_the_status_row_names_the_provider [mail];
    OBS_06 obs_06_a_wrapper_answers_for_its_interfaces [wrapper];
    OBS_07 obs_07_a_second_session_is_like_the_first [];
    OBS_08 obs_08_a_failing_logon_says_who_failed [password];
}

/// [OBS-02]
fn obs_02_every_object_has_a_record_key(trial: &Trial) -> Verdict {
    let keys = |machine: &Machine| -> Reached<Vec<PropValue>> {
        let session = machine.session()?;
        let store = machine.open_store(&session)?;
        let walk = StoreWalk::of(&*store)?;
        let mut keys = vec![get(&*store, PR_RECORD_KEY, Whose::store("the store"))?];
        for found in &walk.folders {
            keys.push(get(&*found.object, PR_RECORD_KEY, Whose::object("a folder"))?);
        }
        for found in &walk.messages {
            keys.push(get(&*found.object, PR_RECORD_KEY, Whose::object("a message"))?);
        }
        drop((walk, store));
        log_off(&session)?;
        Ok(keys)
    };
    let machine = trial.machine()?;
    let (before, after) = (keys(&machine)?, keys(&machine)?);
    let (earlier, later) = (in_words(&before), in_words(&after));
    ensure(
        before == after,
        "the PR_RECORD_KEYs of store, folders and messages in a later session as they were",
        parting(&earlier, &later),
        "Derive the key of an object from what is stored.",
    )?;
    for (position, key) in before.iter().enumerate() {
        let twice = before.iter().skip(position + 1).any(|other| other.value() == key.value());
        ensure(
            !twice,
            "a PR_RECORD_KEY of its own for each object",
            format_args!("{:?} for two objects", key.value()),
            "Make the key of what tells an object from all others, as its identifier does.",
        )?;
    }
    Ok(())
}

/// [OBS-03]
fn obs_03_objects_outlive_the_provider_object(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = StoreWalk::of(&*store)?;
    let root = walk.folders.first().or_not_reached(way::OBJECTS, "a root folder")?;
    let table = contents_table(&*root.object)?;
    log_off(&session)?;
    drop(session);
    // Any answer is fine; a panic is not, and the runner sees it.
    let _ = store.get_props(None, GetPropsFlags::empty());
    let _ = rows_if_any(table, "a table whose store has gone");
    for found in &walk.folders {
        let _ = found.object.get_props(None, GetPropsFlags::empty());
    }
    for found in &walk.messages {
        let _ = found.object.get_props(None, GetPropsFlags::empty());
    }
    Ok(())
}

/// [OBS-04]
fn obs_04_the_spooler_gets_validation_data(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    for slot in [StoreSlot::Store, StoreSlot::Second].into_iter().filter(|slot| machine.has(*slot)) {
        let _store = machine.open(&session, slot, OpenStoreFlags::empty())?;
        let length = match returns(&machine.trace(), Method::ProviderLogon).pop() {
            Some((_, Out::Logon { security, .. })) => security,
            Some(_) | None => 0,
        };
        ensure(
            length > 0,
            format_args!("validation data from the Logon of {slot} with mail"),
            "no validation data",
            "Return what SpoolerLogon needs with LogonAnswer::with_spool_security.",
        )?;
    }
    Ok(())
}

/// [OBS-05]
fn obs_05_the_status_row_names_the_provider(trial: &Trial) -> Verdict {
    for slot in [StoreSlot::Store, StoreSlot::Second].into_iter().filter(|slot| trial.setup.has(*slot)) {
        let log = CallLog::default();
        let machine = log.machine(trial, MachineOptions::default())?;
        let session = machine.session()?;
        let store = machine.open(&session, slot, OpenStoreFlags::empty())?;
        let provider = get(&*store, PR_MDB_PROVIDER, Whose::store("the store"))?;
        let first = log.notes().status_rows.first().cloned();
        let (columns, _) = first.or_not_reached(way::STATUS_ROW, "a call of ModifyStatusRow in Logon")?;
        ensure(
            columns.contains(&provider),
            format_args!("PR_MDB_PROVIDER of the store among the columns of the status row of {slot}"),
            listed(columns.iter().map(PropValue::tag)),
            "Add the column to the first ModifyStatusRow.",
        )?;
    }
    Ok(())
}

/// [OBS-06] No store is a session, whatever the wrapped provider's objects are.
fn obs_06_a_wrapper_answers_for_its_interfaces(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let logon = machine.logon_object(&store)?;
    let folder = root_folder(&*store, OpenEntryFlags::empty())?;
    let id = entry_id(&*folder, Whose::object("the root folder"))?;
    for interface in [IID_IMAPISession, NO_INTERFACE] {
        let root = OpenEntryRequest::root().interface(interface);
        let by_id = OpenEntryRequest::new(&id).interface(interface);
        for (asked, answer) in [
            ("IMsgStore::OpenEntry", store.open_entry(&root)),
            ("IMSLogon::OpenEntry", logon.open_entry(&by_id)),
            ("IMAPIContainer::OpenEntry", folder.open_entry(&by_id)),
        ] {
            ensure(
                answer.is_err(),
                format_args!("no object from {asked} for an interface that the wrapper does not offer"),
                format_args!("an object from {asked}"),
                "Answer for interfaces in the wrapper; do not pass the question through.",
            )?;
        }
    }
    Ok(())
}

/// [OBS-07]
fn obs_07_a_second_session_is_like_the_first(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let first = session_summary(&machine)?;
    let second = session_summary(&machine)?;
    ensure(
        first == second,
        "the same calls, codes and folders in a second session of the process",
        parting(&first, &second),
        "Leave nothing behind when the last logon of a session is gone.",
    )
}

/// The values of properties for a message.
fn in_words(values: &[PropValue]) -> Vec<String> {
    values.iter().map(|value| format!("{:?}", value.value())).collect()
}

/// A code, and what its MAPIERROR lacks.
fn said_with(code: HResult, detail: Option<&MapiErrorDetail>) -> String {
    match detail {
        None => format!("{code} without a MAPIERROR"),
        Some(detail) if detail.error.is_none() => format!("{code} with a MAPIERROR without a text"),
        Some(_) => format!("{code} with a MAPIERROR without a component"),
    }
}

/// What a session with the first store looks like: calls with codes, and the names of the root's folders.
fn session_summary(machine: &Machine) -> Reached<Vec<String>> {
    let before = machine.trace().events().len();
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let root = root_folder(&*store, OpenEntryFlags::empty())?;
    let table = hierarchy_table(&*root)?;
    let names = rows_if_any(table.clone(), "a hierarchy table")?;
    let names = names.iter().filter_map(|row| row.get(PR_DISPLAY_NAME_W));
    let names: Vec<String> = names.map(|name| format!("the folder {:?}", name.value())).collect();
    drop((table, root, store));
    log_off(&session)?;
    let calls = calls_of(&machine.trace().since(before));
    Ok(calls.into_iter().chain(names).collect())
}

/// [OBS-08]
fn obs_08_a_failing_logon_says_who_failed(trial: &Trial) -> Verdict {
    let slot = if trial.has(Capability::Password) { StoreSlot::Password } else { StoreSlot::Unreachable };
    let machine = trial.machine()?;
    let session = machine.session()?;
    let opened = machine.try_open(&session, slot, OpenStoreFlags::MDB_NO_DIALOG)?;
    let detail = opened.as_ref().err().and_then(|error| error.detail());
    let said = detail.is_some_and(|detail| detail.component.is_some() && detail.error.is_some());
    ensure(
        said,
        "a MAPIERROR with component and text from a failing Logon",
        said_with(code_of(&opened), detail),
        "Say which provider failed for which store; users have several.",
    )
}
