//! Comparisons of identifiers, by meaning.

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{StoreWalk, Trial, Whose, code_of, entry_id, root_folder, unwrapped};
use crate::conformance::rule::{OrBreach, Reached, Verdict, compared, differing, ensure, truth};
use crate::conformance_area;
use crate::mapi::codes::{MAPI_E_INVALID_ENTRYID, MAPI_E_UNKNOWN_ENTRYID};
use crate::mapi::{EntryId, MapiResult, OpenEntryFlags, OpenStoreFlags};
use crate::spi::{IMAPIProp, IMSLogon, IMsgStore, OpenEntryRequest};

conformance_area! {
    pub(super) compare, tests by __mapi_sim_tests_compare;
    EID_08 eid_08_a_siblings_identifier_is_passed_along [second_store];
    EID_11 eid_11_store_ids_compare_by_meaning [];
    EID_12 eid_12_entry_ids_compare_by_meaning [];
}

/// [EID-08]
fn eid_08_a_siblings_identifier_is_passed_along(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let first = machine.open_store(&session)?;
    let second = machine.open(&session, StoreSlot::Second, OpenStoreFlags::empty())?;
    let id = entry_id(
        &*root_folder(&*second, OpenEntryFlags::empty())?,
        Whose::object("the second store's root folder"),
    )?;
    let own = entry_id(
        &*root_folder(&*first, OpenEntryFlags::empty())?,
        Whose::object("the first store's root folder"),
    )?;
    if id.provider_uid() != own.provider_uid() {
        // Two MAPIUIDs: MAPI never routes the one store's identifiers to the other's logon object.
        return Ok(());
    }
    let logon = machine.logon_object(&first)?;
    let opened = logon.open_entry(&OpenEntryRequest::new(&id));
    let folder =
        opened.or_breach("IMSLogon::OpenEntry with the identifier of another open store's folder")?;
    let folder = folder.into_folder().or_breach("a folder by the identifier of another open store's")?;
    let came = entry_id(&*folder, Whose::object("that folder"))?;
    ensure(
        came == id,
        "the other store's root folder",
        differing(&id, &came),
        "Hand a request with a sibling's identifier to the sibling.",
    )?;
    let same = logon.compare_entry_ids(&id, &id, 0);
    let same = same.or_breach("IMSLogon::CompareEntryIDs of another open store's identifiers")?;
    ensure(
        same,
        "TRUE from IMSLogon::CompareEntryIDs for the identifier of another open store's root folder twice",
        format_args!("FALSE for {}", compared(&id, &id)),
        "Hand a comparison of a sibling's identifiers to the sibling, too.",
    )
}

/// [EID-11]
fn eid_11_store_ids_compare_by_meaning(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let id = machine.private_store_id()?;
    let object = trial.provider(1)?;
    let mut pairs = vec![(id.clone(), id.clone(), true)];
    if let Some(other) = trial.setup.other_id.clone() {
        pairs.push((id.clone(), other.clone(), true));
        pairs.push((other, id.clone(), true));
    }
    if trial.has(Capability::SecondStore)
        && let Some(second) = machine.private_id(StoreSlot::Second)?
    {
        pairs.push((id.clone(), second.clone(), false));
        pairs.push((second, id.clone(), false));
    }
    for (first, second, expected) in pairs {
        let came = object.compare_store_ids(&first, &second, 0).or_breach("CompareStoreIDs")?;
        ensure(
            came == expected,
            format_args!("{} from CompareStoreIDs of {}", truth(expected), compared(&first, &second)),
            truth(came),
            "Compare the stores that the identifiers name, not their bytes.",
        )?;
    }
    for damaged in damaged(&id) {
        is_not_taken_for(&damaged, &id, object.compare_store_ids(&id, &damaged, 0))?;
        is_not_taken_for(&damaged, &id, object.compare_store_ids(&damaged, &id, 0))?;
    }
    Ok(())
}

/// [EID-12]
fn eid_12_entry_ids_compare_by_meaning(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let logon = machine.logon_object(&store)?;
    let walk = StoreWalk::of(&*store)?;
    let own = unwrapped(&entry_id(&*store, Whose::store("the store"))?)?;
    let mut ids = vec![own.clone()];
    ids.extend(walk.ids()?.into_iter().map(|known| known.id));
    for (position, first) in ids.iter().enumerate() {
        for (other, second) in ids.iter().enumerate() {
            both_answer(&*logon, &*store, first, second, position == other)?;
        }
    }
    for (row, object) in rows_with_objects(&walk)? {
        both_answer(&*logon, &*store, &row, &object, true)?;
    }
    if let Some(other) = trial.setup.other_id.as_ref().filter(|_| trial.has(Capability::OtherId)) {
        both_answer(&*logon, &*store, &own, other, true)?;
        both_answer(&*logon, &*store, other, &own, true)?;
    }
    for id in ids.iter().take(MOST_DAMAGED) {
        for damaged in damaged(id) {
            is_not_taken_for(&damaged, id, logon.compare_entry_ids(id, &damaged, 0))?;
            is_not_taken_for(&damaged, id, logon.compare_entry_ids(&damaged, id, 0))?;
        }
    }
    Ok(())
}

/// How many identifiers are damaged.
const MOST_DAMAGED: usize = 4;

/// An identifier cut where no provider can have a whole one: one byte short, behind the header, in the header, and at its
/// first byte.
fn damaged(id: &EntryId) -> impl Iterator<Item = EntryId> {
    const HEADER: usize = 20;
    let whole = id.as_bytes();
    let cuts = [whole.len().saturating_sub(1), HEADER, HEADER - 1, 1];
    let shorter = cuts.into_iter().filter(|cut| *cut < whole.len());
    shorter.filter_map(|cut| whole.get(..cut)).map(EntryId::from_bytes)
}

/// A damaged identifier is no other's equal; which way the provider says so is its own.
fn is_not_taken_for(damaged: &EntryId, whole: &EntryId, answer: MapiResult<bool>) -> Verdict {
    let code = code_of(&answer);
    let refused = [MAPI_E_UNKNOWN_ENTRYID, MAPI_E_INVALID_ENTRYID].contains(&code);
    ensure(
        answer == Ok(false) || refused,
        format_args!("FALSE, {MAPI_E_UNKNOWN_ENTRYID} or {MAPI_E_INVALID_ENTRYID} for a damaged identifier"),
        format!(
            "{} for {} of {} bytes",
            answer.map_or_else(|_| code.to_string(), |same| truth(same).to_owned()),
            damaged.len(),
            whole.len()
        ),
        "Look at the length of an identifier before anything else in it.",
    )
}

/// The identifiers in rows with those of the objects that they open.
fn rows_with_objects(walk: &StoreWalk) -> Reached<Vec<(EntryId, EntryId)>> {
    let folders = walk.folders.iter().map(|found| (&found.row_id, &*found.object as &dyn IMAPIProp));
    let messages = walk.messages.iter().map(|found| (&found.row_id, &*found.object as &dyn IMAPIProp));
    let listed = folders.chain(messages).filter_map(|(row_id, object)| Some((row_id.clone()?, object)));
    listed
        .map(|(row_id, object)| {
            Ok((row_id, entry_id(object, Whose::object("an object that a table lists"))?))
        })
        .collect()
}

/// Logon and store object both tell whether two identifiers name one object.
fn both_answer(
    logon: &dyn IMSLogon,
    store: &dyn IMsgStore,
    first: &EntryId,
    second: &EntryId,
    same: bool,
) -> Verdict {
    for (came, whose) in [
        (logon.compare_entry_ids(first, second, 0), "IMSLogon"),
        (store.compare_entry_ids(first, second, 0), "IMsgStore"),
    ] {
        let came = came.or_breach(format_args!("{whose}::CompareEntryIDs of {}", compared(first, second)))?;
        ensure(
            came == same,
            format_args!("{} from {whose}::CompareEntryIDs", truth(same)),
            format_args!("{} for {}", truth(came), compared(first, second)),
            "Compare the objects that the identifiers name.",
        )?;
    }
    Ok(())
}
