//! One run of a sweep: a client beside others, with one call that goes wrong or none.

use std::sync::{Arc, Mutex, PoisonError};

use super::finding::SweepFinding;
use super::route::Route;
use super::story::Client;
use crate::conformance::declare::{Capability, Fixture, StoreSlot};
use crate::conformance::machine::{Machine, MachineOptions};
use crate::mapi::{HResult, MapiResult};
use crate::methods::{self, Method};
use crate::sim::suspend::{arm, incidents, list_calls, listed_calls};
use crate::sim::{Fault, SpoolerModel, Subsystem, run_within};
use crate::trace::Trace;

/// Where the spooler runs, and how the client lets go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Course {
    pub(super) spooler: SpoolerModel,
    pub(super) route: Route,
    /// Whether others have stores open meanwhile.
    pub(super) beside_others: bool,
}

/// What came of a run.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) findings: Vec<SweepFinding>,
    /// The calls of the client's life that could go wrong, and how many of them come before it lets go.
    pub(super) calls: Vec<Method>,
    pub(super) before_release: usize,
    pub(super) trace: Option<Trace>,
}

impl Run {
    fn of_finding(finding: SweepFinding, trace: Option<Trace>) -> Self {
        Self { findings: vec![finding], calls: Vec::new(), before_release: 0, trace }
    }
}

/// Runs a course as long as the fixture says.
pub(super) fn run(fixture: &Arc<dyn Fixture>, course: Course, fault: Option<Fault>) -> Run {
    let made = Arc::new(Mutex::new(None));
    let (limit, provider, machine) = (fixture.time_limit(), Arc::clone(fixture), Arc::clone(&made));
    let whole = run_within(limit, move || play(&*provider, course, fault, &machine));
    whole.unwrap_or_else(|| {
        let subsystem: Option<Subsystem> = made.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let trace = subsystem.map(|subsystem| subsystem.trace());
        let calls = trace
            .iter()
            .flat_map(|trace| trace.under_way().into_iter().map(|call| trace.line(call).trim().to_owned()));
        Run::of_finding(SweepFinding::Hangs { limit, calls: calls.collect() }, trace)
    })
}

fn play(fixture: &dyn Fixture, course: Course, fault: Option<Fault>, made: &Mutex<Option<Subsystem>>) -> Run {
    let writes = fixture.declaration().has(Capability::Write);
    let options = MachineOptions::default().spooler(course.spooler);
    let machine = match Machine::new(&fixture.setup(), options, writes) {
        Ok(machine) => machine,
        Err(not_kept) => return Run::of_finding(SweepFinding::Machine(not_kept.to_string()), None),
    };
    let mapi = machine.subsystem();
    *made.lock().unwrap_or_else(PoisonError::into_inner) = Some(mapi.clone());
    let mut findings = Vec::new();
    list_calls(mapi);
    let mut others = if course.beside_others { bystanders(&machine) } else { Vec::new() };
    list_calls(mapi);
    arm(mapi, fault.as_slice());

    let mut client = Client::default();
    let answer = client.open_and_use(&machine, StoreSlot::Store, course.route.lets_spooler_run());
    let before_release = crossings(mapi).len();
    client.let_go(course.route);
    let calls = crossings(mapi);
    findings.extend(client.panics.drain(..).map(SweepFinding::Panics));
    if fault.is_none() {
        findings.extend(failed(answer).map(SweepFinding::WithoutFault));
    }
    // A call that fails by itself has no warning.
    let warns = |fault: &Fault| fault.code().is_some_and(HResult::is_success);
    let idle = mapi.idle_faults().into_iter().filter(|fault| !warns(fault));
    findings.extend(idle.map(SweepFinding::Idle));
    for (slot, other) in &mut others {
        findings.extend(failed(other.goes_on()).map(|why| SweepFinding::OtherStore { slot: *slot, why }));
    }
    findings.extend(logs_on_again(&machine));
    for (_, mut other) in others {
        other.let_go(Route::StoreFirst);
        findings.extend(other.panics.drain(..).map(SweepFinding::Panics));
    }
    let trace = mapi.trace();
    findings.extend(SweepFinding::of_trace(&trace, &incidents(mapi)));
    let trace = (!findings.is_empty()).then_some(trace);
    Run { findings, calls, before_release, trace }
}

/// Sessions of others, each with a store open, as far as the provider opens a store twice.
fn bystanders(machine: &Machine) -> Vec<(StoreSlot, Client)> {
    let mut others = Vec::new();
    for slot in machine.plain_stores() {
        let mut other = Client::default();
        let opened = other.open_and_use(machine, slot, true);
        if opened.is_ok() && other.has_store() {
            others.push((slot, other));
        } else {
            other.let_go(Route::StoreFirst);
        }
    }
    others
}

/// Somebody logs on to the same store when all is over.
fn logs_on_again(machine: &Machine) -> Vec<SweepFinding> {
    let mut again = Client::default();
    let answer = again.open_and_use(machine, StoreSlot::Store, true);
    again.let_go(Route::StoreFirst);
    let panics = again.panics.drain(..).map(SweepFinding::Panics);
    failed(answer).map(SweepFinding::LogonAgain).into_iter().chain(panics).collect()
}

fn failed(answer: MapiResult<()>) -> Option<String> {
    answer.err().map(|error| error.to_string())
}

/// The calls that can go wrong; references are counted, not called.
fn crossings(mapi: &Subsystem) -> Vec<Method> {
    let counted = [methods::IUnknown::AddRef, methods::IUnknown::Release];
    listed_calls(mapi).into_iter().filter(|method| !counted.contains(method)).collect()
}
