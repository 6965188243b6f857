//! Rules that the crate does not have, as those of a company, and findings of something that watches the provider.

#[macro_use]
mod acme;
mod findings;
mod reports;
mod sets;

use mapi_sim::conformance::{
    Capability, Declaration, Entry, Outcome, Report, RuleId, RuleSet, run_declared_with,
};

use crate::reference::minimal::Minimal;
use acme::rules::*;

/// What is so of the provider under test.
const SAID: Declaration = Declaration {
    capabilities: &[Capability::Mail, Capability::Ui, Capability::FastShutdown],
    ..Declaration::NOTHING
};

/// A number that no rule has.
const MISSPELT: RuleId = RuleId::new("ACME-222");

/// The rules of the kit and those of the company.
fn with_acme() -> RuleSet {
    RuleSet::kit().with_all(acme::RULES)
}

/// The company's rules on the provider under test.
fn judged(declaration: Declaration) -> Report {
    run_declared_with(Minimal, declaration, &RuleSet::empty().with_all(acme::RULES))
}

fn entry(report: &Report, id: RuleId) -> &Entry {
    report.entries().iter().find(|entry| entry.rule.id == id).unwrap()
}

fn outcome(report: &Report, id: RuleId) -> &Outcome {
    &entry(report, id).outcome
}

mapi_sim::conformance_tests!(
    Minimal,
    capabilities: [mail, ui, fast_shutdown],
    waive: { ACME_2: "who named this store did not know the handbook" },
    rules: with_acme(),
    areas: [handbook_tests],
);
