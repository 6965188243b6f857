//! Every schedule of a scenario, one after the other.
//!
//! A search keeps the path of the last run and tries the next choice at its end. With pruning it keeps a sleep set at every
//! crossing (Godefroid): a task whose move has been tried there sleeps as long as only moves are made that commute with
//! that move, since it would lead to an order that has been played already. And it tries another task at a crossing only if a later
//! move was found that does not commute with the one made there and could come before it (source sets; Abdulla, Aronis, Jonsson and
//! Sagonas): [`races`](super::races) finds those.

use crate::explore::apart::Known;
use crate::explore::footprint::{Footprint, Left, Observed};
use crate::explore::play::{Crossing, Oracle};
use crate::explore::races::{Moved, reversals};
use crate::trace::TaskNo;

/// Which schedules are left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum LeftOut {
    Nothing,
    /// Those that take the processor from a task that could go on more often than this.
    MorePreemptions(u32),
    /// Those that differ from another one only in the order of moves that commute.
    Equal(Known),
}

/// A task that need not move, and what its move has touched when it was tried.
type Sleeper = (TaskNo, Footprint);

/// A place on the path where somebody was chosen.
struct Node {
    options: Vec<TaskNo>,
    goes_on: bool,
    chosen: usize,
    /// Preemptions on the way here.
    preemptions: u32,
    asleep: Vec<Sleeper>,
    /// Those of whom it is known that they have to be tried here.
    to_try: Vec<TaskNo>,
}

/// See the module.
pub(super) struct Search {
    left_out: LeftOut,
    path: Vec<Node>,
    /// What the moves of the path have touched, as far as it was played.
    moved: Vec<Moved>,
    /// How far this run has come on the path.
    at: usize,
    preemptions: u32,
    asleep: Vec<Sleeper>,
    /// Nobody is left who is awake: what follows has been played in another order.
    redundant: bool,
}

impl Search {
    pub(super) const fn new(left_out: LeftOut) -> Self {
        Self {
            left_out,
            path: Vec::new(),
            moved: Vec::new(),
            at: 0,
            preemptions: 0,
            asleep: Vec::new(),
            redundant: false,
        }
    }

    /// Whether the run that has ended was an order of its own.
    pub(super) const fn was_new(&self) -> bool {
        !self.redundant
    }

    /// Takes the next choice. Says whether there is one.
    pub(super) fn next(&mut self) -> bool {
        self.at = 0;
        self.preemptions = 0;
        self.asleep.clear();
        self.redundant = false;
        while let Some(mut node) = self.path.pop() {
            if node.turn_to_next(&self.left_out, self.moved.pop()) {
                self.path.push(node);
                return true;
            }
        }
        false
    }

    /// Whoever has to be tried earlier than it was, because of the latest move.
    fn try_earlier(&mut self) {
        for reversal in reversals(&self.moved) {
            let Some(node) = self.path.get_mut(reversal.at) else { continue };
            node.try_one_of(&reversal.first);
        }
    }
}

impl Node {
    /// The next option that is to be tried.
    fn turn_to_next(&mut self, left_out: &LeftOut, tried: Option<Moved>) -> bool {
        let from = match left_out {
            LeftOut::Nothing | LeftOut::MorePreemptions(_) => self.chosen + 1,
            LeftOut::Equal(_) => {
                self.asleep.extend(tried.map(|moved| (moved.task, moved.touched)));
                0
            }
        };
        match self.first_from(from, left_out, &self.to_try) {
            Some(next) => {
                self.chosen = next;
                true
            }
            None => false,
        }
    }

    /// The first option that may be tried; of those that make no difference one that is among these.
    fn first_from(&self, from: usize, left_out: &LeftOut, among: &[TaskNo]) -> Option<usize> {
        let mut options = self.options.iter().enumerate().skip(from);
        let may = |index: usize, task: TaskNo| match left_out {
            LeftOut::Nothing => true,
            LeftOut::MorePreemptions(most) => self.preemptions + self.costs(index) <= *most,
            LeftOut::Equal(_) => among.contains(&task) && !self.sleeps(task),
        };
        options.find(|(index, task)| may(*index, **task)).map(|(index, _)| index)
    }

    /// One of these has to move here. It may be one that sleeps: then all that begins with it has been played.
    fn try_one_of(&mut self, tasks: &[TaskNo]) {
        if tasks.iter().any(|task| self.to_try.contains(task) || self.sleeps(*task)) {
            return;
        }
        self.to_try.extend(tasks.iter().find(|task| self.options.contains(task)));
    }

    fn sleeps(&self, task: TaskNo) -> bool {
        self.asleep.iter().any(|(asleep, _)| *asleep == task)
    }

    /// Whether an option takes the processor from a task that could go on.
    fn costs(&self, index: usize) -> u32 {
        u32::from(self.goes_on && index > 0)
    }
}

impl Oracle for Search {
    fn choose(&mut self, crossing: &Crossing<'_>) -> usize {
        if self.redundant {
            return 0;
        }
        if self.at == self.path.len() {
            let mut node = Node {
                options: crossing.options().collect(),
                goes_on: crossing.goes_on(),
                chosen: 0,
                preemptions: self.preemptions,
                asleep: self.asleep.clone(),
                to_try: Vec::new(),
            };
            let Some(first) = node.first_from(0, &self.left_out, &node.options) else {
                self.redundant = true;
                return 0;
            };
            node.chosen = first;
            node.to_try.extend(node.options.get(first));
            self.path.push(node);
        }
        let Some(node) = self.path.get(self.at) else { return 0 };
        self.at += 1;
        self.preemptions += node.costs(node.chosen);
        node.chosen
    }

    fn known(&self) -> Option<Left> {
        let made = self.at.checked_sub(1).filter(|_| !self.redundant)?;
        self.moved.get(made).map(|moved| moved.left)
    }

    fn moved(&mut self, task: TaskNo, observed: Observed) {
        let here = self.at.checked_sub(1).filter(|_| !self.redundant);
        let Some(node) = here.and_then(|at| self.path.get(at)) else { return };
        self.asleep.clear();
        let stays = |(asleep, of): &&Sleeper| *asleep != task && of.commutes(observed.touched);
        self.asleep.extend(node.asleep.iter().filter(stays));
        self.moved.push(Moved::after(&self.moved, task, observed));
        self.try_earlier();
    }

    fn observes(&self) -> Option<Known> {
        match &self.left_out {
            LeftOut::Equal(known) => Some(known.clone()),
            LeftOut::Nothing | LeftOut::MorePreemptions(_) => None,
        }
    }
}
