//! What the header of an identifier says: flags and MAPIUID.

use std::collections::BTreeSet;

use crate::conformance::machine::{
    CallLog, KnownId, Machine, MachineOptions, StoreWalk, Trial, Whose, entry_id, log_off, open_by_session,
    root_folder, unwrapped,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, compared, ensure, listed};
use crate::mapi::{EntryId, EntryIdFlags, MapiUid, OpenEntryFlags};
use crate::spi::{IMAPIProp, IMAPISession, IMsgStore};
use crate::trace::{Args, What};

/// [EID-01]
pub(super) fn eid_01_reserved_flag_bytes_are_zero(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    for KnownId { id, whose } in all_ids(&*store)? {
        let reserved = id.as_bytes().get(1..4).unwrap_or_default();
        ensure(
            reserved == [0; 3],
            format_args!("zero in the second to fourth byte of {whose}"),
            format_args!("{reserved:02X?}"),
            "Only the first of the four flag bytes is the provider's.",
        )?;
    }
    Ok(())
}

/// [EID-02]
pub(super) fn eid_02_identifiers_carry_a_registered_mapiuid(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let registered = registered_uids(&machine);
    for KnownId { id, whose } in all_ids(&*store)? {
        if whose == STORE && trial.is_lenient() {
            continue;
        }
        let uid = id.provider_uid();
        ensure(
            uid.is_some_and(|uid| registered.contains(&uid)),
            format_args!("a MAPIUID registered with SetProviderUID behind the flags of {whose}"),
            uid.map_or_else(|| "an identifier that is too short".to_owned(), |uid| uid.to_string()),
            "Register in Logon the MAPIUID that the provider's identifiers carry.",
        )?;
    }
    Ok(())
}

/// [EID-03]
pub(super) fn eid_03_long_term_identifiers_have_no_flags(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let mut ids =
        vec![KnownId { id: entry_id(&*store, Whose::store("the store"))?, whose: "the store's PR_ENTRYID" }];
    ids.extend(StoreWalk::of(&*store)?.ids()?);
    for KnownId { id, whose } in &ids {
        ensure(
            id.flags() == Some(EntryIdFlags::empty()),
            format_args!("no flag in the long-term identifier {whose}"),
            flags_of(id),
            "PR_ENTRYID of an opened object is long-term: its first four bytes are zero.",
        )?;
    }
    drop(store);
    log_off(&session)?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    for KnownId { id, whose } in ids {
        open_by_session(&session, &id, OpenEntryFlags::empty())
            .or_breach(format_args!("OpenEntry in a later session with {whose}"))?;
    }
    Ok(())
}

/// [EID-04]
pub(super) fn eid_04_short_term_identifiers_say_so(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = StoreWalk::of(&*store)?;
    let folders = walk.folders.iter().map(|found| (&found.row_id, &*found.object as &dyn IMAPIProp));
    let messages = walk.messages.iter().map(|found| (&found.row_id, &*found.object as &dyn IMAPIProp));
    let mut seen = 0;
    for (row_id, object) in folders.chain(messages) {
        let Some(short) = row_id.as_ref().filter(|id| id.as_bytes().first() != Some(&0)) else { continue };
        seen += 1;
        ensure(
            short.is_short_term(),
            "MAPI_SHORTTERM in an identifier of a table row that has any flag",
            flags_of(short),
            "A short-term identifier sets MAPI_SHORTTERM and the flags of the uses it does not allow.",
        )?;
        let long = entry_id(object, Whose::object("an object opened by a short-term identifier"))?;
        let same = session.compare_entry_ids(short, &long, 0).or_breach("CompareEntryIDs of both")?;
        ensure(
            same,
            "TRUE from CompareEntryIDs for the short-term and the long-term identifier of one object",
            format_args!("FALSE for {}", compared(short, &long)),
            "Compare the objects that identifiers name, whatever kind of identifier it is.",
        )?;
    }
    ensure(
        seen > 0,
        "a short-term identifier in a table, since `short_term_ids` is declared",
        "long-term identifiers alone",
        "Do not declare `short_term_ids`, or give the stores of the fixture folders or messages that have such ones.",
    )
}

/// [EID-06]
pub(super) fn eid_06_the_registered_mapiuid_is_a_constant(trial: &Trial) -> Verdict {
    let (before, saved) = constants(trial, None)?;
    if trial.is_lenient() {
        return constants(trial, Some(&saved)).map(drop);
    }
    let (after, _) = constants(trial, None)?;
    ensure(
        before.intersection(&after).next().is_some(),
        "a MAPIUID that is registered in every session and was not made with NewUID",
        format_args!("{} and then {}", listed(before), listed(after)),
        "Write the MAPIUID into the source; NewUID is for search keys and the like.",
    )
}

/// The MAPIUIDs that a session registers and that do not come from `NewUID`, and the root folder's identifier. In that
/// session, an identifier that was saved earlier has to open.
fn constants(trial: &Trial, saved: Option<&EntryId>) -> Reached<(BTreeSet<MapiUid>, EntryId)> {
    let log = CallLog::default();
    let machine = log.machine(trial, MachineOptions::default())?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let root = entry_id(&*root_folder(&*store, OpenEntryFlags::empty())?, Whose::object("the root folder"))?;
    if let Some(saved) = saved {
        open_by_session(&session, saved, OpenEntryFlags::empty())
            .or_breach("IMAPISession::OpenEntry with an identifier of an earlier session")?;
    }
    drop(store);
    log_off(&session)?;
    let notes = log.notes();
    let uids = notes.uids.iter().map(|(uid, _)| *uid);
    Ok((uids.filter(|uid| !notes.new_uids.contains(uid)).collect(), root))
}

/// The first byte of an identifier in words.
fn flags_of(id: &EntryId) -> String {
    id.flags().map_or_else(|| "an identifier that is too short".to_owned(), |flags| flags.to_string())
}

const STORE: &str = "the store's own identifier";

/// The store's own identifier, those of rows, and those of opened objects.
fn all_ids(store: &dyn IMsgStore) -> Reached<Vec<KnownId>> {
    let mut ids =
        vec![KnownId { id: unwrapped(&entry_id(store, Whose::store("the store"))?)?, whose: STORE }];
    let walk = StoreWalk::of(store)?;
    let folders = walk.folders.iter().filter_map(|found| found.row_id.clone());
    let messages = walk.messages.iter().filter_map(|found| found.row_id.clone());
    ids.extend(folders.map(|id| KnownId { id, whose: "a folder's row" }));
    ids.extend(messages.map(|id| KnownId { id, whose: "a message's row" }));
    ids.extend(walk.ids()?);
    Ok(ids)
}

/// The MAPIUIDs that were registered by calls of `SetProviderUID`.
fn registered_uids(machine: &Machine) -> BTreeSet<MapiUid> {
    let trace = machine.trace();
    let uids = trace.events().iter().filter_map(|event| {
        let What::Call { method: crate::trace::Method::SupportSetProviderUid, args: Args::Uid(uid), .. } =
            event.what
        else {
            return None;
        };
        Some(uid)
    });
    uids.collect()
}
