//! Whether tasks have seen the same in two orders, found without making words of it.

use std::collections::BTreeSet;

use crate::mapi::EntryId;
use crate::trace::{Event, Named, Numbered, TaskNo, Trace};

/// Whether it is certain that each task has seen the same in both, numbers of sessions and objects aside. If not, the words say.
pub(super) fn are_alike(first: &Trace, second: &Trace) -> bool {
    let events = || first.events().iter().chain(second.events());
    let tasks: BTreeSet<TaskNo> = events().map(|event| event.task).collect();
    let mut alike = Alike::default();
    tasks.iter().all(|task| alike.task(*task, [first, second])) && alike.words_agree()
}

/// An event, and the text, values and identifiers that it names.
struct Told<'a> {
    event: Event,
    words: (&'a str, &'a [Named], Vec<&'a EntryId>),
}

#[derive(Default)]
struct Alike {
    /// What stands for each other in the two orders.
    pairs: Vec<[Numbered; 2]>,
    has_words: bool,
    /// What two events are about.
    about: [Vec<Numbered>; 2],
}

impl Alike {
    fn task(&mut self, task: TaskNo, traces: [&Trace; 2]) -> bool {
        let [mut one, mut other] = traces.map(|trace| seen_by(task, trace));
        loop {
            match (one.next(), other.next()) {
                (None, None) => return true,
                (Some(one), Some(other)) if self.event(&one, &other) => {}
                _ => return false,
            }
        }
    }

    fn event(&mut self, one: &Told<'_>, other: &Told<'_>) -> bool {
        if one.words != other.words {
            return false;
        }
        self.has_words |= one.has_words();
        self.about.iter_mut().for_each(Vec::clear);
        let [about, of_other] = &mut self.about;
        one.event.numberless(about) == other.event.numberless(of_other)
            && about.len() == of_other.len()
            && about.iter().zip(of_other).all(|(one, other)| pair(&mut self.pairs, [*one, *other]))
    }

    /// Words may have numbers, too.
    fn words_agree(&self) -> bool {
        !self.has_words || self.pairs.iter().all(|[one, other]| one == other)
    }
}

/// Whether one can stand for the other.
fn pair(pairs: &mut Vec<[Numbered; 2]>, new: [Numbered; 2]) -> bool {
    let known = pairs.iter().find(|[one, other]| *one == new[0] || *other == new[1]);
    if let Some(known) = known {
        return *known == new;
    }
    pairs.push(new);
    true
}

fn seen_by(task: TaskNo, trace: &Trace) -> impl Iterator<Item = Told<'_>> {
    let own = trace.events().iter().enumerate().filter(move |(_, event)| event.task == task);
    own.map(|(place, event)| {
        let (event, text, values) = trace.told(*event);
        Told { event, words: (text, values, trace.whole_ids(place)) }
    })
}

impl Told<'_> {
    fn has_words(&self) -> bool {
        let (text, values, ids) = &self.words;
        !(text.is_empty() && values.is_empty() && ids.is_empty())
    }
}
