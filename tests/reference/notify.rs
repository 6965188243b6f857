//! Notifications of the reference store.

use std::sync::{Arc, Mutex, Weak};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

use crate::common::reference::*;

/// What a sink has heard.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<Notification>>>);

impl Heard {
    fn sink(&self) -> Arc<dyn IMAPIAdviseSink> {
        let heard = Arc::clone(&self.0);
        Arc::new(move |notifications: &[Notification]| heard.lock().unwrap().extend(notifications.to_vec()))
    }

    fn take(&self) -> Vec<Notification> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    /// The events and the objects they are about.
    fn events(&self) -> Vec<(ObjectEvent, EntryId)> {
        let event = |notification| {
            let Notification::Object { event, entry_id, .. } = notification else {
                panic!("{notification:?}")
            };
            (event, entry_id.unwrap())
        };
        self.take().into_iter().map(event).collect()
    }
}

const ALL: EventMask = EventMask::fnevObjectCreated
    .union(EventMask::fnevObjectDeleted)
    .union(EventMask::fnevObjectModified)
    .union(EventMask::fnevObjectMoved)
    .union(EventMask::fnevObjectCopied);

fn mail() -> StoreSpec {
    StoreSpec::new("mail").writable().notifying().with_sample_mail()
}

/// A sink for all events of the whole store.
fn listen(store: &dyn IMsgStore) -> (Heard, Connection) {
    let heard = Heard::default();
    let connection = store.advise(None, ALL, heard.sink()).unwrap();
    (heard, connection)
}

#[test]
fn the_mask_says_whether_advise_works() {
    for (spec, code) in [(mail(), S_OK), (StoreSpec::new("mail").writable(), MAPI_E_NO_SUPPORT)] {
        let (_mapi, session, store) = opened(spec, "mail");
        let mask = StoreSupportMask::from_bits_retain(get(&*store, PR_STORE_SUPPORT_MASK).as_bits().unwrap());
        assert_eq!(mask.contains(StoreSupportMask::STORE_NOTIFY_OK), code == S_OK);
        assert_eq!(code_of(store.advise(None, ALL, Heard::default().sink())), code);
        let inbox = id_of(&*inbox(&*store), PR_ENTRYID);
        let through_logon = session.advise(Some(&inbox), ALL, Heard::default().sink());
        assert_eq!(code_of(through_logon), code, "the logon object answers as the store");
    }
}

#[test]
fn a_message_is_announced_from_its_first_save_to_its_end() {
    let (mapi, _session, store) = opened(mail(), "mail");
    let (heard, _) = listen(&*store);
    let inbox = writable_inbox(&*store);
    let message = inbox.create_message(None, CreateMessageFlags::empty()).unwrap();
    message.set_props(&[PropValue::new(PR_SUBJECT_W, "New")]).unwrap();
    assert_eq!(heard.take(), [], "nothing is announced before the save");
    let id = id_of(&*message, PR_ENTRYID);
    let on_message = Heard::default();
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).unwrap();
    store.advise(Some(&id), ALL, on_message.sink()).unwrap();
    let parent = id_of(&*inbox, PR_ENTRYID);
    let created = Notification::Object {
        event: ObjectEvent::Created,
        entry_id: Some(id.clone()),
        object_type: Some(ObjectType::Message),
        parent_id: Some(parent.clone()),
        old_id: None,
        old_parent_id: None,
        tags: Vec::new(),
    };
    assert_eq!(heard.take(), [created]);
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).unwrap();
    message.set_read_flag(ReadFlags::empty()).unwrap();
    let modified = [(ObjectEvent::Modified, id.clone()), (ObjectEvent::Modified, id.clone())];
    assert_eq!((heard.events(), on_message.events()), (modified.to_vec(), modified.to_vec()));
    let target = new_folder(&*inbox, "Target").unwrap();
    let target_id = id_of(&*target, PR_ENTRYID);
    assert_eq!(heard.events(), [(ObjectEvent::Created, target_id.clone())]);
    let ids = std::slice::from_ref(&id);
    inbox.copy_messages(&CopyMessagesRequest::new(ids, &target)).unwrap();
    let copied = heard.take();
    let Notification::Object { event: ObjectEvent::Copied, entry_id, old_id, old_parent_id, .. } = &copied[0]
    else {
        panic!("{copied:?}")
    };
    assert_ne!(entry_id, old_id);
    assert_eq!((old_id.as_ref(), old_parent_id.as_ref(), copied.len()), (Some(&id), Some(&parent), 1));
    assert_eq!(on_message.take(), copied, "the original is told, too");
    let request = CopyMessagesRequest::new(ids, &target).flags(CopyMessagesFlags::MESSAGE_MOVE);
    inbox.copy_messages(&request).unwrap();
    let moved = heard.take();
    let Notification::Object { event: ObjectEvent::Moved, parent_id, old_id, .. } = &moved[0] else {
        panic!("{moved:?}")
    };
    assert_eq!((parent_id.as_ref(), old_id.as_ref()), (Some(&target_id), Some(&id)));
    on_message.take();
    target.delete_messages(ids, ProgressUi::none(), DeleteMessagesFlags::empty()).unwrap();
    assert_eq!(heard.events(), [(ObjectEvent::Deleted, id.clone())]);
    assert_eq!(on_message.events(), [(ObjectEvent::Deleted, id)]);
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn folders_are_announced_and_their_parents_left_alone() {
    let (_mapi, _session, store) = opened(mail(), "mail");
    let inbox = writable_inbox(&*store);
    let on_inbox = Heard::default();
    store.advise(Some(&id_of(&*inbox, PR_ENTRYID)), ALL, on_inbox.sink()).unwrap();
    let (heard, _) = listen(&*store);
    let folder = new_folder(&*inbox, "Sub").unwrap();
    let id = id_of(&*folder, PR_ENTRYID);
    folder.set_props(&[PropValue::new(PR_DISPLAY_NAME_W, "Renamed")]).unwrap();
    let root = folder_of_root(&*store);
    let request = CopyFolderRequest::new(&id, &root).flags(CopyFolderFlags::FOLDER_MOVE);
    inbox.copy_folder(&request).unwrap();
    let both = DeleteFolderFlags::DEL_FOLDERS | DeleteFolderFlags::DEL_MESSAGES;
    root.delete_folder(&id, ProgressUi::none(), both).unwrap();
    let expected = [ObjectEvent::Created, ObjectEvent::Modified, ObjectEvent::Moved, ObjectEvent::Deleted];
    assert_eq!(heard.events(), expected.map(|event| (event, id.clone())));
    assert_eq!(on_inbox.take(), []);
}

fn folder_of_root(store: &dyn IMsgStore) -> Arc<dyn IMAPIFolder> {
    let request = OpenEntryRequest::root().flags(OpenEntryFlags::MAPI_BEST_ACCESS);
    store.open_entry(&request).unwrap().into_folder().unwrap()
}

#[test]
fn a_sink_hears_only_its_events_and_nothing_after_unadvise() {
    let (mapi, _session, store) = opened(mail(), "mail");
    let inbox = writable_inbox(&*store);
    let deletions = Heard::default();
    store.advise(None, EventMask::fnevObjectDeleted, deletions.sink()).unwrap();
    let heard = Heard::default();
    let sink = heard.sink();
    let weak: Weak<dyn IMAPIAdviseSink> = Arc::downgrade(&sink);
    let connection = store.advise(None, ALL, sink).unwrap();
    new_message(&*inbox, "One");
    assert_eq!((heard.take().len(), deletions.take().len()), (1, 0));
    assert!(weak.upgrade().is_some(), "the client's own reference is not needed");
    store.unadvise(connection).unwrap();
    assert!(weak.upgrade().is_none(), "the sink is released");
    new_message(&*inbox, "Two");
    assert_eq!(heard.take(), []);
    assert_eq!(code_of(store.unadvise(connection)), MAPI_E_NOT_FOUND);
    let none = EventMask::fnevTableModified;
    assert_eq!(code_of(store.advise(None, none, heard.sink())), MAPI_E_INVALID_PARAMETER);
    let nothing = EntryId::from_bytes(b"nothing");
    assert_eq!(code_of(store.advise(Some(&nothing), ALL, heard.sink())), MAPI_E_UNKNOWN_ENTRYID);
    // After all other registrations have ended, a new one tells its sink of an event once.
    let (again, _) = listen(&*store);
    new_message(&*inbox, "Three");
    assert_eq!(again.take().len(), 1);
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn the_end_of_the_store_takes_the_sinks_with_it() {
    for orderly in [true, false] {
        let (mapi, session, store) = opened(mail(), "mail");
        let heard = Heard::default();
        let sink = heard.sink();
        let weak = Arc::downgrade(&sink);
        store.advise(None, ALL, sink).unwrap();
        if orderly {
            drop(store);
            assert!(weak.upgrade().is_none());
        } else {
            session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
            assert!(weak.upgrade().is_none());
            drop(store);
        }
        let trace = mapi.trace();
        assert_eq!(trace.count_of(Method::SupportSubscribe), trace.count_of(Method::SupportUnsubscribe));
        trace.expect_references_balanced().unwrap();
        trace.expect_no_deviation().unwrap();
    }
}

#[test]
fn every_session_hears_once_whoever_made_the_change() {
    let (mapi, _session, store) = opened(mail(), "mail");
    let other_session = log_on(&mapi);
    let other = open_with(&other_session, "mail", OpenStoreFlags::empty(), None).unwrap();
    let (here, _) = listen(&*store);
    let (there, _) = listen(&*other);
    let message = new_message(&*writable_inbox(&*store), "One");
    let created = [(ObjectEvent::Created, id_of(&*message, PR_ENTRYID))];
    assert_eq!((here.events(), there.events()), (created.to_vec(), created.to_vec()));
}

#[test]
fn a_sink_may_call_back_while_it_is_told() {
    let (_mapi, _session, store) = opened(mail(), "mail");
    let inbox = writable_inbox(&*store);
    let counts = Arc::new(Mutex::new(Vec::new()));
    let (inside, seen) = (Arc::clone(&inbox), Arc::clone(&counts));
    let sink = move |notifications: &[Notification]| {
        let Notification::Object { event: ObjectEvent::Created, .. } = &notifications[0] else { return };
        let count = get(&*inside, PR_CONTENT_COUNT).as_long().unwrap();
        seen.lock().unwrap().push(count);
        if count < 5 {
            new_message(&*inside, "Another");
        }
    };
    store.advise(None, ALL, Arc::new(sink)).unwrap();
    let message = new_message(&*inbox, "First");
    assert_eq!(*counts.lock().unwrap(), [3, 4, 5]);
    assert_eq!(get(&*message, PR_SUBJECT_W).as_unicode(), Some("First"));
}

#[test]
fn an_open_table_follows_and_tells_its_sinks() {
    let (mapi, _session, store) = opened(mail(), "mail");
    let inbox = writable_inbox(&*store);
    let table = inbox.get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
    assert_eq!(table.get_status().unwrap().table_type, TableType::Dynamic);
    let heard = Heard::default();
    let sink = heard.sink();
    let weak = Arc::downgrade(&sink);
    table.advise(EventMask::fnevTableModified, sink).unwrap();
    let message = new_message(&*inbox, "Third");
    let added = heard.take();
    let Notification::Table { event: TableEvent::RowAdded, row, .. } = &added[0] else { panic!("{added:?}") };
    assert_eq!((text(row, PR_SUBJECT_W), rows(&*table).len()), ("Third".into(), 3));
    message.set_props(&[PropValue::new(PR_SUBJECT_W, "Changed")]).unwrap();
    assert_eq!(heard.take(), [], "not before the save");
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE).unwrap();
    let modified = heard.take();
    assert!(
        matches!(&modified[0], Notification::Table { event: TableEvent::RowModified, .. }),
        "{modified:?}"
    );
    new_folder(&*inbox, "Elsewhere").unwrap();
    assert_eq!(heard.take(), []);
    assert_eq!(code_of(table.advise(ALL, heard.sink())), MAPI_E_INVALID_PARAMETER);
    drop(table);
    assert!(weak.upgrade().is_none(), "no sink outlives its table");
    let (_mapi, _session, quiet) = opened(StoreSpec::new("mail").writable(), "mail");
    let table = writable_inbox(&*quiet).get_contents_table(TableFlags::empty()).unwrap();
    assert_eq!(code_of(table.advise(EventMask::fnevTableModified, heard.sink())), MAPI_E_NO_SUPPORT);
    assert_eq!(table.get_status().unwrap().table_type, TableType::Snapshot);
    mapi.trace().expect_no_deviation().unwrap();
}
