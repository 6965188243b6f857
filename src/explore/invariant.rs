//! What the author of a scenario says has to hold.

use std::rc::Rc;

use crate::explore::author;
use crate::explore::finding::Finding;
use crate::explore::scenario::StoryError;
use crate::sim::Subsystem;

/// When an invariant has to hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum When {
    Always,
    Eventually,
    AtEnd,
}

pub(super) type Check = dyn Fn(&Subsystem) -> Result<(), StoryError>;

#[derive(Clone)]
pub(super) struct Invariant {
    pub(super) name: String,
    pub(super) when: When,
    pub(super) check: Rc<Check>,
}

/// The invariants of one run: each is reported once.
pub(super) struct Watch<'a> {
    watched: Vec<Watched<'a>>,
}

struct Watched<'a> {
    invariant: &'a Invariant,
    /// What it has said last; nothing if it has held, or was never asked.
    why: Option<String>,
    settled: bool,
}

impl<'a> Watch<'a> {
    pub(super) fn new(invariants: &'a [Invariant]) -> Self {
        let watched = |invariant| Watched { invariant, why: None, settled: false };
        Self { watched: invariants.iter().map(watched).collect() }
    }

    /// Somebody has moved.
    pub(super) fn moved(&mut self, mapi: &Subsystem) {
        for watched in self.watched.iter_mut().filter(|watched| !watched.settled) {
            match watched.invariant.when {
                When::Always => {
                    watched.ask(mapi);
                    watched.settled = watched.why.is_some();
                }
                When::Eventually => {
                    watched.ask(mapi);
                    watched.settled = watched.why.is_none();
                }
                When::AtEnd => {}
            }
        }
    }

    /// All have come to their ends: what does not hold.
    pub(super) fn end(mut self, mapi: &Subsystem) -> Vec<Finding> {
        for watched in self.watched.iter_mut().filter(|watched| watched.invariant.when == When::AtEnd) {
            watched.ask(mapi);
        }
        let broken = self.watched.into_iter().filter_map(|watched| {
            let name = watched.invariant.name.clone();
            watched.why.map(|why| Finding::Own { name, why })
        });
        broken.collect()
    }
}

impl Watched<'_> {
    fn ask(&mut self, mapi: &Subsystem) {
        self.why = author::ask(|| (self.invariant.check)(mapi)).err();
    }
}
