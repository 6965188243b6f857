//! Identifiers of objects that are made, moved, copied and deleted.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::conformance::machine::{
    Trial, Whose, contents_table, entry_id, new_folder, new_message, root_folder, row_ids, rows_if_any, save,
    support_mask,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, differing, ensure, way};
use crate::conformance_area;
use crate::mapi::tags::{PR_DISPLAY_NAME_W, PR_SUBJECT_W};
use crate::mapi::{
    CopyMessagesFlags, DeleteFolderFlags, DeleteMessagesFlags, EntryId, OpenEntryFlags, PropValue,
    SaveChangesFlags, StoreSupportMask,
};
use crate::spi::{CopyMessagesRequest, IMAPIFolder, IMsgStore, OpenEntryRequest, ProgressUi};

conformance_area! {
    pub(super) changes, tests by __mapi_sim_tests_changes;
    EID_17 eid_17_long_term_identifiers_are_not_reused [write];
    EID_18 eid_18_identifiers_survive_moves_and_change_with_copies [write];
}

/// How many objects are made and deleted.
const ROUNDS: usize = 12;

/// [EID-17]
fn eid_17_long_term_identifiers_are_not_reused(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let promised = support_mask(&*store)?.contains(StoreSupportMask::STORE_ENTRYID_UNIQUE);
    let root = root_folder(&*store, OpenEntryFlags::MAPI_MODIFY)?;
    let mut known: BTreeMap<EntryId, &str> = BTreeMap::new();
    for round in 0..ROUNDS {
        let folder = new_folder(&*root, &format!("round {round}"))?;
        let message = saved_message(&*folder, "of one round")?;
        for (id, kind) in
            [(entry_id(&*folder, Whose::object("a new folder"))?, "folder"), (message.clone(), "message")]
        {
            let before = known.insert(id.clone(), kind);
            ensure(
                before.is_none_or(|before| before == kind && !promised),
                "an identifier that no object had before",
                format_args!("the identifier of a deleted {} on a new {kind}", before.unwrap_or_default()),
                "Count identifiers on and never back.",
            )?;
        }
        let messages = [message];
        folder
            .delete_messages(&messages, ProgressUi::none(), DeleteMessagesFlags::empty())
            .or_not_reached(way::WRITE, "DeleteMessages")?;
        root.delete_folder(
            &entry_id(&*folder, Whose::object("a folder"))?,
            ProgressUi::none(),
            DeleteFolderFlags::empty(),
        )
        .or_not_reached(way::WRITE, "DeleteFolder")?;
    }
    Ok(())
}

/// [EID-18]
fn eid_18_identifiers_survive_moves_and_change_with_copies(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let root = root_folder(&*store, OpenEntryFlags::MAPI_MODIFY)?;
    let (source, target) = (new_folder(&*root, "source")?, new_folder(&*root, "target")?);
    let message = saved_message(&*source, "to be copied")?;
    let copied = transfer(&*source, &target, &message, CopyMessagesFlags::empty())?;
    ensure(
        copied.is_some_and(|id| id != message),
        "an identifier of its own for a copied message",
        "none, or that of the original",
        "Two objects cannot share one identifier.",
    )?;
    let other = new_folder(&*root, "other")?;
    let moved = transfer(&*source, &other, &message, CopyMessagesFlags::MESSAGE_MOVE)?;
    ensure(
        moved.as_ref() == Some(&message) || trial.is_lenient(),
        "the identifier of a moved message as it was",
        moved.map_or_else(|| "no message".to_owned(), |moved| differing(&message, &moved)),
        "Within a store a moved object keeps its identifier.",
    )?;
    let before = entry_id(&*other, Whose::object("a folder"))?;
    let renamed = [PropValue::new(PR_DISPLAY_NAME_W, "renamed")];
    open_for_change(&*store, &before)?
        .set_props(&renamed)
        .or_not_reached(way::WRITE, "SetProps of a folder's name")?;
    let after = entry_id(&*other, Whose::object("a folder"))?;
    ensure(
        after == before || trial.is_lenient(),
        "the identifier of a renamed folder as it was",
        differing(&before, &after),
        "Make identifiers of what does not change: no name belongs into them.",
    )
}

fn transfer(
    source: &dyn IMAPIFolder,
    target: &Arc<dyn IMAPIFolder>,
    message: &EntryId,
    flags: CopyMessagesFlags,
) -> Reached<Option<EntryId>> {
    let messages = [message.clone()];
    let request = CopyMessagesRequest::new(&messages, target).flags(flags);
    source.copy_messages(&request).or_not_reached(way::WRITE, format_args!("CopyMessages with {flags}"))?;
    let rows = rows_if_any(contents_table(&**target)?, "a contents table")?;
    let listed = row_ids(&rows, "a contents table")?;
    let Some(listed) = listed.first() else { return Ok(None) };
    // A row's identifier may be short-term.
    let opened = target.open_entry(&OpenEntryRequest::new(listed));
    let message =
        opened.or_not_reached(way::OBJECTS, "IMAPIContainer::OpenEntry of a message that the table lists")?;
    entry_id(&*message.into_prop().or_not_reached(way::OBJECTS, "a message")?, Whose::object("a message"))
        .map(Some)
}

/// The identifier of a new message.
fn saved_message(folder: &dyn IMAPIFolder, subject: &str) -> Reached<EntryId> {
    let message = new_message(folder, &[PropValue::new(PR_SUBJECT_W, subject)])?;
    save(&*message, SaveChangesFlags::KEEP_OPEN_READWRITE)?;
    entry_id(&*message, Whose::object("a new message"))
}

fn open_for_change(store: &dyn IMsgStore, id: &EntryId) -> Reached<Arc<dyn IMAPIFolder>> {
    let request = OpenEntryRequest::new(id).flags(OpenEntryFlags::MAPI_MODIFY);
    let opened =
        store.open_entry(&request).or_not_reached(way::WRITE, "OpenEntry of a folder with MAPI_MODIFY")?;
    opened.into_folder().or_not_reached(way::WRITE, "a folder")
}
