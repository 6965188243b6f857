//! What a default store has beyond others: associated contents, receive folders, news of mail.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::reference::*;
use crate::spooler::*;

fn mail() -> (Subsystem, Arc<Session>, Arc<dyn IMsgStore>) {
    opened(StoreSpec::new("mail").default_store().with_sample_mail(), "mail")
}

#[test]
fn a_default_store_can_do_what_the_others_can() {
    let (_mapi, _session, store) = mail();
    let mask = StoreSupportMask::from_bits_retain(get(&*store, PR_STORE_SUPPORT_MASK).as_bits().unwrap());
    let needed = StoreSupportMask::STORE_SUBMIT_OK
        | StoreSupportMask::STORE_CREATE_OK
        | StoreSupportMask::STORE_MODIFY_OK
        | StoreSupportMask::STORE_NOTIFY_OK;
    assert!(mask.contains(needed));
    let message = open_message(&*store, &id_of(&*first_message(&*store), PR_ENTRYID));
    let many = PropValue::new(PropTag::new(0x6702, PropType::PT_MV_LONG), vec![3, 1, 2]);
    assert_eq!(message.set_props(std::slice::from_ref(&many)).unwrap(), []);
    message.save_changes(SaveChangesFlags::empty()).unwrap();
    assert_eq!(get(&*first_message(&*store), many.tag()), many, "the values keep their order");
}

#[test]
fn associated_messages_have_a_table_of_their_own() {
    let (_mapi, _session, store) = mail();
    let inbox = writable_inbox(&*store);
    let table = || rows(&*inbox.get_contents_table(TableFlags::MAPI_ASSOCIATED).unwrap());
    let message = inbox.create_message(None, CreateMessageFlags::MAPI_ASSOCIATED).unwrap();
    let chosen = [PropValue::new(PR_MESSAGE_FLAGS, MessageFlags::MSGFLAG_READ.bits())];
    message.set_props(&chosen).unwrap();
    assert_eq!(table().len(), 0);
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).unwrap();
    assert_eq!((table().len(), contents(&*inbox).len()), (1, 2));
    assert_eq!(get(&*message, PR_MESSAGE_FLAGS).as_bits(), Some(MessageFlags::MSGFLAG_ASSOCIATED.bits()));
    assert_eq!(get(&*inbox, PR_ASSOC_CONTENT_COUNT).as_long(), Some(1));
    assert_eq!(get(&*inbox, PR_CONTENT_COUNT).as_long(), Some(2));
    let property = OpenPropertyRequest::new(PR_FOLDER_ASSOCIATED_CONTENTS, IID_IMAPITable);
    let by_property = inbox.open_property(&property).unwrap().into_table().unwrap();
    assert_eq!(by_property.get_row_count(0).unwrap().value, 1);
    let target = new_folder(&*inbox, "Target").unwrap();
    let ids = [id_of(&*message, PR_ENTRYID)];
    let request = CopyMessagesRequest::new(&ids, &target);
    inbox.copy_messages(&request).unwrap();
    inbox.copy_messages(&request.flags(CopyMessagesFlags::MESSAGE_MOVE)).unwrap();
    assert_eq!((table().len(), contents(&*target).len()), (0, 0));
    assert_eq!(get(&*target, PR_ASSOC_CONTENT_COUNT).as_long(), Some(2));
    let empty = |flags| target.empty_folder(ProgressUi::none(), flags).unwrap().code();
    assert_eq!(empty(EmptyFolderFlags::empty()), S_OK);
    assert_eq!(get(&*target, PR_ASSOC_CONTENT_COUNT).as_long(), Some(2), "they stay");
    assert_eq!(empty(EmptyFolderFlags::DEL_ASSOCIATED), S_OK);
    assert_eq!(get(&*target, PR_ASSOC_CONTENT_COUNT).as_long(), Some(0));
    // Stores that do not have them say so.
    let (_mapi, _session, plain) = opened(StoreSpec::new("plain").writable(), "plain");
    let inbox = writable_inbox(&*plain);
    assert_eq!(code_of(inbox.create_message(None, CreateMessageFlags::MAPI_ASSOCIATED)), MAPI_E_NO_SUPPORT);
    assert_eq!(code_of(inbox.get_contents_table(TableFlags::MAPI_ASSOCIATED)), MAPI_E_NO_SUPPORT);
    assert_eq!(code_of(inbox.open_property(&property)), MAPI_E_NO_SUPPORT);
}

#[test]
fn mail_arrives_in_the_folder_of_the_closest_class() {
    let (mapi, session, store) = mail();
    let inbox = writable_inbox(&*store);
    let (forms, polls) = (new_folder(&*inbox, "Forms").unwrap(), new_folder(&*inbox, "Polls").unwrap());
    let (forms_id, polls_id) = (id_of(&*forms, PR_ENTRYID), id_of(&*polls, PR_ENTRYID));
    let set = |store: &dyn IMsgStore, class: &str, folder: Option<&EntryId>| {
        code_of(store.set_receive_folder(Some(&class.into()), ReceiveFolderFlags::MAPI_UNICODE, folder))
    };
    let folder_of = |store: &dyn IMsgStore, class: &str| {
        let found = store.get_receive_folder(Some(&class.into()), ReceiveFolderFlags::MAPI_UNICODE).unwrap();
        (found.entry_id, found.explicit_class.unwrap().to_string())
    };
    let inbox_id = id_of(&*inbox, PR_ENTRYID);
    assert_eq!(folder_of(&*store, "IPM.Form"), (inbox_id.clone(), String::new()));
    assert_eq!(set(&*store, "IPM.Form", Some(&forms_id)), S_OK);
    assert_eq!(set(&*store, "IPM.Form.Poll", Some(&polls_id)), S_OK);
    assert_eq!(set(&*store, "IPM.Form", Some(&store_entry_id("mail"))), MAPI_E_NOT_FOUND);
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    let session = log_on(&mapi);
    let store = open_with(&session, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    for (class, folder, explicit) in [
        ("IPM.Form", &forms_id, "IPM.Form"),
        ("ipm.FORM.Order.Big", &forms_id, "IPM.Form"),
        ("IPM.Form.Poll.Late", &polls_id, "IPM.Form.Poll"),
        ("IPM.Formula", &inbox_id, ""),
        ("", &inbox_id, ""),
    ] {
        assert_eq!(folder_of(&*store, class), (folder.clone(), explicit.to_owned()), "{class}");
    }
    let table = rows(&*store.get_receive_folder_table(TableFlags::MAPI_UNICODE).unwrap());
    let classes: Vec<_> = table.iter().map(|row| text(row, PR_MESSAGE_CLASS_W)).collect();
    assert_eq!(classes, ["", "IPM.Form", "IPM.Form.Poll"]);
    assert_eq!(set(&*store, "IPM.Form.Poll", None), S_OK);
    assert_eq!(set(&*store, "IPM.Form.Poll", None), S_OK, "what is not there can be removed");
    assert_eq!(folder_of(&*store, "IPM.Form.Poll").0, forms_id);
    assert_eq!(set(&*store, "", Some(&polls_id)), S_OK);
    assert_eq!(folder_of(&*store, "IPM.Note").0, polls_id);
    // A folder that is deleted receives nothing any more.
    let inbox = open_folder(&*store, &inbox_id);
    inbox.delete_folder(&polls_id, ProgressUi::none(), DeleteFolderFlags::empty()).unwrap();
    assert_eq!(folder_of(&*store, "IPM.Note").0, inbox_id);
    let (_mapi, _session, plain) = opened(StoreSpec::new("plain").writable(), "plain");
    assert_eq!(set(&*plain, "IPM.Form", None), MAPI_E_NO_SUPPORT);
}

#[test]
fn the_spooler_delivers_and_every_listener_hears_once() {
    let (mapi, session, spooler) = with_spooler(StoreSpec::new("mail").default_store(), "mail");
    let store = open_with(&session, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    mapi.run_spooler();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&heard);
    let listen = move |notifications: &[Notification]| sink.lock().unwrap().extend(notifications.to_vec());
    store.advise(None, EventMask::fnevNewMail, Arc::new(listen)).unwrap();
    let own = spooler.store();
    let delivered = new_message(&*writable_inbox(&*own), "Hello");
    let id = id_of(&*delivered, PR_ENTRYID);
    let flags = MessageFlags::from_bits_retain(get(&*delivered, PR_MESSAGE_FLAGS).as_bits().unwrap());
    assert_eq!(flags, MessageFlags::MSGFLAG_UNMODIFIED);
    let news = Notification::NewMail {
        entry_id: id,
        parent_id: id_of(&*delivered, PR_PARENT_ENTRYID),
        flags: StringWidth::MAPI_UNICODE,
        message_class: "IPM".into(),
        message_flags: flags,
    };
    assert_eq!(*heard.lock().unwrap(), [], "the spooler decides when it is news");
    own.notify_new_mail(&news).unwrap();
    assert_eq!(*heard.lock().unwrap(), std::slice::from_ref(&news));
    assert_eq!(code_of(store.notify_new_mail(&news)), MAPI_E_NO_SUPPORT, "for the spooler only");
    let other = Notification::Extended { event: 1, parameters: Vec::new() };
    assert_eq!(code_of(own.notify_new_mail(&other)), MAPI_E_INVALID_PARAMETER);
    // A message that the spooler makes and does not save leaves nothing behind.
    drop(writable_inbox(&*own).create_message(None, CreateMessageFlags::empty()).unwrap());
    assert_eq!(contents(&*writable_inbox(&*store)).len(), 1);
    drop((own, delivered));
    mapi.trace().expect_no_deviation().unwrap();
}
