//! Objects that pass through a wrapping: their owner gets them back as they were, everybody else gets them wrapped.

mod sides;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;
use sides::*;

/// Copies a folder of `from` into one of `to`, and makes the other calls that take an object.
fn calls(from: &Side, to: &Side) -> Vec<MapiResult<()>> {
    let (folder, destination) = (from.folder(), to.folder());
    let (id, new) = (EntryId::from_bytes(&[1]), MapiString::from("new"));
    let ids = [id.clone()];
    let copy = CopyMessagesRequest::new(&ids, &destination).interface(UID);
    let object = MapiObject::Folder(destination.clone());
    let copy_to = CopyToRequest::new(UID, &object).exclude_interfaces(&[UID]);
    let by_prop = MapiObject::Prop(destination.clone());
    let stream = |side: &Side| side.open(3).into_stream().unwrap();
    vec![
        folder.copy_messages(&copy).map(drop),
        folder.copy_folder(&CopyFolderRequest::new(&id, &destination).new_name(&new)).map(drop),
        folder.copy_to(&copy_to).map(drop),
        folder.copy_props(&CopyPropsRequest::new(&[tags::PR_BODY_W], UID, &object)).map(drop),
        folder.copy_to(&CopyToRequest::new(UID, &by_prop).exclude_interfaces(&[UID])).map(drop),
        from.store.set_lock_state(&to.message(), LockState::Locked),
        IStream::copy_to(&*stream(from), &stream(to), 5).map(|copied| assert_eq!(copied, (5, 5))),
    ]
}

#[test]
fn objects_of_the_provider_come_back_as_it_knows_them() {
    let provider = Own::default();
    let wrapping = wrapping(&provider);
    let (first, second) = (Side::of(&wrapping, &provider), Side::of(&wrapping, &provider));
    assert!(!provider.owns(&*first.folder()), "outside it is wrapped");
    assert_eq!(calls(&first, &first), vec![Ok(()); 7]);
    assert_eq!(calls(&first, &second), vec![Ok(()); 7], "an object of another session");
}

#[test]
fn objects_of_another_wrapping_stay_wrapped() {
    // The same provider, so that only the wrapping makes the difference.
    let provider = Own::default();
    let (first, second) =
        (Side::of(&wrapping(&provider), &provider), Side::of(&wrapping(&provider), &provider));
    assert_eq!(calls(&first, &second), vec![Err(MAPI_E_INVALID_OBJECT.into()); 7]);
}

#[test]
fn mapi_gets_objects_of_the_provider_wrapped_and_its_own_as_they_were() {
    let side = side();
    let support = side.support();
    let own = side.provider.new_object();
    let (folder, message): (Arc<dyn IMAPIFolder>, Arc<dyn IMessage>) = (own.clone(), own);
    let section = support.open_profile_section(None, OpenSectionFlags::empty()).unwrap();
    assert!(!side.mapi.owns(&*section), "at the provider it is wrapped");

    let copy = CopyMessagesRequest::new(&[], &folder);
    support.copy_messages(&SupportCopyMessagesRequest::new(&folder, copy)).unwrap();
    let id = EntryId::from_bytes(&[1]);
    let copy = CopyFolderRequest::new(&id, &folder);
    support.copy_folder(&SupportCopyFolderRequest::new(&folder, copy)).unwrap();
    let (object, lent) = (MapiObject::Folder(folder), MapiObject::ProfileSection(section.clone()));
    support.do_copy_to(&DoCopyToRequest::new(UID, &lent, CopyToRequest::new(UID, &object))).unwrap();
    let copy = CopyPropsRequest::new(&[], UID, &lent);
    support.do_copy_props(&DoCopyPropsRequest::new(UID, &object, copy)).unwrap();
    support.prepare_submit(&message, 0).unwrap();
    support.make_invalid(&MakeInvalidRequest::new(&MapiObject::Message(message.clone()), 1)).unwrap();
    let (title, table, data): (_, Arc<dyn IMAPITable>, Arc<dyn IMAPIProp>) =
        (MapiString::from("x"), mapi_sim::memory::MemoryTable::shared(vec![], vec![]), section);
    support.do_config_propsheet(&PropsheetRequest::new(&title, &table, &data)).unwrap();

    *side.mapi.0.entry.lock().unwrap() = Some(side.open(1));
    let opened = support.open_entry(&OpenEntryRequest::root()).unwrap().into_folder().unwrap();
    assert!(side.provider.owns(&*opened), "opened by MAPI, it comes back bare");
    let report = support.read_receipt(ReadReceiptFlags::empty(), &message, Some(message.clone())).unwrap();
    assert!(side.provider.owns(&*report.unwrap()), "and so does a message");
}

#[test]
fn references_are_handed_on_one_by_one() {
    let side = side();
    let count = || side.mapi.0.references.load(Ordering::SeqCst);
    assert_eq!(count(), 1, "the provider's; MAPI has let go of its own");
    let support = side.support();
    assert_eq!(count(), 2);
    let service = support.get_svc_config_support_obj(0).unwrap();
    let section = service.open_profile_section(None, OpenSectionFlags::empty()).unwrap();
    assert!(!side.mapi.owns(&*section), "the support object of the service is wrapped as well");
    assert_eq!(count(), 3);
    drop(service.clone());
    assert_eq!(count(), 3);
    drop((support, service));
    assert_eq!(count(), 1);
    *side.provider.0.support.lock().unwrap() = None;
    assert_eq!(count(), 0);
}

#[test]
fn a_window_is_bent_and_no_window_is_none() {
    struct Typist;
    impl DialogHost for Typist {
        fn show(&self, _dialog: &Dialog) -> DialogAnswer {
            DialogAnswer::Completed(vec![])
        }
    }
    struct Cancels;
    impl WrapWindow for Cancels {
        fn show(&self, inner: ParentWindow<'_>, dialog: &Dialog) -> DialogAnswer {
            assert!(matches!(inner.show(dialog), DialogAnswer::Completed(_)));
            DialogAnswer::Cancelled
        }
    }
    let provider = Own::default();
    let wrapping = wrapping(&provider);
    let empty = |wrapping: &Wrapping, window| {
        let folder = Side::of(wrapping, &provider).folder();
        folder.empty_folder(ProgressUi::none().window(window), EmptyFolderFlags::empty()).map(drop)
    };
    assert_eq!(empty(&wrapping, ParentWindow::new(&Typist)), Ok(()));
    assert_eq!(empty(&wrapping, ParentWindow::none()), Err(MAPI_E_NO_ACCESS.into()));
    let bent = wrapping.window(Cancels);
    assert_eq!(empty(&bent, ParentWindow::new(&Typist)), Err(MAPI_E_USER_CANCEL.into()));
    assert_eq!(empty(&bent, ParentWindow::none()), Err(MAPI_E_NO_ACCESS.into()));
}

/// Counts the notifications that pass.
#[derive(Clone, Default)]
struct Counts(Arc<AtomicU32>);

impl WrapSink for Counts {
    fn on_notify(&self, inner: &dyn IMAPIAdviseSink, notifications: &[Notification]) -> SinkAnswer {
        self.0.fetch_add(1, Ordering::SeqCst);
        inner.on_notify(notifications)
    }

    fn released(&self, inner: Arc<dyn IMAPIAdviseSink>) {
        self.0.fetch_add(100, Ordering::SeqCst);
        drop(inner);
    }
}

#[test]
fn a_sink_is_bent_once_whichever_way_notifications_take() {
    let (provider, counts, heard) = (Own::default(), Counts::default(), Arc::new(AtomicU32::new(0)));
    let side = Side::of(&wrapping(&provider).sink(counts.clone()), &provider);
    let ear = Arc::clone(&heard);
    let sink = Arc::new(move |_: &[Notification]| {
        ear.fetch_add(1, Ordering::SeqCst);
    });
    side.logon.advise(None, EventMask::empty(), sink).unwrap();
    let given = provider.0.sink.lock().unwrap().take().unwrap();
    assert_eq!(given.on_notify(&[]), SinkAnswer::S_OK);
    let bent = || (counts.0.load(Ordering::SeqCst), heard.load(Ordering::SeqCst));
    assert_eq!(bent(), (1, 1), "from the provider itself");

    let key = NotificationKey::new([1]);
    side.support().subscribe(&SubscribeRequest::new(&key, EventMask::empty(), &given)).unwrap();
    drop(given);
    let kept = side.mapi.0.sink.lock().unwrap().take().unwrap();
    kept.on_notify(&[]);
    assert_eq!(bent(), (2, 2), "from MAPI");
    drop(kept);
    assert_eq!(bent(), (102, 2), "and released once");
}
