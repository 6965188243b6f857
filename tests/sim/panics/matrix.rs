//! A panic at every call of every interface that a provider answers, and in every destructor: nothing ends the process.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::trace::{Method, Trace, TraceDetail, What};

use super::fuse::{Fuse, When};
use super::quiet::Quiet;
use super::story::{ENDS, End, machine, tell};
use crate::common::script::{PROFILE, end, open};

/// One cell: where the provider panics, and what the client does.
#[derive(Clone, Copy, Debug)]
struct Cell {
    at: usize,
    when: When,
    model: SpoolerModel,
    detail: TraceDetail,
    end: End,
}

/// What the calls are that come in a story, by name.
fn calls_of(Cell { when, model, detail, end, .. }: Cell) -> Vec<String> {
    let fuse = Fuse::new(None, when);
    let mapi = machine(&fuse, model, detail);
    tell(&mapi, end).unwrap_or_else(|error| panic!("{error}\n{}", mapi.trace()));
    drop(mapi);
    fuse.seen()
}

fn try_cell(cell: Cell, name: &str) {
    let case = format!("{cell:?}, {name}");
    let fuse = Fuse::new(Some(cell.at), cell.when);
    let mapi = machine(&fuse, cell.model, cell.detail);
    let bystander = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let sound = open(&bystander, "a").unwrap();

    let quiet = Quiet::begin();
    let told = catch_unwind(AssertUnwindSafe(|| tell(&mapi, cell.end)));
    drop(quiet);
    let trace = mapi.trace();
    let Err(panic) = told else { panic!("{case}: no panic came\n{trace}") };
    let words = panic.downcast_ref::<String>().unwrap_or_else(|| panic!("{case}: another panic\n{trace}"));
    assert!(words.starts_with(&format!("call {}: {name}", cell.at)), "{case}: {words} came first\n{trace}");
    if cell.detail == TraceDetail::All {
        expect_named(&trace, &fuse, &case);
    }

    if cell.end != End::LeavesFast {
        expect_undisturbed(&mapi, &case, || {
            sound.get_props(None, GetPropsFlags::empty()).unwrap();
            drop(sound);
            end(&bystander);
        });
        expect_ended(&mapi.trace(), &case);
    }
    assert!(mapi.trace().events().len() >= trace.events().len(), "{case}: what was recorded is lost");
}

/// The call is on record as one that has panicked. (A destructor is none.)
fn expect_named(trace: &Trace, fuse: &Fuse, case: &str) {
    let Some(method) = fuse.burnt() else { return };
    let panicked = trace.events().iter().filter_map(|event| {
        if let What::Panicked { method, .. } = event.what { Some(method.name()) } else { None }
    });
    let panicked: Vec<&str> = panicked.collect();
    assert!(panicked.contains(&method.name()), "{case}: the trace names {panicked:?}\n{trace}");
}

/// Another session with another provider goes on.
fn expect_undisturbed(mapi: &Subsystem, case: &str, story: impl FnOnce()) {
    let before = mapi.trace().deviations().len();
    let went_on = catch_unwind(AssertUnwindSafe(story));
    assert!(went_on.is_ok(), "{case}: a bystander is disturbed\n{}", mapi.trace());
    let trace = mapi.trace();
    assert_eq!(trace.deviations().len(), before, "{case}: {:?}", trace.deviations());
}

/// Every provider object that was made is shut down once, and every logon that was made is logged off once.
fn expect_ended(trace: &Trace, case: &str) {
    let returned = |wanted: Method| {
        let is_kept = move |what: &What| {
            let What::Return { method, code, .. } = *what else { return false };
            method == wanted && code.is_success()
        };
        trace.events().iter().filter(|event| is_kept(&event.what)).count()
    };
    let (made, shut_down) = (returned(Method::MsProviderInit), trace.count_of(Method::ProviderShutdown));
    assert_eq!(made, shut_down, "{case}: provider objects made and shut down\n{trace}");
    assert!(trace.under_way().is_empty(), "{case}: {:?}\n{trace}", trace.under_way());
    let text = trace.to_string();
    let released = text.matches("MAPI releases logon object").count();
    assert_eq!(trace.count_of(Method::LogonLogoff), released, "{case}: logons\n{trace}");
}

/// Says how many cells there were.
fn try_all(model: SpoolerModel, detail: TraceDetail) -> usize {
    let mut cells = 0;
    for end in ENDS {
        for when in [When::Before, When::After] {
            let first = Cell { at: 1, when, model, detail, end };
            let calls = calls_of(first);
            for (index, name) in calls.iter().enumerate() {
                try_cell(Cell { at: index + 1, ..first }, name);
            }
            cells += calls.len();
        }
    }
    cells
}

#[test]
fn a_panic_at_every_call_ends_nothing_but_its_call() {
    assert!(try_all(SpoolerModel::SameProcess, TraceDetail::Calls) > 600);
}

#[test]
fn a_panic_at_every_call_with_a_spooler_process_ends_nothing_but_its_call() {
    assert!(try_all(SpoolerModel::OwnProcess, TraceDetail::Calls) > 600);
}

#[test]
fn a_panic_at_every_call_is_named_in_the_trace() {
    assert!(try_all(SpoolerModel::SameProcess, TraceDetail::All) > 600);
}

#[test]
fn a_panic_at_every_call_with_a_spooler_process_is_named_in_the_trace() {
    assert!(try_all(SpoolerModel::OwnProcess, TraceDetail::All) > 600);
}
