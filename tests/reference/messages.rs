//! Messages of the writable reference store: saving, recipients, attachments, streams, copies and names.

use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::reference::*;

fn mail() -> (Subsystem, Arc<Session>, Arc<dyn IMsgStore>) {
    opened(StoreSpec::new("mail").writable().with_sample_mail(), "mail")
}

fn flags(message: &dyn IMessage) -> MessageFlags {
    MessageFlags::from_bits_retain(get(message, PR_MESSAGE_FLAGS).as_bits().unwrap())
}

#[test]
fn a_message_is_in_its_folder_once_it_is_saved() {
    let (_mapi, _session, store) = mail();
    let inbox = writable_inbox(&*store);
    let lost = inbox.create_message(None, CreateMessageFlags::empty()).unwrap();
    lost.set_props(&[PropValue::new(PR_SUBJECT_W, "Lost")]).unwrap();
    drop(lost);
    assert_eq!(contents(&*inbox).len(), 2);
    let message = inbox.create_message(None, CreateMessageFlags::empty()).unwrap();
    let (id, key) = (id_of(&*message, PR_ENTRYID), get(&*message, PR_SEARCH_KEY));
    let chosen = MessageFlags::MSGFLAG_READ | MessageFlags::MSGFLAG_SUBMIT;
    let values = [PropValue::new(PR_SUBJECT_W, "Re: New"), PropValue::new(PR_MESSAGE_FLAGS, chosen.bits())];
    assert_eq!(message.set_props(&values).unwrap(), []);
    assert_eq!(code_of(store.open_entry(&OpenEntryRequest::new(&id))), MAPI_E_NOT_FOUND);
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).unwrap();
    assert_eq!(contents(&*inbox).len(), 3);
    let saved = open_message(&*store, &id);
    assert_eq!(get(&*saved, PR_NORMALIZED_SUBJECT_W).as_unicode(), Some("New"));
    assert_eq!(get(&*saved, PR_SUBJECT_PREFIX_W).as_unicode(), Some("Re: "));
    assert_eq!(get(&*saved, PR_MESSAGE_CLASS_W).as_unicode(), Some("IPM"));
    assert_eq!(get(&*saved, PR_SEARCH_KEY), key);
    assert_eq!(flags(&*saved), MessageFlags::MSGFLAG_READ, "others are not for clients");
    let problems = saved.set_props(&[PropValue::new(PR_MESSAGE_FLAGS, 0)]).unwrap();
    assert_eq!(problems[0].code, MAPI_E_COMPUTED);
    let long = [PropValue::new(PR_MESSAGE_CLASS_W, "x".repeat(256))];
    assert_eq!(code_of(saved.set_props(&long)), MAPI_E_INVALID_PARAMETER);
}

#[test]
fn changes_are_private_until_they_are_saved_and_the_second_saver_is_told() {
    let (mapi, _session, store) = mail();
    let id = id_of(&*first_message(&*store), PR_ENTRYID);
    let (first, second) = (open_message(&*store, &id), open_message(&*store, &id));
    let subject = |message: &dyn IMessage| get(message, PR_SUBJECT_W).as_unicode().unwrap().to_owned();
    let unmodified = flags(&*first).contains(MessageFlags::MSGFLAG_UNMODIFIED);
    first.set_props(&[PropValue::new(PR_SUBJECT_W, "First")]).unwrap();
    second.set_props(&[PropValue::new(PR_SUBJECT_W, "Second")]).unwrap();
    assert_eq!(subject(&*open_message(&*store, &id)), "Invitation");
    let before = get(&*first, PR_LAST_MODIFICATION_TIME);
    first.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).unwrap();
    assert_ne!(get(&*first, PR_LAST_MODIFICATION_TIME), before);
    assert!(unmodified && !flags(&*first).contains(MessageFlags::MSGFLAG_UNMODIFIED));
    assert_eq!(code_of(second.save_changes(SaveChangesFlags::empty())), MAPI_E_OBJECT_CHANGED);
    // The other session and a later one see the first.
    let other_session = log_on(&mapi);
    let other = open_with(&other_session, "mail", OpenStoreFlags::empty(), None).unwrap();
    assert_eq!(subject(&*open_message(&*other, &id)), "First");
    second.save_changes(SaveChangesFlags::FORCE_SAVE).unwrap();
    assert_eq!(subject(&*open_message(&*store, &id)), "Second");
    let inbox = writable_inbox(&*store);
    inbox
        .delete_messages(std::slice::from_ref(&id), ProgressUi::none(), DeleteMessagesFlags::empty())
        .unwrap();
    assert_eq!(code_of(first.save_changes(SaveChangesFlags::FORCE_SAVE)), MAPI_E_OBJECT_DELETED);
}

fn recipient(name: &str, kind: RecipientType) -> Row {
    Row::new(vec![PropValue::new(PR_DISPLAY_NAME_W, name), PropValue::new(PR_RECIPIENT_TYPE, kind)])
}

#[test]
fn recipients_are_added_changed_and_removed_by_their_row() {
    let (_mapi, _session, store) = mail();
    let message = open_message(&*store, &id_of(&*first_message(&*store), PR_ENTRYID));
    let table = || rows(&*message.get_recipient_table(TableFlags::MAPI_UNICODE).unwrap());
    let names = || table().iter().map(|row| text(row, PR_DISPLAY_NAME_W)).collect::<Vec<_>>();
    let add = ModifyRecipientsFlags::MODRECIP_ADD;
    let cc = recipient("Bob", RecipientType::Cc);
    message.modify_recipients(add, &[cc, Row::default()]).unwrap();
    assert_eq!(names(), ["Me", "Bob"]);
    let row_id = table()[1].get(PR_ROWID).unwrap().clone();
    let changed = Row::new(vec![row_id.clone(), PropValue::new(PR_DISPLAY_NAME_W, "Rob")]);
    message.modify_recipients(ModifyRecipientsFlags::MODRECIP_MODIFY, &[changed]).unwrap();
    assert_eq!(names(), ["Me", "Rob"]);
    assert_eq!(table()[1].get(PR_RECIPIENT_TYPE).unwrap().as_bits(), Some(RecipientType::To.raw()));
    let remove = ModifyRecipientsFlags::MODRECIP_REMOVE;
    let gone = [Row::new(vec![row_id])];
    message.modify_recipients(remove, &gone).unwrap();
    assert_eq!(code_of(message.modify_recipients(remove, &gone)), MAPI_E_NOT_FOUND);
    let null = Row::new(vec![PropValue::new(PR_DISPLAY_NAME_W, Value::Null)]);
    assert_eq!(code_of(message.modify_recipients(add, &[null])), MAPI_E_INVALID_PARAMETER);
    assert_eq!(code_of(message.modify_recipients(add | remove, &[])), MAPI_E_INVALID_PARAMETER);
    assert_eq!(get(&*message, PR_DISPLAY_TO_W).as_unicode(), Some("Me"));
    let two = [recipient("Ann", RecipientType::To), recipient("Bob", RecipientType::To)];
    message.modify_recipients(ModifyRecipientsFlags::empty(), &two).unwrap();
    assert_eq!(get(&*message, PR_DISPLAY_TO_W).as_unicode(), Some("Me"), "as of the last save");
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).unwrap();
    assert_eq!(get(&*message, PR_DISPLAY_TO_W).as_unicode(), Some("Ann; Bob"));
    assert_eq!(get(&*message, PR_DISPLAY_CC_W).as_unicode(), Some(""));
}

#[test]
fn an_attachment_needs_two_saves() {
    let (_mapi, _session, store) = mail();
    let inbox = writable_inbox(&*store);
    let message = new_message(&*inbox, "With a file");
    let id = id_of(&*message, PR_ENTRYID);
    let count = || {
        let saved = open_message(&*store, &id);
        saved.get_attachment_table(TableFlags::empty()).unwrap().get_row_count(0).unwrap().value
    };
    let CreatedAttach { number, attach } = message.create_attach(None, CreateAttachFlags::empty()).unwrap();
    assert_eq!(get(&*attach, PR_ATTACH_METHOD).as_bits(), Some(AttachMethod::None.raw()));
    let stream = OpenPropertyRequest::new(PR_ATTACH_DATA_BIN, IID_IStream)
        .flags(OpenPropertyFlags::MAPI_CREATE | OpenPropertyFlags::MAPI_MODIFY);
    let stream = attach.open_property(&stream).unwrap().into_stream().unwrap();
    stream.write(b"some").unwrap();
    stream.write(b" bytes").unwrap();
    stream.commit(0).unwrap();
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).unwrap();
    assert_eq!(count(), 0, "the attachment itself was not saved");
    attach.save_changes(SaveChangesFlags::empty()).unwrap();
    assert_eq!(count(), 0, "the message was not saved since");
    assert_eq!(get(&*message, PR_HASATTACH).as_bool(), Some(false));
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).unwrap();
    assert_eq!(count(), 1);
    assert!(flags(&*message).contains(MessageFlags::MSGFLAG_HASATTACH));
    let opened = open_message(&*store, &id).open_attach(number, None, OpenEntryFlags::empty()).unwrap();
    assert_eq!(get(&*opened, PR_ATTACH_DATA_BIN).as_binary(), Some(&b"some bytes"[..]));
    assert_eq!(code_of(opened.set_props(&[PropValue::new(PR_COMMENT_W, "x")])), MAPI_E_NO_ACCESS);
    message.delete_attach(number, ProgressUi::none(), DeleteAttachFlags::empty()).unwrap();
    assert_eq!(count(), 1);
    message.save_changes(SaveChangesFlags::empty()).unwrap();
    assert_eq!(count(), 0);
}

#[test]
fn a_stream_is_written_into_the_open_message() {
    let (_mapi, _session, store) = mail();
    let id = id_of(&*first_message(&*store), PR_ENTRYID);
    let message = open_message(&*store, &id);
    let open = |tag, flags| {
        message.open_property(&OpenPropertyRequest::new(tag, IID_IStream).flags(flags))?.into_stream()
    };
    let body = |message: &dyn IMessage| get(message, PR_BODY_W).as_unicode().map(str::to_owned);
    let stream = open(PR_BODY_A, OpenPropertyFlags::MAPI_MODIFY | OpenPropertyFlags::STREAM_APPEND).unwrap();
    stream.write(b" Or on Saturday?").unwrap();
    // The last release commits.
    drop(stream);
    let longer = "Will you come on Friday? Or on Saturday?";
    assert_eq!(body(&*message).as_deref(), Some(longer));
    assert_eq!(body(&*open_message(&*store, &id)).as_deref(), Some("Will you come on Friday?"));
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).unwrap();
    assert_eq!(body(&*open_message(&*store, &id)).as_deref(), Some(longer));
    let stream = open(PR_BODY_W, OpenPropertyFlags::MAPI_CREATE | OpenPropertyFlags::MAPI_MODIFY).unwrap();
    assert_eq!(body(&*message).as_deref(), Some(""), "what was there is thrown away");
    stream.write(&[0x41, 0, 0xE4, 0]).unwrap();
    stream.seek(0, SeekOrigin::Set).unwrap();
    let mut buffer = [0; 8];
    assert_eq!((stream.read(&mut buffer).unwrap(), stream.stat(0).unwrap().size), (4, 4));
    drop(stream);
    assert_eq!(body(&*message).as_deref(), Some("Aä"));
    assert_eq!(code_of(open(PR_COMMENT_W, OpenPropertyFlags::MAPI_MODIFY)), MAPI_E_NOT_FOUND);
    assert_eq!(code_of(open(PR_RECORD_KEY, OpenPropertyFlags::MAPI_MODIFY)), MAPI_E_NO_ACCESS);
}

#[test]
fn messages_move_with_their_identifier_and_are_copied_with_a_new_one() {
    let (_mapi, _session, store) = mail();
    let inbox = writable_inbox(&*store);
    let target = new_folder(&*inbox, "Target").unwrap();
    let message = first_message(&*store);
    let id = id_of(&*message, PR_ENTRYID);
    let tagged = MessageStatus::MSGSTATUS_TAGGED;
    assert_eq!(inbox.set_message_status(&id, tagged, tagged).unwrap(), MessageStatus::empty());
    assert_eq!(inbox.get_message_status(&id, 0).unwrap(), tagged);
    assert_eq!(contents(&*inbox)[0].get(PR_MESSAGE_SIZE), Some(&get(&*message, PR_MESSAGE_SIZE)));
    let ids = [id.clone(), store_entry_id("nothing")];
    let copied = inbox.copy_messages(&CopyMessagesRequest::new(&ids, &target)).unwrap();
    assert_eq!(copied.code(), MAPI_W_PARTIAL_COMPLETION);
    let copy = contents(&*target)[0].get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    assert_ne!(copy, id);
    let copy_message = open_message(&*store, &copy);
    assert_eq!(get(&*copy_message, PR_SEARCH_KEY), get(&*message, PR_SEARCH_KEY));
    assert_ne!(get(&*copy_message, PR_RECORD_KEY), get(&*message, PR_RECORD_KEY));
    assert_eq!(target.get_message_status(&copy, 0).unwrap(), MessageStatus::empty());
    let request = CopyMessagesRequest::new(&ids[..1], &target).flags(CopyMessagesFlags::MESSAGE_MOVE);
    assert_eq!(inbox.copy_messages(&request).unwrap().code(), S_OK);
    assert_eq!((contents(&*inbox).len(), contents(&*target).len()), (1, 2));
    assert_eq!(id_of(&*message, PR_PARENT_ENTRYID), id_of(&*target, PR_ENTRYID));
    let deleted = target.delete_messages(&ids, ProgressUi::none(), DeleteMessagesFlags::empty()).unwrap();
    assert_eq!(deleted.code(), MAPI_W_PARTIAL_COMPLETION);
    assert_eq!(code_of(target.get_message_status(&id, 0)), MAPI_E_NOT_FOUND);
}

#[test]
fn read_flags_are_permanent_at_once() {
    let (_mapi, _session, store) = mail();
    let inbox = writable_inbox(&*store);
    let read = |message: &dyn IMessage| flags(message).contains(MessageFlags::MSGFLAG_READ);
    // A message that is opened for reading is marked as read nevertheless.
    let message = first_message(&*store);
    assert_eq!(code_of(message.set_read_flag(ReadFlags::CLEAR_READ_FLAG)), S_OK);
    assert!(!read(&*message));
    assert_eq!(get(&*inbox, PR_CONTENT_UNREAD).as_long(), Some(2));
    let marked = inbox.set_read_flags(None, ProgressUi::none(), ReadFlags::empty()).unwrap();
    assert_eq!((marked.code(), get(&*inbox, PR_CONTENT_UNREAD).as_long()), (S_OK, Some(0)));
    let requested = [PropValue::new(PR_READ_RECEIPT_REQUESTED, true)];
    let writable = open_message(&*store, &id_of(&*message, PR_ENTRYID));
    writable.set_props(&requested).unwrap();
    writable.save_changes(SaveChangesFlags::empty()).unwrap();
    message.set_read_flag(ReadFlags::SUPPRESS_RECEIPT | ReadFlags::GENERATE_RECEIPT_ONLY).unwrap();
    let reopened = open_message(&*store, &id_of(&*message, PR_ENTRYID));
    assert_eq!(get(&*reopened, PR_READ_RECEIPT_REQUESTED).as_bool(), Some(false));
    for wrong in [
        ReadFlags::CLEAR_READ_FLAG | ReadFlags::SUPPRESS_RECEIPT,
        ReadFlags::CLEAR_READ_FLAG | ReadFlags::GENERATE_RECEIPT_ONLY,
    ] {
        assert_eq!(code_of(message.set_read_flag(wrong)), MAPI_E_INVALID_PARAMETER, "{wrong}");
    }
    let unknown = ReadFlags::from_bits_retain(1 << 20);
    assert_eq!(code_of(message.set_read_flag(unknown)), MAPI_E_UNKNOWN_FLAGS);
}

#[test]
fn names_have_identifiers_for_the_whole_store() {
    let (mapi, session, store) = mail();
    let named = |name| NamedProp { set: REFERENCE_UID, name };
    let names = [named(PropName::String("Colour".into())), named(PropName::Id(7))];
    let unknown = store.get_ids_from_names(Some(&names), IdsFlags::empty()).unwrap();
    assert_eq!(unknown.code(), MAPI_W_ERRORS_RETURNED);
    assert_eq!(unknown.value[0], PropTag::new(0, PropType::PT_ERROR));
    let signature = get(&*store, PR_MAPPING_SIGNATURE);
    let made = store.get_ids_from_names(Some(&names), IdsFlags::MAPI_CREATE).unwrap().value;
    assert_ne!(get(&*store, PR_MAPPING_SIGNATURE), signature);
    assert!(made.iter().all(|tag| tag.is_named() && tag.prop_type() == PropType::PT_UNSPECIFIED));
    let message = open_message(&*store, &id_of(&*first_message(&*store), PR_ENTRYID));
    let value = PropValue::new(made[0], "green");
    assert_eq!(message.set_props(std::slice::from_ref(&value)).unwrap(), []);
    message.save_changes(SaveChangesFlags::empty()).unwrap();
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    let session = log_on(&mapi);
    let store = open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap();
    let inbox = inbox(&*store);
    assert_eq!(inbox.get_ids_from_names(Some(&names), IdsFlags::empty()).unwrap().value, made);
    assert_eq!(code_of(inbox.get_ids_from_names(Some(&names), IdsFlags::MAPI_CREATE)), MAPI_E_NO_ACCESS);
    let asked = [made[1].with_type(PropType::PT_LONG), PropTag::new(0x8FFF, PropType::PT_LONG)];
    let found = store.get_names_from_ids(Some(&asked), None, NamesFlags::empty()).unwrap();
    assert_eq!(found.code(), MAPI_W_ERRORS_RETURNED);
    assert_eq!(found.value.names, [Some(names[1].clone()), None]);
    let strings = store.get_names_from_ids(None, None, NamesFlags::MAPI_NO_IDS).unwrap().value;
    assert_eq!(strings.names, [Some(names[0].clone())]);
    // [OBS-01] the named property is a column like any other.
    let table = inbox.get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
    table.set_columns(&[value.tag(), PR_RECORD_KEY], SetColumnsFlags::empty()).unwrap();
    let row = rows(&*table).remove(0);
    assert_eq!(row.get(value.tag()), Some(&value));
    assert_eq!(row.get(PR_RECORD_KEY), Some(&get(&*first_message(&*store), PR_RECORD_KEY)));
}

#[test]
fn a_copy_in_another_store_has_everything_under_its_own_names() {
    let specs =
        vec![StoreSpec::new("mail").writable().with_sample_mail(), StoreSpec::new("other").writable()];
    let (mapi, _) = machine_of(specs, &["mail", "other"]);
    let session = log_on(&mapi);
    let open = |name| open_with(&session, name, OpenStoreFlags::MDB_WRITE, None).unwrap();
    let (mail, other) = (open("mail"), open("other"));
    let name = |number| [NamedProp { set: REFERENCE_UID, name: PropName::Id(number) }];
    let tag = mail.get_ids_from_names(Some(&name(1)), IdsFlags::MAPI_CREATE).unwrap().value[0];
    other.get_ids_from_names(Some(&name(2)), IdsFlags::MAPI_CREATE).unwrap();
    let source = open_message(&*mail, &id_of(&*first_message(&*mail), PR_ENTRYID));
    source.set_props(&[PropValue::new(tag, 5)]).unwrap();
    source.save_changes(SaveChangesFlags::empty()).unwrap();
    let ids = [id_of(&*source, PR_ENTRYID)];
    let target = writable_inbox(&*other);
    let request = CopyMessagesRequest::new(&ids, &target).flags(CopyMessagesFlags::MESSAGE_MOVE);
    let inbox = writable_inbox(&*mail);
    assert_eq!(inbox.copy_messages(&request).unwrap().code(), S_OK);
    assert_eq!((contents(&*inbox).len(), contents(&*target).len()), (1, 1));
    let copy = first_message(&*other);
    let there = other.get_ids_from_names(Some(&name(1)), IdsFlags::empty()).unwrap().value[0];
    assert_ne!(there.id(), tag.id());
    assert_eq!(get(&*copy, there).as_long(), Some(5));
    assert_eq!(get(&*copy, PR_BODY_W).as_unicode(), Some("Will you come on Friday?"));
    assert_eq!(get(&*copy, PR_DISPLAY_TO_W).as_unicode(), Some("Me"));
    let attachment = copy.open_attach(0, None, OpenEntryFlags::empty()).unwrap();
    assert_eq!(get(&*attachment, PR_ATTACH_LONG_FILENAME_W).as_unicode(), Some("plan.txt"));
}

#[test]
fn copying_properties_obeys_the_lists_and_flags() {
    let (_mapi, _session, store) = mail();
    let inbox = writable_inbox(&*store);
    let source = open_message(&*store, &id_of(&*first_message(&*store), PR_ENTRYID));
    let target = new_message(&*inbox, "Mine");
    let object: MapiObject = Arc::clone(&target).into();
    let request = CopyToRequest::new(IID_IMessage, &object);
    let exclude = [PR_MESSAGE_ATTACHMENTS, PR_BODY_A];
    let keep = request.clone().exclude_props(Some(&exclude[..])).flags(CopyFlags::MAPI_NOREPLACE);
    assert_eq!(source.copy_to(&keep).unwrap(), []);
    assert_eq!(get(&*target, PR_SUBJECT_W).as_unicode(), Some("Mine"));
    assert_eq!(get(&*target, PR_SENDER_NAME_W).as_unicode(), Some("Ann"));
    assert_eq!(get(&*target, PR_BODY_W).as_error(), Some(MAPI_E_NOT_FOUND));
    let attachments = target.get_attachment_table(TableFlags::empty()).unwrap();
    assert_eq!(attachments.get_row_count(0).unwrap().value, 0);
    let tags = [PR_RECORD_KEY, PR_BODY_W];
    let moved = CopyPropsRequest::new(&tags, IID_IMessage, &object).flags(CopyFlags::MAPI_MOVE);
    let problems = source.copy_props(&moved).unwrap();
    assert_eq!(problems, [PropProblem { index: 0, tag: PR_RECORD_KEY, code: MAPI_E_COMPUTED }]);
    assert!(get(&*target, PR_BODY_W).as_unicode().is_some());
    assert_eq!(get(&*source, PR_BODY_W).as_error(), Some(MAPI_E_NOT_FOUND), "it was moved");
    let own: MapiObject = Arc::clone(&source).into();
    let onto_itself = CopyToRequest::new(IID_IMessage, &own);
    assert_eq!(code_of(source.copy_to(&onto_itself)), MAPI_E_NO_ACCESS);
    let empty = request.clone().exclude_props(Some(&[][..]));
    assert_eq!(code_of(source.copy_to(&empty)), MAPI_E_INVALID_PARAMETER);
    let folder = CopyToRequest::new(IID_IMAPIFolder, &object);
    assert_eq!(code_of(source.copy_to(&folder)), MAPI_E_INTERFACE_NOT_SUPPORTED);
    let base = [IID_IMAPIProp];
    let nothing_left = request.exclude_interfaces(&base);
    assert_eq!(code_of(source.copy_to(&nothing_left)), MAPI_E_INTERFACE_NOT_SUPPORTED);
}
