//! Sinks that make what they are told of.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::*;
use mapi_sim::spi::*;

use super::circle::on_a_small_stack;
use crate::common::script::*;
use crate::tables::listening::*;

#[test]
fn a_sink_that_changes_what_it_is_told_of_comes_to_an_end() {
    on_a_small_stack(|| {
        let (mapi, session) = machine(&able());
        let table = stores(&session);
        let (world, heard) = (Arc::downgrade(&session), Arc::new(Mutex::new(0)));
        let count = Arc::clone(&heard);
        let sink = move |_: &[Notification]| {
            *lock(&count) += 1;
            let next = if *lock(&count) % 2 == 0 { "a" } else { "b" };
            if let Some(session) = world.upgrade() {
                make_default(&session, next).unwrap();
            }
        };
        table.advise(EventMask::fnevTableModified, Arc::new(sink)).unwrap();
        make_default(&session, "a").unwrap();
        assert!((100..=20_000).contains(&*lock(&heard)), "{}", lock(&heard));
        assert!(mapi.trace().to_string().contains("notifications were delivered"));
        drop(table);
        end(&session);
    });
}

/// `IMAPISupport::Notify` calls its sinks at once.
#[test]
fn a_sink_that_notifies_its_own_key_comes_to_an_end() {
    on_a_small_stack(|| {
        let script = Script::new([]);
        let kept: Arc<Mutex<Option<Support>>> = Arc::default();
        let keep = Arc::clone(&kept);
        *lock(&script.callback) = Some(Arc::new(move |place, support| {
            if place == "Logon" {
                *lock(&keep) = support.cloned();
            }
        }));
        let (mapi, session) = machine(&script);
        let store = open(&session, "a").unwrap();
        let support = lock(&kept).take().unwrap();
        let key = NotificationKey::new(*b"key");
        let (again, its_key, heard) = (support.clone(), key.clone(), Arc::new(Mutex::new(0)));
        let count = Arc::clone(&heard);
        let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(move |events: &[Notification]| {
            *lock(&count) += 1;
            for _ in 0..2 {
                let _ = again.notify(&its_key, events, NotifyFlags::empty());
            }
        });
        let connection =
            support.subscribe(&SubscribeRequest::new(&key, EventMask::fnevCriticalError, &sink)).unwrap();
        let event =
            Notification::CriticalError { entry_id: None, code: codes::MAPI_E_CALL_FAILED, detail: None };
        support.notify(&key, &[event], NotifyFlags::empty()).unwrap();
        assert!((5..200).contains(&*lock(&heard)), "{}", lock(&heard));
        support.unsubscribe(connection).unwrap();
        drop((support, sink, store));
        end(&session);
        mapi.trace().expect_references_balanced().unwrap();
    });
}
