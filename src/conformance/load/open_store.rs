//! What an open store shows and allows from the start.

use std::sync::Arc;

use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{
    CallLog, Found, MachineOptions, StoreWalk, Trial, Whose, code_of, entry_id, get, open_by_session,
    root_folder, support_mask,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, differing, ensure, listed, way};
use crate::conformance_area;
use crate::mapi::codes::{MAPI_E_COMPUTED, S_OK};
use crate::mapi::iids::IID_IStream;
use crate::mapi::tags::{
    PR_ACCESS_LEVEL, PR_BODY_W, PR_COMMENT_W, PR_DISPLAY_NAME_W, PR_ENTRYID, PR_MDB_PROVIDER, PR_OBJECT_TYPE,
    PR_RECORD_KEY, PR_STORE_ENTRYID, PR_STORE_RECORD_KEY, PR_STORE_SUPPORT_MASK, PR_SUBJECT_W,
};
use crate::mapi::{
    CreateMessageFlags, DeleteFolderFlags, DeleteMessagesFlags, EmptyFolderFlags, FolderType, MapiResult,
    MapiString, MessageStatus, OpenEntryFlags, OpenPropertyFlags, OpenStoreFlags, PropProblem, PropTag,
    PropValue, SaveChangesFlags, StoreSupportMask, Warned,
};
use crate::spi::{
    CopyFolderRequest, CopyMessagesRequest, CreateFolderRequest, IMAPIFolder, IMessage, IMsgStore,
    MapiObject, OpenEntryRequest, OpenPropertyRequest, ProgressUi,
};

conformance_area! {
    pub(super) open_store, tests by __mapi_sim_tests_open_store;
    LOGON_10 logon_10_logon_registers_a_mapiuid [];
    LOGON_12 logon_12_without_mdb_write_the_store_is_read_only [];
    LOGON_15 logon_15_a_store_has_its_required_properties [];
    LOGON_16 logon_16_both_ways_to_open_an_entry_agree [];
    LOGON_17 logon_17_objects_are_read_only_unless_more_is_asked [write];
}

/// [LOGON-10]
fn logon_10_logon_registers_a_mapiuid(trial: &Trial) -> Verdict {
    let log = CallLog::default();
    let machine = log.machine(trial, MachineOptions::default())?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let flags = log.notes().uids.first().map(|(_, flags)| *flags);
    ensure(
        flags == Some(0),
        "SetProviderUID with flags zero while Logon is under way",
        flags.map_or_else(|| "no call".to_owned(), |flags| format!("flags {flags:#X}")),
        "Register the MAPIUID that the provider's identifiers carry before Logon returns.",
    )?;
    let id = entry_id(&*root_folder(&*store, OpenEntryFlags::empty())?, Whose::object("the root folder"))?;
    open_by_session(&session, &id, OpenEntryFlags::empty())
        .map(drop)
        .or_breach("IMAPISession::OpenEntry of a folder, which MAPI routes by its MAPIUID")
}

/// [LOGON-12]
fn logon_12_without_mdb_write_the_store_is_read_only(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open(&session, StoreSlot::Store, OpenStoreFlags::empty())?;
    let mask = support_mask(&*store)?;
    ensure(
        !mask.intersects(StoreSupportMask::STORE_MODIFY_OK.union(StoreSupportMask::STORE_CREATE_OK)),
        "neither STORE_MODIFY_OK nor STORE_CREATE_OK in PR_STORE_SUPPORT_MASK of a store opened for reading",
        mask,
        "Make the mask of what this open was granted.",
    )?;
    for (what, changed) in attempts(&*store, trial.is_lenient())? {
        ensure(
            !changed,
            format_args!("a failing {what} in a store that was opened without MDB_WRITE"),
            format_args!("success of {what}"),
            "Look at the access that the store was opened with before anything is changed.",
        )?;
    }
    Ok(())
}

/// A change that was tried, and whether it was made.
type Attempt = (&'static str, bool);

/// Tries to change what the store has.
fn attempts(store: &dyn IMsgStore, lenient: bool) -> Reached<Vec<Attempt>> {
    let walk = StoreWalk::of(store)?;
    let root = &walk.folders.first().or_not_reached(way::OBJECTS, "a root folder")?.object;
    let name = MapiString::from("made by the kit");
    let request = CreateFolderRequest::new(FolderType::Generic, &name);
    let comment = PropValue::new(PR_COMMENT_W, "written by the kit");
    let mut tried = vec![
        ("CreateFolder", root.create_folder(&request).is_ok()),
        ("CreateMessage", saved(root.create_message(None, CreateMessageFlags::empty()), lenient)),
        (
            "SetProps of PR_COMMENT of the root folder",
            accepted(root.set_props(std::slice::from_ref(&comment))),
        ),
        ("DeleteProps of PR_COMMENT of the root folder", accepted(root.delete_props(&[PR_COMMENT_W]))),
        ("SetProps of PR_COMMENT of the store", accepted(store.set_props(&[comment]))),
        ("DeleteProps of PR_COMMENT of the store", accepted(store.delete_props(&[PR_COMMENT_W]))),
    ];
    if !lenient {
        let modify = OpenEntryRequest::root().flags(OpenEntryFlags::MAPI_MODIFY);
        tried.push(("OpenEntry of the root folder with MAPI_MODIFY", store.open_entry(&modify).is_ok()));
    }
    for found in walk.messages.iter().take(1) {
        tried.extend(attempts_on_message(found, root, lenient)?);
    }
    for (found, parent) in
        walk.folders.iter().filter_map(|found| Some((found, found.parent.as_ref()?))).take(1)
    {
        tried.extend(attempts_on_folder(found, parent)?);
    }
    Ok(tried)
}

fn attempts_on_message(
    found: &Found<Arc<dyn IMessage>>,
    root: &Arc<dyn IMAPIFolder>,
    lenient: bool,
) -> Reached<Vec<Attempt>> {
    let message = &found.object;
    let folder = found.parent.as_ref().or_not_reached(way::OBJECTS, "the folder of a message")?;
    let ids = [entry_id(&**message, Whose::object("a message"))?];
    let subject = [PropValue::new(PR_SUBJECT_W, "written by the kit")];
    let stream = OpenPropertyRequest::new(PR_BODY_W, IID_IStream).flags(OpenPropertyFlags::MAPI_MODIFY);
    let mask = MessageStatus::MSGSTATUS_TAGGED;
    let [id] = &ids;
    let kept = || message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).is_ok();
    let mut tried = vec![
        ("SetProps of PR_SUBJECT of a message", accepted(message.set_props(&subject)) && kept()),
        ("DeleteProps of PR_SUBJECT of a message", accepted(message.delete_props(&[PR_SUBJECT_W])) && kept()),
    ];
    if !lenient {
        tried.push((
            "OpenProperty of PR_BODY of a message with MAPI_MODIFY",
            message.open_property(&stream).is_ok(),
        ));
    }
    tried.push(("SetMessageStatus", folder.set_message_status(id, mask, mask).is_ok()));
    tried.push(("CopyMessages", wholly(folder.copy_messages(&CopyMessagesRequest::new(&ids, root)))));
    let deleted = folder.delete_messages(&ids, ProgressUi::none(), DeleteMessagesFlags::empty());
    tried.push(("DeleteMessages", wholly(deleted)));
    Ok(tried)
}

fn attempts_on_folder(
    found: &Found<Arc<dyn IMAPIFolder>>,
    parent: &Arc<dyn IMAPIFolder>,
) -> Reached<Vec<Attempt>> {
    let id = entry_id(&*found.object, Whose::object("a folder"))?;
    let name = MapiString::from("copied by the kit");
    let copied = parent.copy_folder(&CopyFolderRequest::new(&id, parent).new_name(&name));
    let all = DeleteFolderFlags::DEL_FOLDERS.union(DeleteFolderFlags::DEL_MESSAGES);
    let deleted = parent.delete_folder(&id, ProgressUi::none(), all);
    let emptied = found.object.empty_folder(ProgressUi::none(), EmptyFolderFlags::empty());
    Ok(vec![
        ("CopyFolder", wholly(copied)),
        ("DeleteFolder", wholly(deleted)),
        ("EmptyFolder", wholly(emptied)),
    ])
}

/// A new message counts once it is saved, unless the page is read to the letter.
fn saved(made: MapiResult<Arc<dyn IMessage>>, lenient: bool) -> bool {
    made.is_ok_and(|message| !lenient || message.save_changes(SaveChangesFlags::empty()).is_ok())
}

/// Whether a change was taken: a refusal may also stand in the problem array.
fn accepted(result: MapiResult<Vec<PropProblem>>) -> bool {
    result.is_ok_and(|problems| problems.is_empty())
}

/// Whether a change of several objects was made: a refusal may also be that of each object.
fn wholly(result: MapiResult<Warned<()>>) -> bool {
    result.is_ok_and(|warned| warned.code() == S_OK)
}

/// [LOGON-15]
fn logon_15_a_store_has_its_required_properties(trial: &Trial) -> Verdict {
    const REQUIRED: [PropTag; 8] = [
        PR_DISPLAY_NAME_W,
        PR_ENTRYID,
        PR_OBJECT_TYPE,
        PR_RECORD_KEY,
        PR_STORE_ENTRYID,
        PR_STORE_RECORD_KEY,
        PR_MDB_PROVIDER,
        PR_STORE_SUPPORT_MASK,
    ];
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let missing = REQUIRED.iter().filter(|tag| get(&*store, **tag, Whose::store("the store")).is_err());
    let missing: Vec<&PropTag> = missing.collect();
    ensure(
        missing.is_empty(),
        "the properties that every store has",
        format_args!("no value for {}", listed(missing)),
        "Give these properties in GetProps from the start.",
    )?;
    if !support_mask(&*store)?.contains(StoreSupportMask::STORE_MODIFY_OK) {
        return Ok(());
    }
    let mask = PropValue::new(PR_STORE_SUPPORT_MASK, 0);
    let code = match store.set_props(&[mask]) {
        Ok(problems) => problems.first().map_or(S_OK, |problem| problem.code),
        Err(error) => error.code(),
    };
    ensure(
        code == MAPI_E_COMPUTED,
        format_args!("{MAPI_E_COMPUTED} for PR_STORE_SUPPORT_MASK in SetProps of the store"),
        code,
        "What the store computes is not the client's to set.",
    )
}

/// [LOGON-16]
fn logon_16_both_ways_to_open_an_entry_agree(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let logon = machine.logon_object(&store)?;
    for known in StoreWalk::of(&*store)?.ids()? {
        let request = OpenEntryRequest::new(&known.id);
        for (opener, answer) in
            [("IMsgStore", store.open_entry(&request)), ("IMSLogon", logon.open_entry(&request))]
        {
            let object =
                answer.or_breach(format_args!("{opener}::OpenEntry with {}", known.whose))?.into_prop();
            let object =
                object.or_breach(format_args!("an object with properties from {opener}::OpenEntry"))?;
            let id = entry_id(&*object, Whose::object("an object"))?;
            ensure(
                id == known.id,
                format_args!(
                    "the object whose identifier it is from {opener}::OpenEntry with {}",
                    known.whose
                ),
                format_args!("an object with another PR_ENTRYID: {}", differing(&known.id, &id)),
                "Let both methods do the same work.",
            )?;
        }
    }
    root_folder(&*store, OpenEntryFlags::empty())?;
    let root = logon.open_entry(&OpenEntryRequest::root());
    ensure(
        root.is_ok() || trial.is_lenient(),
        "the root folder from IMSLogon::OpenEntry without identifier",
        code_of(&root),
        "Take NULL for the identifier of the root folder in both methods.",
    )
}

/// [LOGON-17]
fn logon_17_objects_are_read_only_unless_more_is_asked(trial: &Trial) -> Verdict {
    const PLAIN: OpenEntryFlags = OpenEntryFlags::empty();
    const MODIFY: OpenEntryFlags = OpenEntryFlags::MAPI_MODIFY;
    const BEST: OpenEntryFlags = OpenEntryFlags::MAPI_BEST_ACCESS;
    let cases = [(PLAIN, false), (MODIFY, true), (BEST, true)];
    access_is_granted(trial, OpenStoreFlags::MDB_WRITE, &cases)?;
    // LOGON-12 asks what MAPI_MODIFY does here.
    access_is_granted(trial, OpenStoreFlags::empty(), &[(PLAIN, false), (BEST, false)])
}

/// An object that opens others, with its name.
type Opener<'a> = (&'a str, &'a dyn Fn(&OpenEntryRequest<'_>) -> MapiResult<MapiObject>);

/// Opens a folder of a store that was opened so, with each of these flags, which allow changes or not.
fn access_is_granted(trial: &Trial, granted: OpenStoreFlags, cases: &[(OpenEntryFlags, bool)]) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open(&session, StoreSlot::Store, granted)?;
    let logon = machine.logon_object(&store)?;
    let root = root_folder(&*store, OpenEntryFlags::empty())?;
    let id = entry_id(&*root, Whose::object("the root folder"))?;
    let routes: [Opener<'_>; 3] = [
        ("IMSLogon", &|request| logon.open_entry(request)),
        ("IMsgStore", &|request| store.open_entry(request)),
        ("IMAPIContainer", &|request| root.open_entry(request)),
    ];
    let cases = routes.iter().flat_map(|route| cases.iter().map(move |case| (route, case)));
    for ((opener, open), (flags, allowed)) in cases {
        let call = format!("{opener}::OpenEntry with {flags} in a store opened with {granted}");
        let opened = open(&OpenEntryRequest::new(&id).flags(*flags));
        let folder = opened.or_breach(&call)?.into_folder().or_not_reached(way::OBJECTS, "a folder")?;
        let level = get(&*folder, PR_ACCESS_LEVEL, Whose::object("a folder"))?.as_bits();
        let writes = accepted(folder.set_props(&[PropValue::new(PR_COMMENT_W, "written by the kit")]));
        ensure(
            level == Some(u32::from(writes)),
            format_args!("a PR_ACCESS_LEVEL that tells whether SetProps of PR_COMMENT works, for {call}"),
            format!(
                "{}, and SetProps {}",
                level.map_or_else(|| "no number".to_owned(), |level| level.to_string()),
                if writes { "works" } else { "is refused" }
            ),
            "PR_ACCESS_LEVEL is MAPI_MODIFY for an object that can be changed and 0 for one that cannot.",
        )?;
        ensure(
            writes == *allowed,
            format_args!("an object that {} be changed, for {call}", if *allowed { "can" } else { "cannot" }),
            if writes { "one that can" } else { "one that cannot" },
            "Without MAPI_MODIFY and MAPI_BEST_ACCESS an object is read-only, and in a store opened without MDB_WRITE always.",
        )?;
    }
    Ok(())
}
