//! One rule tried apart from the others, perhaps in a process of its own, and the report that is put together of such.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::evidence::{Evidence, Retold};
use super::judge::{Judged, judge};
use super::run::{entry, sum_up};
use super::sightings::Sighting;
use super::soundness::{FIXTURE, Unsound, check_fixture};
use crate::catalogue::RuleId;
use crate::conformance::declare::{Declaration, Fixture};
use crate::conformance::report::{Outcome, Report};
use crate::conformance::rule::{Breach, Finding, Hindrance, Rule, RuleSet, asks_for};
use crate::methods::Method;

/// What came of one trial, before it is put beside the others into a [`Report`].
///
/// [`run`](crate::conformance::run) tries all rules in one process. Who wants to see one after the other, or a process for
/// each, has [`judge_fixture`], [`judge_rule`] and [`report_of`]; with the feature `serde` a judgement is text that goes from
/// process to process. The report is the same.
///
/// ```
/// use mapi_sim::conformance::{Declaration, RuleSet, judge_fixture, judge_rule, report_of, rules, run_declared_with};
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
/// # }
///
/// let kit = RuleSet::kit();
/// let few = RuleSet::empty().with_all(&[*kit.get(rules::LOAD_19).unwrap(), *kit.get(rules::LOGON_10).unwrap()]);
/// let mut judgements = vec![judge_fixture(MyProvider)];
/// for rule in few.iter() {
///     judgements.extend(judge_rule(MyProvider, Declaration::NOTHING, &few, rule.id));
/// }
/// let report = report_of("mine.dll", Declaration::NOTHING, &few, judgements);
/// let whole = run_declared_with(MyProvider, Declaration::NOTHING, &few);
/// assert_eq!(report.counts(), whole.counts());
/// ```
#[derive(Clone)]
pub struct Judgement {
    pub(super) rule: Rule,
    pub(super) judged: Judged,
}

/// Whether the fixture can be used at all: a judgement for which [`report_of`] looks first.
#[must_use]
pub fn judge_fixture(fixture: impl Fixture) -> Judgement {
    let fixture: Arc<dyn Fixture> = Arc::new(fixture);
    let unsound = check_fixture(&fixture).err();
    let seen = unsound.iter().flat_map(|unsound| &unsound.broken).map(|rule| saw(*rule)).collect();
    let verdict = unsound.map_or(Ok(()), |unsound| Err(unsound.breach.into()));
    Judgement { rule: fixture_rule(), judged: Judged { verdict, seen, trace: None, panicked: false } }
}

/// Tries one rule. There is no judgement of a rule that is not among those of the run, that does not apply, or that
/// nothing but findings can break.
#[must_use]
pub fn judge_rule(
    fixture: impl Fixture,
    declaration: Declaration,
    rules: &RuleSet,
    id: RuleId,
) -> Option<Judgement> {
    let listed = rules.listed().iter().find(|listed| listed.rule.id == id)?;
    if listed.has_no_check() || !is_tried(&listed.rule, declaration) {
        return None;
    }
    let fixture: Arc<dyn Fixture> = Arc::new(fixture);
    Some(Judgement { rule: listed.rule, judged: judge(listed, &fixture, declaration) })
}

/// The report of a run of which every rule was judged apart. A rule that applies and was not tried is not kept.
///
/// Of several judgements of one rule the first one counts. `provider` is the name of the DLL under test.
#[must_use]
pub fn report_of(
    provider: &str,
    declaration: Declaration,
    rules: &RuleSet,
    judgements: impl IntoIterator<Item = Judgement>,
) -> Report {
    if let Some(fault) = rules.fault(&declaration) {
        return Report::of_wrong_rules(provider.to_owned(), &fault);
    }
    let mut by_rule = BTreeMap::new();
    for Judgement { rule, judged } in judgements {
        by_rule.entry(rule.id).or_insert(judged);
    }
    if let Some(unsound) = by_rule.remove(&FIXTURE).and_then(Unsound::of)
        && !unsound.shows_a_breach()
    {
        return Report::not_judged(provider.to_owned(), &unsound.breach);
    }
    let judged = rules.listed().iter().map(|listed| {
        let rule = listed.rule;
        let missing = || (!listed.has_no_check()).then(Judged::untried);
        let judged = is_tried(&rule, declaration).then(|| by_rule.remove(&rule.id).or_else(missing));
        (rule, judged.map(Option::unwrap_or_default))
    });
    Report::new(provider.to_owned(), sum_up(judged.collect(), declaration))
}

/// Whether everything is declared that a rule needs.
pub(super) fn is_tried(rule: &Rule, declaration: Declaration) -> bool {
    rule.requires.iter().all(|needed| declaration.has(*needed))
}

fn fixture_rule() -> Rule {
    Rule::new(FIXTURE, "fixture_is_sound").with_title("The first store opens")
}

/// A rule that was seen broken where nobody tells how.
fn saw(rule: RuleId) -> Sighting {
    Sighting { finding: Finding::new(rule, Breach::new("", "")), trace: None }
}

impl Judgement {
    /// Of a trial that has taken its process along: `breach` says what was expected and how the process ended,
    /// `under_way` is the call of the provider that had not returned by then, and `told` is what is known of the calls
    /// before.
    ///
    /// As with a panic, the rule that asks for the return of that call stands in the way of this one, if it is broken in its
    /// own trial as well. `rule` may be [`fixture_id`](Self::fixture_id).
    #[must_use]
    pub fn died(
        rules: &RuleSet,
        rule: RuleId,
        under_way: Option<Method>,
        breach: Breach,
        told: Vec<String>,
    ) -> Option<Self> {
        let cause = under_way.map(asks_for);
        let verdict = match cause {
            Some(cause) if cause != rule && rule != FIXTURE => Err(Hindrance::new(cause, breach).into()),
            Some(_) | None => Err(breach.into()),
        };
        let seen = if rule == FIXTURE { cause.map(saw).into_iter().collect() } else { Vec::new() };
        let retold = Retold { text: told.join("\n"), ..Retold::default() };
        let trace = Some(Evidence::Retold(Arc::new(retold)));
        Some(Self { rule: find(rules, rule)?, judged: Judged { verdict, seen, trace, panicked: true } })
    }

    /// The number under which the fixture is judged. It is no rule of a report.
    #[must_use]
    pub const fn fixture_id() -> RuleId {
        FIXTURE
    }

    /// The rule.
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        self.rule.id
    }

    /// The judgement with one more thing that was seen while the rule was on trial.
    #[must_use]
    pub fn with_finding(mut self, finding: Finding) -> Self {
        self.judged.seen.push(Sighting { finding, trace: None });
        self
    }

    /// What the trial says of its own rule, if one looks at no other trial.
    #[must_use]
    pub fn outcome(&self, declaration: Declaration) -> Outcome {
        let failure = self.judged.failure(self.rule, declaration);
        let stopped = self.judged.not_reached(self.rule, declaration);
        entry(self.rule, declaration, failure, stopped).outcome
    }
}

/// The rule of a set, or that of the fixture.
pub(super) fn find(rules: &RuleSet, id: RuleId) -> Option<Rule> {
    if id == FIXTURE { Some(fixture_rule()) } else { rules.get(id).copied() }
}

impl Unsound {
    /// What a judgement of the fixture says, unless it is sound.
    fn of(judged: Judged) -> Option<Self> {
        let broken = judged.seen.iter().map(|sighting| sighting.finding.rule).collect();
        let not_kept = judged.verdict.err()?;
        Some(Self { breach: not_kept.breach().clone(), broken })
    }
}
