//! The special folders that MAPI makes between `Logon` and the client.

use mapi_sim::load::Step;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Actor, Args, Fact, Method, Trace, What};
use std::sync::Arc;

use super::folder_store::*;

/// The calls that MAPI made on the store and its folders.
fn calls(trace: &Trace) -> Vec<Method> {
    let of_mapi = |what: &What| {
        if let What::Call { from: Actor::Mapi, method, .. } = what { Some(*method) } else { None }
    };
    let all = trace.events().iter().filter_map(|event| of_mapi(&event.what));
    all.filter(|method| method.name().starts_with("IMsgStore") || method.name().starts_with("IMAPIFolder"))
        .collect()
}

/// One folder's creation.
const CREATE: [Method; 2] = [Method::FolderCreateFolder, Method::FolderGetProps];

#[test]
fn a_store_without_folders_gets_the_three_of_every_store() {
    let tree = Tree::empty();
    let (mapi, session) = machine(&tree, false);
    let _store = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
    let names = ["/IPM Subtree", "/Search Root", "IPM Subtree/Deleted Items"];
    let mut made = tree.folder_names();
    made.sort_unstable();
    assert_eq!(made, names);
    let bits = FolderMask::FOLDER_IPM_SUBTREE_VALID
        | FolderMask::FOLDER_FINDER_VALID
        | FolderMask::FOLDER_IPM_WASTEBASKET_VALID;
    assert_eq!(tree.valid(), bits);
    assert_eq!(tree.named(PR_IPM_SUBTREE_ENTRYID), "IPM Subtree");
    assert_eq!(tree.named(PR_FINDER_ENTRYID), "Search Root");
    assert_eq!(tree.named(PR_IPM_WASTEBASKET_ENTRYID), "Deleted Items");
    let expected = [
        &[Method::StoreGetProps, Method::StoreOpenEntry][..],
        &CREATE,
        &CREATE,
        &CREATE,
        &[Method::StoreSetProps],
    ];
    assert_eq!(calls(&mapi.trace()), expected.concat());
}

#[test]
fn the_folders_are_there_before_the_spooler_and_the_client() {
    let tree = Tree::empty();
    let (mapi, session) = machine(&tree, false);
    let _store = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
    let trace = mapi.trace();
    let at =
        |wanted: &dyn Fn(&What) -> bool| trace.events().iter().position(|event| wanted(&event.what)).unwrap();
    let reached = |step| at(&|what| *what == What::Fact(Fact::Reached(step)));
    let first =
        at(&|what| matches!(what, What::Call { from: Actor::Mapi, method: Method::StoreGetProps, .. }));
    let last = at(&|what| matches!(what, What::Return { method: Method::StoreSetProps, .. }));
    assert!(reached(Step::LogonAndStore) < first && first < last);
    assert!(last < reached(Step::SpoolerTold) && last < reached(Step::StoreToClient));
    assert!(trace.to_string().contains("-> a folder of M1  IMAPIFolder::CreateFolder(\"Deleted Items\")"));
}

#[test]
fn the_default_store_gets_all_eight_and_an_inbox_that_receives() {
    let tree = Tree::empty();
    let (mapi, session) = machine(&tree, true);
    let _store = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
    let mut made = tree.folder_names();
    made.sort_unstable();
    let names = [
        "/Common Views",
        "/Folder Views",
        "/IPM Subtree",
        "/Search Root",
        "IPM Subtree/Deleted Items",
        "IPM Subtree/Inbox",
        "IPM Subtree/Outbox",
        "IPM Subtree/Sent Items",
    ];
    assert_eq!(made, names);
    assert_eq!(tree.valid(), every_folder());
    for folder in SpecialFolder::ALL {
        if let Some(tag) = folder.entry_id_tag() {
            assert_eq!(tree.named(tag), folder.title());
        }
    }
    let received: Vec<String> = lock(&tree.receive).iter().map(|(class, _)| class.clone()).collect();
    assert_eq!(received, ["", "IPM", "REPORT"]);
    assert_eq!(calls(&mapi.trace()).len(), 2 + 8 * 2 + 3 + 1);
}

#[test]
fn without_mail_nothing_is_made() {
    let tree = Tree::empty();
    let (mapi, session) = machine(&tree, true);
    let _store = open(&session, OpenStoreFlags::MDB_WRITE | OpenStoreFlags::MDB_NO_MAIL).unwrap();
    assert_eq!(calls(&mapi.trace()), []);
    assert_eq!(tree.folder_names(), [""; 0]);
}

#[test]
fn a_client_without_mail_gets_them_all_the_same() {
    let tree = Tree::empty();
    let (mapi, _) = machine(&tree, false);
    let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_NO_MAIL).unwrap();
    let _store = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
    assert_eq!(tree.folder_names().len(), 3);
}

#[test]
fn a_store_that_is_opened_for_reading_is_not_even_asked() {
    let (mapi, session) = machine(&Tree::empty(), true);
    let _store = open(&session, OpenStoreFlags::empty()).unwrap();
    assert_eq!(calls(&mapi.trace()), []);
}

#[test]
fn a_store_that_cannot_be_written_to_is_left_alone() {
    for bit in [StoreSupportMask::STORE_CREATE_OK, StoreSupportMask::STORE_MODIFY_OK] {
        let tree = Tree::new(writable().difference(bit), FolderMask::empty());
        let (mapi, session) = machine(&tree, true);
        let _store = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
        assert_eq!(calls(&mapi.trace()), [Method::StoreGetProps]);
    }
}

#[test]
fn a_store_that_has_its_folders_costs_one_call() {
    let (mapi, session) = machine(&Tree::new(writable(), every_folder()), true);
    let _store = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
    assert_eq!(calls(&mapi.trace()), [Method::StoreGetProps]);
}

#[test]
fn only_what_is_missing_is_made_in_the_subtree_that_is_there() {
    let tree = Tree::new(writable(), FolderMask::FOLDER_IPM_SUBTREE_VALID | FolderMask::FOLDER_FINDER_VALID);
    let id = EntryId::build(EntryIdFlags::empty(), UID, b"top");
    lock(&tree.folders).insert(id.as_bytes().to_vec(), (String::new(), "Top".to_owned()));
    lock(&tree.props).push(PropValue::new(PR_IPM_SUBTREE_ENTRYID, &id));
    let (mapi, session) = machine(&tree, false);
    let _store = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
    let mut names = tree.folder_names();
    names.sort_unstable();
    assert_eq!(names, ["/Top", "Top/Deleted Items"]);
    assert_eq!(tree.named(PR_IPM_SUBTREE_ENTRYID), "Top");
    let expected =
        [Method::StoreGetProps, Method::StoreOpenEntry, CREATE[0], CREATE[1], Method::StoreSetProps];
    assert_eq!(calls(&mapi.trace()), expected);
}

#[test]
fn a_failure_never_fails_the_open() {
    let cases = [
        ("store GetProps", 0),
        ("OpenEntry", 0),
        ("CreateFolder", 0),
        // The folders are made but cannot be used without an identifier. The ones below the subtree are not made.
        ("folder GetProps", 4),
        // Only the search root and the two views of a default store: the others lie below the subtree.
        ("the subtree", 3),
        ("SetReceiveFolder", 8),
        ("SetProps", 8),
    ];
    for (refused, folders) in cases {
        let tree = Tree::empty();
        tree.refuse(refused);
        let (mapi, session) = machine(&tree, true);
        let store = open(&session, OpenStoreFlags::MDB_WRITE);
        assert!(store.is_ok(), "{refused} failed the open");
        assert_eq!(tree.folder_names().len(), folders, "folders without {refused}");
        mapi.trace().expect_no_deviation().unwrap();
        let inbox = tree.valid().contains(FolderMask::FOLDER_IPM_INBOX_VALID);
        assert!(!inbox, "the inbox is valid without {refused}");
    }
}

#[test]
fn an_open_store_is_looked_at_once() {
    let tree = Tree::empty();
    let (mapi, session) = machine(&tree, false);
    let quiet = OpenStoreFlags::MDB_WRITE | OpenStoreFlags::MDB_NO_MAIL;
    let _first = open(&session, quiet).unwrap();
    assert_eq!(calls(&mapi.trace()), []);
    let _second = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
    let once = calls(&mapi.trace());
    assert_eq!(tree.folder_names().len(), 3);
    let _third = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
    assert_eq!(calls(&mapi.trace()), once);
}

#[test]
fn a_store_that_becomes_the_default_store_gets_the_rest() {
    let tree = Tree::empty();
    let (_mapi, session) = machine(&tree, false);
    let _store = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
    assert_eq!(tree.folder_names().len(), 3);
    session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&store_id())).unwrap();
    assert_eq!(tree.folder_names().len(), 8);
    assert_eq!(tree.valid(), every_folder());
}

#[test]
fn names_are_ansi_where_the_store_has_no_unicode() {
    let tree = Tree::new(writable().difference(StoreSupportMask::STORE_UNICODE_OK), FolderMask::empty());
    let (_mapi, session) = machine(&tree, false);
    // The folder asserts that flag and name agree.
    let _store = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
    assert_eq!(tree.folder_names().len(), 3);
}

#[test]
fn a_session_that_ends_meanwhile_takes_the_store_along() {
    let tree = Tree::empty();
    let (mapi, session) = machine(&tree, false);
    let ending = Arc::clone(&session);
    *lock(&tree.on_get_props) = Some(Box::new(move || {
        ending.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    }));
    assert_eq!(open(&session, OpenStoreFlags::MDB_WRITE).unwrap_err().code(), MAPI_E_END_OF_SESSION);
    let trace = mapi.trace();
    trace.expect_references_balanced().unwrap();
    trace.expect_invariants().unwrap();
    let told = trace.events().iter().any(|event| matches!(event.what, What::Fact(Fact::SpoolerTold(_))));
    assert!(!told);
}

#[test]
fn the_trace_names_the_folders() {
    let (mapi, session) = machine(&Tree::empty(), false);
    let _store = open(&session, OpenStoreFlags::MDB_WRITE).unwrap();
    let named = |what: &What| {
        if let What::Call { args: Args::SpecialFolder(folder), .. } = what { Some(*folder) } else { None }
    };
    let folders: Vec<_> = mapi.trace().events().iter().filter_map(|event| named(&event.what)).collect();
    assert_eq!(folders, [SpecialFolder::IpmSubtree, SpecialFolder::SearchRoot, SpecialFolder::DeletedItems]);
}
