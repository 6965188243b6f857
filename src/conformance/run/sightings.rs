//! Which rules were seen broken in a trial, whatever rule was on trial: by the simulator, by its count of references, by a
//! panic, or by something that watches.

use std::collections::BTreeSet;

use super::evidence::Evidence;
use crate::catalogue::{self, Party, RuleId};
use crate::conformance::rule::{Breach, Finding, UNDERMINING};
use crate::methods::Method;
use crate::trace::{Trace, What};

/// A rule that was seen broken.
#[derive(Clone)]
pub(super) struct Sighting {
    pub(super) finding: Finding,
    /// What happened on the machine where it was seen; none for what watches beside the machines.
    pub(super) trace: Option<Evidence>,
}

impl Sighting {
    /// Whether something beside the machines has seen it.
    pub(super) const fn is_from_beside(&self) -> bool {
        self.trace.is_none()
    }
}

/// The first sighting of each rule, on the first machine that shows it.
pub(super) fn sightings(watched: &[Finding], traces: &[Trace]) -> Vec<Sighting> {
    let beside = watched.iter().map(|finding| Sighting { finding: finding.clone(), trace: None });
    let on_machines = traces.iter().flat_map(|trace| {
        shown_by(trace)
            .into_iter()
            .map(|finding| Sighting { finding, trace: Some(Evidence::Trace(trace.clone())) })
    });
    let mut known = BTreeSet::new();
    beside.chain(on_machines).filter(|sighting| known.insert(sighting.finding.rule)).collect()
}

/// The first of these sightings on a machine from which a breach of another rule may follow.
pub(super) fn in_the_way(own: RuleId, seen: &[Sighting]) -> Option<RuleId> {
    let on_machines = seen.iter().filter(|sighting| !sighting.is_from_beside());
    let mut rules = on_machines.map(|sighting| sighting.finding.rule);
    rules.find(|rule| *rule != own && UNDERMINING.contains(rule))
}

/// The call in which the provider panicked first.
pub(super) fn panicked(traces: &[Trace]) -> Option<Method> {
    traces.iter().find_map(panicked_in)
}

fn panicked_in(trace: &Trace) -> Option<Method> {
    trace
        .events()
        .iter()
        .find_map(|event| if let What::Panicked { method, .. } = event.what { Some(method) } else { None })
}

fn shown_by(trace: &Trace) -> Vec<Finding> {
    let of_providers = trace.deviations().iter().filter(|deviation| binds_providers(deviation.rule));
    let mut found: Vec<Finding> = of_providers
        .map(|deviation| Finding::new(RuleId::new(deviation.rule), Breach::from(deviation)))
        .collect();
    // What comes later may follow from it.
    if let Some(first) = found.iter().position(|finding| UNDERMINING.contains(&finding.rule)) {
        found.truncate(first + 1);
    }
    found
}

/// Whether a breach of this rule is a provider's own.
fn binds_providers(rule: &str) -> bool {
    catalogue::rule(rule).is_none_or(|entry| entry.party == Party::Provider)
}

/// [MEM-07] What the provider has not given back when all sessions of a machine are over.
pub(super) fn kept_references(traces: &[Trace]) -> Option<Sighting> {
    traces.iter().filter(|trace| !ends_fast(trace)).find_map(|trace| {
        let left = trace.unbalanced();
        let text: Vec<String> = left.iter().map(|(object, count)| format!("{object:?} {count}")).collect();
        let breach = Breach::new("every reference given back at the end of the session", text.join(", "))
            .help("Logoff or the store's last Release gives back what Logon keeps, and a Logon that fails keeps nothing.");
        let finding = || Sighting { finding: Finding::new(MEM_07, breach), trace: Some(Evidence::Trace(trace.clone())) };
        (!left.is_empty()).then(finding)
    })
}

/// Nothing is released in a process that ends so.
fn ends_fast(trace: &Trace) -> bool {
    let fast = |what: &What| matches!(what, What::Call { method: Method::ProviderDoFastShutdown, .. });
    trace.events().iter().any(|event| fast(&event.what))
}

const MEM_07: RuleId = RuleId::new("MEM-07");
