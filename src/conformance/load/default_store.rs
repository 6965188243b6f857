//! What a store has to offer that can be the default store, and how data survives a fast shutdown.

use std::sync::Arc;

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{
    Machine, Trial, Whose, code_of, contents_table, entry_id, get, in_any_width, log_off, new_message,
    root_folder, row_ids, rows_if_any, save,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure, listed, way};
use crate::conformance_area;
use crate::mapi::codes::{MAPI_E_BAD_CHARWIDTH, MAPI_E_NO_SUPPORT, MAPI_E_SESSION_LIMIT, S_OK};
use crate::mapi::tags::{PR_FINDER_ENTRYID, PR_IPM_OUTBOX_ENTRYID, PR_SUBJECT_W};
use crate::mapi::{
    DefaultStoreFlags, IdsFlags, MapiUid, NamedProp, OpenEntryFlags, OpenStoreFlags, PropName, PropTag,
    PropType, PropValue, ReceiveFolderFlags, SaveChangesFlags, TableFlags, Value,
};
use crate::sim::Session;
use crate::spi::{IMAPIFolder, IMAPISession, IMessage, IMsgStore, MapiObject, OpenEntryRequest};

conformance_area! {
    pub(super) default_store, tests by __mapi_sim_tests_default_store;
    LOGON_21 logon_21_a_default_store_offers_the_wider_set [default_store];
    SHUT_20 shut_20_fast_shutdown_keeps_the_data [fast_shutdown];
}

/// A property set of the kit's own.
const KIT: MapiUid = MapiUid::from_fields(0x636F_6E66, 0x6F72, 0x6D00, *b"property");

/// [LOGON-21]
fn logon_21_a_default_store_offers_the_wider_set(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let id = entry_id(&*store, Whose::store("the store"))?;
    session
        .set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&id))
        .or_breach("IMAPISession::SetDefaultStore, for which the store has STORE_SUBMIT_OK, STORE_CREATE_OK and STORE_MODIFY_OK")?;
    let inbox = match store.get_receive_folder(None, ReceiveFolderFlags::MAPI_UNICODE) {
        // [ERR-07] A provider without Unicode refuses the flag.
        Err(error) if error.code() == MAPI_E_BAD_CHARWIDTH => {
            store.get_receive_folder(None, ReceiveFolderFlags::empty())
        }
        inbox => inbox,
    };
    let inbox = inbox.or_breach("GetReceiveFolder")?;
    store.open_entry(&OpenEntryRequest::new(&inbox.entry_id)).or_breach("OpenEntry of the receive folder")?;
    for tag in [PR_IPM_OUTBOX_ENTRYID, PR_FINDER_ENTRYID] {
        let id = get(&*store, tag, Whose::asked_by(rules::LOGON_21, "the store"))?
            .as_entry_id()
            .or_breach(format_args!("a binary {tag}"))?;
        store.open_entry(&OpenEntryRequest::new(&id)).or_breach(format_args!("OpenEntry of {tag}"))?;
    }
    ensure(
        !machine.run_spooler().is_empty(),
        "a SpoolerLogon that succeeds for a default store",
        "no store of the spooler's",
        "Let the spooler log on: a default store sends and receives.",
    )?;
    named_props(&*store)?;
    if trial.is_lenient() { Ok(()) } else { optional_elsewhere(&*store) }
}

fn named_props(store: &dyn IMsgStore) -> Verdict {
    let name = NamedProp { set: KIT, name: PropName::Id(1) };
    let message = new_message(&*root_folder(store, OpenEntryFlags::MAPI_MODIFY)?, &[])?;
    let tags = message.get_ids_from_names(Some(&[name]), IdsFlags::MAPI_CREATE);
    let tags = tags.or_breach("GetIDsFromNames with MAPI_CREATE")?.value;
    let named = tags.first().is_some_and(|tag| tag.is_named());
    ensure(
        named,
        "a property identifier from 0x8000 for a new name",
        listed(tags),
        "Give each new name an identifier of its own in the range of named properties, 0x8000 to 0xFFFE.",
    )
}

/// Associated contents and multi-valued properties, which only default stores have to have.
fn optional_elsewhere(store: &dyn IMsgStore) -> Verdict {
    let root = root_folder(store, OpenEntryFlags::MAPI_MODIFY)?;
    in_any_width(|flags| root.get_contents_table(TableFlags::MAPI_ASSOCIATED | flags))
        .or_breach("GetContentsTable with MAPI_ASSOCIATED")?;
    let message = new_message(&*root, &[])?;
    let several = PropTag::new(0x6600, PropType::PT_MV_LONG);
    let value = PropValue::new(several, Value::MvLong(vec![1, 2, 3]));
    let problems = message.set_props(std::slice::from_ref(&value)).or_breach("SetProps of several values")?;
    ensure(
        problems.is_empty()
            && get(&*message, several, Whose::asked_by(rules::LOGON_21, "a message"))? == value,
        "a property of several values as it was set",
        problems.first().map_or_else(|| "another value".to_owned(), |problem| problem.code.to_string()),
        "Store properties of the types with several values, as PT_MV_LONG, in messages.",
    )
}

/// [SHUT-20]
fn shut_20_fast_shutdown_keeps_the_data(trial: &Trial) -> Verdict {
    let object = trial.provider(1)?;
    let shutdown = Arc::clone(&object)
        .provider_shutdown()
        .or_not_reached(way::FAST_SHUTDOWN, "IMAPIProviderShutdown of the provider object")?;
    let query = code_of(&shutdown.query_fast_shutdown());
    ensure(
        [S_OK, MAPI_E_NO_SUPPORT].contains(&query),
        format_args!("{S_OK} or {MAPI_E_NO_SUPPORT} from QueryFastShutdown"),
        query,
        "Agree to a fast shutdown, or refuse it with MAPI_E_NO_SUPPORT.",
    )?;
    if query != S_OK || !trial.has(Capability::Write) {
        return Ok(());
    }
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let root = root_folder(&*store, OpenEntryFlags::MAPI_MODIFY)?;
    let message = new_message(&*root, &[PropValue::new(PR_SUBJECT_W, SURVIVOR)])?;
    save(&*message, SaveChangesFlags::empty())?;
    machine.fast_shutdown(&session)?;
    let later = trial.machine()?;
    let (first_try, second_try) = (later.session()?, later.session()?);
    let reopened = match opened_beside(&later, &first_try)? {
        Some(store) => store,
        None => {
            drop((message, root, store));
            log_off(&session)?;
            later.open_store(&second_try)?
        }
    };
    let survived = has_survivor(&*root_folder(&*reopened, OpenEntryFlags::empty())?)?;
    ensure(
        survived,
        "a message that was saved before a fast shutdown, in the store as it opens again",
        "no such message",
        "What DoFastShutdown leaves behind has to be complete: nothing is released afterwards.",
    )
}

/// The first store in the next process. The one before is gone: what its client holds is not released, unless the provider
/// counts the sessions of a process that is not really gone here [LOGON-14].
fn opened_beside(machine: &Machine, session: &Session) -> Reached<Option<Arc<dyn IMsgStore>>> {
    let flags = machine.access() | OpenStoreFlags::MDB_NO_DIALOG;
    let opened = machine.try_open(session, StoreSlot::Store, flags)?;
    if code_of(&opened) == MAPI_E_SESSION_LIMIT {
        return Ok(None);
    }
    opened.map(Some).or_not_reached(way::LOGON, "OpenMsgStore in the next process")
}

const SURVIVOR: &str = "saved before the fast shutdown";

/// Whether one of the messages that a folder lists is the one that was saved; the last one may be the newest.
fn has_survivor(folder: &dyn IMAPIFolder) -> Reached<bool> {
    let rows = rows_if_any(contents_table(folder)?, "a contents table")?;
    for id in row_ids(&rows, "a contents table")?.iter().rev() {
        let message = folder.open_entry(&OpenEntryRequest::new(id)).and_then(MapiObject::into_message);
        let message = message.or_not_reached(way::OBJECTS, "OpenEntry of a message that a table lists")?;
        if subject_of(&message).as_deref() == Some(SURVIVOR) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn subject_of(message: &Arc<dyn IMessage>) -> Option<String> {
    let value = get(&**message, PR_SUBJECT_W, Whose::object("a message")).ok()?;
    value.as_text().map(std::borrow::Cow::into_owned)
}
