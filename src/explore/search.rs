//! Every schedule of a scenario, one after the other.
//!
//! A search keeps the path of the last run and tries the next choice at its end. With pruning it keeps a sleep set at every
//! crossing (Godefroid): a task whose move has been tried there sleeps as long as only moves are made that commute with
//! that move, since it would lead to an order that has been played already.

use crate::explore::footprint::Footprint;
use crate::explore::play::{Crossing, Oracle};
use crate::trace::TaskNo;

/// Which schedules are left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LeftOut {
    Nothing,
    /// Those that take the processor from a task that could go on more often than this.
    MorePreemptions(u32),
    /// Those that differ from another one only in the order of moves that commute.
    Equal,
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
    /// What the chosen move has touched.
    touched: Option<Footprint>,
}

/// See the module.
pub(super) struct Search {
    left_out: LeftOut,
    path: Vec<Node>,
    /// How far this run has come on the path.
    at: usize,
    preemptions: u32,
    asleep: Vec<Sleeper>,
    /// Nobody is left who is awake: what follows has been played in another order.
    redundant: bool,
}

impl Search {
    pub(super) const fn new(left_out: LeftOut) -> Self {
        Self { left_out, path: Vec::new(), at: 0, preemptions: 0, asleep: Vec::new(), redundant: false }
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
        while let Some(node) = self.path.last_mut() {
            if node.turn_to_next(self.left_out) {
                return true;
            }
            self.path.pop();
        }
        false
    }
}

impl Node {
    /// The next option that is to be tried, the first one if none was.
    fn turn_to_next(&mut self, left_out: LeftOut) -> bool {
        if left_out == LeftOut::Equal
            && let (Some(task), Some(touched)) = (self.options.get(self.chosen), self.touched.take())
        {
            self.asleep.push((*task, touched));
        }
        match self.first_from(self.chosen + 1, left_out) {
            Some(next) => {
                self.chosen = next;
                true
            }
            None => false,
        }
    }

    fn first_from(&self, from: usize, left_out: LeftOut) -> Option<usize> {
        let mut options = self.options.iter().enumerate().skip(from);
        options.find(|(index, task)| self.may(*index, **task, left_out)).map(|(index, _)| index)
    }

    fn may(&self, index: usize, task: TaskNo, left_out: LeftOut) -> bool {
        match left_out {
            LeftOut::Nothing => true,
            LeftOut::MorePreemptions(most) => self.preemptions + self.costs(index) <= most,
            LeftOut::Equal => !self.asleep.iter().any(|(asleep, _)| *asleep == task),
        }
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
            let node = Node {
                options: crossing.options.to_vec(),
                goes_on: crossing.goes_on,
                chosen: 0,
                preemptions: self.preemptions,
                asleep: self.asleep.clone(),
                touched: None,
            };
            self.path.push(node);
            let Some(node) = self.path.last_mut() else { return 0 };
            match node.first_from(0, self.left_out) {
                Some(first) => node.chosen = first,
                None => {
                    self.path.pop();
                    self.redundant = true;
                    return 0;
                }
            }
        }
        let Some(node) = self.path.get(self.at) else { return 0 };
        self.at += 1;
        self.preemptions += node.costs(node.chosen);
        node.chosen
    }

    fn moved(&mut self, task: TaskNo, touched: Footprint) {
        if self.redundant {
            return;
        }
        let Some(node) = self.at.checked_sub(1).and_then(|at| self.path.get_mut(at)) else { return };
        node.touched = Some(touched);
        self.asleep.clear();
        let stay = node.asleep.iter().filter(|(asleep, of)| *asleep != task && of.commutes(touched));
        self.asleep.extend(stay);
    }

    fn observes(&self) -> bool {
        self.left_out == LeftOut::Equal
    }
}
