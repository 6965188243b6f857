//! All rules on one fixture.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::evidence::Evidence;
use super::failure::Failure;
use super::judge::{Judged, judge, without_panic};
use super::judgement::is_tried;
use super::sightings::Sighting;
use super::soundness::check_fixture;
use super::watchdog::{Machines, watched};
use crate::catalogue::RuleId;
use crate::conformance::declare::{Declaration, Fixture};
use crate::conformance::report::{Behind, Entry, NotReached, Outcome, Report};
use crate::conformance::rule::{Rule, RuleSet, allows_absence};

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
/// let report = run(MyProvider);
/// println!("{report}");
/// assert_ne!(report.conformance(), Conformance::NotJudged);
/// ```
#[must_use]
pub fn run(fixture: impl Fixture) -> Report {
    run_with(fixture, &RuleSet::kit())
}

/// Runs every rule of this crate on a fixture by a declaration.
#[must_use]
pub fn run_declared(fixture: impl Fixture, declaration: Declaration) -> Report {
    run_declared_with(fixture, declaration, &RuleSet::kit())
}

/// Runs some rules on a fixture by its own [`declaration`](Fixture::declaration): those of this crate with others, or
/// others alone.
#[must_use]
pub fn run_with(fixture: impl Fixture, rules: &RuleSet) -> Report {
    let declaration = fixture.declaration();
    run_declared_with(fixture, declaration, rules)
}

/// Runs some rules on a fixture by a declaration.
///
/// Nothing is judged where the first store does not open and the provider was not seen to break a rule, where two rules have one number, where a rule from elsewhere has the prefix of one of this crate,
/// or where the declaration names a rule that is not there.
#[must_use]
pub fn run_declared_with(fixture: impl Fixture, declaration: Declaration, rules: &RuleSet) -> Report {
    let fixture: Arc<dyn Fixture> = Arc::new(fixture);
    run_shared(&fixture, declaration, rules)
}

/// [`run_declared_with`] for who needs the fixture again.
pub(super) fn run_shared(fixture: &Arc<dyn Fixture>, declaration: Declaration, rules: &RuleSet) -> Report {
    let name = name_of(fixture);
    if let Some(fault) = rules.fault(&declaration) {
        return Report::of_wrong_rules(name, &fault);
    }
    if let Err(unsound) = check_fixture(fixture)
        && !unsound.shows_a_breach()
    {
        return Report::not_judged(name, &unsound.breach);
    }
    Report::new(name, entries(fixture, declaration, rules))
}

fn name_of(fixture: &Arc<dyn Fixture>) -> String {
    let provider = Arc::clone(fixture);
    let setup = move |_| without_panic(|| provider.setup().name().to_owned()).ok();
    let name = watched(fixture.time_limit(), &Machines::default(), setup);
    name.ok().flatten().unwrap_or_else(|| NAMELESS.to_owned())
}

/// The name of a provider whose fixture does not get as far as its name.
const NAMELESS: &str = "(no setup)";

fn entries(fixture: &Arc<dyn Fixture>, declaration: Declaration, rules: &RuleSet) -> Vec<Entry> {
    let judged = rules.listed().iter().map(|listed| {
        let judged = is_tried(&listed.rule, declaration).then(|| judge(listed, fixture, declaration));
        (listed.rule, judged)
    });
    sum_up(judged.collect(), declaration)
}

/// What comes of all rules of a run, each looked at with what the trials of the others have shown.
pub(super) fn sum_up(judged: Vec<(Rule, Option<Judged>)>, declaration: Declaration) -> Vec<Entry> {
    let mut seen = Seen::default();
    for (rule, judged) in &judged {
        seen.extend(rule.id, judged.as_ref());
    }
    let broken: BTreeSet<RuleId> = judged
        .iter()
        .filter(|(rule, judged)| {
            judged.as_ref().is_some_and(|judged| judged.failure(*rule, declaration).is_some())
        })
        .map(|(rule, _)| rule.id)
        .collect();
    let mut entries: Vec<Entry> = judged
        .into_iter()
        .map(|(rule, judged)| {
            let judged = judged.map(|judged| judged.unless_its_own_panic(|cause| broken.contains(&cause)));
            let own = judged.as_ref().and_then(|judged| judged.failure(rule, declaration));
            // Taken in any case: what is left over belongs to rules that are not among those of the run.
            let elsewhere = seen.take(rule, declaration);
            let failure = own.or(elsewhere);
            let stopped = judged.as_ref().and_then(|judged| judged.not_reached(rule, declaration));
            entry(rule, declaration, failure, stopped)
        })
        .collect();
    entries.extend(seen.left(declaration));
    behind_causes(&mut entries, declaration);
    entries
}

/// What comes of one rule, with waivers taken into account.
pub(super) fn entry(
    rule: Rule,
    declaration: Declaration,
    failure: Option<Box<Failure>>,
    stopped: Option<Box<NotReached>>,
) -> Entry {
    let missing = rule.requires.iter().find(|needed| !declaration.has(**needed));
    let outcome = match (failure, declaration.waiver(rule.id), missing, stopped) {
        (Some(failure), Some(reason), ..) => Outcome::Waived(reason, failure),
        (Some(failure), None, ..) if rule.is_observation() => Outcome::Observed(failure),
        (Some(failure), None, ..) => Outcome::Failed(failure),
        (None, _, Some(missing), _) => Outcome::NotApplicable(*missing),
        (None, _, None, Some(stopped)) => Outcome::NotReached(stopped),
        (None, None, None, None) => Outcome::Passed,
        (None, Some(reason), None, None) => Outcome::StaleWaiver(reason),
    };
    Entry { rule, reading: declaration.reading(rule.id), outcome }
}

/// Looks for the causes of what was not reached: where the rule in the way was not reached either, for what stood in its
/// way.
fn behind_causes(entries: &mut [Entry], declaration: Declaration) {
    let standings: BTreeMap<RuleId, Standing> =
        entries.iter().map(|entry| (entry.rule.id, Standing::of(&entry.outcome))).collect();
    for entry in entries {
        if let Outcome::NotReached(stopped) = &mut entry.outcome {
            let (cause, behind) = cause_of(stopped.cause, &standings);
            (stopped.cause, stopped.behind) = (cause, behind);
            if behind == Behind::Nothing && allows_absence(cause, declaration) {
                stopped.behind = Behind::LenientReading;
            }
        }
    }
}

/// What a rule that stands in the way of others is itself.
#[derive(Clone, Copy)]
enum Standing {
    Broken(Behind),
    NotReached(RuleId),
    Other,
}

impl Standing {
    fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Failed(_) => Self::Broken(Behind::Failure),
            Outcome::Waived(reason, _) => Self::Broken(Behind::Waiver(reason)),
            Outcome::NotReached(stopped) => Self::NotReached(stopped.cause),
            Outcome::Passed | Outcome::StaleWaiver(_) | Outcome::NotApplicable(_) | Outcome::Observed(_) => {
                Self::Other
            }
        }
    }
}

fn cause_of(mut cause: RuleId, standings: &BTreeMap<RuleId, Standing>) -> (RuleId, Behind) {
    // Rules that stand in each other's way would lead round and round.
    for _ in 0..standings.len() {
        match standings.get(&cause) {
            Some(Standing::Broken(behind)) => return (cause, *behind),
            Some(Standing::NotReached(next)) => cause = *next,
            Some(Standing::Other) | None => break,
        }
    }
    (cause, Behind::Nothing)
}

/// The first sighting of each rule in the trial of another one.
#[derive(Default)]
struct Seen(BTreeMap<RuleId, SeenBreach>);

struct SeenBreach {
    on_trial: RuleId,
    sighting: Sighting,
    /// Of the trial, for what was seen beside its machines.
    trace: Option<Evidence>,
}

impl Seen {
    fn extend(&mut self, on_trial: RuleId, judged: Option<&Judged>) {
        let Some(judged) = judged else { return };
        for sighting in &judged.seen {
            let seen = || SeenBreach { on_trial, sighting: sighting.clone(), trace: judged.trace.clone() };
            self.0.entry(sighting.finding.rule).or_insert_with(seen);
        }
    }

    /// How a rule is broken that has kept its own trial.
    fn take(&mut self, rule: Rule, declaration: Declaration) -> Option<Box<Failure>> {
        let SeenBreach { on_trial, sighting, trace } = self.0.remove(&rule.id)?;
        let failure = Failure::new(rule, declaration, sighting.finding.breach, sighting.trace.or(trace));
        Some(Box::new(Failure { seen_in: Some(on_trial), ..failure }))
    }

    /// The rules that are broken and not among those of the run.
    fn left(mut self, declaration: Declaration) -> Vec<Entry> {
        let rules: Vec<Rule> = self.0.keys().map(|id| Rule::unlisted(*id)).collect();
        let entry = |rule| entry(rule, declaration, self.take(rule, declaration), None);
        rules.into_iter().map(entry).collect()
    }
}
