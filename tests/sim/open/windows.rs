//! The windows of clients: a provider sees the number that the client passed, and the user answers either way.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::{OnProvider, Wrapping};

use crate::common::script::*;

/// Numbers of windows and what became of a dialog above them.
type Seen = Arc<Mutex<Vec<(usize, DialogAnswer)>>>;

fn see(seen: &Seen, window: ParentWindow<'_>) {
    let answer = window.show(&Dialog::new("Path"));
    seen.lock().unwrap().push((window.handle(), answer));
}

/// A machine whose provider shows a dialog in both logons and while it is configured.
fn asking(acts: Vec<Act>) -> (Subsystem, Arc<Session>, Seen) {
    let seen = Seen::default();
    let [of_logon, of_spooler, of_service] = [&seen, &seen, &seen].map(Arc::clone);
    let provider = OnProvider::new()
        .logon(move |inner, request| {
            see(&of_logon, request.window);
            inner.logon(request)
        })
        .spooler_logon(move |inner, request| {
            see(&of_spooler, request.window);
            inner.spooler_logon(request)
        });
    let script = Script::new(acts);
    let dll = Dll::new(DLL).provider_entry(Wrapping::new(script.entry()).provider(provider)).service_entry(
        move |request: &ServiceRequest<'_>| {
            see(&of_service, request.window);
            Ok(())
        },
    );
    let store = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(dll)
        .profile(Profile::new(PROFILE).service(Service::new("S").store(store).with_entry(DLL)))
        .user(User::answering([Reply::Cancel, Reply::Cancel, Reply::Cancel]))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session, seen)
}

#[test]
fn a_client_without_a_window_is_seen_as_one_without_window() {
    for handle in [0, 1, 0x0001_0A2C] {
        let unconfigured = Act::Fail(MAPI_E_UNCONFIGURED, "no path");
        let (_mapi, session, seen) = asking(vec![unconfigured, Act::Well]);
        let id = wrapped("a");
        let request = OpenStoreRequest::new(&id).window(ParentWindow::of_handle(handle));
        session.open_msg_store(&request).unwrap();
        let expected = (handle, DialogAnswer::Cancelled);
        assert_eq!(*seen.lock().unwrap(), vec![expected; 3], "Logon, the service, and Logon again");
    }
}

#[test]
fn the_spooler_has_no_window() {
    let (mapi, session, seen) = asking(vec![]);
    let id = wrapped("a");
    let _store =
        session.open_msg_store(&OpenStoreRequest::new(&id).window(ParentWindow::of_handle(7))).unwrap();
    mapi.run_spooler();
    let expected = [(7, DialogAnswer::Cancelled), (0, DialogAnswer::Unavailable)];
    assert_eq!(*seen.lock().unwrap(), expected);
}

/// Somebody of the client's own answers, in place of the user of the machine.
#[test]
fn a_client_that_answers_itself_may_have_no_window_either() {
    struct Typist;
    impl DialogHost for Typist {
        fn show(&self, _dialog: &Dialog) -> DialogAnswer {
            DialogAnswer::Completed(vec![("path".to_owned(), "here".to_owned())])
        }
    }
    let (_mapi, session, seen) = asking(vec![]);
    let id = wrapped("a");
    for window in [ParentWindow::new(&Typist), ParentWindow::new(&Typist).with_handle(0)] {
        session.open_msg_store(&OpenStoreRequest::new(&id).window(window)).unwrap();
    }
    let seen = seen.lock().unwrap();
    assert_eq!(seen.iter().map(|(handle, _)| *handle).collect::<Vec<_>>(), [1, 0]);
    assert!(seen.iter().all(|(_, answer)| answer.value("path") == Some("here")));
}
