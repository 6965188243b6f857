//! Whether what is declared apart is apart: neighbouring moves are exchanged, and nobody may see a difference.

use std::collections::BTreeSet;

use crate::explore::alike::are_alike;
use crate::explore::apart::{Apart, Known};
use crate::explore::canary::{Seen, seen_by_tasks, shortened};
use crate::explore::finding::Finding;
use crate::explore::footprint::{Footprint, Observed};
use crate::explore::orders::{InOrder, Lot};
use crate::explore::play::{Crossing, Oracle, Played};
use crate::explore::renamed::Renamed;
use crate::explore::scenario::Scenario;
use crate::trace::{TaskNo, Trace};

/// How many orders by lot are tried.
const ORDERS: u64 = 200;

/// Their seed.
const SEED: u64 = 0;

/// A run that speaks against a claim.
pub(super) struct Refuted {
    pub(super) played: Played,
    /// How many orders were played until then, exchanged ones aside.
    pub(super) number: u64,
    pub(super) by: By,
}

/// What speaks against it.
pub(super) enum By {
    /// Something is wrong with the run.
    Run,
    /// Somebody sees something else than in the run before.
    Comparison,
}

impl Scenario {
    /// Plays orders by lot, and each again with two neighbouring moves exchanged that commute by the claim alone.
    pub(super) fn refute(&self, apart: &Apart) -> Option<Refuted> {
        (0..ORDERS).find_map(|run| {
            let (played, by) = self.refute_once(apart, Lot::new(SEED, run))?;
            Some(Refuted { played, number: run + 1, by })
        })
    }

    fn refute_once(&self, apart: &Apart, mut lot: Lot) -> Option<(Played, By)> {
        let (first, steps) = self.walk(apart, &mut lot, &[]);
        if !first.findings.is_empty() {
            return Some((self.with_checks(first), By::Run));
        }
        let places: Vec<usize> = (1..steps.len()).filter(|place| may_be_exchanged(&steps, *place)).collect();
        let place = *places.get(lot.below(places.len()))?;
        let mut order: Vec<TaskNo> = steps.iter().map(|step| step.task).collect();
        order.swap(place - 1, place);
        let (second, _) = self.walk(apart, &mut lot, &order);
        if !second.findings.is_empty() {
            return Some((self.with_checks(second), By::Run));
        }
        let what = self.difference(first.trace.as_ref()?, second.trace.as_ref()?)?;
        let [first, second] = [first, second].map(|played| self.with_checks(played));
        let [one, other] = [&first, &second].map(|played| played.schedule.to_string());
        let findings = vec![Finding::NotApart { what, first: one, second: other }];
        Some((Played { findings, ..second }, By::Comparison))
    }

    /// The same run with what has happened before each choice, if a provider does the same twice.
    fn with_checks(&self, played: Played) -> Played {
        let again = self.play_checked(&mut InOrder::given(&played.schedule), None);
        if again.findings == played.findings { again } else { played }
    }

    /// Lets the tasks move in this order, as far as they can, and whoever the lot says from then on.
    fn walk(&self, apart: &Apart, lot: &mut Lot, order: &[TaskNo]) -> (Played, Vec<Step>) {
        let known = Known::Apart(apart.clone());
        let mut walk = Walk { known, lot, order: order.iter(), options: Vec::new(), steps: Vec::new() };
        let played = self.play(&mut walk, None);
        (played, walk.steps)
    }

    /// The first thing that a task has seen in one of the runs and not in the other one.
    fn difference(&self, first: &Trace, second: &Trace) -> Option<String> {
        if are_alike(first, second) {
            return None;
        }
        let [one, other] = [first, second].map(|trace| seen_by_tasks(trace, &self.differing));
        let mut names = Renamed::default();
        let tasks: BTreeSet<TaskNo> = one.keys().chain(other.keys()).copied().collect();
        for task in tasks {
            let [one, other] =
                [&one, &other].map(|seen| seen.get(&task).map(Vec::as_slice).unwrap_or_default());
            for place in 0..one.len().max(other.len()) {
                let seen = [one.get(place), other.get(place)];
                if let Some(parts) = differ(&mut names, seen) {
                    let [one, other] = [(first, seen[0], parts[0]), (second, seen[1], parts[1])].map(text);
                    let who = self.name_of(task);
                    return Some(format!("{who} sees {one} in the first order, and {other} in the second"));
                }
            }
        }
        None
    }
}

/// The first values of two events that are not the same, numbers of objects aside.
fn differ<'a>(names: &mut Renamed, seen: [Option<&'a Seen>; 2]) -> Option<[Option<&'a str>; 2]> {
    let [one, other] = seen.map(|seen| seen.map(|seen| seen.parts.as_slice()).unwrap_or_default());
    (0..one.len().max(other.len())).find_map(|place| {
        let parts = [one.get(place), other.get(place)].map(|part| part.map(String::as_str));
        let same = parts[0].zip(parts[1]).is_some_and(|(one, other)| names.is_same(one, other));
        (!same).then_some(parts)
    })
}

/// An event as the trace shows it, and one of its values.
fn text((trace, seen, part): (&Trace, Option<&Seen>, Option<&str>)) -> String {
    let event = seen.and_then(|seen| trace.events().get(seen.place));
    let line = event.map_or_else(|| "nothing more".to_owned(), |event| trace.line(event).trim().to_owned());
    part.map_or(line.clone(), |part| format!("{line}, {}", shortened(part)))
}

/// A move of a run.
struct Step {
    task: TaskNo,
    touched: Footprint,
    /// Who could have moved.
    options: Vec<TaskNo>,
}

/// Whether a move and the one before commute by the claim alone, and the later one could have come first.
fn may_be_exchanged(steps: &[Step], place: usize) -> bool {
    let pair = place.checked_sub(1).and_then(|before| steps.get(before)).zip(steps.get(place));
    pair.is_some_and(|(one, next)| {
        one.task != next.task
            && one.options.contains(&next.task)
            && one.touched.commutes_by_claim(next.touched)
    })
}

struct Walk<'a> {
    known: Known,
    lot: &'a mut Lot,
    order: std::slice::Iter<'a, TaskNo>,
    options: Vec<TaskNo>,
    steps: Vec<Step>,
}

impl Oracle for Walk<'_> {
    fn choose(&mut self, crossing: &Crossing<'_>) -> usize {
        self.options.extend(crossing.options());
        let place = self.order.next().and_then(|task| crossing.options().position(|one| one == *task));
        place.unwrap_or_else(|| self.lot.below(crossing.count()))
    }

    fn moved(&mut self, task: TaskNo, observed: Observed) {
        let options = std::mem::take(&mut self.options);
        self.steps.push(Step { task, touched: observed.touched, options });
    }

    fn observes(&self) -> Option<Known> {
        Some(self.known.clone())
    }
}
