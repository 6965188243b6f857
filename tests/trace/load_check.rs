//! Opens are held against the load machine: right ones are explained, and each change of a step is found.

use mapi_sim::load::Step;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::trace::*;

use crate::common::script::*;
use crate::diagrams::{Fails, NoLogonObject, Panics, bent, nine_steps};

/// The first event of this kind goes, or becomes another one.
fn bend(trace: &Trace, what: impl Fn(&What) -> bool, change: impl FnOnce(&mut Vec<Event>, usize)) -> Trace {
    let mut events = trace.events().to_vec();
    let place = events.iter().position(|event| what(&event.what)).expect("there is such an event");
    change(&mut events, place);
    trace.with_events(events)
}

fn without(trace: &Trace, what: impl Fn(&What) -> bool) -> Trace {
    bend(trace, what, |events, place| {
        events.remove(place);
    })
}

fn is_step(what: &What, step: Step) -> bool {
    matches!(what, What::Fact(Fact::Reached(reached)) if *reached == step)
}

/// Something is found, and its text says where and what could have come.
fn finds(trace: &Trace) -> LoadMismatch {
    let found = trace.load_mismatches();
    assert_eq!(found.len(), 1, "{found:?}\n{trace}");
    let mismatch = trace.expect_load_order().unwrap_err();
    assert!(
        mismatch.got().contains(&format!("{} at event {}: ", found[0].open, found[0].event)),
        "{}",
        mismatch.got()
    );
    assert!(mismatch.got().contains("; possible is "), "{}", mismatch.got());
    found[0].clone()
}

#[test]
fn right_and_failed_opens_are_explained() {
    for trace in [nine_steps(), bent("a.dll", Fails), bent("a.dll", NoLogonObject), bent("a.dll", Panics)] {
        trace.expect_load_order().unwrap();
    }
}

#[test]
fn each_answer_of_a_logon_is_explained() {
    let acts = || {
        let codes = [MAPI_E_FAILONEPROVIDER, MAPI_E_UNCONFIGURED, MAPI_E_CALL_FAILED, MAPI_E_USER_CANCEL];
        let failures = codes.into_iter().map(|code| Act::Fail(code, "no"));
        let others = [
            Act::Well,
            Act::Warning("w"),
            Act::Partly { store: true, logon: false },
            Act::Partly { store: false, logon: true },
            Act::OpenTwice,
            Act::ExtraLogon,
            Act::Other,
        ];
        failures.chain(others).collect::<Vec<_>>()
    };
    for first in acts() {
        for second in acts() {
            let mapi = subsystem(&Script::new([first.clone(), second]), None).build().unwrap();
            let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
            let stores = [open(&session, "a"), open(&session, "a"), open(&session, "b")];
            mapi.run_spooler();
            drop(stores);
            end(&session);
            mapi.trace().expect_load_order().unwrap();
        }
    }
}

#[test]
fn a_step_that_is_missing_is_found() {
    for step in Step::ALL {
        let trace = without(&nine_steps(), |what| is_step(what, step));
        if step == Step::OpenMsgStore {
            assert!(trace.expect_load_order().is_err());
            continue;
        }
        let found = finds(&trace);
        assert!(found.possible.contains(&step.to_string()) || !found.possible.is_empty(), "{found:?}");
    }
}

#[test]
fn steps_in_another_order_are_found() {
    let trace = nine_steps();
    let place = |step| trace.events().iter().position(|event| is_step(&event.what, step)).unwrap();
    for (earlier, later) in [
        (Step::Logon, Step::LogonAndStore),
        (Step::LogonAndStore, Step::SpoolerTold),
        (Step::SpoolerTold, Step::SpoolerLogon),
    ] {
        let mut events = trace.events().to_vec();
        events.swap(place(earlier), place(later));
        finds(&trace.with_events(events));
    }
}

#[test]
fn another_code_of_a_logon_is_found() {
    let fails = |what: &mut What| {
        if let What::Return { code, out, .. } = what {
            (*code, *out) = (MAPI_E_CALL_FAILED, Out::None);
        }
    };
    for method in [Method::MsProviderInit, Method::ProviderLogon, Method::ProviderSpoolerLogon] {
        let is_return =
            |what: &What| matches!(what, What::Return { method: called, .. } if *called == method);
        finds(&bend(&nine_steps(), is_return, |events, place| fails(&mut events[place].what)));
    }
}

#[test]
fn a_logon_that_nobody_asked_for_is_found() {
    for method in [Method::ProviderLogon, Method::ProviderSpoolerLogon] {
        let is_call = |what: &What| matches!(what, What::Call { method: called, .. } if *called == method);
        finds(&bend(&nine_steps(), is_call, |events, place| {
            let again = events[place];
            events.push(again);
        }));
    }
}

#[test]
fn an_open_that_succeeds_without_a_store_for_the_client_is_found() {
    let trace = bent("a.dll", Fails);
    let is_return = |what: &What| matches!(what, What::Return { method: Method::SessionOpenMsgStore, .. });
    finds(&bend(&trace, is_return, |events, place| {
        if let What::Return { code, .. } = &mut events[place].what {
            *code = S_OK;
        }
    }));
}

#[test]
fn opens_whose_beginning_is_missing_are_not_judged() {
    let trace = nine_steps();
    for start in 1..trace.len() {
        let later = trace.since(start);
        assert!(later.load_mismatches().len() <= 1);
        if start > 5 {
            later.expect_load_order().unwrap();
        }
    }
}
