//! Entry identifiers and record keys.

use std::collections::BTreeSet;

use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{
    CallLog, KnownId, Machine, MachineOptions, StoreWalk, Trial, entry_id, get, log_off, open_by_session,
    root_folder, unwrapped,
};
use crate::conformance::rule::{Breach, OrBreach, Verdict, ensure};
use crate::mapi::tags::{PR_ENTRYID, PR_MDB_PROVIDER, PR_RECORD_KEY, PR_STORE_ENTRYID, PR_STORE_RECORD_KEY};
use crate::mapi::{
    EntryId, EntryIdFlags, MapiError, MapiResult, MapiUid, OpenEntryFlags, OpenStoreFlags, PropTag,
    PropValue, WrappedStoreEntryId,
};
use crate::sim::Session;
use crate::spi::{IMAPIProp, IMAPISession, IMsgStore, OpenStoreRequest};
use crate::trace::{Args, What};

/// [EID-01]
pub(in crate::conformance) fn eid_01_reserved_flag_bytes_are_zero(trial: &Trial<'_>) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    for KnownId { id, whose } in all_ids(&*store)? {
        let reserved = id.as_bytes().get(1..4).unwrap_or_default();
        ensure(
            reserved == [0; 3],
            format!("zero in the second to fourth byte of {whose}"),
            format!("{reserved:02X?}"),
            "Only the first of the four flag bytes is the provider's.",
        )?;
    }
    Ok(())
}

/// [EID-02]
pub(in crate::conformance) fn eid_02_identifiers_carry_a_registered_mapiuid(trial: &Trial<'_>) -> Verdict {
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
            format!("a MAPIUID registered with SetProviderUID behind the flags of {whose}"),
            uid.map_or_else(|| "an identifier that is too short".to_owned(), |uid| uid.to_string()),
            "Register in Logon the MAPIUID that the provider's identifiers carry.",
        )?;
    }
    Ok(())
}

/// [EID-03]
pub(in crate::conformance) fn eid_03_long_term_identifiers_have_no_flags(trial: &Trial<'_>) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let mut ids = vec![KnownId { id: entry_id(&*store, "the store")?, whose: "the store's PR_ENTRYID" }];
    ids.extend(StoreWalk::of(&*store)?.ids()?);
    for KnownId { id, whose } in &ids {
        ensure(
            id.flags() == Some(EntryIdFlags::empty()),
            format!("no flag in the long-term identifier {whose}"),
            format!("{:?}", id.flags()),
            "PR_ENTRYID of an opened object is long-term: its first four bytes are zero.",
        )?;
    }
    drop(store);
    log_off(&session)?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    for KnownId { id, whose } in ids {
        open_by_session(&session, &id, OpenEntryFlags::empty())
            .or_breach(format!("OpenEntry in a later session with {whose}"))?;
    }
    Ok(())
}

/// [EID-04]
pub(in crate::conformance) fn eid_04_short_term_identifiers_say_so(trial: &Trial<'_>) -> Verdict {
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
            format!("{:?}", short.flags()),
            "A short-term identifier sets MAPI_SHORTTERM and the flags of the uses it does not allow.",
        )?;
        let long = entry_id(object, "an object opened by a short-term identifier")?;
        let same = session.compare_entry_ids(short, &long, 0).or_breach("CompareEntryIDs of both")?;
        ensure(same, "TRUE for the short-term and the long-term identifier of one object", "FALSE", "")?;
    }
    ensure(seen > 0, "a short-term identifier in a table, since `short_term_ids` is declared", "none", "")
}

/// [EID-06]
pub(in crate::conformance) fn eid_06_the_registered_mapiuid_is_a_constant(trial: &Trial<'_>) -> Verdict {
    let (before, saved) = constants(trial, None)?;
    if trial.is_lenient() {
        return constants(trial, Some(&saved)).map(drop);
    }
    let (after, _) = constants(trial, None)?;
    ensure(
        before.intersection(&after).next().is_some(),
        "a MAPIUID that is registered in every session and was not made with NewUID",
        format!("{before:?} and then {after:?}"),
        "Write the MAPIUID into the source; NewUID is for search keys and the like.",
    )
}

/// The MAPIUIDs that a session registers and that do not come from `NewUID`, and the root folder's identifier. In that
/// session, an identifier that was saved earlier has to open.
fn constants(trial: &Trial<'_>, saved: Option<&EntryId>) -> Result<(BTreeSet<MapiUid>, EntryId), Breach> {
    let log = CallLog::default();
    let machine = log.machine(trial, MachineOptions::default())?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let root = entry_id(&*root_folder(&*store, OpenEntryFlags::empty())?, "the root folder")?;
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

/// [EID-09]
pub(in crate::conformance) fn eid_09_store_identifiers_leave_wrapped(trial: &Trial<'_>) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = StoreWalk::of(&*store)?;
    let mut shown = vec![
        (tagged(&*store, PR_ENTRYID)?, "PR_ENTRYID of the store"),
        (tagged(&*store, PR_STORE_ENTRYID)?, "PR_STORE_ENTRYID of the store"),
        (section_value(&machine, PR_ENTRYID)?, "PR_ENTRYID of the profile section"),
    ];
    if let Some(folder) = walk.folders.first() {
        shown.push((tagged(&*folder.object, PR_STORE_ENTRYID)?, "PR_STORE_ENTRYID of the root folder"));
    }
    if let Some(message) = walk.messages.first() {
        shown.push((tagged(&*message.object, PR_STORE_ENTRYID)?, "PR_STORE_ENTRYID of a message"));
    }
    for (id, whose) in shown {
        ensure(
            WrappedStoreEntryId::decode(&id).is_ok() || trial.is_lenient() && id.provider_uid().is_some(),
            format!("the wrapped identifier of the store in {whose}"),
            format!("{id:?}"),
            "Wrap the store's identifier with IMAPISupport::WrapStoreEntryID before it is shown to anybody.",
        )?;
        let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG);
        session.open_msg_store(&request).or_breach(format!("OpenMsgStore with {whose}"))?;
    }
    Ok(())
}

/// [EID-10]
pub(in crate::conformance) fn eid_10_wrapping_uses_the_name_of_the_profile(trial: &Trial<'_>) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let id = entry_id(&*store, "the store")?;
    let Ok(wrapped) = WrappedStoreEntryId::decode(&id) else { return Ok(()) };
    let (name, expected) = (wrapped.dll_name.to_string(), trial.setup.name());
    ensure(
        name.eq_ignore_ascii_case(expected),
        format!("the name {expected:?} that the profile has, inside the wrapped identifier"),
        format!("{name:?}"),
        "Let the support object wrap the identifier, or pass PR_PROVIDER_DLL_NAME of the section.",
    )
}

/// [EID-14]
pub(in crate::conformance) fn eid_14_both_store_identifiers_mean_the_store(trial: &Trial<'_>) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let id = entry_id(&*store, "the store")?;
    let key = get(&*store, PR_RECORD_KEY, "the store")?;
    let walk = StoreWalk::of(&*store)?;
    let mut objects: Vec<(&dyn IMAPIProp, &str)> = vec![(&*store, "the store")];
    objects.extend(walk.folders.first().map(|found| (&*found.object as &dyn IMAPIProp, "the root folder")));
    objects.extend(walk.messages.first().map(|found| (&*found.object as &dyn IMAPIProp, "a message")));
    for (object, whose) in objects {
        let other = tagged(object, PR_STORE_ENTRYID)?;
        let same = same_store(&session, &id, &other)?;
        ensure(same, format!("PR_STORE_ENTRYID of {whose} equal to PR_ENTRYID of the store"), "another", "")?;
        let other = get(object, PR_STORE_RECORD_KEY, whose)?;
        ensure(
            other.value() == key.value(),
            format!("PR_STORE_RECORD_KEY of {whose} equal to PR_RECORD_KEY of the store"),
            "other bytes",
            "",
        )?;
    }
    Ok(())
}

/// [EID-15]
pub(in crate::conformance) fn eid_15_record_keys_tell_stores_apart(trial: &Trial<'_>) -> Verdict {
    let machine = trial.machine()?;
    let keys = |session: &Session| -> Result<[PropValue; 4], Breach> {
        let first = machine.open_store(session)?;
        let second = machine.open(session, StoreSlot::Second, OpenStoreFlags::empty())?;
        Ok([
            get(&*first, PR_RECORD_KEY, "the store")?,
            get(&*second, PR_RECORD_KEY, "the second store")?,
            get(&*first, PR_MDB_PROVIDER, "the store")?,
            get(&*second, PR_MDB_PROVIDER, "the second store")?,
        ])
    };
    let session = machine.session()?;
    let before = keys(&session)?;
    log_off(&session)?;
    let after = keys(&*machine.session()?)?;
    let [first, second, provider, other_provider] = &before;
    ensure(first != second, "different record keys of two stores", "equal ones", "")?;
    ensure(provider == other_provider, "one PR_MDB_PROVIDER for all stores", "two", "")?;
    ensure(
        before == after,
        "the same keys in a later session",
        "others",
        "Derive the key from what is stored.",
    )
}

/// [EID-19] In a profile that has no section for the store.
pub(in crate::conformance) fn eid_19_a_damaged_identifier_is_taken_calmly(trial: &Trial<'_>) -> Verdict {
    let store = trial.machine()?.private_store_id()?;
    let saved = WrappedStoreEntryId { dll_name: trial.setup.name().into(), store };
    let machine = trial.machine_with(MachineOptions::default().without_section())?;
    for position in (20..saved.store.len()).take(MOST_DAMAGE) {
        // Anything but a panic: a refusal, or a store.
        let _ = open_alone(&machine, &damaged(&saved, position))?;
    }
    open_alone(&machine, &saved)?
        .or_breach("OpenMsgStore with a saved identifier and nothing else, damaged ones having come before")
}

/// How many bytes of an identifier are damaged, one at a time.
const MOST_DAMAGE: usize = 64;

/// The identifier with one wrong byte in the provider's part.
fn damaged(id: &WrappedStoreEntryId, position: usize) -> WrappedStoreEntryId {
    let mut bytes = id.store.as_bytes().to_vec();
    if let Some(byte) = bytes.get_mut(position) {
        *byte = !*byte;
    }
    WrappedStoreEntryId { dll_name: id.dll_name.clone(), store: EntryId::from_bytes(&bytes) }
}

/// Opens a store in a session of its own.
fn open_alone(machine: &Machine, id: &WrappedStoreEntryId) -> Result<MapiResult<()>, Breach> {
    let id = id.encode().map_err(MapiError::from).or_breach("WrapStoreEntryID")?;
    let session = machine.session()?;
    let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG);
    let opened = session.open_msg_store(&request).map(drop);
    log_off(&session)?;
    Ok(opened)
}

const STORE: &str = "the store's own identifier";

/// The store's own identifier, those of rows, and those of opened objects.
fn all_ids(store: &dyn IMsgStore) -> Result<Vec<KnownId>, Breach> {
    let mut ids = vec![KnownId { id: unwrapped(&entry_id(store, "the store")?)?, whose: STORE }];
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

fn tagged(object: &dyn IMAPIProp, tag: PropTag) -> Result<EntryId, Breach> {
    get(object, tag, "an object")?.as_entry_id().or_breach(format!("a binary {tag}"))
}

/// An identifier in the first store's section.
fn section_value(machine: &Machine, tag: PropTag) -> Result<EntryId, Breach> {
    let value = machine.section_prop(&machine.section(StoreSlot::Store)?, tag);
    let value = value.as_ref().and_then(PropValue::as_entry_id);
    value.or_breach(format!("{tag} in the profile section after Logon"))
}

fn same_store(session: &Session, first: &EntryId, second: &EntryId) -> Result<bool, Breach> {
    // The same bytes are the same store, also where no MAPIUID in them tells MAPI whom to ask.
    if first == second {
        return Ok(true);
    }
    session
        .compare_entry_ids(first, second, 0)
        .or_breach("IMAPISession::CompareEntryIDs of store identifiers")
}
