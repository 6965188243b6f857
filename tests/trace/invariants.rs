//! The invariants of a trace: they hold in a good one, and each is seen to fail in one that is bent against it.

use mapi_sim::catalogue::{Party, rule};
use mapi_sim::mapi::*;
use mapi_sim::sim::Subsystem;
use mapi_sim::trace::*;

use crate::common::script::*;

/// Two stores with their spooler logons: one is closed by its client, one by the end of the session.
fn story() -> Trace {
    story_on(&subsystem(&Script::new([]), None).build().unwrap())
}

fn story_on(mapi: &Subsystem) -> Trace {
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let (first, second) = (open(&session, "a").unwrap(), open(&session, "b").unwrap());
    mapi.run_spooler();
    first.store_logoff(LogoffFlags::LOGOFF_ORDERLY).unwrap();
    drop(first);
    end(&session);
    drop((second, session));
    mapi.trace()
}

/// The story with its list of events bent.
fn bent(bend: impl FnOnce(&mut Vec<Event>)) -> Trace {
    let trace = story();
    let mut events = trace.events().to_vec();
    bend(&mut events);
    assert_ne!(events, trace.events());
    trace.with_events(events)
}

fn place(events: &[Event], what: impl Fn(&What) -> bool) -> usize {
    events.iter().position(|event| what(&event.what)).unwrap()
}

fn is_call(what: &What, wanted: Method) -> bool {
    matches!(what, What::Call { method, .. } if *method == wanted)
}

fn is_return(what: &What, wanted: Method) -> bool {
    matches!(what, What::Return { method, .. } if *method == wanted)
}

/// The trace breaks this invariant and no other.
fn breaks(trace: &Trace, invariant: Invariant) {
    let broken: Vec<Invariant> = trace.violations().iter().map(|violation| violation.invariant).collect();
    assert!(broken.contains(&invariant), "{invariant:?} in {broken:?}\n{trace}");
    assert!(broken.iter().all(|other| *other == invariant), "only {invariant:?}: {broken:?}\n{trace}");
    let mismatch = trace.expect_invariants().unwrap_err();
    assert!(mismatch.got().contains(invariant.title()), "{}", mismatch.got());
    assert!(mismatch.got().contains(invariant.rule()), "{}", mismatch.got());
}

#[test]
fn a_good_trace_keeps_them_all() {
    let trace = story();
    assert_eq!(trace.count_of(Method::LogonLogoff), 4);
    assert_eq!(trace.violations(), []);
    trace.expect_invariants().unwrap();
}

#[test]
fn every_one_rests_on_a_rule_and_its_page() {
    for invariant in Invariant::ALL {
        let rule = rule(invariant.rule()).unwrap();
        assert!(rule.pages.split(',').any(|page| page == invariant.page()), "{invariant:?}\n{rule}");
        assert!(matches!(invariant.party(), Party::Mapi | Party::Provider));
    }
}

#[test]
fn a_second_logoff_breaks_one_logoff() {
    breaks(
        &bent(|events| {
            let call = place(events, |what| is_call(what, Method::LogonLogoff));
            let again = events[call];
            events.insert(call, again);
        }),
        Invariant::OneLogoff,
    );
}

#[test]
fn a_release_without_logoff_breaks_the_order() {
    breaks(
        &bent(|events| {
            let call = place(events, |what| is_call(what, Method::LogonLogoff));
            let Event { what: What::Call { to: logon, .. }, .. } = events[call] else {
                panic!("another event")
            };
            events.retain(|event| match event.what {
                What::Call { to, method, .. } => (to, method) != (logon, Method::LogonLogoff),
                What::Return { from, method, .. } => (from, method) != (logon, Method::LogonLogoff),
                What::AddRef { .. } | What::Release { .. } | What::Panicked { .. } | What::Fact(_) | _ => {
                    true
                }
            });
        }),
        Invariant::LogoffBeforeRelease,
    );
    breaks(
        &bent(|events| {
            let released = place(events, |what| matches!(what, What::Fact(Fact::LogonReleased(_))));
            let event = events.remove(released);
            let returned = place(events, |what| is_return(what, Method::LogonLogoff));
            assert!(returned < released);
            events.insert(returned, event);
        }),
        Invariant::LogoffBeforeRelease,
    );
    breaks(
        &bent(|events| {
            let released = place(events, |what| matches!(what, What::Fact(Fact::LogonReleased(_))));
            let again = events[released];
            events.insert(released, again);
        }),
        Invariant::LogoffBeforeRelease,
    );
}

#[test]
fn a_shutdown_of_a_living_provider_breaks_its_order() {
    let trace = bent(|events| {
        let last = events
            .iter()
            .rposition(|event| matches!(event.what, What::Fact(Fact::LogonReleased(_))))
            .unwrap();
        events.remove(last);
    });
    breaks(&trace, Invariant::ShutdownAfterLogons);
}

#[test]
fn no_logoff_of_transports_and_two_of_them_break_their_number() {
    let is_logoff = |what: &What| {
        is_call(what, Method::SupportStoreLogoffTransports)
            || is_return(what, Method::SupportStoreLogoffTransports)
    };
    breaks(&bent(|events| events.retain(|event| !is_logoff(&event.what))), Invariant::OneTransportLogoff);
    breaks(
        &bent(|events| {
            let at = place(events, |what| is_return(what, Method::SupportStoreLogoffTransports));
            let again = events[at];
            events.insert(at, again);
        }),
        Invariant::OneTransportLogoff,
    );
}

#[test]
fn a_logoff_of_transports_that_was_refused_does_not_count() {
    let trace = bent(|events| {
        let call = place(events, |what| is_call(what, Method::SupportStoreLogoffTransports));
        let (called, mut refused) = (events[call], events[call]);
        let What::Call { to: from, method, .. } = called.what else { panic!("another event") };
        let out = Out::Logoff(LogoffFlags::LOGOFF_OUTBOUND);
        refused.what = What::Return { from, method, code: codes::S_OK, out };
        events.splice(call..call, [called, refused]);
    });
    assert_eq!(trace.violations(), []);
}

#[test]
fn a_support_object_that_is_freed_twice_or_lives_on_breaks_its_end() {
    let is_freed = |what: &What| matches!(what, What::Fact(Fact::SupportFreed(_)));
    breaks(
        &bent(|events| {
            let freed = place(events, is_freed);
            let again = events[freed];
            events.insert(freed, again);
        }),
        Invariant::SupportFreedOnce,
    );
    breaks(
        &bent(|events| {
            let freed = place(events, is_freed);
            events.remove(freed);
        }),
        Invariant::SupportFreedOnce,
    );
    breaks(
        &bent(|events| {
            let freed = place(events, is_freed);
            let What::Fact(Fact::SupportFreed(support)) = events[freed].what else { panic!("another event") };
            let mut late = events[freed];
            late.what = What::AddRef { object: Object::Support(support), by: Actor::Mapi, count: 1 };
            events.insert(freed + 1, late);
        }),
        Invariant::SupportFreedOnce,
    );
}

#[test]
fn a_call_after_shutdown_breaks_the_silence() {
    for number in 0..3 {
        let trace = bent(|events| {
            let shutdown = place(events, |what| is_return(what, Method::ProviderShutdown));
            let What::Return { from: provider, .. } = events[shutdown].what else { panic!("another event") };
            let made = place(events, |what| matches!(what, What::Return { out: Out::Store(_), .. }));
            let What::Return { out: Out::Store(store), .. } = events[made].what else {
                panic!("another event")
            };
            let (to, method) = [
                (provider, Method::ProviderLogon),
                (Object::Logon(store), Method::LogonCompareEntryIds),
                (Object::Store(store), Method::StoreGetProps),
            ][number];
            let mut late = events[shutdown];
            late.what = What::Call { from: Actor::Mapi, to, method, args: Args::None };
            events.insert(shutdown + 1, late);
        });
        breaks(&trace, Invariant::NothingAfterShutdown);
    }
}

#[test]
fn a_provider_that_calls_after_shutdown_breaks_its_silence() {
    let trace = bent(|events| {
        let call = place(events, |what| is_call(what, Method::SupportSetProviderUid));
        let mut late = events[call];
        late.depth = 0;
        let shutdown = place(events, |what| is_return(what, Method::ProviderShutdown));
        events.insert(shutdown + 1, late);
    });
    breaks(&trace, Invariant::SilentAfterShutdown);
}

#[test]
fn a_client_may_still_ask_the_shells_it_holds() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open(&session, "a").unwrap();
    end(&session);
    let _ = mapi_sim::spi::IMAPIProp::get_props(&*store, None, GetPropsFlags::empty());
    mapi.trace().expect_invariants().unwrap();
}

#[test]
fn a_trace_with_less_detail_is_judged_by_what_it_shows() {
    for detail in [TraceDetail::Off, TraceDetail::Steps] {
        let mapi = subsystem(&Script::new([]), None).trace_detail(detail).build().unwrap();
        let trace = story_on(&mapi);
        trace.expect_invariants().unwrap_or_else(|mismatch| panic!("{detail:?}: {mismatch}"));
        assert_eq!(trace.events().is_empty(), detail == TraceDetail::Off);
    }
}

#[test]
fn what_is_given_up_twice_shows_without_calls() {
    let twice = |wanted: fn(&Fact) -> bool| {
        let mapi = subsystem(&Script::new([]), None).trace_detail(TraceDetail::Steps).build().unwrap();
        let trace = story_on(&mapi);
        let mut events = trace.events().to_vec();
        let at = place(&events, |what| matches!(what, What::Fact(fact) if wanted(fact)));
        let again = events[at];
        events.insert(at, again);
        trace.with_events(events)
    };
    breaks(&twice(|fact| matches!(fact, Fact::LogonReleased(_))), Invariant::LogoffBeforeRelease);
    breaks(&twice(|fact| matches!(fact, Fact::SupportFreed(_))), Invariant::SupportFreedOnce);
}
