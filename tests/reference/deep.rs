//! Folders nested deeper than any stack.

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::spi::*;

use crate::common::reference::*;

const DEEP: usize = 100_000;

fn chain(deep: usize) -> FolderSpec {
    (0..deep).fold(FolderSpec::new("innermost"), |inner, number| {
        FolderSpec::new(format!("folder {number}")).folder(inner)
    })
}

#[test]
fn folder_specifications_of_any_depth_are_copied_written_out_and_dropped() {
    let deep = chain(DEEP);
    let store = StoreSpec::new("deep").folder(deep.clone());
    for text in [format!("{deep:?}"), format!("{deep:#?}"), format!("{store:?}")] {
        assert!(text.len() < 2_000 && text.contains("folder 99999") && text.contains("99999"), "{text}");
    }
    drop(deep);
    drop(store.clone());
    drop(store);
}

#[test]
fn a_store_takes_and_lists_deep_folders() {
    let (_mapi, _session, store) = opened(StoreSpec::new("deep").folder(chain(2_000)), "deep");
    let top = folder(&*store, PR_IPM_SUBTREE_ENTRYID);
    let table = top.get_hierarchy_table(TableFlags::CONVENIENT_DEPTH).unwrap();
    assert!(table.get_row_count(0).unwrap().value > 2_000);
}

/// The criteria of a search folder are refused as a table refuses them.
#[test]
fn a_search_folder_refuses_criteria_that_are_too_deep() {
    let spec = StoreSpec::new("deep").default_store().writable();
    let (_mapi, _session, store) = opened(spec, "deep");
    let root = open_folder(&*store, &id_of(&*store, PR_FINDER_ENTRYID));
    let name = MapiString::from("search");
    let search = root
        .create_folder(
            &CreateFolderRequest::new(FolderType::Search, &name).flags(CreateFolderFlags::MAPI_UNICODE),
        )
        .unwrap();
    let deep = (0..DEEP).fold(Restriction::Exist(PR_SUBJECT_W), |inner, _| Restriction::Not(Box::new(inner)));
    let inbox = id_of(&*inbox(&*store), PR_ENTRYID);
    let refused = search.set_search_criteria(Some(&deep), Some(&[inbox]), SearchFlags::RESTART_SEARCH);
    assert_eq!(refused.unwrap_err().code(), MAPI_E_TOO_COMPLEX);
}

/// Copied with everything below, moved, not into itself, searched and deleted.
#[test]
fn deep_folders_of_a_store_are_copied_moved_and_deleted() {
    let (_mapi, _session, store) = opened(StoreSpec::new("deep").default_store().folder(chain(DEEP)), "deep");
    let top = open_folder(&*store, &id_of(&*store, PR_IPM_SUBTREE_ENTRYID));
    let outermost = rows(&*top.get_hierarchy_table(TableFlags::MAPI_UNICODE).unwrap())
        .iter()
        .find(|row| text(row, PR_DISPLAY_NAME_W) == format!("folder {}", DEEP - 1))
        .and_then(|row| row.get(PR_ENTRYID)?.as_entry_id())
        .unwrap();
    let copied = MapiString::from("copy");
    let copy = CopyFolderRequest::new(&outermost, &top).new_name(Some(&copied));
    top.copy_folder(&copy.flags(CopyFolderFlags::COPY_SUBFOLDERS | CopyFolderFlags::MAPI_UNICODE)).unwrap();
    let inside = open_folder(&*store, &outermost);
    let into_itself = CopyFolderRequest::new(&outermost, &inside).flags(CopyFolderFlags::FOLDER_MOVE);
    assert_eq!(top.copy_folder(&into_itself).unwrap_err().code(), MAPI_E_FOLDER_CYCLE);
    let all = DeleteFolderFlags::DEL_FOLDERS | DeleteFolderFlags::DEL_MESSAGES;
    top.delete_folder(&outermost, ProgressUi::none(), all).unwrap();
    top.empty_folder(ProgressUi::none(), EmptyFolderFlags::empty()).unwrap();
    let left =
        rows(&*top.get_hierarchy_table(TableFlags::CONVENIENT_DEPTH | TableFlags::MAPI_UNICODE).unwrap());
    assert!(left.iter().all(|row| text(row, PR_DISPLAY_NAME_W) != "copy"), "{}", left.len());
}
