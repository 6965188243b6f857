//! Search-results folders of the reference store.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::reference::*;

/// A default store with a search folder that has no criteria yet.
fn searched() -> (Subsystem, Arc<Session>, Arc<dyn IMsgStore>, Arc<dyn IMAPIFolder>) {
    let (mapi, session, store) = opened(StoreSpec::new("mail").default_store().with_sample_mail(), "mail");
    let search = search_folder(&*store).unwrap();
    (mapi, session, store, search)
}

fn search_folder(store: &dyn IMsgStore) -> MapiResult<Arc<dyn IMAPIFolder>> {
    let root = open_folder(store, &id_of(store, PR_FINDER_ENTRYID));
    root.create_folder(&CreateFolderRequest::new(FolderType::Search, &"Found".into()))
}

fn from_ann() -> Restriction {
    Restriction::Property {
        op: RelOp::Eq,
        tag: PR_SENDER_NAME_W,
        value: PropValue::new(PR_SENDER_NAME_W, "Ann"),
    }
}

fn subjects(folder: &dyn IMAPIFolder) -> Vec<String> {
    contents(folder).iter().map(|row| text(row, PR_SUBJECT_W)).collect()
}

#[test]
fn a_search_shows_what_meets_its_restriction_wherever_it_lies() {
    let (mapi, _session, store, search) = searched();
    let mask = StoreSupportMask::from_bits_retain(get(&*store, PR_STORE_SUPPORT_MASK).as_bits().unwrap());
    assert!(mask.contains(StoreSupportMask::STORE_SEARCH_OK));
    assert_eq!(get(&*search, PR_FOLDER_TYPE).as_bits(), Some(FolderType::Search.raw()));
    assert_eq!(code_of(search.get_search_criteria(StringWidth::MAPI_UNICODE)), MAPI_E_NOT_INITIALIZED);
    let subtree = id_of(&*store, PR_IPM_SUBTREE_ENTRYID);
    let everywhere = [subtree.clone()];
    let none = search.set_search_criteria(None, Some(&everywhere), SearchFlags::empty());
    assert_eq!(code_of(none), MAPI_E_NOT_INITIALIZED);
    let heard = Arc::new(Mutex::new(0));
    let sink = Arc::clone(&heard);
    let listen = move |_: &[Notification]| *sink.lock().unwrap() += 1;
    store
        .advise(Some(&id_of(&*search, PR_ENTRYID)), EventMask::fnevSearchComplete, Arc::new(listen))
        .unwrap();
    search.set_search_criteria(Some(&from_ann()), Some(&everywhere), SearchFlags::SHALLOW_SEARCH).unwrap();
    assert!(subjects(&*search).is_empty());
    search.set_search_criteria(None, None, SearchFlags::RECURSIVE_SEARCH).unwrap();
    assert_eq!(subjects(&*search), ["Invitation", "Minutes"]);
    assert_eq!((get(&*search, PR_CONTENT_COUNT).as_long(), *heard.lock().unwrap()), (Some(2), 2));
    let row = contents(&*search).remove(1);
    assert_eq!(text(&row, PR_PARENT_DISPLAY_W), "Projects");
    let criteria = search.get_search_criteria(StringWidth::MAPI_UNICODE).unwrap();
    assert_eq!((criteria.restriction, criteria.containers), (Some(from_ann()), Some(vec![subtree])));
    assert_eq!(criteria.state, SearchState::SEARCH_RUNNING | SearchState::SEARCH_RECURSIVE);
    assert_ne!(get(&*store, PR_STORE_STATE).as_bits(), Some(0));
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn a_running_search_follows_the_store_and_a_stopped_one_does_not() {
    let (_mapi, _session, store, search) = searched();
    let inbox = writable_inbox(&*store);
    let there = [id_of(&*inbox, PR_ENTRYID)];
    search.set_search_criteria(Some(&from_ann()), Some(&there), SearchFlags::empty()).unwrap();
    let table = search.get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
    let arrive = |subject| {
        let message = inbox.create_message(None, CreateMessageFlags::empty()).unwrap();
        let values = [PropValue::new(PR_SUBJECT_W, subject), PropValue::new(PR_SENDER_NAME_W, "Ann")];
        message.set_props(&values).unwrap();
        message.save_changes(SaveChangesFlags::empty()).unwrap();
    };
    arrive("Second");
    assert_eq!((rows(&*table).len(), subjects(&*search).len()), (2, 2), "the open table follows");
    search.set_search_criteria(None, None, SearchFlags::STOP_SEARCH).unwrap();
    arrive("Third");
    assert_eq!(subjects(&*search), ["Invitation", "Second"]);
    let state = || search.get_search_criteria(StringWidth::MAPI_UNICODE).unwrap().state;
    assert_eq!(state(), SearchState::empty());
    assert_eq!(get(&*store, PR_STORE_STATE).as_bits(), Some(0));
    search.set_search_criteria(None, None, SearchFlags::RESTART_SEARCH).unwrap();
    assert_eq!((subjects(&*search).len(), state()), (3, SearchState::SEARCH_RUNNING));
    let both = SearchFlags::STOP_SEARCH | SearchFlags::RESTART_SEARCH;
    assert_eq!(code_of(search.set_search_criteria(None, None, both)), MAPI_E_INVALID_PARAMETER);
}

#[test]
fn a_hit_is_the_message_itself_and_nothing_else_gets_in() {
    let (_mapi, _session, store, search) = searched();
    let inbox = writable_inbox(&*store);
    let there = [id_of(&*inbox, PR_ENTRYID)];
    search.set_search_criteria(Some(&from_ann()), Some(&there), SearchFlags::empty()).unwrap();
    let hit = contents(&*search)[0].get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    let ids = std::slice::from_ref(&hit);
    assert_eq!(id_of(&*open_message(&*store, &hit), PR_PARENT_ENTRYID), there[0]);
    search.set_read_flags(Some(ids), ProgressUi::none(), ReadFlags::CLEAR_READ_FLAG).unwrap();
    assert_eq!(get(&*search, PR_CONTENT_UNREAD).as_long(), Some(1));
    let rights = Access::from_bits_retain(get(&*search, PR_ACCESS).as_bits().unwrap());
    assert!(!rights.intersects(Access::MAPI_ACCESS_CREATE_CONTENTS | Access::MAPI_ACCESS_CREATE_HIERARCHY));
    assert_eq!(code_of(search.create_message(None, CreateMessageFlags::empty())), MAPI_E_NO_ACCESS);
    assert_eq!(code_of(inbox.copy_messages(&CopyMessagesRequest::new(ids, &search))), MAPI_E_NO_ACCESS);
    assert_eq!(code_of(new_folder(&*search, "Below")), MAPI_E_NO_ACCESS);
    let renamed = search.set_props(&[PropValue::new(PR_DISPLAY_NAME_W, "Other")]).unwrap();
    assert_eq!(renamed[0].code, MAPI_E_NO_ACCESS);
    let root = open_folder(&*store, &id_of(&*store, PR_FINDER_ENTRYID));
    let search_id = id_of(&*search, PR_ENTRYID);
    assert_eq!(code_of(root.copy_folder(&CopyFolderRequest::new(&search_id, &inbox))), MAPI_E_NO_ACCESS);
    let itself = [search_id.clone()];
    let circular = search.set_search_criteria(Some(&from_ann()), Some(&itself), SearchFlags::empty());
    assert_eq!(code_of(circular), MAPI_E_INVALID_PARAMETER);
    let sub = Restriction::Sub { tag: PR_MESSAGE_RECIPIENTS, restriction: Box::new(from_ann()) };
    let complex = search.set_search_criteria(Some(&sub), Some(&there), SearchFlags::empty());
    assert_eq!(code_of(complex), MAPI_E_TOO_COMPLEX);
    assert_eq!(subjects(&*search).len(), 1, "the search goes on as it was");
    let deleted = search.delete_messages(ids, ProgressUi::none(), DeleteMessagesFlags::empty()).unwrap();
    assert_eq!((deleted.code(), subjects(&*inbox)), (S_OK, vec!["Reminder".to_owned()]));
    // Only the links go with the folder.
    root.delete_folder(&search_id, ProgressUi::none(), DeleteFolderFlags::empty()).unwrap();
    assert_eq!(subjects(&*inbox).len(), 1);
}

#[test]
fn search_folders_belong_to_default_stores_and_below_the_search_root() {
    let (_mapi, _session, store, _) = searched();
    let inbox = writable_inbox(&*store);
    let outside = inbox.create_folder(&CreateFolderRequest::new(FolderType::Search, &"Found".into()));
    assert_eq!(code_of(outside), MAPI_E_NO_SUPPORT);
    let there = [id_of(&*inbox, PR_ENTRYID)];
    let generic = inbox.set_search_criteria(Some(&from_ann()), Some(&there), SearchFlags::empty());
    assert_eq!(code_of(generic), MAPI_E_NO_SUPPORT);
    let (_mapi, _session, plain) = opened(StoreSpec::new("plain").writable(), "plain");
    assert_eq!(code_of(search_folder(&*plain)), MAPI_E_NO_SUPPORT);
}
