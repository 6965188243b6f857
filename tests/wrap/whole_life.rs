//! A provider around another one: nothing changes but what is overridden.

use std::sync::{Arc, Mutex, Weak};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::DLL_NAME;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Method, Trace};
use mapi_sim::wrap::*;

use crate::common::script::*;
use crate::story;

/// A machine with the stores "a" and "b" of a wrapped scripted provider.
fn wrapped_machine(
    script: &Arc<Script>,
    own: impl FnOnce(Wrapping) -> Wrapping,
) -> (Subsystem, Arc<Session>) {
    let section = |name: &str| StoreSection::new(DLL, format!("Store {name}")).entry_id(store_id(name));
    let service = Service::new("SCRIPTED").store(section("a")).store(section("b"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(own(Wrapping::new(script.entry()))))
        .profile(Profile::new(PROFILE).service(service))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

/// Opens a store with the client and the spooler, opens it again, releases it and ends the session.
fn whole_life(mapi: &Subsystem, session: &Session) {
    let store = open(session, "a").unwrap();
    mapi.run_spooler();
    let again = open(session, "a").unwrap();
    assert!(Arc::ptr_eq(&store, &again));
    drop((store, again));
    end(session);
}

fn life_of(own: impl FnOnce(Wrapping) -> Wrapping) -> Trace {
    let (mapi, session) = wrapped_machine(&Script::new([]), own);
    whole_life(&mapi, &session);
    mapi.trace()
}

fn plain_life() -> Trace {
    let (mapi, session) = machine(&Script::new([]));
    whole_life(&mapi, &session);
    mapi.trace()
}

#[test]
fn without_a_bend_the_trace_is_the_same() {
    assert_eq!(life_of(|plain| plain).to_string(), plain_life().to_string());
}

#[test]
fn a_wrapping_of_a_wrapping_is_a_wrapping() {
    let twice = life_of(Wrapping::new);
    assert_eq!(twice.to_string(), plain_life().to_string());
}

#[test]
fn the_story_of_the_nine_steps_is_the_same_word_by_word() {
    let told = story::tell_of(|dll| {
        let wrapping = Wrapping::new(dll.clone());
        Dll::new(DLL_NAME).service_entry(wrapping.service_entry(dll)).provider_entry(wrapping)
    });
    assert_eq!(told.unwrap(), story::tell().unwrap());
}

#[test]
fn what_a_provider_does_wrong_it_does_wrong_inside_as_well() {
    let acts = [
        Act::Fail(MAPI_E_LOGON_FAILED, "no"),
        Act::FailKeeping(MAPI_E_FAILONEPROVIDER),
        Act::Partly { store: true, logon: false },
        Act::Partly { store: false, logon: true },
        Act::WithoutSupport,
        Act::Warning("careful"),
    ];
    for act in acts {
        let run = |wrapped: bool| {
            let script = Script::new([act.clone()]).spooler([Act::SameObjects]);
            let (mapi, session) =
                if wrapped { wrapped_machine(&script, |plain| plain) } else { machine(&script) };
            let store = open(&session, "a");
            mapi.run_spooler();
            drop(store);
            end(&session);
            lock(&script.kept).clear();
            mapi.trace().to_string()
        };
        assert_eq!(run(true), run(false));
    }
}

/// Notes which store and logon objects the inner provider returns.
#[derive(Clone, Default)]
struct LogonLog(Arc<Mutex<Vec<Returned>>>);

/// What one logon returned. The references are weak, so that nothing is kept alive.
struct Returned {
    store: Weak<dyn IMsgStore>,
    logon: Option<Weak<dyn IMSLogon>>,
}

impl LogonLog {
    fn note(&self, answer: &LogonAnswer) {
        let store = Arc::downgrade(answer.store.as_ref().unwrap());
        lock(&self.0).push(Returned { store, logon: answer.logon.as_ref().map(Arc::downgrade) });
    }
}

impl WrapProvider for LogonLog {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        inner.logon(request).inspect(|answer| self.note(answer))
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        inner.spooler_logon(request).inspect(|answer| self.note(answer))
    }
}

#[test]
fn an_object_has_one_wrapper_as_long_as_that_lives() {
    let (log, script) = (LogonLog::default(), Script::new([]).spooler([Act::SameObjects]));
    let (mapi, session) = wrapped_machine(&script, |plain| Wrapping::new(plain).provider(log.clone()));
    let store = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    let again = open(&session, "a").unwrap();
    let other = open(&session, "b").unwrap();
    drop((store, again));
    let anew = open(&session, "a").unwrap();

    let came = lock(&log.0);
    let [first, spooler, second, other_came, third] = &came[..] else { panic!("{}", came.len()) };
    assert!(first.store.ptr_eq(&spooler.store), "the spooler was given the client's very objects");
    assert!(first.logon.as_ref().unwrap().ptr_eq(spooler.logon.as_ref().unwrap()));
    assert!(first.store.ptr_eq(&second.store), "opened again");
    assert!(second.logon.is_none());
    assert!(!first.store.ptr_eq(&other_came.store), "another store");
    assert!(!first.store.ptr_eq(&third.store), "opened anew after its end");
    assert!(first.store.upgrade().is_none() && third.store.upgrade().is_some());
    drop((other, anew));
}

#[test]
fn the_last_release_outside_is_the_last_release_inside() {
    let script = Script::new([]);
    let (mapi, session) = wrapped_machine(&script, |plain| plain);
    let store = open(&session, "a").unwrap();
    let again = open(&session, "a").unwrap();
    let ended = || {
        let trace = mapi.trace();
        (trace.count_of(Method::SupportStoreLogoffTransports), trace.count_of(Method::LogonLogoff))
    };
    drop(store);
    assert_eq!(ended(), (0, 0));
    drop(again);
    assert_eq!(ended(), (1, 1));
    mapi.trace().expect_no_deviation().unwrap();
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
    end(&session);
}

#[test]
fn an_inner_provider_may_call_from_inside_its_release() {
    let script = Script::new([]);
    let (mapi, session) = wrapped_machine(&script, |plain| plain);
    let store = open(&session, "a").unwrap();
    let (opened, reopening) = (Arc::new(Mutex::new(None)), Arc::clone(&session));
    let keeps = Arc::clone(&opened);
    *lock(&script.callback) = Some(Arc::new(move |place, _| {
        if place == "release of the store" && lock(&keeps).is_none() {
            let again = open(&reopening, "a").unwrap();
            *lock(&keeps) = Some(again);
        }
    }));
    drop(store);
    *lock(&script.callback) = None;
    assert!(lock(&opened).take().is_some());
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}
