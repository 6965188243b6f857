//! Identifiers of stores.

use super::rules::EID_14;
use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{
    Machine, MachineOptions, StoreWalk, Trial, Whose, code_of, entry_id, get, log_off,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, differing, ensure, parting, way};
use crate::mapi::codes::{MAPI_E_FAILONEPROVIDER, MAPI_E_LOGON_FAILED, MAPI_E_UNCONFIGURED};
use crate::mapi::tags::{PR_ENTRYID, PR_MDB_PROVIDER, PR_RECORD_KEY, PR_STORE_ENTRYID, PR_STORE_RECORD_KEY};
use crate::mapi::{EntryId, MapiError, MapiResult, OpenStoreFlags, PropTag, PropValue, WrappedStoreEntryId};
use crate::sim::Session;
use crate::spi::{IMAPIProp, IMAPISession, OpenStoreRequest};

/// [EID-09]
pub(super) fn eid_09_store_identifiers_leave_wrapped(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = StoreWalk::of(&*store)?;
    let mut shown = vec![
        (tagged(&*store, PR_ENTRYID, STORE)?, "PR_ENTRYID of the store"),
        (tagged(&*store, PR_STORE_ENTRYID, STORE)?, "PR_STORE_ENTRYID of the store"),
        (section_value(&machine, PR_ENTRYID)?, "PR_ENTRYID of the profile section"),
    ];
    if let Some(folder) = walk.folders.first() {
        shown.push((
            tagged(&*folder.object, PR_STORE_ENTRYID, IN_STORE)?,
            "PR_STORE_ENTRYID of the root folder",
        ));
    }
    if let Some(message) = walk.messages.first() {
        shown.push((tagged(&*message.object, PR_STORE_ENTRYID, IN_STORE)?, "PR_STORE_ENTRYID of a message"));
    }
    for (id, whose) in shown {
        ensure(
            WrappedStoreEntryId::decode(&id).is_ok() || trial.is_lenient() && id.provider_uid().is_some(),
            format_args!("the wrapped identifier of the store in {whose}"),
            format_args!("an identifier of {} bytes that is not wrapped", id.len()),
            "Wrap the store's identifier with IMAPISupport::WrapStoreEntryID before it is shown to anybody.",
        )?;
        let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG);
        session.open_msg_store(&request).or_breach(format_args!("OpenMsgStore with {whose}"))?;
    }
    Ok(())
}

/// [EID-10]
pub(super) fn eid_10_wrapping_uses_the_name_of_the_profile(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let id = entry_id(&*store, Whose::store("the store"))?;
    let Ok(wrapped) = WrappedStoreEntryId::decode(&id) else { return Ok(()) };
    let (name, expected) = (wrapped.dll_name, trial.setup.name());
    let of_profile = WrappedStoreEntryId { dll_name: expected.into(), store: wrapped.store }.dll_name;
    ensure(
        name.as_bytes().eq_ignore_ascii_case(of_profile.as_bytes()),
        format_args!("the name {expected:?} that the profile has, inside the wrapped identifier"),
        format_args!("{name:?}"),
        "Let the support object wrap the identifier, or pass PR_PROVIDER_DLL_NAME of the section.",
    )
}

/// [EID-14]
pub(super) fn eid_14_both_store_identifiers_mean_the_store(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let id = entry_id(&*store, Whose::store("the store"))?;
    let key = get(&*store, PR_RECORD_KEY, Whose::store("the store"))?;
    let walk = StoreWalk::of(&*store)?;
    let mut objects: Vec<(&dyn IMAPIProp, &'static str)> = vec![(&*store, "the store")];
    objects.extend(walk.folders.first().map(|found| (&*found.object as &dyn IMAPIProp, "the root folder")));
    objects.extend(walk.messages.first().map(|found| (&*found.object as &dyn IMAPIProp, "a message")));
    for (object, whose) in objects {
        let other = tagged(object, PR_STORE_ENTRYID, Whose::asked_by(EID_14, whose))?;
        let same = same_store(&session, &id, &other)?;
        ensure(
            same,
            format_args!("PR_STORE_ENTRYID of {whose} equal to PR_ENTRYID of the store"),
            format_args!("another identifier: {}", differing(&id, &other)),
            "Give every object in a store the identifier of the store, wrapped in the same way.",
        )?;
        let other = get(object, PR_STORE_RECORD_KEY, Whose::asked_by(EID_14, whose))?;
        ensure(
            other.value() == key.value(),
            format_args!("PR_STORE_RECORD_KEY of {whose} equal to PR_RECORD_KEY of the store"),
            format_args!("{:?} in place of {:?}", other.value(), key.value()),
            "Give every object in a store the record key of the store.",
        )?;
    }
    Ok(())
}

/// [EID-15]
pub(super) fn eid_15_record_keys_tell_stores_apart(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let keys = |session: &Session| -> Reached<[PropValue; 4]> {
        let first = machine.open_store(session)?;
        let second = machine.open(session, StoreSlot::Second, OpenStoreFlags::empty())?;
        Ok([
            get(&*first, PR_RECORD_KEY, Whose::store("the store"))?,
            get(&*second, PR_RECORD_KEY, Whose::store("the second store"))?,
            get(&*first, PR_MDB_PROVIDER, Whose::store("the store"))?,
            get(&*second, PR_MDB_PROVIDER, Whose::store("the second store"))?,
        ])
    };
    let session = machine.session()?;
    let before = keys(&session)?;
    log_off(&session)?;
    let after = keys(&*machine.session()?)?;
    let [first, second, provider, other_provider] = &before;
    ensure(
        first != second,
        "another PR_RECORD_KEY of the second store than of the first",
        format_args!("{:?} of both", first.value()),
        "Derive the key from what tells one store from another, not from the provider alone.",
    )?;
    ensure(
        provider == other_provider,
        "one PR_MDB_PROVIDER for all stores of the provider",
        format_args!("{:?} and {:?}", provider.value(), other_provider.value()),
        "Write PR_MDB_PROVIDER into the source: it names the provider, not a store.",
    )?;
    ensure(
        before == after,
        "PR_RECORD_KEY and PR_MDB_PROVIDER of both stores in a later session as they were",
        parting(&in_words(&before), &in_words(&after)),
        "Derive the key from what is stored.",
    )
}

/// [EID-19] In a profile that has no section for the store.
pub(super) fn eid_19_a_damaged_identifier_is_taken_calmly(trial: &Trial) -> Verdict {
    let store = trial.machine()?.private_store_id()?;
    let saved = WrappedStoreEntryId { dll_name: trial.setup.name().into(), store };
    let alone = trial.machine_with(MachineOptions::default().without_section())?;
    let opened = opened_after_damage(&alone, &saved)?;
    // Where credentials are in the section, a store without one cannot open.
    let refused =
        [MAPI_E_FAILONEPROVIDER, MAPI_E_UNCONFIGURED, MAPI_E_LOGON_FAILED].contains(&code_of(&opened));
    if !refused || !trial.setup.store_needs_its_section() {
        return opened.or_breach(
            "OpenMsgStore with a saved identifier and nothing else, damaged ones having come before",
        );
    }
    let machine = trial.machine_with_emptied_section(StoreSlot::Store)?;
    opened_after_damage(&machine, &saved)?.or_breach(
        "OpenMsgStore with a saved identifier and the credentials in the section, damaged ones having come before",
    )
}

/// What a saved identifier opens once damaged ones have come.
fn opened_after_damage(machine: &Machine, saved: &WrappedStoreEntryId) -> Reached<MapiResult<()>> {
    let bytes = (HEADER..saved.store.len()).take(MOST_DAMAGE).map(|position| damaged(saved, position));
    let cuts = [saved.store.len().saturating_sub(1), HEADER, HEADER - 1, 1].map(|length| cut(saved, length));
    for id in bytes.chain(cuts) {
        // Anything but a panic: a refusal, or a store.
        let _ = open_alone(machine, &id)?;
    }
    open_alone(machine, saved)
}

/// How many bytes of an identifier are damaged, one at a time.
const MOST_DAMAGE: usize = 64;

/// The bytes of an identifier that are not the provider's own.
const HEADER: usize = 20;

/// The beginning of the identifier.
fn cut(id: &WrappedStoreEntryId, length: usize) -> WrappedStoreEntryId {
    let bytes = id.store.as_bytes();
    let store = EntryId::from_bytes(bytes.get(..length).unwrap_or(bytes));
    WrappedStoreEntryId { dll_name: id.dll_name.clone(), store }
}

/// The identifier with one wrong byte in the provider's part.
fn damaged(id: &WrappedStoreEntryId, position: usize) -> WrappedStoreEntryId {
    let mut bytes = id.store.as_bytes().to_vec();
    if let Some(byte) = bytes.get_mut(position) {
        *byte = !*byte;
    }
    WrappedStoreEntryId { dll_name: id.dll_name.clone(), store: EntryId::from_bytes(&bytes) }
}

/// Opens a store in a session of its own.
fn open_alone(machine: &Machine, id: &WrappedStoreEntryId) -> Reached<MapiResult<()>> {
    let id = id.encode().map_err(MapiError::from).or_breach("WrapStoreEntryID")?;
    let session = machine.session()?;
    let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG);
    let opened = session.open_msg_store(&request).map(drop);
    log_off(&session)?;
    Ok(opened)
}

fn in_words(values: &[PropValue]) -> Vec<String> {
    values.iter().map(|value| format!("{} {:?}", value.tag(), value.value())).collect()
}

const STORE: Whose = Whose::store("the store");

/// What is in a store names the store [EID-14].
const IN_STORE: Whose = Whose::asked_by(EID_14, "an object in the store");

fn tagged(object: &dyn IMAPIProp, tag: PropTag, whose: Whose) -> Reached<EntryId> {
    get(object, tag, whose)?.as_entry_id().or_breach(format_args!("a binary {tag}"))
}

/// An identifier in the first store's section.
fn section_value(machine: &Machine, tag: PropTag) -> Reached<EntryId> {
    let value = machine.section_prop(&machine.section(StoreSlot::Store)?, tag);
    let value = value.as_ref().and_then(PropValue::as_entry_id);
    value.or_not_reached(way::SECTION_PROPS, format_args!("{tag} in the profile section after Logon"))
}

fn same_store(session: &Session, first: &EntryId, second: &EntryId) -> Reached<bool> {
    // The same bytes are the same store, also where no MAPIUID in them tells MAPI whom to ask.
    if first == second {
        return Ok(true);
    }
    session
        .compare_entry_ids(first, second, 0)
        .or_breach("IMAPISession::CompareEntryIDs of store identifiers")
}
