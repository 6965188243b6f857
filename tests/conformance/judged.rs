//! Judgements of mutants, of which those are taken over that cannot differ.
//!
//! A trial does the same each time. Where none of its calls reaches what a mutant bends, the trial of the mutant is that of the
//! reference provider, and so is the judgement.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex};

use mapi_sim::conformance::{
    Declaration, Entry, Fixture, Judgement, Report, RuleId, RuleSet, Setup, judge_fixture, judge_rule,
    report_of,
};
use mapi_sim::mapi::{MapiResult, Notification};
use mapi_sim::methods::ObjectNo;
use mapi_sim::reference::DLL_NAME;
use mapi_sim::sim::SpoolerModel;
use mapi_sim::spi::*;
use mapi_sim::wrap::{Call, Layer, Outcome, WrapService, WrapSink, WrapWindow};

use crate::bending::{Bending, Part};
use crate::fixture::CONDITIONED;
use crate::mutants::{Mutant, allowed, bent, mutants};

/// A mutant on machines with this kind of spooler.
#[derive(Clone)]
pub(crate) struct On(pub(crate) SpoolerModel, pub(crate) Arc<Mutant>);

impl Fixture for On {
    fn setup(&self) -> Setup {
        self.1.setup().spooler_model(self.0)
    }

    fn declaration(&self) -> Declaration {
        self.1.declaration()
    }
}

/// The judgements of all rules.
pub(crate) fn judgements(mutant: &On) -> Vec<Judgement> {
    let is_untouched = untouched(&mutant.1);
    let rules = reference(mutant.0).iter().filter_map(|base| {
        if is_untouched(base) { base.judgement.clone() } else { tried(mutant, base.rule) }
    });
    [judge_fixture(mutant.clone())].into_iter().chain(rules).collect()
}

fn tried(mutant: &On, rule: RuleId) -> Option<Judgement> {
    judge_rule(mutant.clone(), mutant.declaration(), &RuleSet::kit(), rule)
}

/// The report of a run by this declaration.
pub(crate) fn report(declared: Declaration, judgements: impl IntoIterator<Item = Judgement>) -> Report {
    report_of(DLL_NAME, declared, &RuleSet::kit(), judgements)
}

/// Whether nothing that a mutant bends was reached in the trial of a rule on the reference provider.
fn untouched(mutant: &Mutant) -> impl Fn(&Tried) -> bool + use<> {
    let parts = mutant.parts();
    move |base| parts.as_ref().is_some_and(|parts| parts.is_disjoint(&base.reached))
}

/// The trial of a rule on the reference provider.
struct Tried {
    rule: RuleId,
    judgement: Option<Judgement>,
    /// The parts of the provider that a bend could have changed.
    reached: BTreeSet<Part>,
}

/// The reference provider, by the kind of spooler.
fn reference(model: SpoolerModel) -> &'static [Tried] {
    static SAME_PROCESS: LazyLock<Vec<Tried>> = LazyLock::new(|| try_reference(SpoolerModel::SameProcess));
    static OWN_PROCESS: LazyLock<Vec<Tried>> = LazyLock::new(|| try_reference(SpoolerModel::OwnProcess));
    match model {
        SpoolerModel::SameProcess => &SAME_PROCESS,
        SpoolerModel::OwnProcess => &OWN_PROCESS,
    }
}

fn try_reference(model: SpoolerModel) -> Vec<Tried> {
    let kit = RuleSet::kit();
    let try_rule = |rule: RuleId| {
        let reached = Reached::new();
        let declared = Declaration { capabilities: CONDITIONED, ..Declaration::NOTHING };
        let judgement = judge_rule(Watched(model, reached.clone()), declared, &kit, rule);
        let reached = reached.0.lock().unwrap().clone();
        Tried { rule, judgement, reached }
    };
    kit.iter().map(|rule| try_rule(rule.id)).collect()
}

/// The reference provider with all calls counted that a bend could see.
struct Watched(SpoolerModel, Reached);

impl Fixture for Watched {
    fn setup(&self) -> Setup {
        bent(|bending| self.1.watch(bending)).spooler_model(self.0)
    }
}

/// What was reached.
#[derive(Clone)]
struct Reached(Arc<Mutex<BTreeSet<Part>>>);

/// Some calls of these parts no layer is told of, so that they count as reached.
fn always() -> BTreeSet<Part> {
    BTreeSet::from([Part::Init, Part::Provider, Part::Support])
}

impl Reached {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(always())))
    }

    fn watch(&self, bending: Bending) -> Bending {
        bending.seen_by(self.clone()).service(self.clone()).window(self.clone()).sink(self.clone())
    }

    fn note(&self, part: impl Into<Option<Part>>) {
        self.0.lock().unwrap().extend(part.into());
    }
}

impl Layer for Reached {
    fn around(&self, call: &Call, go_on: &mut dyn FnMut() -> Outcome) -> MapiResult<()> {
        self.note(Part::of(call.object.interface));
        let _ = go_on();
        Ok(())
    }

    fn released(&self, object: ObjectNo) {
        self.note(Part::of(object.interface));
    }
}

impl WrapService for Reached {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        self.note(Part::Service);
        inner.msg_service_entry(request)
    }
}

impl WrapWindow for Reached {
    fn show(&self, inner: ParentWindow<'_>, dialog: &Dialog) -> DialogAnswer {
        self.note(Part::Window);
        inner.show(dialog)
    }
}

impl WrapSink for Reached {
    fn on_notify(&self, inner: &dyn IMAPIAdviseSink, notifications: &[Notification]) -> SinkAnswer {
        self.note(Part::Sink);
        inner.on_notify(notifications)
    }
}

/// A report with what each rule says.
fn whole(report: &Report) -> String {
    let said = |entry: &Entry| format!("\n{} {:?}", entry.rule.id, entry.outcome.reason());
    let failures = |entry: &Entry| entry.outcome.failure().map(ToString::to_string);
    let entries = report.entries().iter();
    format!(
        "{report}{}",
        entries.map(|entry| said(entry) + &failures(entry).unwrap_or_default()).collect::<String>()
    )
}

/// How the judgements of a mutant differ from what all its trials say.
fn difference(mutant: &On) -> Option<String> {
    let is_untouched = untouched(&mutant.1);
    let untouched = reference(mutant.0).iter().filter(|base| is_untouched(base));
    let tried: Vec<Judgement> = untouched.filter_map(|base| tried(mutant, base.rule)).collect();
    let (declared, taken_over) = (mutant.declaration(), judgements(mutant));
    // Of two judgements of a rule the first one counts.
    let tried = whole(&report(declared, tried.into_iter().chain(taken_over.clone())));
    let taken_over = whole(&report(declared, taken_over));
    let Mutant { rule, bent, .. } = &*mutant.1;
    (taken_over != tried).then(|| format!("{rule} ({bent}): {taken_over}\nin place of {tried}"))
}

/// A mutant of each part.
#[test]
fn what_is_taken_over_is_what_a_trial_says() {
    let mut parts = BTreeSet::new();
    let mut is_first = |mutant: &Mutant| match mutant.parts() {
        Some(bent) if bent.len() == 1 && bent.is_disjoint(&always()) => parts.insert(bent),
        Some(_) | None => false,
    };
    let first: Vec<Mutant> = mutants().into_iter().filter(|mutant| is_first(mutant)).collect();
    let on = first.into_iter().map(|mutant| On(SpoolerModel::SameProcess, Arc::new(mutant)));
    let wrong: Vec<String> = on.filter_map(|on| difference(&on)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(parts.len(), 9, "{parts:?}");
}

#[test]
#[ignore = "tries all rules on all mutants, for some minutes"]
fn what_is_taken_over_is_what_a_trial_says_of_each_mutant() {
    let mutants = mutants().into_iter().chain(allowed()).map(Arc::new);
    let on = mutants.flat_map(|mutant| {
        [SpoolerModel::SameProcess, SpoolerModel::OwnProcess].map(|model| On(model, Arc::clone(&mutant)))
    });
    let wrong: Vec<String> = on.filter_map(|on| difference(&on)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
