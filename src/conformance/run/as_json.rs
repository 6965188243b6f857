//! A judgement as text, for who tries rules in processes of their own.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::evidence::{Evidence, Retold};
use super::judge::Judged;
use super::judgement::{Judgement, find};
use super::sightings::Sighting;
use crate::catalogue::RuleId;
use crate::conformance::rule::{Breach, Finding, Hindrance, NotKept, RuleSet, Verdict};
use crate::trace::RenderError;

/// A text that is no judgement of a rule of the run. It says why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotAJudgement(String);

impl fmt::Display for NotAJudgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no judgement: {}", self.0)
    }
}

impl std::error::Error for NotAJudgement {}

#[derive(Serialize, Deserialize)]
struct View {
    rule: String,
    verdict: VerdictView,
    seen: Vec<SightingView>,
    trace: Option<Retold>,
    panicked: bool,
}

#[derive(Serialize, Deserialize)]
enum VerdictView {
    Kept,
    Broken(BreachView),
    NotReached(String, BreachView),
}

#[derive(Serialize, Deserialize)]
struct SightingView {
    rule: String,
    breach: BreachView,
    trace: Option<Retold>,
}

#[derive(Serialize, Deserialize)]
struct BreachView {
    expected: String,
    got: String,
    help: String,
}

impl Judgement {
    /// The judgement as one line of JSON, for [`from_json`](Self::from_json) of the same version of this crate. The traces
    /// of failures are in it as reports show them, text and drawing.
    ///
    /// # Errors
    /// [`RenderError`] if it cannot be written; nothing in a judgement is known to lead to it.
    pub fn to_json(&self) -> Result<String, RenderError> {
        serde_json::to_string(&self.view()).map_err(RenderError::new)
    }

    /// The judgement in a text of [`to_json`](Self::to_json), of a rule in this set.
    ///
    /// # Errors
    /// [`NotAJudgement`] if the text is not one of `to_json`, or names a rule that is neither in the set nor in the catalogue.
    pub fn from_json(text: &str, rules: &RuleSet) -> Result<Self, NotAJudgement> {
        let view: View = serde_json::from_str(text).map_err(|error| NotAJudgement(error.to_string()))?;
        let rule = find(rules, id_of(&view.rule, rules)?)
            .ok_or_else(|| NotAJudgement(format!("{} is not among the rules", view.rule)))?;
        let verdict = match view.verdict {
            VerdictView::Kept => Ok(()),
            VerdictView::Broken(breach) => Err(breach.into_breach().into()),
            VerdictView::NotReached(cause, breach) => {
                Err(Hindrance::new(id_of(&cause, rules)?, breach.into_breach()).into())
            }
        };
        let sighting = |seen: SightingView| {
            let finding = Finding::new(id_of(&seen.rule, rules)?, seen.breach.into_breach());
            Ok(Sighting { finding, trace: seen.trace.map(Arc::new).map(Evidence::Retold) })
        };
        let seen = view.seen.into_iter().map(sighting).collect::<Result<_, NotAJudgement>>()?;
        let trace = view.trace.map(Arc::new).map(Evidence::Retold);
        Ok(Self { rule, judged: Judged { verdict, seen, trace, panicked: view.panicked } })
    }

    fn view(&self) -> View {
        let Judged { verdict, seen, trace, panicked } = &self.judged;
        // The trace of a rule that is kept is in no report, unless something beside the machines was seen.
        let is_told = verdict.is_err() || !seen.is_empty();
        View {
            rule: self.rule.id.to_string(),
            verdict: VerdictView::of(verdict),
            seen: seen.iter().map(SightingView::of).collect(),
            trace: trace.as_ref().filter(|_| is_told).map(Evidence::retold),
            panicked: *panicked,
        }
    }
}

/// The number that a text has.
fn id_of(text: &str, rules: &RuleSet) -> Result<RuleId, NotAJudgement> {
    let fixture = Judgement::fixture_id();
    let of_run = || rules.iter().map(|rule| rule.id).find(|id| id.as_str() == text);
    let of_catalogue = || crate::catalogue::rule(text).map(|entry| RuleId::new(entry.id));
    let found = (fixture.as_str() == text).then_some(fixture).or_else(of_run).or_else(of_catalogue);
    found.ok_or_else(|| NotAJudgement(format!("there is no rule {text}")))
}

impl Evidence {
    fn retold(&self) -> Retold {
        match self {
            Self::Trace(trace) => Retold::of(trace),
            Self::Retold(retold) => Retold::clone(retold),
        }
    }
}

impl VerdictView {
    fn of(verdict: &Verdict) -> Self {
        match verdict {
            Ok(()) => Self::Kept,
            Err(NotKept::Broken(breach)) => Self::Broken(BreachView::of(breach)),
            Err(NotKept::NotReached(Hindrance { cause, breach })) => {
                Self::NotReached(cause.to_string(), BreachView::of(breach))
            }
        }
    }
}

impl SightingView {
    fn of(sighting: &Sighting) -> Self {
        let Finding { rule, breach } = &sighting.finding;
        let trace = sighting.trace.as_ref().map(Evidence::retold);
        Self { rule: rule.to_string(), breach: BreachView::of(breach), trace }
    }
}

impl BreachView {
    fn of(breach: &Breach) -> Self {
        let Breach { expected, got, help } = breach;
        Self { expected: expected.clone(), got: got.clone(), help: help.to_string() }
    }

    fn into_breach(self) -> Breach {
        Breach::new(self.expected, self.got).help(self.help)
    }
}
