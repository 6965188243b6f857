//! Moves of a run that do not commute and could have come in the other order.
//!
//! A move comes after another one of necessity if it is of the same task, if the two do not commute, or if there is one between them
//! of which both are true. A race is two moves of different tasks that do not commute, with nothing of the kind between them.

use crate::explore::footprint::{Footprint, Left, Observed};
use crate::trace::TaskNo;

/// A move of a run.
#[derive(Clone, Debug)]
pub(super) struct Moved {
    pub(super) task: TaskNo,
    pub(super) touched: Footprint,
    pub(super) left: Left,
    /// For each task, by its number, how many moves of the run there were up to its latest one that comes before this one, or is it.
    clock: Vec<usize>,
}

/// A place at which somebody else has to move for two moves to come in the other order.
pub(super) struct Reversal {
    pub(super) at: usize,
    /// One of these has to move there.
    pub(super) first: Vec<TaskNo>,
}

impl Moved {
    /// The move that follows these.
    pub(super) fn after(earlier: &[Self], task: TaskNo, observed: Observed) -> Self {
        let Observed { touched, left } = observed;
        let mut moved = Self { task, touched, left, clock: Vec::new() };
        for (place, other) in earlier.iter().enumerate().rev() {
            if !moved.comes_after(place, other) && moved.depends_on(other) {
                moved.take_over(&other.clock);
            }
        }
        moved.reaches(task, earlier.len() + 1);
        moved
    }

    fn depends_on(&self, other: &Self) -> bool {
        self.task == other.task || !self.touched.commutes(other.touched)
    }

    /// Whether the move at a place comes before this one of necessity.
    fn comes_after(&self, place: usize, other: &Self) -> bool {
        self.clock.get(usize::from(other.task.number())).is_some_and(|until| *until > place)
    }

    fn take_over(&mut self, clock: &[usize]) {
        if self.clock.len() < clock.len() {
            self.clock.resize(clock.len(), 0);
        }
        for (own, other) in self.clock.iter_mut().zip(clock) {
            *own = (*own).max(*other);
        }
    }

    fn reaches(&mut self, task: TaskNo, until: usize) {
        let index = usize::from(task.number());
        if self.clock.len() <= index {
            self.clock.resize(index + 1, 0);
        }
        if let Some(own) = self.clock.get_mut(index) {
            *own = until;
        }
    }
}

/// What has to be tried because of the last one of these moves.
pub(super) fn reversals(moved: &[Moved]) -> Vec<Reversal> {
    let Some((last, earlier)) = moved.split_last() else { return Vec::new() };
    let races = racing(last, earlier);
    races.into_iter().map(|at| Reversal { at, first: who_can_be_first(moved, at) }).collect()
}

/// The places of the moves with which the last one is in a race.
fn racing(last: &Moved, earlier: &[Moved]) -> Vec<usize> {
    let mut known = Moved { clock: Vec::new(), ..last.clone() };
    let mut places = Vec::new();
    // What comes before it by its own task is no race.
    if let Some(own) = earlier.iter().rfind(|other| other.task == last.task) {
        known.take_over(&own.clock);
    }
    for (place, other) in earlier.iter().enumerate().rev() {
        if !known.comes_after(place, other) && known.depends_on(other) {
            known.take_over(&other.clock);
            places.push(place);
        }
    }
    places
}

/// Of the moves after `at` that do not come after that one of necessity, and the last one: the tasks whose move no other of these
/// comes before. The task of the last move stands first, if it is one of them.
fn who_can_be_first(moved: &[Moved], at: usize) -> Vec<TaskNo> {
    let Some((last, raced)) = moved.len().checked_sub(1).zip(moved.get(at)) else { return Vec::new() };
    let mut free: Vec<(usize, &Moved)> = Vec::new();
    let mut first = Vec::new();
    for (place, one) in moved.iter().enumerate().skip(at + 1) {
        if place != last && one.comes_after(at, raced) {
            continue;
        }
        if !free.iter().any(|(earlier, other)| one.comes_after(*earlier, other)) {
            first.push(one.task);
        }
        free.push((place, one));
    }
    first.reverse();
    first
}
