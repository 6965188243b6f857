//! The nine steps.

use std::sync::Arc;

use super::spooler::same_objects;
use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{Machine, MachineOptions, Trial, Whose, get, inside, returns};
use crate::conformance::rule::{OrBreach, Reached, Verdict, compared, ensure, truth, way};
use crate::conformance_area;
use crate::mapi::tags::PR_RECORD_KEY;
use crate::mapi::{OpenStoreFlags, PropValue};
use crate::spi::IMsgStore;
use crate::trace::{Method, Out, What};

conformance_area! {
    pub(super) load, tests by __mapi_sim_tests_nine_steps;
    LOAD_10 load_10_one_release_frees_an_unused_provider_object [];
    LOAD_12 load_12_store_ids_compare_before_any_logon [];
    LOAD_13 load_13_store_ids_compare_while_a_section_is_opened [];
    LOAD_18 load_18_a_first_logon_returns_both_objects [];
    LOAD_19 load_19_logon_keeps_the_support_object [];
    LOAD_35 load_35_the_spooler_gets_the_clients_store [mail];
    LOAD_36 load_36_more_logons_are_welcome [second_store];
}

/// [LOAD-10]
fn load_10_one_release_frees_an_unused_provider_object(trial: &Trial) -> Verdict {
    let object = trial.provider(1)?;
    let watched = Arc::downgrade(&object);
    drop(object);
    ensure(
        watched.upgrade().is_none(),
        "a provider object that goes with the one reference MSProviderInit returned",
        "one that lives on",
        "Keep no reference of your own on the provider object.",
    )
}

/// [LOAD-12]
fn load_12_store_ids_compare_before_any_logon(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let own = machine.private_store_id()?;
    let object = trial.provider(1)?;
    let mut pairs = vec![(own.clone(), true)];
    if trial.has(Capability::SecondStore) {
        pairs.extend(machine.private_id(StoreSlot::Second)?.map(|other| (other, false)));
    }
    for (other, expected) in pairs {
        let came = object.compare_store_ids(&own, &other, 0);
        let came = came.or_breach("CompareStoreIDs before any Logon")?;
        ensure(
            came == expected,
            format!(
                "{} from CompareStoreIDs of {} before any Logon",
                truth(expected),
                compared(&own, &other)
            ),
            truth(came),
            "Compare what the identifiers say; no store has to be open for that.",
        )?;
    }
    Ok(())
}

/// [LOAD-13]
fn load_13_store_ids_compare_while_a_section_is_opened(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let trace = machine.trace();
    let served = trace.count_of(Method::SupportOpenProfileSection);
    for event in (0..served).flat_map(|nth| inside(&trace, Method::SupportOpenProfileSection, nth)) {
        let What::Return { method: Method::ProviderCompareStoreIds, code, out, .. } = event.what else {
            continue;
        };
        ensure(
            out == Out::Same(true),
            "TRUE from the CompareStoreIDs that MAPI calls while it serves OpenProfileSection",
            if out == Out::Same(false) { truth(false).to_owned() } else { code.to_string() },
            "Hold no lock over OpenProfileSection that CompareStoreIDs needs.",
        )?;
    }
    Ok(())
}

/// [LOAD-18]
fn load_18_a_first_logon_returns_both_objects(trial: &Trial) -> Verdict {
    every_first_logon_keeps(trial, "LOAD-18")
}

/// [LOAD-19]
fn load_19_logon_keeps_the_support_object(trial: &Trial) -> Verdict {
    every_first_logon_keeps(trial, "LOAD-19")
}

/// Opens all stores that open without asking anybody beside each other: who keeps a rule for one of them only does not
/// keep it.
fn every_first_logon_keeps(trial: &Trial, rule: &str) -> Verdict {
    const SLOTS: [StoreSlot; 5] = [
        StoreSlot::Store,
        StoreSlot::Second,
        StoreSlot::Password,
        StoreSlot::Warning,
        StoreSlot::ExtendedError,
    ];
    let machine = trial.machine_with(MachineOptions::default().right_password())?;
    let session = machine.session()?;
    let mut held = Vec::new();
    for slot in SLOTS.into_iter().filter(|slot| machine.has(*slot)) {
        let opened = machine.try_open(&session, slot, OpenStoreFlags::MDB_NO_DIALOG)?;
        machine.no_deviation(rule)?;
        held.push(opened.or_not_reached(way::slot(slot), format_args!("OpenMsgStore of {slot}"))?);
    }
    Ok(())
}

/// [LOAD-35]
fn load_35_the_spooler_gets_the_clients_store(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let held = machine.run_spooler();
    machine.no_deviation("LOAD-35")?;
    let pair = held.first().or_breach("a successful SpoolerLogon for a store opened with mail")?;
    let own = get(&*store, PR_RECORD_KEY, Whose::store("the client's store"))?;
    let spoolers = get(&*pair.store, PR_RECORD_KEY, Whose::store("the spooler's store"))?;
    ensure(
        own == spoolers,
        "the record key of the client's store on the spooler's store object",
        format_args!("{:?} in place of {:?}", spoolers.value(), own.value()),
        "Open the store that the identifier of the SpoolerLogon request names.",
    )?;
    // Both sides have objects that record calls, which are never the same.
    let same = same_objects(&machine);
    ensure(
        !same || trial.is_lenient(),
        "a store object of the spooler's own, so that FinishedMsg can know its caller",
        "the client's very object",
        "Make a pair of objects in SpoolerLogon and mark it as the spooler's.",
    )
}

/// [LOAD-36]
fn load_36_more_logons_are_welcome(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let first = machine.open_store(&session)?;
    let second = machine.open(&session, StoreSlot::Second, OpenStoreFlags::empty())?;
    let again = machine.open_store(&session)?;
    drop((first, again));
    let reopened = machine.open_store(&session)?;
    expect_stores(&machine, &[1, 2, 1, 3])?;
    usable(&*second, "the other store")?;
    usable(&*reopened, "the store that was opened again")?;
    Ok(())
}

/// The stores that the opens so far gave, numbered as MAPI came to know them.
fn expect_stores(machine: &Machine, expected: &[u32]) -> Verdict {
    let opened = returns(&machine.trace(), Method::SessionOpenMsgStore);
    let came: Vec<u32> = opened
        .into_iter()
        .filter_map(|(_, out)| if let Out::Store(store) = out { Some(store.number()) } else { None })
        .collect();
    ensure(
        came == expected,
        format_args!(
            "a store of its own for each first open, and the open one for a duplicate: {expected:?}"
        ),
        format_args!("{came:?}"),
        "Put a store on the provider object's list when it opens and take it off when it is gone.",
    )
}

fn usable(store: &dyn IMsgStore, whose: &'static str) -> Reached<PropValue> {
    get(store, PR_RECORD_KEY, Whose::asked_by(rules::LOAD_36, whose))
}
