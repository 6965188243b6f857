//! A trial that does not come to an end: it runs on a thread of its own, and is left behind when its time is over.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::catalogue::RuleId;
use crate::conformance::rule::{Breach, asks_for};
use crate::methods::Method;
use crate::sim::{Subsystem, run_within};
use crate::trace::{Trace, What};

/// The machines of a trial, which can be looked at while the trial waits.
#[derive(Clone, Default)]
pub(in crate::conformance) struct Machines(Arc<Mutex<Vec<Subsystem>>>);

impl Machines {
    pub(in crate::conformance) fn add(&self, machine: Subsystem) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(machine);
    }

    /// What has happened on each of them, in the order in which they were made.
    pub(in crate::conformance) fn traces(&self) -> Vec<Trace> {
        let machines = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        machines.iter().map(Subsystem::trace).collect()
    }
}

/// A trial that is not over.
pub(super) struct Stopped {
    pub(super) breach: Breach,
    /// The rule that asks for the return of the call that everything waits for.
    pub(super) cause: Option<RuleId>,
    pub(super) traces: Vec<Trace>,
}

/// Runs a trial on a thread of its own.
pub(super) fn watched<R: Send + 'static>(
    limit: Duration,
    machines: &Machines,
    trial: impl FnOnce(Machines) -> R + Send + 'static,
) -> Result<R, Stopped> {
    let own = machines.clone();
    run_within(limit, move || trial(own)).ok_or_else(|| stopped(limit, machines.traces()))
}

const LOAD_13: RuleId = RuleId::new("LOAD-13");

/// The variable is that of [`Fixture::time_limit`](crate::conformance::Fixture::time_limit).
const HELP: &str = "Hold no lock over a call of MAPI's objects that a call of MAPI's needs as well. MAPI_SIM_TIME_LIMIT in \
                    the environment, or Fixture::time_limit, sets another limit in seconds; 0 is none, for debuggers.";

fn stopped(limit: Duration, traces: Vec<Trace>) -> Stopped {
    let waits = traces.iter().rev().find(|trace| !trace.under_way().is_empty());
    let (mut calls, mut cause) = (Vec::new(), None);
    if let Some(trace) = waits {
        calls = trace.under_way().into_iter().map(|call| trace.line(call).trim().to_owned()).collect();
        cause = waited_for(trace);
    }
    let touched = cause.map(|rule| format!("; this touches {rule}")).unwrap_or_default();
    let got = if calls.is_empty() {
        format!(
            "no end after {limit:?}, while no call was under way: the setup of the fixture, or code beside MAPI"
        )
    } else {
        format!("no end after {limit:?}; these have not returned: {}{touched}", calls.join("; in it "))
    };
    Stopped { breach: Breach::new("calls that return", got).help(HELP), cause, traces }
}

/// The rule that is about the innermost call of the provider which has not returned.
fn waited_for(trace: &Trace) -> Option<RuleId> {
    let methods: Vec<Method> = trace
        .under_way()
        .into_iter()
        .filter_map(|event| if let What::Call { method, .. } = event.what { Some(method) } else { None })
        .collect();
    let nested = methods.contains(&Method::SupportOpenProfileSection)
        && methods.last() == Some(&Method::ProviderCompareStoreIds);
    if nested { Some(LOAD_13) } else { methods.last().map(|method| asks_for(*method)) }
}
