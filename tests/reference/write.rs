//! The writable reference store: rights, the store object and folders.

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::spi::*;

use crate::common::reference::*;

fn mail() -> StoreSpec {
    StoreSpec::new("mail").writable().with_sample_mail()
}

fn mask(store: &dyn IMsgStore) -> StoreSupportMask {
    StoreSupportMask::from_bits_retain(get(store, PR_STORE_SUPPORT_MASK).as_bits().unwrap())
}

#[test]
fn without_mdb_write_a_writable_store_is_read_only() {
    let (mapi, _) = machine_of(vec![mail()], &["mail"]);
    let session = log_on(&mapi);
    let store = open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap();
    assert!(mask(&*store).contains(StoreSupportMask::STORE_READONLY));
    assert!(!mask(&*store).intersects(StoreSupportMask::STORE_MODIFY_OK | StoreSupportMask::STORE_CREATE_OK));
    let inbox = writable_inbox(&*store);
    let message = first_message(&*store);
    let id = id_of(&*message, PR_ENTRYID);
    let ids = std::slice::from_ref(&id);
    let comment = [PropValue::new(PR_COMMENT_W, "x")];
    let none = ProgressUi::none();
    let open = OpenEntryRequest::new(&id).flags(OpenEntryFlags::MAPI_MODIFY);
    let stream = OpenPropertyRequest::new(PR_COMMENT_W, IID_IStream).flags(OpenPropertyFlags::MAPI_CREATE);
    let codes = [
        code_of(store.set_props(&comment)),
        code_of(store.delete_props(&[PR_COMMENT_W])),
        code_of(store.open_entry(&open)),
        code_of(inbox.set_props(&comment)),
        code_of(inbox.create_message(None, CreateMessageFlags::empty())),
        code_of(new_folder(&*inbox, "New")),
        code_of(inbox.delete_messages(ids, none, DeleteMessagesFlags::empty())),
        code_of(inbox.delete_folder(&id, none, DeleteFolderFlags::empty())),
        code_of(inbox.empty_folder(none, EmptyFolderFlags::empty())),
        code_of(inbox.set_message_status(&id, MessageStatus::empty(), MessageStatus::empty())),
        code_of(inbox.set_read_flags(None, none, ReadFlags::empty())),
        code_of(inbox.copy_messages(&CopyMessagesRequest::new(ids, &inbox))),
        code_of(inbox.copy_folder(&CopyFolderRequest::new(&id, &inbox))),
        code_of(inbox.save_contents_sort(&SortOrderSet::default(), SaveSortFlags::empty())),
        code_of(message.set_props(&comment)),
        code_of(message.delete_props(&[PR_BODY_W])),
        code_of(message.save_changes(SaveChangesFlags::empty())),
        code_of(message.open_property(&stream)),
        code_of(message.modify_recipients(ModifyRecipientsFlags::empty(), &[])),
        code_of(message.create_attach(None, CreateAttachFlags::empty())),
        code_of(message.set_read_flag(ReadFlags::empty())),
    ];
    assert_eq!(codes, [MAPI_E_NO_ACCESS; 21]);
    assert_eq!(contents(&*inbox).len(), 2);
    assert_eq!(get(&*inbox, PR_ACCESS).as_bits(), Some(Access::MAPI_ACCESS_READ.bits()));
}

#[test]
fn a_store_that_is_not_writable_grants_no_writing() {
    let (_mapi, _session, store) = opened(StoreSpec::new("plain"), "plain");
    assert_eq!(get(&*store, PR_ACCESS_LEVEL).as_bits(), Some(0));
    assert!(!mask(&*store).contains(StoreSupportMask::STORE_MODIFY_OK));
    assert_eq!(code_of(new_folder(&*writable_inbox(&*store), "New")), MAPI_E_NO_ACCESS);
    assert_eq!(code_of(store.get_ids_from_names(None, IdsFlags::empty())), MAPI_E_NO_SUPPORT);
}

#[test]
fn an_opening_may_do_what_its_access_level_says() {
    let (_mapi, session, store) = opened(mail(), "mail");
    let writes = StoreSupportMask::STORE_MODIFY_OK | StoreSupportMask::STORE_CREATE_OK;
    assert!(mask(&*store).contains(writes) && !mask(&*store).contains(StoreSupportMask::STORE_READONLY));
    let message = id_of(&*first_message(&*store), PR_ENTRYID);
    let inbox = id_of(&*inbox(&*store), PR_ENTRYID);
    for (flags, level) in [
        (OpenEntryFlags::empty(), 0),
        (OpenEntryFlags::MAPI_MODIFY, 1),
        (OpenEntryFlags::MAPI_BEST_ACCESS, 1),
        (OpenEntryFlags::MAPI_MODIFY | OpenEntryFlags::MAPI_BEST_ACCESS, 1),
    ] {
        for id in [&message, &inbox] {
            let request = OpenEntryRequest::new(id).flags(flags);
            // The logon object opens as the store does.
            for opened in [store.open_entry(&request), session.open_entry(&request)] {
                let object = opened.unwrap().into_prop().unwrap();
                assert_eq!(get(&*object, PR_ACCESS_LEVEL).as_bits(), Some(level), "{flags}");
                let set = object.set_props(&[PropValue::new(PR_COMMENT_W, "x")]);
                assert_eq!(set.is_ok(), level == 1, "{flags}");
                let rights = Access::from_bits_retain(get(&*object, PR_ACCESS).as_bits().unwrap());
                assert!(rights.contains(Access::MAPI_ACCESS_MODIFY | Access::MAPI_ACCESS_DELETE));
            }
        }
    }
}

#[test]
fn a_store_is_renamed_in_the_profile_and_in_the_status_table_too() {
    let (mapi, session, store) = opened(mail(), "mail");
    let rows_before = rows(&*session.get_status_table(StringWidth::MAPI_UNICODE).unwrap()).len();
    assert_eq!(store.set_props(&[PropValue::new(PR_DISPLAY_NAME_A, AnsiString::from("Mine"))]).unwrap(), []);
    assert_eq!(get(&*store, PR_DISPLAY_NAME_W).as_unicode(), Some("Mine"));
    let section = Row::new(mapi.section_props("P", &mapi.sections("P")[0]).unwrap());
    assert_eq!(text(&section, PR_DISPLAY_NAME_W), "Mine");
    let status = rows(&*session.get_status_table(StringWidth::MAPI_UNICODE).unwrap());
    assert_eq!(status.len(), rows_before);
    assert_eq!(text(&status[rows_before - 1], PR_DISPLAY_NAME_W), "Mine");
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    let session = log_on(&mapi);
    let later = open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap();
    assert_eq!(get(&*later, PR_DISPLAY_NAME_W).as_unicode(), Some("Mine"));
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn what_the_store_computes_is_refused_in_the_problem_array() {
    let (_mapi, _session, store) = opened(mail(), "mail");
    let values = [
        PropValue::new(PR_STORE_SUPPORT_MASK, 0),
        PropValue::new(PR_COMMENT_W, "kept"),
        PropValue::error(PR_BODY_W, MAPI_E_NOT_FOUND),
        PropValue::new(PR_ENTRYID, b"x".to_vec()),
        PropValue::new(PropTag::new(0x8123, PropType::PT_LONG), 1),
        PropValue::new(PropTag::new(0x6701, PropType::PT_MV_LONG), Vec::<i32>::new()),
    ];
    let problems = store.set_props(&values).unwrap();
    let told: Vec<_> = problems.iter().map(|problem| (problem.index, problem.code)).collect();
    let expected =
        [(0, MAPI_E_COMPUTED), (3, MAPI_E_COMPUTED), (4, MAPI_E_UNEXPECTED_ID), (5, MAPI_E_BAD_VALUE)];
    assert_eq!(told, expected);
    assert_eq!(get(&*store, PR_COMMENT_W).as_unicode(), Some("kept"));
    assert!(mask(&*store).contains(StoreSupportMask::STORE_MODIFY_OK));
    let problems = store.delete_props(&[PR_RECORD_KEY, PR_COMMENT_A, PR_DISPLAY_NAME_W]).unwrap();
    let told: Vec<_> = problems.iter().map(|problem| (problem.index, problem.code)).collect();
    assert_eq!(told, [(0, MAPI_E_COMPUTED), (2, MAPI_E_NO_ACCESS)]);
    assert_eq!(get(&*store, PR_COMMENT_W).as_error(), Some(MAPI_E_NOT_FOUND));
    assert_eq!(code_of(store.set_props(&[])), MAPI_E_INVALID_PARAMETER);
    let table = [PropValue::new(PR_RECEIVE_FOLDER_SETTINGS, Value::Object)];
    assert_eq!(code_of(store.set_props(&table)), MAPI_E_INVALID_PARAMETER);
    assert_eq!(code_of(store.save_changes(SaveChangesFlags::empty())), S_OK);
}

#[test]
fn a_folder_is_made_once_by_each_name() {
    let (_mapi, _session, store) = opened(mail(), "mail");
    let inbox = writable_inbox(&*store);
    let (name, comment) = (MapiString::from("Bills"), MapiString::from("To pay"));
    let request = CreateFolderRequest::new(FolderType::Generic, &name).comment(&comment);
    let made = inbox.create_folder(&request).unwrap();
    assert_eq!(get(&*made, PR_COMMENT_W).as_unicode(), Some("To pay"));
    assert_eq!(get(&*made, PR_FOLDER_TYPE).as_bits(), Some(FolderType::Generic.raw()));
    assert_eq!(get(&*inbox, PR_SUBFOLDERS).as_bool(), Some(true));
    assert_eq!(code_of(inbox.create_folder(&request)), MAPI_E_COLLISION);
    assert_eq!(code_of(new_folder(&*inbox, "bILLS")), MAPI_E_COLLISION);
    assert!(new_folder(&*made, "Bills").is_ok(), "below another parent");
    let again = inbox.create_folder(&request.clone().flags(CreateFolderFlags::OPEN_IF_EXISTS)).unwrap();
    assert_eq!(id_of(&*again, PR_ENTRYID), id_of(&*made, PR_ENTRYID));
    assert_eq!(code_of(new_folder(&*inbox, "")), MAPI_E_INVALID_PARAMETER);
    let second = new_folder(&*inbox, "Second").unwrap();
    let taken = second.set_props(&[PropValue::new(PR_DISPLAY_NAME_W, "Bills")]).unwrap();
    assert_eq!(taken[0].code, MAPI_E_COLLISION);
    assert_eq!(second.set_props(&[PropValue::new(PR_DISPLAY_NAME_W, "SECOND")]).unwrap(), []);
    let root = open_folder(&*store, &id_of(&*folder(&*store, PR_IPM_SUBTREE_ENTRYID), PR_PARENT_ENTRYID));
    assert_eq!(
        root.set_props(&[PropValue::new(PR_DISPLAY_NAME_W, "Top")]).unwrap()[0].code,
        MAPI_E_NO_ACCESS
    );
}

#[test]
fn a_folder_that_is_not_empty_goes_only_with_its_flags() {
    let (_mapi, _session, store) = opened(mail(), "mail");
    let inbox = writable_inbox(&*store);
    let outer = new_folder(&*inbox, "Outer").unwrap();
    let inner = new_folder(&*outer, "Inner").unwrap();
    let message = new_message(&*inner, "Below");
    let (outer_id, inner_id) = (id_of(&*outer, PR_ENTRYID), id_of(&*inner, PR_ENTRYID));
    let delete = |parent: &dyn IMAPIFolder, id: &EntryId, flags| {
        code_of(parent.delete_folder(id, ProgressUi::none(), flags))
    };
    let (folders, messages) = (DeleteFolderFlags::DEL_FOLDERS, DeleteFolderFlags::DEL_MESSAGES);
    assert_eq!(delete(&*inbox, &outer_id, messages), MAPI_E_HAS_FOLDERS);
    assert_eq!(delete(&*outer, &inner_id, folders), MAPI_E_HAS_MESSAGES);
    assert_eq!(delete(&*inbox, &inner_id, folders | messages), MAPI_E_NOT_FOUND, "not its parent");
    assert_eq!(delete(&*inbox, &outer_id, folders | messages), S_OK);
    assert_eq!(get(&*inbox, PR_SUBFOLDERS).as_bool(), Some(false));
    let gone = store.open_entry(&OpenEntryRequest::new(&inner_id));
    assert_eq!(code_of(gone), MAPI_E_NOT_FOUND);
    assert_eq!(code_of(inner.get_contents_table(TableFlags::empty())), MAPI_E_OBJECT_DELETED);
    assert_eq!(code_of(message.save_changes(SaveChangesFlags::FORCE_SAVE)), MAPI_E_OBJECT_DELETED);
    let subtree = open_folder(&*store, &id_of(&*store, PR_IPM_SUBTREE_ENTRYID));
    let standard = id_of(&*store, PR_IPM_OUTBOX_ENTRYID);
    assert_eq!(delete(&*subtree, &standard, folders | messages), MAPI_E_NO_ACCESS);
    // [EID-17] what was deleted leaves its number unused.
    let fresh = new_folder(&*inbox, "Outer").unwrap();
    assert!(![outer_id, inner_id].contains(&id_of(&*fresh, PR_ENTRYID)));
}

#[test]
fn a_moved_folder_keeps_its_identifier_and_a_copy_gets_another() {
    let (_mapi, _session, store) = opened(mail(), "mail");
    let inbox = writable_inbox(&*store);
    let target = new_folder(&*inbox, "Target").unwrap();
    let source = new_folder(&*inbox, "Source").unwrap();
    new_message(&*source, "In it");
    new_message(&*new_folder(&*source, "Deep").unwrap(), "Deeper");
    let id = id_of(&*source, PR_ENTRYID);
    let copy = |flags, name: Option<&str>| {
        let name = name.map(MapiString::from);
        code_of(inbox.copy_folder(&CopyFolderRequest::new(&id, &target).flags(flags).new_name(name.as_ref())))
    };
    assert_eq!(copy(CopyFolderFlags::empty(), Some("Flat")), S_OK);
    assert_eq!(copy(CopyFolderFlags::COPY_SUBFOLDERS, None), S_OK);
    assert_eq!(copy(CopyFolderFlags::COPY_SUBFOLDERS, None), MAPI_E_COLLISION);
    let below =
        rows(&*target.get_hierarchy_table(TableFlags::CONVENIENT_DEPTH | TableFlags::MAPI_UNICODE).unwrap());
    let names: Vec<_> = below.iter().map(|row| text(row, PR_DISPLAY_NAME_W)).collect();
    assert_eq!(names, ["Flat", "Source", "Deep"]);
    assert!(below.iter().all(|row| row.get(PR_ENTRYID).unwrap().as_entry_id().unwrap() != id));
    assert!(below.iter().all(|row| row.get(PR_CONTENT_COUNT).unwrap().as_long() == Some(1)));
    assert_eq!(copy(CopyFolderFlags::FOLDER_MOVE, Some("Moved")), S_OK);
    assert_eq!(id_of(&*source, PR_PARENT_ENTRYID), id_of(&*target, PR_ENTRYID), "still the open folder");
    assert_eq!(get(&*source, PR_DISPLAY_NAME_W).as_unicode(), Some("Moved"));
    let cycle = CopyFolderRequest::new(&id, &source).flags(CopyFolderFlags::FOLDER_MOVE);
    assert_eq!(code_of(target.copy_folder(&cycle)), MAPI_E_FOLDER_CYCLE);
}

#[test]
fn an_emptied_folder_stays() {
    let (_mapi, _session, store) = opened(mail(), "mail");
    let inbox = writable_inbox(&*store);
    new_folder(&*inbox, "Sub").unwrap();
    let emptied = inbox.empty_folder(ProgressUi::none(), EmptyFolderFlags::empty()).unwrap();
    assert_eq!(emptied.code(), S_OK);
    assert_eq!((contents(&*inbox).len(), get(&*inbox, PR_SUBFOLDERS).as_bool()), (0, Some(false)));
    let subtree = open_folder(&*store, &id_of(&*store, PR_IPM_SUBTREE_ENTRYID));
    let emptied = subtree.empty_folder(ProgressUi::none(), EmptyFolderFlags::empty()).unwrap();
    assert_eq!(emptied.code(), MAPI_W_PARTIAL_COMPLETION, "the standard folders stay");
    assert_eq!(rows(&*subtree.get_hierarchy_table(TableFlags::empty()).unwrap()).len(), 4);
}

#[test]
fn all_sessions_see_what_is_on_the_disk() {
    let (mapi, session, store) = opened(mail(), "mail");
    let other_session = log_on(&mapi);
    let other = open_with(&other_session, "mail", OpenStoreFlags::empty(), None).unwrap();
    let other_inbox = inbox(&*other);
    let inbox = writable_inbox(&*store);
    let tag = PropTag::new(0x6777, PropType::PT_UNICODE);
    inbox.set_props(&[PropValue::new(tag, "seen")]).unwrap();
    new_message(&*inbox, "Third");
    assert_eq!(get(&*other_inbox, tag).as_unicode(), Some("seen"));
    assert_eq!(contents(&*other_inbox).len(), 3);
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    assert_eq!(get(&*other_inbox, PR_CONTENT_COUNT).as_long(), Some(3));
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn a_saved_sort_order_is_that_of_the_next_table() {
    let (_mapi, _session, store) = opened(mail(), "mail");
    let inbox = writable_inbox(&*store);
    let by_subject = SortOrder { tag: PR_SUBJECT_W, direction: SortDirection::Descending };
    inbox.save_contents_sort(&SortOrderSet::plain(vec![by_subject]), SaveSortFlags::empty()).unwrap();
    let subjects: Vec<_> = contents(&*inbox).iter().map(|row| text(row, PR_SUBJECT_W)).collect();
    assert_eq!(subjects, ["Reminder", "Invitation"]);
    let mut categories = SortOrderSet::plain(vec![by_subject]);
    categories.categories = 1;
    assert_eq!(code_of(inbox.save_contents_sort(&categories, SaveSortFlags::empty())), MAPI_E_TOO_COMPLEX);
}
