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
