//! One rule on one fixture.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::diagnosis::knows_no_store;
use super::evidence::Evidence;
use super::failure::Failure;
use super::sightings::{Sighting, in_the_way, kept_references, panicked, sightings};
use super::watchdog::{Machines, Stopped, watched};
use crate::catalogue::RuleId;
use crate::conformance::declare::{Declaration, Fixture};
use crate::conformance::machine::Trial;
use crate::conformance::report::NotReached;
use crate::conformance::rule::{Breach, Hindrance, Listed, NotKept, Rule, Verdict, asks_for, way};
use crate::trace::Trace;

/// What came of a trial.
#[derive(Clone)]
pub(super) struct Judged {
    /// What the rule answered.
    pub(super) verdict: Verdict,
    /// Which rules, this one or others, were seen broken meanwhile.
    pub(super) seen: Vec<Sighting>,
    /// What happened on the last machine of the trial.
    pub(super) trace: Option<Evidence>,
    /// Whether foreign code panicked, or did not return.
    pub(super) panicked: bool,
}

/// Tries a rule, as long as the fixture says.
pub(super) fn judge(listed: &Listed, fixture: &Arc<dyn Fixture>, declaration: Declaration) -> Judged {
    let (of_trial, provider) = (listed.clone(), Arc::clone(fixture));
    let trial = move |machines| try_rule(&of_trial, &*provider, declaration, machines);
    match watched(fixture.time_limit(), &Machines::default(), trial) {
        Ok(judged) => judged,
        Err(stopped) => Judged::overdue(listed.rule, stopped),
    }
}

fn try_rule(listed: &Listed, fixture: &dyn Fixture, declaration: Declaration, machines: Machines) -> Judged {
    let trial = match without_panic(|| Trial::new(fixture, declaration, listed.rule.id, machines)) {
        Ok(trial) => trial,
        Err(panic) => return Judged::without_machine(panic),
    };
    let answer = without_panic(|| listed.check(&trial).unwrap_or(Ok(())));
    let panicked = answer.is_err();
    let traces = trial.traces();
    let mut seen = sightings(&trial.findings(), &traces);
    let mut verdict = weighed(listed.rule, answer, &seen, &traces);
    if (verdict.is_err() || !seen.is_empty()) && listed.rule.id != way::COMPARE && knows_no_store(fixture) {
        verdict = verdict.map_err(|not_kept| Hindrance::new(way::COMPARE, not_kept.breach().clone()).into());
        seen.retain(Sighting::is_from_beside);
    }
    if verdict.is_ok() && seen.is_empty() {
        // Where something is broken, it also says why references are left.
        seen.extend(kept_references(&traces));
    }
    Judged { verdict, seen, trace: traces.into_iter().next_back().map(Evidence::Trace), panicked }
}

/// The answer of a check in the light of what was seen meanwhile.
fn weighed(rule: Rule, answer: Result<Verdict, Breach>, seen: &[Sighting], traces: &[Trace]) -> Verdict {
    let not_kept = match answer {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(not_kept)) => not_kept,
        Err(panic) => match panicked(traces) {
            Some(method) => Hindrance::new(asks_for(method), panic).into(),
            None => panic.into(),
        },
    };
    // What the simulator has recorded under this very rule needs no other explanation.
    if seen.iter().any(|sighting| sighting.finding.rule == rule.id) {
        return Err(not_kept.breach().clone().into());
    }
    Err(match (in_the_way(rule.id, seen), not_kept) {
        (Some(cause), not_kept) => Hindrance::new(cause, not_kept.breach().clone()).into(),
        (None, NotKept::NotReached(hindrance)) if hindrance.cause == rule.id => hindrance.breach.into(),
        (None, not_kept) => not_kept,
    })
}

/// Kept, and nothing was seen.
impl Default for Judged {
    fn default() -> Self {
        Self { verdict: Ok(()), seen: Vec::new(), trace: None, panicked: false }
    }
}

impl Judged {
    /// A fixture that panics in its setup.
    fn without_machine(panic: Breach) -> Self {
        Self { verdict: Err(panic.into()), seen: Vec::new(), trace: None, panicked: true }
    }

    /// A rule that somebody else should have tried.
    pub(super) fn untried() -> Self {
        let breach = Breach::new("a trial of this rule", "none: there is no judgement of it");
        Self { verdict: Err(breach.into()), ..Self::default() }
    }

    /// A trial that is not over. The call that everything waits for stands in the way like one that panics.
    fn overdue(rule: Rule, Stopped { breach, cause, traces }: Stopped) -> Self {
        let verdict = match cause {
            Some(cause) if cause != rule.id => Err(Hindrance::new(cause, breach).into()),
            Some(_) | None => Err(breach.into()),
        };
        let seen = sightings(&[], &traces);
        Self { verdict, seen, trace: traces.into_iter().next_back().map(Evidence::Trace), panicked: true }
    }

    /// A panic stands in the way only where the rule that asks for the call is broken, too. Where it is not, it takes what
    /// this rule does to make the provider panic.
    pub(super) fn unless_its_own_panic(mut self, is_broken: impl FnOnce(RuleId) -> bool) -> Self {
        if let (true, Err(NotKept::NotReached(hindrance))) = (self.panicked, &self.verdict)
            && !is_broken(hindrance.cause)
        {
            self.verdict = Err(hindrance.breach.clone().into());
        }
        self
    }

    /// How the rule of this trial is broken: by its own check, or else by something that was seen.
    pub(super) fn failure(&self, rule: Rule, declaration: Declaration) -> Option<Box<Failure>> {
        let (breach, trace) = match &self.verdict {
            Err(NotKept::Broken(breach)) => (breach, &self.trace),
            Ok(()) | Err(NotKept::NotReached(_)) => {
                let own = self.seen.iter().find(|sighting| sighting.finding.rule == rule.id)?;
                (&own.finding.breach, &own.trace)
            }
        };
        Some(Box::new(Failure::new(rule, declaration, breach.clone(), trace.clone())))
    }

    /// What stood in the way of the rule, if something did.
    pub(super) fn not_reached(&self, rule: Rule, declaration: Declaration) -> Option<Box<NotReached>> {
        let Err(NotKept::NotReached(hindrance)) = &self.verdict else { return None };
        Some(Box::new(NotReached::new(rule, declaration, hindrance, self.trace.clone())))
    }
}

/// What comes of foreign code, or that it panicked.
pub(super) fn without_panic<T>(work: impl FnOnce() -> T) -> Result<T, Breach> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        Breach::new("calls that return", format!("a panic: {}", panic_text(&*panic)))
            .help("A panic does not cross an interface: return an error.")
    })
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a text")
}
