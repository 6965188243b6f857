//! Checks of what only a bridge sees: they use a little of everything, and the bridge watches.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};

use mapi_com::incoming::with_odd_ids;
use mapi_sim::conformance::{OrBreach, Reached, Trial, Verdict, ensure, log_off, rules};
use mapi_sim::mapi::tags::{PR_ATTACH_DATA_BIN, PR_BODY_W, PR_DISPLAY_NAME_W, PR_ENTRYID};
use mapi_sim::mapi::{
    Bookmark, EntryId, GetPropsFlags, MapiResult, MapiUid, OpenEntryFlags, OpenStoreFlags, PropProblem,
    PropTag, PropValue, TableFlags, Value, Warned, iids,
};
use mapi_sim::spi::{
    CopyToRequest, IMAPIProp, IMAPISession, IMAPITable, MapiObject, OpenEntryRequest, OpenPropertyRequest,
    OpenStoreRequest, SeekOrigin,
};

use super::walk::Walk;

/// A tag that no object has a property for.
const NO_PROPERTY: PropTag = PropTag::from_raw(0x67EE_0102);
/// An interface that no object has.
const NO_INTERFACE: MapiUid = MapiUid::from_fields(0x6D61_7069, 0x7369, 0x6D2D, *b"chk-none");

/// Where `CopyTo` puts its properties: an object that notes on which thread it is called.
#[derive(Default)]
struct Destination(Mutex<Vec<ThreadId>>);

impl Destination {
    fn called(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(thread::current().id());
    }
}

impl IMAPIProp for Destination {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        self.called();
        Ok(Warned::from(Vec::new()))
    }

    fn set_props(&self, _: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        self.called();
        Ok(Vec::new())
    }

    fn delete_props(&self, _: &[PropTag]) -> MapiResult<Vec<PropProblem>> {
        self.called();
        Ok(Vec::new())
    }
}

/// [INIT-18] A destination is used on the thread of the call.
pub(super) fn init_18_destinations_stay_on_their_thread(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = Walk::of(&*store)?;
    let kept = Arc::new(Destination::default());
    for (_, object) in walk.objects() {
        let target = MapiObject::Prop(Arc::clone(&kept) as Arc<dyn IMAPIProp>);
        // A provider need not copy to what is not its own.
        let _ = object.copy_to(&CopyToRequest::new(iids::IID_IMAPIProp, &target));
    }
    let here = thread::current().id();
    let elsewhere =
        kept.0.lock().unwrap_or_else(PoisonError::into_inner).iter().filter(|id| **id != here).count();
    drop((walk, store));
    log_off(&session)?;
    ensure(
        elsewhere == 0,
        "calls of the destination of CopyTo on the thread of CopyTo",
        format!("{elsewhere} calls on another thread"),
        "Use what a caller passes on the caller's thread, or marshal it.",
    )
}

/// [EID-16] Identifiers at odd addresses mean the same.
pub(super) fn eid_16_odd_addresses_do_not_hurt(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = Walk::of(&*store)?;
    let ids: Vec<EntryId> = walk.objects().filter_map(|(_, object)| id_of(object)).collect();
    let logon = machine.logon_object(&store)?;
    let answers = || -> Vec<String> {
        let of = |id: &EntryId| {
            let opened = store.open_entry(&OpenEntryRequest::new(id)).map(|object| object.object_type());
            let by_logon = logon.open_entry(&OpenEntryRequest::new(id)).map(|object| object.object_type());
            let same = logon.compare_entry_ids(id, id, 0);
            format!("OpenEntry {opened:?}, IMSLogon::OpenEntry {by_logon:?}, CompareEntryIDs {same:?}")
        };
        ids.iter().map(of).collect()
    };
    let (aligned, odd) = (answers(), with_odd_ids(answers));
    let differs = aligned.iter().zip(&odd).find(|(one, other)| one != other);
    let store_id = machine.store_id(&session)?;
    drop((walk, store, logon));
    log_off(&session)?;
    let opened = with_odd_ids(|| opens(trial, &store_id))?;
    let help = "Copy an identifier before it is read, or read it byte by byte.";
    if let Some((aligned, odd)) = differs {
        return ensure(false, format!("what an even address answers: {aligned}"), odd, help);
    }
    let got = opened.err().map(|error| error.to_string()).unwrap_or_default();
    ensure(got.is_empty(), "a store that opens by an identifier at an odd address", got, help)
}

fn id_of(object: &dyn IMAPIProp) -> Option<EntryId> {
    let props = object.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::empty()).ok()?;
    props.value.first()?.as_entry_id()
}

fn opens(trial: &Trial, id: &EntryId) -> Reached<MapiResult<()>> {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let request = OpenStoreRequest::new(id).flags(OpenStoreFlags::MDB_NO_DIALOG);
    let opened = session.open_msg_store(&request).map(drop);
    log_off(&session)?;
    Ok(opened)
}

/// [MEM-04] Calls that have to fail. The bridge looks whether they leave something behind.
pub(super) fn mem_04_failing_calls_leave_outputs_clean(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = Walk::of(&*store)?;
    for (_, object) in walk.objects() {
        let _ = object.open_property(&OpenPropertyRequest::new(NO_PROPERTY, iids::IID_IStream));
        let _ = object.open_property(&OpenPropertyRequest::new(PR_DISPLAY_NAME_W, NO_INTERFACE));
        for id in id_of(object).iter().flat_map(damaged) {
            let _ = store.open_entry(&OpenEntryRequest::new(&id));
            let _ = machine.logon_object(&store)?.open_entry(&OpenEntryRequest::new(&id));
        }
    }
    for message in &walk.messages {
        let _ = message.open_attach(0x7FFF_FFFF, None, OpenEntryFlags::empty());
    }
    drop((walk, store));
    log_off(&session)
}

/// Identifiers of the provider that mean nothing.
fn damaged(id: &EntryId) -> [EntryId; 2] {
    let bytes = id.as_bytes();
    let cut = bytes.get(..bytes.len().saturating_sub(1)).unwrap_or_default();
    let other: Vec<u8> = [bytes.get(..20).unwrap_or(bytes), &[0xEE; 24]].concat();
    [EntryId::from_bytes(cut), EntryId::from_bytes(&other)]
}

/// COM-4: numbers that come back, in tables and streams. The bridge looks behind them.
pub(super) fn com_4_outputs_are_written_in_their_width(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = Walk::of(&*store)?;
    for folder in &walk.folders {
        let tables =
            [folder.get_contents_table(TableFlags::empty()), folder.get_hierarchy_table(TableFlags::empty())];
        tables.iter().flatten().for_each(|table| count(&**table));
    }
    for message in &walk.messages {
        read(&**message, PR_BODY_W);
        if let Ok(table) = message.get_attachment_table(TableFlags::empty()) {
            count(&*table);
        }
        if let Ok(attachment) = message.open_attach(0, None, OpenEntryFlags::empty()) {
            read(&*attachment, PR_ATTACH_DATA_BIN);
        }
    }
    drop((walk, store));
    log_off(&session)
}

/// Asks a table for its numbers.
fn count(table: &dyn IMAPITable) {
    let _ = table.get_row_count(0);
    let _ = table.seek_row(Bookmark::BEGINNING, 1);
    let _ = table.query_position();
    let _ = table.get_status();
}

/// Reads a property as a stream, less than there is and more.
fn read(object: &dyn IMAPIProp, tag: PropTag) {
    let Ok(MapiObject::Stream(stream)) =
        object.open_property(&OpenPropertyRequest::new(tag, iids::IID_IStream))
    else {
        return;
    };
    for room in [1, 64, 4096] {
        let _ = stream.read(&mut vec![0; room]);
    }
    let _ = stream.seek(0, SeekOrigin::Set);
}

/// COM-5: `GetProps` says with a warning that a value is an error.
pub(super) fn com_5_get_props_warns_of_errors(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = Walk::of(&*store)?;
    let all = std::iter::once(("the store", &*store as &dyn IMAPIProp)).chain(walk.objects());
    let mut silent = None;
    for (name, object) in all {
        let answer = object.get_props(Some(&[PR_ENTRYID, NO_PROPERTY]), GetPropsFlags::empty());
        let answer = answer.or_not_reached(rules::LOGON_15, format!("GetProps of {name}"))?;
        let has_error = answer.value.iter().any(|value| matches!(value.value(), Value::Error(_)));
        if has_error && answer.warning.is_none() {
            silent = silent.or(Some(name));
        }
    }
    drop((walk, store));
    log_off(&session)?;
    ensure(
        silent.is_none(),
        "MAPI_W_ERRORS_RETURNED from GetProps where a value is PT_ERROR",
        format!("S_OK from GetProps of {}", silent.unwrap_or("nothing")),
        "Answer MAPI_W_ERRORS_RETURNED if a property could not be had.",
    )
}
