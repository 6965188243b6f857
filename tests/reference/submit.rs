//! Submission in the reference store: the outgoing queue as the client and as the spooler see it.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

use crate::common::reference::*;
use crate::spooler::*;

/// A store that sends, open for a client and for the spooler.
fn mail() -> (Subsystem, Arc<Session>, Arc<dyn IMsgStore>, Arc<OpenSpooler>) {
    let (mapi, session, spooler) = with_spooler(StoreSpec::new("mail").submitting(), "mail");
    let store = open_with(&session, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    (mapi, session, store, spooler)
}

/// A message in the Outbox that could be submitted.
fn draft(store: &dyn IMsgStore, props: &[PropValue]) -> Arc<dyn IMessage> {
    let outbox = open_folder(store, &id_of(store, PR_IPM_OUTBOX_ENTRYID));
    let message = outbox.create_message(None, CreateMessageFlags::empty()).unwrap();
    if !props.is_empty() {
        message.set_props(props).unwrap();
    }
    let to = [PropValue::new(PR_DISPLAY_NAME_W, "Ann"), PropValue::new(PR_RECIPIENT_TYPE, RecipientType::To)];
    message.modify_recipients(ModifyRecipientsFlags::MODRECIP_ADD, &[Row::new(to.to_vec())]).unwrap();
    message
}

fn submit(store: &dyn IMsgStore, props: &[PropValue]) -> EntryId {
    let message = draft(store, props);
    let id = id_of(&*message, PR_ENTRYID);
    message.submit_message(SubmitFlags::empty()).unwrap();
    id
}

fn queue(store: &dyn IMsgStore) -> Vec<Row> {
    rows(&*store.get_outgoing_queue(0).unwrap())
}

fn flags(store: &dyn IMsgStore, id: &EntryId) -> MessageFlags {
    MessageFlags::from_bits_retain(get(&*open_message(store, id), PR_MESSAGE_FLAGS).as_bits().unwrap())
}

#[test]
fn a_submitted_message_waits_in_the_queue_and_is_closed_to_clients() {
    let (mapi, _session, store, spooler) = mail();
    let mask = StoreSupportMask::from_bits_retain(get(&*store, PR_STORE_SUPPORT_MASK).as_bits().unwrap());
    assert!(mask.contains(StoreSupportMask::STORE_SUBMIT_OK));
    let message = draft(&*store, &[PropValue::new(PR_SUBJECT_W, "Out")]);
    let id = id_of(&*message, PR_ENTRYID);
    assert!(spooler.notified.lock().unwrap().is_empty(), "nothing inside Logon");
    // Nothing was saved before.
    message.submit_message(SubmitFlags::empty()).unwrap();
    assert_eq!(*spooler.notified.lock().unwrap(), [SpoolerNotifyFlags::NOTIFY_READYTOSEND]);
    let submitted = MessageFlags::MSGFLAG_SUBMIT | MessageFlags::MSGFLAG_UNSENT;
    assert!(flags(&*store, &id).contains(submitted));
    let row = queue(&*spooler.store()).remove(0);
    assert_eq!((text(&row, PR_SUBJECT_W), text(&row, PR_DISPLAY_TO_W)), ("Out".into(), "Ann".into()));
    assert_eq!(row.get(PR_SUBMIT_FLAGS).unwrap().as_bits(), Some(0));
    assert!(row.get(PR_CLIENT_SUBMIT_TIME).unwrap().as_error().is_none());
    assert_eq!(code_of(message.set_props(&[PropValue::new(PR_SUBJECT_W, "Changed")])), MAPI_E_NO_ACCESS);
    assert_eq!(code_of(message.set_read_flag(ReadFlags::empty())), MAPI_E_SUBMITTED);
    let modify = OpenEntryRequest::new(&id).flags(OpenEntryFlags::MAPI_MODIFY);
    assert_eq!(code_of(store.open_entry(&modify)), MAPI_E_SUBMITTED);
    assert_eq!(get(&*open_message(&*store, &id), PR_ACCESS_LEVEL).as_bits(), Some(0));
    assert_eq!(code_of(spooler.store().open_entry(&modify)), S_OK);
    let outbox = open_folder(&*store, &id_of(&*store, PR_IPM_OUTBOX_ENTRYID));
    let ids = std::slice::from_ref(&id);
    let deleted = outbox.delete_messages(ids, ProgressUi::none(), DeleteMessagesFlags::empty()).unwrap();
    assert_eq!(deleted.code(), MAPI_W_PARTIAL_COMPLETION);
    let emptied = outbox.empty_folder(ProgressUi::none(), EmptyFolderFlags::empty()).unwrap();
    assert_eq!((emptied.code(), contents(&*outbox).len()), (MAPI_W_PARTIAL_COMPLETION, 1));
    let trace = mapi.trace();
    trace.expect_no_deviation().unwrap();
    assert_eq!(trace.count_of(Method::SupportPrepareSubmit), 1);
}

#[test]
fn a_message_without_recipients_is_not_queued() {
    let (_mapi, _session, store, spooler) = mail();
    let outbox = open_folder(&*store, &id_of(&*store, PR_IPM_OUTBOX_ENTRYID));
    let message = outbox.create_message(None, CreateMessageFlags::empty()).unwrap();
    assert_eq!(code_of(message.submit_message(SubmitFlags::empty())), MAPI_E_NO_RECIPIENTS);
    assert_eq!(code_of(message.set_props(&[PropValue::new(PR_SUBJECT_W, "Still open")])), S_OK);
    assert!(queue(&*spooler.store()).is_empty());
}

#[test]
fn what_is_for_the_spooler_is_refused_to_clients_and_to_stores_that_do_not_send() {
    let (_mapi, _session, store, spooler) = mail();
    let id = submit(&*store, &[]);
    let message = open_message(&*store, &id);
    let refused = |store: &dyn IMsgStore| {
        [
            code_of(store.get_outgoing_queue(0)),
            code_of(store.set_lock_state(&message, LockState::Locked)),
            code_of(store.finished_msg(0, &id)),
        ]
    };
    assert_eq!(refused(&*store), [MAPI_E_NO_SUPPORT; 3]);
    assert_eq!(queue(&*spooler.store()).len(), 1);
    let (mapi, session, spooler) = with_spooler(StoreSpec::new("still").writable(), "still");
    let still = open_with(&session, "still", OpenStoreFlags::MDB_WRITE, None).unwrap();
    mapi.run_spooler();
    assert_eq!(refused(&*spooler.store()), [MAPI_E_NO_SUPPORT; 3]);
    assert_eq!(code_of(draft(&*still, &[]).submit_message(SubmitFlags::empty())), MAPI_E_NO_SUPPORT);
}

#[test]
fn a_locked_message_is_the_spoolers_alone() {
    let (_mapi, _session, store, spooler) = mail();
    let id = submit(&*store, &[]);
    let own = spooler.store();
    let message = open_message(&*own, &id);
    own.set_lock_state(&message, LockState::Locked).unwrap();
    assert_eq!(queue(&*own)[0].get(PR_SUBMIT_FLAGS).unwrap().as_bits(), Some(1));
    let best = OpenEntryRequest::new(&id).flags(OpenEntryFlags::MAPI_BEST_ACCESS);
    assert_eq!(code_of(store.open_entry(&best)), MAPI_E_NO_ACCESS);
    assert_eq!(code_of(store.abort_submit(&id, 0)), MAPI_E_UNABLE_TO_ABORT);
    own.set_lock_state(&message, LockState::Unlocked).unwrap();
    assert_eq!(code_of(store.abort_submit(&id, 0)), S_OK);
    assert_eq!(code_of(store.abort_submit(&id, 0)), MAPI_E_NOT_IN_QUEUE);
    assert!(!flags(&*store, &id).contains(MessageFlags::MSGFLAG_SUBMIT));
    assert!(queue(&*own).is_empty());
    let again = open_message(&*store, &id);
    assert_eq!(code_of(again.submit_message(SubmitFlags::empty())), S_OK);
}

#[test]
fn a_sent_message_goes_where_its_properties_say() {
    let (_mapi, _session, store, spooler) = mail();
    let sent_items = id_of(&*store, PR_IPM_SENTMAIL_ENTRYID);
    let keep = PropValue::new(PR_SENTMAIL_ENTRYID, &sent_items);
    let delete = PropValue::new(PR_DELETE_AFTER_SUBMIT, true);
    let own = spooler.store();
    for (props, place) in [
        (vec![], Some(PR_IPM_OUTBOX_ENTRYID)),
        (vec![keep.clone()], Some(PR_IPM_SENTMAIL_ENTRYID)),
        (vec![delete.clone()], None),
        (vec![keep, delete], None),
    ] {
        let id = submit(&*store, &props);
        let message = open_message(&*own, &id);
        own.set_lock_state(&message, LockState::Locked).unwrap();
        drop(message);
        own.finished_msg(0, &id).unwrap();
        assert!(queue(&*own).is_empty());
        let found = store.open_entry(&OpenEntryRequest::new(&id));
        match place {
            None => assert_eq!(code_of(found), MAPI_E_NOT_FOUND),
            Some(place) => {
                let message = found.unwrap().into_message().unwrap();
                assert_eq!(id_of(&*message, PR_PARENT_ENTRYID), id_of(&*store, place), "{props:?}");
                assert!(
                    !flags(&*store, &id)
                        .intersects(MessageFlags::MSGFLAG_SUBMIT | MessageFlags::MSGFLAG_UNSENT)
                );
            }
        }
        assert_eq!(code_of(own.finished_msg(0, &id)), MAPI_E_NOT_IN_QUEUE);
    }
}

#[test]
fn the_queue_keeps_its_order_over_sessions_and_tells_its_sinks() {
    let (mapi, session, store, spooler) = mail();
    let table = spooler.store().get_outgoing_queue(0).unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&heard);
    let listen = move |notifications: &[Notification]| {
        for notification in notifications {
            let Notification::Table { event, .. } = notification else { panic!("{notification:?}") };
            sink.lock().unwrap().push(*event);
        }
    };
    let connection = table.advise(EventMask::fnevTableModified, Arc::new(listen)).unwrap();
    let (first, second) = (submit(&*store, &[]), submit(&*store, &[]));
    store.abort_submit(&first, 0).unwrap();
    let events = [TableEvent::RowAdded, TableEvent::RowAdded, TableEvent::RowDeleted];
    assert_eq!(*heard.lock().unwrap(), events);
    table.unadvise(connection).unwrap();
    let third = submit(&*store, &[]);
    assert_eq!(heard.lock().unwrap().len(), 3);
    assert_eq!(rows(&*table).len(), 2, "the table follows all the same");
    let message = open_message(&*spooler.store(), &second);
    spooler.store().set_lock_state(&message, LockState::Locked).unwrap();
    drop((table, message, store));
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    let session = log_on(&mapi);
    let _store = open_with(&session, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    mapi.run_spooler();
    let waiting = queue(&*spooler.store());
    let ids: Vec<_> = waiting.iter().map(|row| row.get(PR_ENTRYID).unwrap().as_entry_id().unwrap()).collect();
    assert_eq!(ids, [second, third]);
    assert_eq!(waiting[0].get(PR_SUBMIT_FLAGS).unwrap().as_bits(), Some(0), "the lock went with the spooler");
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn a_coupled_store_sends_what_it_can_itself_and_the_rest_through_the_spooler() {
    let (mapi, session, spooler) = with_spooler(StoreSpec::new("mail").coupled(), "mail");
    let store = open_with(&session, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    mapi.run_spooler();
    let own = spooler.store();
    let sent_items = id_of(&*store, PR_IPM_SENTMAIL_ENTRYID);
    let recipient = |address: &str| {
        Row::new(vec![
            PropValue::new(PR_DISPLAY_NAME_W, address),
            PropValue::new(PR_EMAIL_ADDRESS_W, address),
        ])
    };
    let near = format!("ann@{}", COUPLED_DOMAIN.to_uppercase());
    let submit_to = |addresses: &[&str]| {
        let message = draft(&*store, &[PropValue::new(PR_SENTMAIL_ENTRYID, &sent_items)]);
        let rows: Vec<_> = addresses.iter().copied().map(recipient).collect();
        message.modify_recipients(ModifyRecipientsFlags::empty(), &rows).unwrap();
        message.submit_message(SubmitFlags::empty()).unwrap();
        id_of(&*message, PR_ENTRYID)
    };
    let responsible = |store: &dyn IMsgStore, id: &EntryId| {
        let message = open_message(store, id);
        let table = rows(&*message.get_recipient_table(TableFlags::MAPI_UNICODE).unwrap());
        table.iter().map(|row| row.get(PR_RESPONSIBILITY).unwrap().as_bool().unwrap()).collect::<Vec<_>>()
    };
    let direct = submit_to(&[&near]);
    assert!(queue(&*own).is_empty());
    assert_eq!(responsible(&*store, &direct), [true]);
    assert_eq!(id_of(&*open_message(&*store, &direct), PR_PARENT_ENTRYID), sent_items);
    assert!(!flags(&*store, &direct).intersects(MessageFlags::MSGFLAG_SUBMIT | MessageFlags::MSGFLAG_UNSENT));
    let both = submit_to(&[&near, "bob@example.org"]);
    assert_eq!(responsible(&*own, &both), [true, false]);
    let far = submit_to(&["bob@example.org"]);
    let waiting: Vec<_> =
        queue(&*own).iter().map(|row| row.get(PR_ENTRYID).unwrap().as_entry_id().unwrap()).collect();
    assert_eq!(waiting, [both, far.clone()]);
    // The ordinary way, as in a store that is not coupled.
    let message = open_message(&*own, &far);
    own.set_lock_state(&message, LockState::Locked).unwrap();
    drop(message);
    own.finished_msg(0, &far).unwrap();
    assert_eq!(id_of(&*open_message(&*store, &far), PR_PARENT_ENTRYID), sent_items);
    drop(own);
    mapi.trace().expect_no_deviation().unwrap();
}
