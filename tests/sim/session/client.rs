//! Rules for clients: a breach gives advice, which is no deviation of a provider.

use std::sync::{Arc, Weak};

use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::sim::{Spooler, SpoolerKey, SpoolerStore, TransportLogoff};
use mapi_sim::spi::*;
use mapi_sim::support::KeptSupport;
use mapi_sim::trace::{Method, Object, Out, Trace, TraceDetail, What};

use crate::common::script::*;

/// The rule of each piece of advice, and what came instead.
fn advice(trace: &Trace) -> Vec<(&str, &str)> {
    trace.advice().iter().map(|advice| (advice.rule, advice.got.as_str())).collect()
}

fn service(logon: LogonExFlags) -> Subsystem {
    let builder = subsystem(&Script::new([]), None).init_flags(MapiInitFlags::MAPI_NT_SERVICE);
    let mapi = builder.build().unwrap();
    let session = mapi.logon(PROFILE, logon).unwrap();
    end(&session);
    mapi
}

const AS_SERVICE: LogonExFlags =
    LogonExFlags::MAPI_NEW_SESSION.union(LogonExFlags::MAPI_NT_SERVICE).union(LogonExFlags::MAPI_NO_MAIL);

#[test]
fn a_service_declares_itself_in_both_calls() {
    let good = service(AS_SERVICE);
    good.initialize(MapiInitFlags::MAPI_NT_SERVICE).unwrap();
    good.trace().expect_no_advice().unwrap();

    let mapi = service(AS_SERVICE.difference(LogonExFlags::MAPI_NT_SERVICE));
    mapi.initialize(MapiInitFlags::empty()).unwrap();
    let trace = mapi.trace();
    let expected =
        [("INIT-05", "MAPILogonEx without the flag"), ("INIT-05", "MAPIInitialize without the flag")];
    assert_eq!(advice(&trace), expected);
    trace.expect_no_deviation().unwrap();
}

#[test]
fn a_service_logs_on_without_mail() {
    let mapi = service(AS_SERVICE.difference(LogonExFlags::MAPI_NO_MAIL));
    assert_eq!(advice(&mapi.trace()), [("INIT-05", "MAPILogonEx(MAPI_NEW_SESSION|MAPI_NT_SERVICE)")]);
}

#[test]
fn a_service_asks_nobody() {
    for dialog in
        [LogonExFlags::MAPI_LOGON_UI, LogonExFlags::MAPI_PASSWORD_UI, LogonExFlags::MAPI_SERVICE_UI_ALWAYS]
    {
        let mapi = service(AS_SERVICE | dialog);
        assert_eq!(advice(&mapi.trace()), [("INIT-05", format!("{dialog} in MAPILogonEx").as_str())]);
    }
    let mapi = service(AS_SERVICE);
    let session = mapi.logon(PROFILE, AS_SERVICE).unwrap();
    session.logoff(ParentWindow::none(), SessionLogoffFlags::MAPI_LOGOFF_UI, 0).unwrap();
    assert_eq!(advice(&mapi.trace()), [("INIT-05", "MAPI_LOGOFF_UI in Logoff")]);
}

#[test]
fn other_clients_leave_the_flag_of_services_clear() {
    let mapi = subsystem(&Script::new([]), None).build().unwrap();
    mapi.initialize(MapiInitFlags::empty()).unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_LOGON_UI).unwrap();
    end(&session);
    mapi.trace().expect_no_advice().unwrap();

    mapi.initialize(MapiInitFlags::MAPI_NT_SERVICE).unwrap();
    end(&mapi.logon(PROFILE, AS_SERVICE).unwrap());
    let expected = [("INIT-05", "MAPIInitialize with the flag"), ("INIT-05", "MAPILogonEx with the flag")];
    assert_eq!(advice(&mapi.trace()), expected);
}

#[test]
fn store_logoff_takes_exactly_one_flag() {
    let five = [
        LogoffFlags::LOGOFF_ABORT,
        LogoffFlags::LOGOFF_NO_WAIT,
        LogoffFlags::LOGOFF_ORDERLY,
        LogoffFlags::LOGOFF_PURGE,
        LogoffFlags::LOGOFF_QUIET,
    ];
    let (mapi, session) = machine(&Script::new([]));
    let store = open(&session, "a").unwrap();
    for flag in five {
        store.store_logoff(flag).unwrap();
    }
    mapi.trace().expect_no_advice().unwrap();

    let wrong = [
        LogoffFlags::empty(),
        LogoffFlags::LOGOFF_ABORT | LogoffFlags::LOGOFF_QUIET,
        LogoffFlags::LOGOFF_COMPLETE,
        LogoffFlags::LOGOFF_ABORT | LogoffFlags::LOGOFF_INBOUND,
        LogoffFlags::from_bits_retain(0x20),
    ];
    for (calls, flags) in wrong.into_iter().enumerate() {
        // The flags reach the provider as they are: only the provider may refuse them.
        store.store_logoff(flags).unwrap();
        let trace = mapi.trace();
        assert_eq!(advice(&trace).len(), calls + 1, "{flags}");
        assert_eq!(advice(&trace)[calls], ("SHUT-04", flags.to_string().as_str()));
        assert_eq!(trace.advice()[calls].open, Some(trace.opens()[0].number()));
    }
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn store_logoff_is_for_a_store_that_nobody_else_uses() {
    let mapi = subsystem(&Script::new([]), None).build().unwrap();
    let first =
        mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_ALLOW_OTHERS).unwrap();
    let second = mapi.logon("", LogonExFlags::empty()).unwrap();
    let (one, other) = (open(&first, "a").unwrap(), open(&second, "a").unwrap());
    // The same client has the store twice, which makes no other client.
    let again = open(&first, "a").unwrap();
    assert!(Arc::ptr_eq(&one, &again) && !Arc::ptr_eq(&one, &other));
    one.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
    assert_eq!(advice(&mapi.trace()), [("SHUT-04", "1 other client with the store")]);
    drop(other);
    one.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
    assert_eq!(mapi.trace().advice().len(), 1);
    drop((one, again));
    end(&second);
    end(&first);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_no_deviation().unwrap();
}

/// Calls `StoreLogoffTransports` inside `StoreLogoff`, as some providers do.
struct Early;

impl IMSProvider for Early {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let support = Arc::new(KeptSupport::new(request.support));
        let early = EarlyStore(request.support.clone());
        Ok(LogonAnswer::first(Arc::new(EarlyLogon(support)), Arc::new(early)))
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(first == second)
    }
}

struct EarlyLogon(Arc<KeptSupport>);

impl IMSLogon for EarlyLogon {
    fn logoff(&self, _: u32) -> MapiResult<()> {
        self.0.logged_off();
        Ok(())
    }
}

struct EarlyStore(Support);

impl IMAPIProp for EarlyStore {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::props(Vec::new()))
    }
}

impl IMsgStore for EarlyStore {
    fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.0.store_logoff_transports(flags)
    }
}

/// Transports that are always busy.
struct Busy(LogoffFlags);

impl Spooler for Busy {
    fn told(&self, _: SpoolerKey) {}
    fn next_logon(&self) -> Option<SpoolerKey> {
        None
    }
    fn logged_on(&self, _: SpoolerKey, _: SpoolerStore) {}
    fn logon_failed(&self, _: SpoolerKey, _: HResult) {}
    fn notified(&self, _: SpoolerKey, _: SpoolerNotifyFlags) {}
    fn logoff_transports(&self, _: SpoolerKey, _: LogoffFlags) -> TransportLogoff {
        TransportLogoff { flags: self.0, release: false }
    }
    fn released(&self, _: SpoolerKey) -> Option<SpoolerStore> {
        None
    }
}

#[test]
fn what_transports_do_reaches_the_caller_of_store_logoff() {
    for busy in [
        LogoffFlags::LOGOFF_INBOUND,
        LogoffFlags::LOGOFF_OUTBOUND,
        LogoffFlags::LOGOFF_OUTBOUND | LogoffFlags::LOGOFF_OUTBOUND_QUEUE,
    ] {
        let entry = |_: &InitRequest| Ok(InitAnswer::new(Arc::new(Early)));
        let section = StoreSection::new(DLL, "Early").entry_id(store_id("a"));
        let mapi = Subsystem::builder()
            .dll(Dll::new(DLL).provider_entry(entry))
            .profile(Profile::new(PROFILE).service(Service::new("EARLY").store(section)))
            .spooler(Arc::new(Busy(busy)))
            .build()
            .unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let store = open(&session, "a").unwrap();
        assert_eq!(store.store_logoff(LogoffFlags::LOGOFF_QUIET).unwrap(), busy);
        let shown = mapi.trace().events().iter().any(|event| {
            matches!(event.what, What::Return { method: Method::StoreLogoff, out: Out::Logoff(flags), .. } if flags == busy)
        });
        assert!(shown, "{}", mapi.trace());
    }
}

/// A sink that does nothing.
fn sink() -> Arc<dyn IMAPIAdviseSink> {
    Arc::new(|_: &[Notification]| {})
}

#[test]
fn what_a_client_has_left_at_logoff_is_listed() {
    let script = Script::new([]);
    *lock(&script.keeps_sinks) = true;
    let (mapi, session) = machine(&script);
    let (held, released) = (open(&session, "a").unwrap(), open(&session, "b").unwrap());
    let mask = EventMask::fnevNewMail;
    session.advise(None, EventMask::fnevCriticalError, sink()).unwrap();
    let cancelled = session.advise(Some(&store_id("a")), mask, sink()).unwrap();
    session.unadvise(cancelled).unwrap();
    released.advise(None, mask, sink()).unwrap();
    let cancelled = held.advise(None, mask, sink()).unwrap();
    held.advise(None, mask, sink()).unwrap();
    held.unadvise(cancelled).unwrap();
    drop(released);
    end(&session);
    let trace = mapi.trace();
    let expected = [
        ("SHUT-18", "connection 1 of Advise on session 1"),
        ("SHUT-18", "connection 102 of Advise on store object M1"),
        ("SHUT-18", "store object M1 of OpenMsgStore"),
    ];
    assert_eq!(advice(&trace), expected);
    assert_eq!(trace.advice()[2].open, Some(trace.opens()[0].number()));
    trace.expect_no_deviation().unwrap();
    drop(held);
}

#[test]
fn a_client_that_cleans_up_gets_no_advice() {
    let script = Script::new([]);
    *lock(&script.keeps_sinks) = true;
    let (mapi, session) = machine(&script);
    let store = open(&session, "a").unwrap();
    let own = session.advise(None, EventMask::fnevCriticalError, sink()).unwrap();
    let of_store = store.advise(None, EventMask::fnevNewMail, sink()).unwrap();
    store.unadvise(of_store).unwrap();
    session.unadvise(own).unwrap();
    drop(store);
    end(&session);
    drop(session);
    mapi.trace().expect_no_advice().unwrap();
}

#[test]
fn a_store_of_another_client_is_not_held_against_the_one_that_leaves() {
    let mapi = subsystem(&Script::new([]), None).build().unwrap();
    let first =
        mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_ALLOW_OTHERS).unwrap();
    let second = mapi.logon("", LogonExFlags::empty()).unwrap();
    let (one, other) = (open(&first, "a").unwrap(), open(&second, "a").unwrap());
    let pointer = Arc::downgrade(&one);
    drop(one);
    assert_eq!(Weak::strong_count(&pointer), 0);
    end(&first);
    mapi.trace().expect_no_advice().unwrap();
    end(&second);
    assert_eq!(advice(&mapi.trace()), [("SHUT-18", "store object M1 of OpenMsgStore")]);
    drop(other);
}

#[test]
fn a_session_is_logged_off_before_it_is_released() {
    let (mapi, session) = machine(&Script::new([]));
    drop(session);
    let trace = mapi.trace();
    assert_eq!(trace.advice().len(), 1);
    assert_eq!((trace.advice()[0].rule, trace.advice()[0].page), ("SHUT-18", "ending-a-mapi-session"));
}

#[test]
fn nobody_asks_the_other_clients_to_shut_down() {
    let (mapi, session) = machine(&Script::new([]));
    session.logoff(ParentWindow::none(), SessionLogoffFlags::MAPI_LOGOFF_SHARED, 0).unwrap();
    assert_eq!(advice(&mapi.trace()), [("SHUT-19", "MAPI_LOGOFF_SHARED")]);
}

#[test]
fn advice_is_shown_and_kept_whatever_the_detail() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open(&session, "a").unwrap();
    end(&session);
    let trace = mapi.trace();
    let line = "ADVICE SHUT-18 of open 1: expected every object released before the session ends; \
                got store object M1 of OpenMsgStore (page ending-a-mapi-session). Drop every clone";
    assert!(trace.to_string().contains(line), "{trace}");
    let error = trace.expect_no_advice().unwrap_err();
    assert!(error.got().starts_with("SHUT-18 of open 1"), "{error}");
    assert_eq!(trace.references(Object::Session(session.number())).left, None);
    drop(store);

    let quiet = subsystem(&Script::new([]), None).trace_detail(TraceDetail::Off).build().unwrap();
    drop(quiet.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap());
    assert_eq!(quiet.trace().advice().len(), 1);
    assert_eq!(quiet.trace().events(), []);
}
