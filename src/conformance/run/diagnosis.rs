//! What is asked of a provider once a rule has failed: whether the fault lies where every rule begins.

use super::judge::without_panic;
use super::watchdog::Machines;
use crate::conformance::declare::{Declaration, Fixture, Setup};
use crate::conformance::machine::Trial;
use crate::conformance::rule::{Reached, way};
use crate::mapi::EntryId;

/// Whether the provider, asked before any logon, does not know an identifier of its own for the same as itself: it says
/// FALSE, or panics. MAPI then finds no section for a store, and no rule that opens one gets what it needs \[LOAD-12\].
pub(super) fn knows_no_store(fixture: &dyn Fixture) -> bool {
    let asked = without_panic(|| {
        let trial = Trial::new(fixture, Declaration::NOTHING, way::COMPARE, Machines::default());
        denies_a_store(&trial)
    });
    asked.map_or(true, |answer| answer.unwrap_or(false))
}

fn denies_a_store(trial: &Trial<'_>) -> Reached<bool> {
    let object = trial.provider(1)?;
    let denied = |id: &EntryId| matches!(object.compare_store_ids(id, id, 0), Ok(false));
    Ok(identifiers(trial.setup()).any(denied))
}

fn identifiers(setup: &Setup) -> impl Iterator<Item = &EntryId> {
    let sections = std::iter::once(&setup.store).chain(setup.others.values());
    sections.filter_map(|section| section.entry_id.as_ref())
}
