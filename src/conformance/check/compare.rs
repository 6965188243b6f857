//! Comparisons of identifiers, by meaning.

use super::ids::object_ids;
use super::init::provider;
use crate::conformance::Capability;
use crate::conformance::breach::{OrBreach, Verdict, ensure};
use crate::conformance::stage::Stage;
use crate::conformance::world::{Place, entry_id, root_folder};
use crate::mapi::codes::MAPI_E_UNKNOWN_ENTRYID;
use crate::mapi::{EntryId, MapiError, OpenEntryFlags, OpenStoreFlags};
use crate::spi::OpenEntryRequest;

/// [EID-08]
pub(in crate::conformance) fn eid_08_a_siblings_identifier_is_passed_along(stage: &Stage<'_>) -> Verdict {
    let world = stage.world()?;
    let session = world.session()?;
    let first = world.open_store(&session)?;
    let second = world.open(&session, Place::Second, OpenStoreFlags::empty())?;
    let id = entry_id(&*root_folder(&*second, OpenEntryFlags::empty())?, "the second store's root folder")?;
    let own = entry_id(&*root_folder(&*first, OpenEntryFlags::empty())?, "the first store's root folder")?;
    if id.provider_uid() != own.provider_uid() {
        // Two MAPIUIDs: MAPI never routes the one store's identifiers to the other's logon object.
        return Ok(());
    }
    let logon = world.logon_object(&first)?;
    let opened = logon.open_entry(&OpenEntryRequest::new(&id));
    let folder =
        opened.or_breach("IMSLogon::OpenEntry with the identifier of another open store's folder")?;
    let folder = folder.into_folder().or_breach("a folder by the identifier of another open store's")?;
    ensure(
        entry_id(&*folder, "that folder")? == id,
        "the other store's root folder",
        "another object",
        "Hand a request with a sibling's identifier to the sibling.",
    )?;
    let same = logon.compare_entry_ids(&id, &id, 0);
    let same = same.or_breach("IMSLogon::CompareEntryIDs of another open store's identifiers")?;
    ensure(same, "TRUE for the same identifier twice", "FALSE", "")
}

/// [EID-11]
pub(in crate::conformance) fn eid_11_store_ids_compare_by_meaning(stage: &Stage<'_>) -> Verdict {
    let world = stage.world()?;
    let id = world.private_store_id()?;
    let object = provider(stage, 1)?;
    let mut pairs = vec![(id.clone(), id.clone(), true)];
    if let Some(other) = stage.setup.other_id.clone() {
        pairs.push((id.clone(), other.clone(), true));
        pairs.push((other, id.clone(), true));
    }
    if stage.has(Capability::SecondStore)
        && let Some(second) = world.private_id(Place::Second)?
    {
        pairs.push((id.clone(), second.clone(), false));
        pairs.push((second, id, false));
    }
    for (first, second, expected) in pairs {
        let came = object.compare_store_ids(&first, &second, 0).or_breach("CompareStoreIDs")?;
        ensure(
            came == expected,
            format!("{expected} from CompareStoreIDs of {first:?} and {second:?}"),
            came,
            "Compare the stores that the identifiers name, not their bytes.",
        )?;
    }
    Ok(())
}

/// [EID-12]
pub(in crate::conformance) fn eid_12_entry_ids_compare_by_meaning(stage: &Stage<'_>) -> Verdict {
    let world = stage.world()?;
    let session = world.session()?;
    let store = world.open_store(&session)?;
    let logon = world.logon_object(&store)?;
    let ids: Vec<EntryId> = object_ids(&*store)?.into_iter().map(|known| known.id).collect();
    for (position, first) in ids.iter().enumerate() {
        for (other, second) in ids.iter().enumerate() {
            let came = logon.compare_entry_ids(first, second, 0);
            let came = came.or_breach("IMSLogon::CompareEntryIDs of two objects of the store")?;
            ensure(
                came == (position == other),
                format!("{} from IMSLogon::CompareEntryIDs", position == other),
                format!("{came} for {first:?} and {second:?}"),
                "Compare the objects that the identifiers name.",
            )?;
            let by_store = store.compare_entry_ids(first, second, 0);
            let by_store = by_store.or_breach("IMsgStore::CompareEntryIDs of two objects of the store")?;
            ensure(by_store == came, "the same answer from the store's method", by_store, "")?;
        }
    }
    let Some(id) = ids.first() else { return Ok(()) };
    let damaged = EntryId::from_bytes(id.as_bytes().get(..21).unwrap_or(id.as_bytes()));
    match logon.compare_entry_ids(id, &damaged, 0).map_err(|error| MapiError::code(&error)) {
        Ok(same) => ensure(!same, "FALSE or an error for a damaged identifier", "TRUE", ""),
        Err(code) => ensure(
            code == MAPI_E_UNKNOWN_ENTRYID,
            format!("FALSE or {MAPI_E_UNKNOWN_ENTRYID} for a damaged identifier"),
            code,
            "",
        ),
    }
}
