//! The end of a session: what it accepts afterwards, and what the other clients of a shared one hear.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

use crate::common::script::*;

type Heard = Arc<Mutex<Vec<Notification>>>;

/// A client that registers on the session itself.
fn listener(mapi: &Subsystem, flags: LogonExFlags, mask: EventMask) -> (Arc<Session>, Heard) {
    let session = mapi.logon(PROFILE, flags).unwrap();
    let heard = Heard::default();
    let log = Arc::clone(&heard);
    let sink = move |told: &[Notification]| lock(&log).extend_from_slice(told);
    session.advise(None, mask, Arc::new(sink)).unwrap();
    (session, heard)
}

const SHARED: LogonExFlags = LogonExFlags::MAPI_ALLOW_OTHERS;

fn log_off(session: &Session, flags: SessionLogoffFlags) {
    session.logoff(ParentWindow::none(), flags, 0).unwrap();
}

/// How often a client was advised of `SHUT-19`.
fn advised(mapi: &Subsystem) -> usize {
    mapi.trace().advice().iter().filter(|advice| advice.rule == "SHUT-19").count()
}

/// A store, a folder and a message that no provider made.
struct Nothing;

impl IMAPIProp for Nothing {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::ok(Vec::new()))
    }
}
impl IMessage for Nothing {}
impl IMAPIContainer for Nothing {}
impl IMAPIFolder for Nothing {}
impl IMsgStore for Nothing {
    fn store_logoff(&self, _: LogoffFlags) -> MapiResult<LogoffFlags> {
        Ok(LogoffFlags::empty())
    }
}

#[test]
fn after_logoff_every_method_fails() {
    let (mapi, session) = machine(&Script::new([]));
    log_off(&session, SessionLogoffFlags::empty());
    let width = StringWidth::MAPI_UNICODE;
    let (window, id, kind) = (ParentWindow::none(), wrapped("a"), MapiString::from("SMTP"));
    let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(|_: &[Notification]| ());
    let message: Arc<dyn IMessage> = Arc::new(Nothing);
    let (store, folder): (Arc<dyn IMsgStore>, Arc<dyn IMAPIFolder>) = (Arc::new(Nothing), Arc::new(Nothing));
    let results = [
        session.get_last_error(MAPI_E_CALL_FAILED, width).map(drop),
        session.get_msg_stores_table(width).map(drop),
        session.open_msg_store(&OpenStoreRequest::new(&id)).map(drop),
        session.open_address_book(window, None, AddressBookFlags::empty()).map(drop),
        session.open_profile_section(&mapi.sections(PROFILE)[0], None, OpenSectionFlags::empty()).map(drop),
        session.get_status_table(width).map(drop),
        session.open_entry(&OpenEntryRequest::new(&id)).map(drop),
        session.compare_entry_ids(&id, &id, 0).map(drop),
        session.advise(None, EventMask::fnevCriticalError, sink).map(drop),
        session.unadvise(Connection::FIRST),
        session.message_options(&MessageOptionsRequest::new(&kind, &message)),
        session.query_default_message_opt(&kind, width).map(drop),
        session.enum_adr_types(width).map(drop),
        session.query_identity().map(drop),
        session.logoff(window, SessionLogoffFlags::empty(), 0),
        session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, None),
        session.admin_services(0).map(drop),
        session.show_form(&ShowFormRequest::new(&store, &folder, 0, &kind)),
        session.prepare_form(None, &message).map(drop),
    ];
    for (index, result) in results.into_iter().enumerate() {
        assert_eq!(result.unwrap_err().code(), MAPI_E_END_OF_SESSION, "method {index}");
    }
    drop(session);
    mapi.trace().expect_references_balanced().unwrap();
}

#[test]
fn sharers_are_told_when_they_are_to_log_off() {
    let script = Script::new([]);
    *lock(&script.keeps_sinks) = true;
    let mapi = subsystem(&script, None).build().unwrap();
    let none = EventMask::empty();
    let (first, of_first) = listener(&mapi, SHARED, EventMask::fnevExtended);
    let (second, of_second) = listener(&mapi, SHARED, EventMask::fnevCriticalError);
    let (third, of_third) = listener(&mapi, SHARED, none);
    let (_apart, of_apart) = listener(&mapi, LogonExFlags::MAPI_NEW_SESSION, EventMask::fnevCriticalError);
    let _store = open(&third, "a").unwrap();
    let routed = Heard::default();
    let log = Arc::clone(&routed);
    let sink: Arc<dyn IMAPIAdviseSink> =
        Arc::new(move |told: &[Notification]| lock(&log).extend_from_slice(told));
    third.advise(Some(&store_id("a")), EventMask::fnevCriticalError, sink).unwrap();

    log_off(&first, SessionLogoffFlags::empty());
    for heard in [&of_first, &of_second, &of_third] {
        assert!(lock(heard).is_empty(), "nobody asked for it");
    }
    log_off(&second, SessionLogoffFlags::MAPI_LOGOFF_SHARED);
    let critical = Notification::CriticalError { entry_id: None, code: MAPI_E_END_OF_SESSION, detail: None };
    let extended = Notification::Extended { event: 0, parameters: Vec::new() };
    assert_eq!(*lock(&of_third), [critical, extended]);
    for heard in [&of_first, &of_second, &of_apart, &routed] {
        assert!(lock(heard).is_empty(), "not for those who have left, nor for others");
    }
    assert!(open(&third, "b").is_ok(), "who is told is not logged off");
    assert_eq!(mapi.trace().count_of(Method::ProviderShutdown), 0);
    log_off(&third, SessionLogoffFlags::MAPI_LOGOFF_SHARED);
    assert_eq!(lock(&of_third).len(), 2, "nobody is left to be told");
    assert_eq!(advised(&mapi), 2, "clients should not ask for it");
    assert_eq!(mapi.trace().count_of(Method::ProviderShutdown), 1);
}

#[test]
fn a_private_session_has_nobody_to_tell() {
    let mapi = subsystem(&Script::new([]), None).build().unwrap();
    let (session, own) = listener(&mapi, LogonExFlags::MAPI_NEW_SESSION, EventMask::fnevExtended);
    let (_other, apart) = listener(&mapi, LogonExFlags::MAPI_NEW_SESSION, EventMask::fnevExtended);
    log_off(&session, SessionLogoffFlags::MAPI_LOGOFF_SHARED);
    assert!(lock(&own).is_empty() && lock(&apart).is_empty());
    assert_eq!(mapi.trace().count_of(Method::AdviseSinkOnNotify), 0);
    assert_eq!(advised(&mapi), 1);
}

#[test]
fn who_is_told_may_log_off_at_once() {
    let (mapi, first) = {
        let mapi = subsystem(&Script::new([]), None).build().unwrap();
        let first = mapi.logon(PROFILE, SHARED).unwrap();
        (mapi, first)
    };
    let others = [mapi.logon(PROFILE, SHARED).unwrap(), mapi.logon(PROFILE, SHARED).unwrap()];
    let store = open(&first, "a").unwrap();
    for session in &others {
        let weak = Arc::downgrade(session);
        let sink = move |_: &[Notification]| log_off(&weak.upgrade().unwrap(), SessionLogoffFlags::empty());
        session.advise(None, EventMask::fnevCriticalError, Arc::new(sink)).unwrap();
    }
    log_off(&first, SessionLogoffFlags::MAPI_LOGOFF_SHARED);
    drop(store);
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::AdviseSinkOnNotify), 2);
    assert_eq!((trace.count_of(Method::LogonLogoff), trace.count_of(Method::ProviderShutdown)), (1, 1));
    for session in &others {
        assert_eq!(open(session, "a").unwrap_err().code(), MAPI_E_END_OF_SESSION);
    }
}

#[test]
fn a_sharer_that_panics_does_not_keep_the_session() {
    let mapi = subsystem(&Script::new([]), None).build().unwrap();
    let first = mapi.logon(PROFILE, SHARED).unwrap();
    let second = mapi.logon(PROFILE, SHARED).unwrap();
    let (third, heard) = listener(&mapi, SHARED, EventMask::fnevExtended);
    let sink = |_: &[Notification]| panic!("the sharer panics");
    let connection = second.advise(None, EventMask::fnevExtended, Arc::new(sink)).unwrap();
    // Registered after the one that panics.
    let told = Arc::clone(&heard);
    let sink = move |news: &[Notification]| lock(&told).extend_from_slice(news);
    third.advise(None, EventMask::fnevExtended, Arc::new(sink)).unwrap();
    let store = open(&first, "a").unwrap();
    let caught = catch_unwind(AssertUnwindSafe(|| log_off(&first, SessionLogoffFlags::MAPI_LOGOFF_SHARED)));
    assert!(caught.is_err());
    second.unadvise(connection).unwrap();
    assert_eq!(lock(&heard).len(), 4, "both registrations of the third client have been told by now");
    log_off(&second, SessionLogoffFlags::empty());
    log_off(&third, SessionLogoffFlags::empty());
    assert_eq!(mapi.trace().count_of(Method::ProviderShutdown), 1);
    drop(store);
}
