//! The nine steps.

use std::sync::Arc;

use super::init::provider;
use crate::conformance::Capability;
use crate::conformance::breach::{Breach, OrBreach, Verdict, ensure};
use crate::conformance::probe::{inside, returns};
use crate::conformance::stage::Stage;
use crate::conformance::world::{Place, World, get};
use crate::mapi::tags::PR_RECORD_KEY;
use crate::mapi::{OpenStoreFlags, PropValue};
use crate::sim::Subsystem;
use crate::spi::IMsgStore;
use crate::trace::{Method, Out, What};

/// [LOAD-10]
pub(in crate::conformance) fn load_10_one_release_frees_an_unused_provider_object(
    stage: &Stage<'_>,
) -> Verdict {
    let object = provider(stage, 1)?;
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
pub(in crate::conformance) fn load_12_store_ids_compare_before_any_logon(stage: &Stage<'_>) -> Verdict {
    let world = stage.world()?;
    let own = world.private_store_id()?;
    let object = provider(stage, 1)?;
    let mut pairs = vec![(own.clone(), true)];
    if stage.has(Capability::SecondStore) {
        pairs.extend(world.private_id(Place::Second)?.map(|other| (other, false)));
    }
    for (other, expected) in pairs {
        let came = object.compare_store_ids(&own, &other, 0);
        let came = came.or_breach("CompareStoreIDs before any Logon")?;
        ensure(
            came == expected,
            format!("{expected} from CompareStoreIDs before any Logon"),
            came,
            "Compare what the identifiers say; no store has to be open for that.",
        )?;
    }
    Ok(())
}

/// [LOAD-13]
pub(in crate::conformance) fn load_13_store_ids_compare_while_a_section_is_opened(
    stage: &Stage<'_>,
) -> Verdict {
    let world = stage.world()?;
    let session = world.session()?;
    let _store = world.open_store(&session)?;
    let trace = world.trace();
    let served = trace.count_of(Method::SupportOpenProfileSection);
    for event in (0..served).flat_map(|nth| inside(&trace, Method::SupportOpenProfileSection, nth)) {
        let What::Return { method: Method::ProviderCompareStoreIds, code, out, .. } = event.what else {
            continue;
        };
        ensure(
            out == Out::Same(true),
            "TRUE from the CompareStoreIDs that MAPI calls while it serves OpenProfileSection",
            format!("{code}, {out:?}"),
            "Hold no lock over OpenProfileSection that CompareStoreIDs needs.",
        )?;
    }
    Ok(())
}

/// [LOAD-18]
pub(in crate::conformance) fn load_18_a_first_logon_returns_both_objects(stage: &Stage<'_>) -> Verdict {
    every_first_logon_keeps(stage, "LOAD-18")
}

/// [LOAD-19]
pub(in crate::conformance) fn load_19_logon_keeps_the_support_object(stage: &Stage<'_>) -> Verdict {
    every_first_logon_keeps(stage, "LOAD-19")
}

/// Opens the stores beside each other: who keeps a rule for the first store only does not keep it.
fn every_first_logon_keeps(stage: &Stage<'_>, rule: &str) -> Verdict {
    let world = stage.world()?;
    let session = world.session()?;
    let mut held = Vec::new();
    for place in [Place::Store, Place::Second].into_iter().filter(|place| world.has(*place)) {
        let opened = world.try_open(&session, place, OpenStoreFlags::MDB_NO_DIALOG)?;
        world.no_deviation(rule)?;
        held.push(opened.or_breach(format!("OpenMsgStore of {place:?}"))?);
    }
    Ok(())
}

/// [LOAD-35]
pub(in crate::conformance) fn load_35_the_spooler_gets_the_clients_store(stage: &Stage<'_>) -> Verdict {
    let world = stage.world()?;
    let session = world.session()?;
    let store = world.open_store(&session)?;
    let held = world.run_spooler();
    world.no_deviation("LOAD-35")?;
    let pair = held.first().or_breach("a successful SpoolerLogon for a store opened with mail")?;
    let own = get(&*store, PR_RECORD_KEY, "the client's store")?;
    let spoolers = get(&*pair.store, PR_RECORD_KEY, "the spooler's store")?;
    ensure(
        own == spoolers,
        "the record key of the client's store on the spooler's store object",
        "another one",
        "Open the store that the identifier of the SpoolerLogon request names.",
    )?;
    let client = Subsystem::provider_store(&store);
    let same = client.is_some_and(|client| Arc::ptr_eq(&client, &pair.store));
    ensure(
        !same || stage.is_lenient(),
        "a store object of the spooler's own, so that FinishedMsg can know its caller",
        "the client's very object",
        "Make a pair of objects in SpoolerLogon and mark it as the spooler's.",
    )
}

/// [LOAD-36]
pub(in crate::conformance) fn load_36_more_logons_are_welcome(stage: &Stage<'_>) -> Verdict {
    let world = stage.world()?;
    let session = world.session()?;
    let first = world.open_store(&session)?;
    let second = world.open(&session, Place::Second, OpenStoreFlags::empty())?;
    let again = world.open_store(&session)?;
    drop((first, again));
    let reopened = world.open_store(&session)?;
    expect_stores(&world, &[1, 2, 1, 3])?;
    usable(&*second, "the other store")?;
    usable(&*reopened, "the store that was opened again")?;
    Ok(())
}

/// The stores that the opens so far gave, numbered as MAPI came to know them.
fn expect_stores(world: &World, expected: &[u32]) -> Verdict {
    let opened = returns(&world.trace(), Method::SessionOpenMsgStore);
    let came: Vec<u32> = opened
        .into_iter()
        .filter_map(|(_, out)| if let Out::Store(store) = out { Some(store.number()) } else { None })
        .collect();
    ensure(
        came == expected,
        format!("a store of its own for each first open, and the open one for a duplicate: {expected:?}"),
        format!("{came:?}"),
        "Put a store on the provider object's list when it opens and take it off when it is gone.",
    )
}

fn usable(store: &dyn IMsgStore, whose: &str) -> Result<PropValue, Breach> {
    get(store, PR_RECORD_KEY, whose)
}
