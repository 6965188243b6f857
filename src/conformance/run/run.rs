//! All rules on one fixture.

use std::collections::BTreeMap;

use super::failure::Failure;
use super::judge::{Judged, judge};
use super::soundness::check_fixture;
use crate::catalogue::RuleId;
use crate::conformance::declare::{Declaration, Fixture};
use crate::conformance::report::{Entry, Outcome, Report};
use crate::conformance::rule::{Breach, Finding, Listed, Rule, RuleSet};
use crate::trace::Trace;

/// Runs every rule of this crate on a fixture by its own [`declaration`](Fixture::declaration).
///
/// ```
/// use mapi_sim::conformance::{Conformance, run};
/// # use mapi_sim::conformance::{Fixture, Setup};
/// # use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
/// # use mapi_sim::sim::{Dll, StoreSection};
/// # struct MyProvider;
/// # impl Fixture for MyProvider {
/// #     fn setup(&self) -> Setup {
/// #         let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mine")]));
/// #         let section = StoreSection::new(DLL_NAME, "Mine").entry_id(store_entry_id("mine"));
/// #         Setup::new(Dll::new(DLL_NAME).provider_entry(dll), section)
/// #     }
/// #     fn declaration(&self) -> mapi_sim::conformance::Declaration {
/// #         use mapi_sim::conformance::{Capability, Declaration};
/// #         Declaration { capabilities: &[Capability::Mail], ..Declaration::NOTHING }
/// #     }
/// # }
/// let report = run(&MyProvider);
/// println!("{report}");
/// assert_ne!(report.conformance(), Conformance::NotJudged);
/// ```
#[must_use]
pub fn run(fixture: &dyn Fixture) -> Report {
    run_with(fixture, &RuleSet::kit())
}

/// Runs every rule of this crate on a fixture by a declaration.
#[must_use]
pub fn run_declared(fixture: &dyn Fixture, declaration: Declaration) -> Report {
    run_declared_with(fixture, declaration, &RuleSet::kit())
}

/// Runs some rules on a fixture by its own [`declaration`](Fixture::declaration): those of this crate with others, or
/// others alone.
#[must_use]
pub fn run_with(fixture: &dyn Fixture, rules: &RuleSet) -> Report {
    run_declared_with(fixture, fixture.declaration(), rules)
}

/// Runs some rules on a fixture by a declaration.
///
/// Nothing is judged where two rules have one number, where a rule from elsewhere has the prefix of one of this crate,
/// or where the declaration names a rule that is not there.
#[must_use]
pub fn run_declared_with(fixture: &dyn Fixture, declaration: Declaration, rules: &RuleSet) -> Report {
    let name = fixture.setup().name().to_owned();
    if let Some(fault) = rules.fault(&declaration) {
        return Report::of_wrong_rules(name, &fault);
    }
    if let Err(breach) = check_fixture(fixture) {
        return Report::not_judged(name, &breach);
    }
    Report::new(name, entries(fixture, declaration, rules))
}

fn entries(fixture: &dyn Fixture, declaration: Declaration, rules: &RuleSet) -> Vec<Entry> {
    let mut seen = Seen::default();
    let judged: Vec<_> = rules
        .listed()
        .iter()
        .map(|listed| {
            let judged = applies(listed, declaration).then(|| judge(listed, fixture, declaration));
            seen.extend(listed.rule.id, judged.as_ref());
            (listed.rule, judged)
        })
        .collect();
    let mut entries: Vec<Entry> = judged
        .into_iter()
        .map(|(rule, judged)| {
            let own = judged.and_then(|judged| judged.failure(rule, declaration));
            let elsewhere = seen.take(rule, declaration);
            entry(rule, declaration, own.or(elsewhere))
        })
        .collect();
    entries.extend(seen.left(declaration));
    entries
}

fn applies(listed: &Listed, declaration: Declaration) -> bool {
    listed.rule.requires.iter().all(|needed| declaration.has(*needed))
}

/// What comes of one rule, with waivers taken into account.
fn entry(rule: Rule, declaration: Declaration, failure: Option<Box<Failure>>) -> Entry {
    let missing = rule.requires.iter().find(|needed| !declaration.has(**needed));
    let outcome = match (failure, declaration.waiver(rule.id), missing) {
        (None, _, Some(missing)) => Outcome::NotApplicable(*missing),
        (None, None, None) => Outcome::Passed,
        (None, Some(reason), None) => Outcome::StaleWaiver(reason),
        (Some(failure), Some(reason), _) => Outcome::Waived(reason, failure),
        (Some(failure), None, _) if rule.is_observation() => Outcome::Observed(failure),
        (Some(failure), None, _) => Outcome::Failed(failure),
    };
    Entry { rule, reading: declaration.reading(rule.id), outcome }
}

/// The first finding of each rule in the trial of another one.
#[derive(Default)]
struct Seen(BTreeMap<RuleId, SeenBreach>);

struct SeenBreach {
    on_trial: RuleId,
    breach: Breach,
    trace: Option<Trace>,
}

impl Seen {
    fn extend(&mut self, on_trial: RuleId, judged: Option<&Judged>) {
        let Some(judged) = judged else { return };
        for Finding { rule, breach } in &judged.findings {
            let seen = || SeenBreach { on_trial, breach: breach.clone(), trace: judged.trace.clone() };
            self.0.entry(*rule).or_insert_with(seen);
        }
    }

    /// How a rule is broken that has kept its own trial.
    fn take(&mut self, rule: Rule, declaration: Declaration) -> Option<Box<Failure>> {
        let SeenBreach { on_trial, breach, trace } = self.0.remove(&rule.id)?;
        let reading = declaration.reading(rule.id);
        Some(Box::new(Failure { rule, reading, breach, trace, seen_in: Some(on_trial) }))
    }

    /// The rules that are broken and not among those of the run.
    fn left(mut self, declaration: Declaration) -> Vec<Entry> {
        let rules: Vec<Rule> = self.0.keys().map(|id| Rule::unlisted(*id)).collect();
        let entry = |rule| entry(rule, declaration, self.take(rule, declaration));
        rules.into_iter().map(entry).collect()
    }
}
