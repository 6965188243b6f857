//! The reference store as a client sees it.

use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use proptest::prelude::*;

use crate::common::reference::*;

#[test]
fn the_store_has_its_required_properties() {
    let (mapi, session, store) = mail();
    let required = [
        PR_DISPLAY_NAME_W,
        PR_ENTRYID,
        PR_OBJECT_TYPE,
        PR_RECORD_KEY,
        PR_STORE_ENTRYID,
        PR_STORE_RECORD_KEY,
        PR_MDB_PROVIDER,
        PR_STORE_SUPPORT_MASK,
    ];
    let answer = store.get_props(Some(&required), GetPropsFlags::empty()).unwrap();
    assert_eq!(answer.code(), S_OK);
    assert_eq!(id_of(&*store, PR_ENTRYID), id_of(&*store, PR_STORE_ENTRYID));
    assert!(id_of(&*store, PR_ENTRYID).is_wrapped_store());
    assert_eq!(get(&*store, PR_RECORD_KEY).value(), get(&*store, PR_STORE_RECORD_KEY).value());
    assert_eq!(get(&*store, PR_MDB_PROVIDER).as_binary(), Some(&REFERENCE_UID.as_bytes()[..]));
    let mask = StoreSupportMask::from_bits_retain(get(&*store, PR_STORE_SUPPORT_MASK).as_bits().unwrap());
    assert!(!mask.intersects(StoreSupportMask::STORE_MODIFY_OK | StoreSupportMask::STORE_CREATE_OK));
    assert_eq!(store.set_props(&[PropValue::new(PR_COMMENT_W, "x")]).unwrap_err().code(), MAPI_E_NO_ACCESS);
    assert_eq!(store.delete_props(&[PR_COMMENT_W]).unwrap_err().code(), MAPI_E_NO_ACCESS);
    // Profile and store call it the same.
    let props = Row::new(mapi.section_props("P", &mapi.sections("P")[0]).unwrap());
    assert_eq!(text(&props, PR_DISPLAY_NAME_W), get(&*store, PR_DISPLAY_NAME_W).as_unicode().unwrap());
    // What the store calls itself opens it again.
    let id = id_of(&*store, PR_ENTRYID);
    let again = session.open_msg_store(&OpenStoreRequest::new(&id)).unwrap().value;
    assert!(Arc::ptr_eq(&store, &again));
}

#[test]
fn the_folder_tree_has_its_standard_folders() {
    let (_mapi, _session, store) = mail();
    let root = store.open_entry(&OpenEntryRequest::root()).unwrap().into_folder().unwrap();
    assert_eq!(get(&*root, PR_FOLDER_TYPE).as_bits(), Some(FolderType::Root.raw()));
    let table = root.get_hierarchy_table(TableFlags::MAPI_UNICODE | TableFlags::CONVENIENT_DEPTH).unwrap();
    let tree: Vec<_> = rows(&*table)
        .iter()
        .map(|row| (row.get(PR_DEPTH).unwrap().as_long().unwrap(), text(row, PR_DISPLAY_NAME_W)))
        .collect();
    let expected = [
        (0, "Top of Reference Store"),
        (1, "Inbox"),
        (1, "Outbox"),
        (1, "Sent Items"),
        (1, "Deleted Items"),
        (1, "Projects"),
        (0, "Search Root"),
    ];
    assert_eq!(tree, expected.map(|(depth, name)| (depth, name.to_owned())));
    let direct = rows(&*root.get_hierarchy_table(TableFlags::MAPI_UNICODE).unwrap());
    assert_eq!(direct.len(), 2);
    for (tag, name) in [
        (PR_IPM_SUBTREE_ENTRYID, "Top of Reference Store"),
        (PR_IPM_OUTBOX_ENTRYID, "Outbox"),
        (PR_IPM_SENTMAIL_ENTRYID, "Sent Items"),
        (PR_IPM_WASTEBASKET_ENTRYID, "Deleted Items"),
        (PR_FINDER_ENTRYID, "Search Root"),
    ] {
        let folder = folder(&*store, tag);
        assert_eq!(get(&*folder, PR_DISPLAY_NAME_W).as_unicode(), Some(name), "{tag}");
        assert!(!id_of(&*folder, PR_ENTRYID).is_short_term());
        assert_eq!(id_of(&*folder, PR_STORE_ENTRYID), id_of(&*store, PR_ENTRYID));
    }
    let subtree = folder(&*store, PR_IPM_SUBTREE_ENTRYID);
    assert_eq!(get(&*subtree, PR_SUBFOLDERS).as_bool(), Some(true));
    assert_eq!(id_of(&*subtree, PR_PARENT_ENTRYID), id_of(&*root, PR_ENTRYID));
    assert_eq!(get(&*folder(&*store, PR_IPM_OUTBOX_ENTRYID), PR_SUBFOLDERS).as_bool(), Some(false));
}

#[test]
fn nested_folders_keep_their_order_and_depth() {
    let (_mapi, session) = machine(None, vec![]);
    let store = open_with(&session, "other", OpenStoreFlags::empty(), None).unwrap();
    let subtree = folder(&*store, PR_IPM_SUBTREE_ENTRYID);
    let table = subtree.get_hierarchy_table(TableFlags::MAPI_UNICODE | TableFlags::CONVENIENT_DEPTH).unwrap();
    let last: Vec<_> = rows(&*table).iter().rev().take(2).map(|row| text(row, PR_DISPLAY_NAME_W)).collect();
    assert_eq!(last, ["Deep", "Top"]);
}

#[test]
fn counts_follow_the_contents_table() {
    let (_mapi, _session, store) = mail();
    let inbox = inbox(&*store);
    let table = inbox.get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
    let rows = rows(&*table);
    assert_eq!(get(&*inbox, PR_CONTENT_COUNT).as_long(), Some(2));
    assert_eq!(get(&*inbox, PR_CONTENT_UNREAD).as_long(), Some(1));
    assert_eq!(rows.len(), 2);
    let unread = rows.iter().filter(|row| row.get(PR_MESSAGE_FLAGS).unwrap().as_bits().unwrap() & 1 == 0);
    assert_eq!(unread.map(|row| text(row, PR_SUBJECT_W)).collect::<Vec<_>>(), ["Reminder"]);
    for row in &rows {
        assert!(
            row.props().iter().all(|value| value.as_error().is_none()),
            "every default column has a value: {row:?}"
        );
        let key = row.get(PR_INSTANCE_KEY).unwrap().clone();
        let find = Restriction::Property { op: RelOp::Eq, tag: PR_INSTANCE_KEY, value: key };
        table.find_row(&find, Bookmark::BEGINNING, FindRowFlags::empty()).unwrap();
    }
    let associated = inbox.get_contents_table(TableFlags::MAPI_ASSOCIATED);
    assert_eq!(associated.unwrap_err().code(), MAPI_E_NO_SUPPORT);
}

#[test]
fn both_ways_lead_to_each_table() {
    let (_mapi, _session, store) = mail();
    let inbox = inbox(&*store);
    let message = first_message(&*store);
    let open = |object: &dyn IMAPIProp, tag, interface| {
        object.open_property(&OpenPropertyRequest::new(tag, interface))
    };
    let count = |object: MapiObject| object.into_table().unwrap().get_row_count(0).unwrap().value;
    assert_eq!(count(open(&*inbox, PR_CONTAINER_CONTENTS, IID_IMAPITable).unwrap()), 2);
    assert_eq!(count(open(&*inbox, PR_CONTAINER_HIERARCHY, IID_IMAPITable).unwrap()), 0);
    assert_eq!(count(open(&*message, PR_MESSAGE_RECIPIENTS, IID_IMAPITable).unwrap()), 1);
    assert_eq!(count(open(&*message, PR_MESSAGE_ATTACHMENTS, IID_IMAPITable).unwrap()), 1);
    assert_eq!(count(open(&*store, PR_RECEIVE_FOLDER_SETTINGS, IID_IMAPITable).unwrap()), 1);
    let code = |result: MapiResult<MapiObject>| result.unwrap_err().code();
    assert_eq!(code(open(&*inbox, PR_CONTAINER_CONTENTS, IID_IStream)), MAPI_E_INTERFACE_NOT_SUPPORTED);
    assert_eq!(code(open(&*inbox, PR_BODY_W, IID_IStream)), MAPI_E_NOT_FOUND);
    let open_type = PR_BODY_W.with_type(PropType::PT_UNSPECIFIED);
    assert_eq!(code(open(&*message, open_type, IID_IStream)), MAPI_E_INVALID_PARAMETER);
    let write = OpenPropertyRequest::new(PR_BODY_W, IID_IStream).flags(OpenPropertyFlags::MAPI_MODIFY);
    assert_eq!(code(message.open_property(&write)), MAPI_E_NO_ACCESS);
    let lists =
        [inbox.get_prop_list(GetPropListFlags::empty()), message.get_prop_list(GetPropListFlags::empty())];
    assert!(lists[0].as_ref().unwrap().contains(&PR_CONTAINER_CONTENTS));
    assert!(lists[1].as_ref().unwrap().contains(&PR_MESSAGE_ATTACHMENTS));
}

fn read(stream: &dyn IStream) -> Vec<u8> {
    let mut all = Vec::new();
    let mut buffer = [0; 7];
    loop {
        match stream.read(&mut buffer).unwrap() {
            0 => return all,
            count => all.extend(&buffer[..count]),
        }
    }
}

#[test]
fn a_message_has_properties_recipients_and_attachments() {
    let (_mapi, _session, store) = mail();
    let message = first_message(&*store);
    let unicode = |tag| get(&*message, tag).as_unicode().unwrap_or_else(|| panic!("{tag}")).to_owned();
    assert_eq!(unicode(PR_SUBJECT_W), "Invitation");
    assert_eq!(unicode(PR_MESSAGE_CLASS_W), "IPM.Note");
    assert_eq!(unicode(PR_SENDER_NAME_W), "Ann");
    assert_eq!(unicode(PR_DISPLAY_TO_W), "Me");
    assert_eq!(get(&*message, PR_HASATTACH).as_bool(), Some(true));
    assert_eq!(get(&*message, PR_ACCESS_LEVEL).as_long(), Some(0));
    assert!(matches!(get(&*message, PR_MESSAGE_DELIVERY_TIME).value(), Value::SysTime(_)));

    let body = OpenPropertyRequest::new(PR_BODY_W, IID_IStream);
    let stream = message.open_property(&body).unwrap().into_stream().unwrap();
    let wide: Vec<u8> = "Will you come on Friday?".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&*stream), wide);
    let narrow = OpenPropertyRequest::new(PR_BODY_A, IID_IStream);
    assert_eq!(
        read(&*message.open_property(&narrow).unwrap().into_stream().unwrap()),
        b"Will you come on Friday?"
    );

    let recipient = rows(&*message.get_recipient_table(TableFlags::MAPI_UNICODE).unwrap()).remove(0);
    assert_eq!(text(&recipient, PR_EMAIL_ADDRESS_W), "me@example.org");
    assert_eq!(recipient.get(PR_RECIPIENT_TYPE).unwrap().as_bits(), Some(RecipientType::To.raw()));
    let one_off = OneOff::decode(&recipient.get(PR_ENTRYID).unwrap().as_entry_id().unwrap()).unwrap();
    assert_eq!(one_off.address, "me@example.org".into());

    let table = message.get_attachment_table(TableFlags::MAPI_UNICODE).unwrap();
    assert_eq!(table.create_bookmark().unwrap_err().code(), MAPI_E_NO_SUPPORT);
    let row = rows(&*table).remove(0);
    assert_eq!(text(&row, PR_ATTACH_LONG_FILENAME_W), "plan.txt");
    let number = row.get(PR_ATTACH_NUM).unwrap().as_bits().unwrap();
    let attachment = message.open_attach(number, None, OpenEntryFlags::empty()).unwrap();
    let data = OpenPropertyRequest::new(PR_ATTACH_DATA_BIN, IID_IStream);
    let bytes = read(&*attachment.open_property(&data).unwrap().into_stream().unwrap());
    assert!(bytes.starts_with(b"1. Load the store"));
    assert_eq!(get(&*attachment, PR_ATTACH_SIZE).as_bits(), Some(u32::try_from(bytes.len()).unwrap()));
    let code = |result: MapiResult<Arc<dyn IAttach>>| result.unwrap_err().code();
    assert_eq!(code(message.open_attach(9, None, OpenEntryFlags::empty())), MAPI_E_NOT_FOUND);
    assert_eq!(code(message.open_attach(0, None, OpenEntryFlags::MAPI_MODIFY)), MAPI_E_NO_ACCESS);
    assert_eq!(
        code(message.open_attach(0, Some(IID_IMessage), OpenEntryFlags::empty())),
        MAPI_E_INTERFACE_NOT_SUPPORTED
    );
}

#[test]
fn logon_object_and_store_open_the_same_things() {
    let (_mapi, session, store) = mail();
    let subtree = id_of(&*store, PR_IPM_SUBTREE_ENTRYID);
    let through_store = store.open_entry(&OpenEntryRequest::new(&subtree)).unwrap().into_folder().unwrap();
    let through_logon = session.open_entry(&OpenEntryRequest::new(&subtree)).unwrap().into_folder().unwrap();
    let all = |folder: &dyn IMAPIFolder| folder.get_props(None, GetPropsFlags::MAPI_UNICODE).unwrap().value;
    assert_eq!(all(&*through_store), all(&*through_logon));
    assert!(session.compare_entry_ids(&subtree, &subtree, 0).unwrap());
    assert!(!store.compare_entry_ids(&subtree, &id_of(&*store, PR_IPM_OUTBOX_ENTRYID), 0).unwrap());
    let (whole, bare) = (id_of(&*store, PR_ENTRYID), store_entry_id("MAIL"));
    assert!(session.compare_entry_ids(&whole, &bare, 0).unwrap(), "wrapped or not, and whatever the case");
    let junk = EntryId::from_bytes(b"junk");
    assert_eq!(store.compare_entry_ids(&junk, &junk, 0).unwrap_err().code(), MAPI_E_UNKNOWN_ENTRYID);
}

#[test]
fn what_one_logon_object_is_asked_for_another_open_store_may_have() {
    let (_mapi, session, store) = mail();
    let other = open_with(&session, "other", OpenStoreFlags::empty(), None).unwrap();
    let id = id_of(&*other, PR_IPM_SUBTREE_ENTRYID);
    assert_ne!(id, id_of(&*store, PR_IPM_SUBTREE_ENTRYID), "identifiers are unique over stores");
    let folder = session.open_entry(&OpenEntryRequest::new(&id)).unwrap().into_folder().unwrap();
    assert_eq!(id_of(&*folder, PR_STORE_ENTRYID), id_of(&*other, PR_ENTRYID));
    drop(folder);
    drop(other);
    assert_eq!(session.open_entry(&OpenEntryRequest::new(&id)).unwrap_err().code(), MAPI_E_NOT_FOUND);
}

#[test]
fn objects_open_for_reading_only() {
    let (_mapi, _session, store) = mail();
    let id = id_of(&*store, PR_IPM_SUBTREE_ENTRYID);
    let open = |flags| store.open_entry(&OpenEntryRequest::new(&id).flags(flags));
    assert_eq!(open(OpenEntryFlags::MAPI_MODIFY).unwrap_err().code(), MAPI_E_NO_ACCESS);
    let best = open(OpenEntryFlags::MAPI_BEST_ACCESS).unwrap().into_folder().unwrap();
    assert_eq!(get(&*best, PR_ACCESS_LEVEL).as_long(), Some(0));
    assert_eq!(best.set_props(&[PropValue::new(PR_COMMENT_W, "x")]).unwrap_err().code(), MAPI_E_NO_ACCESS);
    assert_eq!(best.save_changes(SaveChangesFlags::empty()).unwrap_err().code(), MAPI_E_NO_ACCESS);
    let wrong = OpenEntryRequest::new(&id).interface(Some(IID_IMessage));
    assert_eq!(store.open_entry(&wrong).unwrap_err().code(), MAPI_E_INTERFACE_NOT_SUPPORTED);
}

#[test]
fn identifiers_that_name_nothing_are_told_apart() {
    let (_mapi, _session, store) = mail();
    let folder = id_of(&*store, PR_IPM_SUBTREE_ENTRYID);
    let mut missing = folder.as_bytes().to_vec();
    missing[24] = 200;
    let open =
        |id: &[u8]| store.open_entry(&OpenEntryRequest::new(&EntryId::from_bytes(id))).unwrap_err().code();
    assert_eq!(open(&missing), MAPI_E_NOT_FOUND, "well-formed, but there is no such folder");
    assert_eq!(open(b""), MAPI_E_UNKNOWN_ENTRYID);
    assert_eq!(open(&folder.as_bytes()[..27]), MAPI_E_UNKNOWN_ENTRYID);
    assert_eq!(
        open(store_entry_id("mail").as_bytes()),
        MAPI_E_UNKNOWN_ENTRYID,
        "stores are opened through the session"
    );
    let mut not_utf8 = folder.as_bytes().to_vec();
    not_utf8.push(0xFF);
    assert_eq!(open(&not_utf8), MAPI_E_UNKNOWN_ENTRYID);
}

#[test]
fn mail_arrives_in_the_inbox_whatever_its_class() {
    let (_mapi, _session, store) = mail();
    let class = MapiString::from("IPM.Note.Special");
    for (class, flags) in
        [(None, ReceiveFolderFlags::empty()), (Some(&class), ReceiveFolderFlags::MAPI_UNICODE)]
    {
        let answer = store.get_receive_folder(class, flags).unwrap();
        let folder =
            store.open_entry(&OpenEntryRequest::new(&answer.entry_id)).unwrap().into_folder().unwrap();
        assert_eq!(get(&*folder, PR_DISPLAY_NAME_W).as_unicode(), Some("Inbox"));
        let explicit = answer.explicit_class.unwrap();
        assert_eq!(explicit.is_unicode(), flags.contains(ReceiveFolderFlags::MAPI_UNICODE));
        assert_eq!(explicit.to_string(), "", "the default folder was used");
    }
    let table = store.get_receive_folder_table(TableFlags::MAPI_UNICODE).unwrap();
    assert_eq!(rows(&*table).len(), 1);
}

#[test]
fn tables_come_in_the_width_that_is_asked_for() {
    let (_mapi, _session, store) = mail();
    let table = inbox(&*store).get_contents_table(TableFlags::empty()).unwrap();
    let columns = table.query_columns(QueryColumnsFlags::empty()).unwrap();
    assert!(columns.contains(&PR_SUBJECT_A) && !columns.contains(&PR_SUBJECT_W));
    assert_eq!(rows(&*table)[0].get(PR_SUBJECT_A).unwrap().value(), &Value::String8("Invitation".into()));
}

#[test]
fn a_message_can_have_any_property() {
    let tag = PropTag::new(0x6801, PropType::PT_MV_LONG);
    let message = MessageSpec::new("Re: x").class("IPM.Other").prop(tag, vec![1, 2]).prop(PR_IMPORTANCE, 2);
    let store = StoreSpec::new("s").message(StandardFolder::Outbox, message);
    let dll = ReferenceDll::new(StoreCatalogue::new([store]));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll))
        .profile(Profile::new("P"))
        .build()
        .unwrap();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open_with(&session, "s", OpenStoreFlags::empty(), None).unwrap();
    let outbox = folder(&*store, PR_IPM_OUTBOX_ENTRYID);
    let row = rows(&*outbox.get_contents_table(TableFlags::MAPI_UNICODE).unwrap()).remove(0);
    let id = row.get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    let message = store.open_entry(&OpenEntryRequest::new(&id)).unwrap().into_message().unwrap();
    assert_eq!(get(&*message, tag).value(), &Value::MvLong(vec![1, 2]));
    assert_eq!(get(&*message, PR_NORMALIZED_SUBJECT_W).as_unicode(), Some("x"));
    assert_eq!(get(&*message, PR_MESSAGE_CLASS_W).as_unicode(), Some("IPM.Other"));
}

proptest! {
    /// Arbitrary bytes as identifiers, bare or behind the provider's own MAPIUID, never do more than fail.
    #[test]
    fn any_bytes_as_an_identifier_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let (mapi, session, store) = mail();
        let own = EntryId::build(EntryIdFlags::empty(), REFERENCE_UID, &bytes);
        for id in [EntryId::from_bytes(&bytes), own] {
            let request = OpenEntryRequest::new(&id);
            let answers = [store.open_entry(&request).map(drop), session.open_entry(&request).map(drop)];
            for code in answers.into_iter().filter_map(Result::err).map(|error| error.code()) {
                prop_assert!([MAPI_E_UNKNOWN_ENTRYID, MAPI_E_NOT_FOUND, MAPI_E_INVALID_ENTRYID].contains(&code), "{}", code);
            }
            let _ = store.compare_entry_ids(&id, &id, 0);
            let _ = session.open_msg_store(&OpenStoreRequest::new(&id));
        }
        mapi.trace().expect_no_deviation().unwrap();
    }
}
