//! One rule on one fixture.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::failure::Failure;
use crate::conformance::declare::{Declaration, Fixture};
use crate::conformance::machine::Trial;
use crate::conformance::rule::{Breach, Finding, Listed, Rule, Verdict};
use crate::trace::Trace;

/// What came of a trial.
pub(super) struct Judged {
    /// The rule's own breach.
    pub(super) breach: Option<Breach>,
    /// What something beside the kit has seen meanwhile.
    pub(super) findings: Vec<Finding>,
    /// What happened on the last machine of the trial.
    pub(super) trace: Option<Trace>,
}

/// Tries a rule. A provider that panics has not kept it.
pub(super) fn judge(listed: &Listed, fixture: &dyn Fixture, declaration: Declaration) -> Judged {
    let trial = Trial::new(fixture, declaration, listed.rule.id);
    let verdict = without_panic(|| listed.check(&trial).unwrap_or(Ok(())));
    Judged { breach: verdict.err(), findings: trial.findings(), trace: trial.last_trace() }
}

impl Judged {
    /// How the rule of this trial is broken: by its own check, or else by a finding.
    pub(super) fn failure(&self, rule: Rule, declaration: Declaration) -> Option<Box<Failure>> {
        let own = || self.findings.iter().find(|finding| finding.rule == rule.id).map(|own| &own.breach);
        let breach = self.breach.as_ref().or_else(own)?.clone();
        let (reading, trace) = (declaration.reading(rule.id), self.trace.clone());
        Some(Box::new(Failure { rule, reading, breach, trace, seen_in: None }))
    }
}

/// A panic of the provider is a breach.
pub(super) fn without_panic(work: impl FnOnce() -> Verdict) -> Verdict {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = panic_text(&*panic);
        Err(Breach::new("calls that return", format!("a panic: {text}"))
            .help("A panic does not cross an interface: return an error."))
    })
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a text")
}
