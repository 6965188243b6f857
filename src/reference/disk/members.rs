//! Lists of which one entry can be taken out without a look at the others.

use std::collections::{BTreeMap, BTreeSet};

/// Numbers of messages or folders in the order in which they came, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members {
    in_order: BTreeMap<u64, usize>,
    places: BTreeMap<usize, u64>,
    last: u64,
}

impl Members {
    /// Puts a number at the end, also if it is there already.
    pub(super) fn push(&mut self, number: usize) {
        self.remove(number);
        self.last += 1;
        self.in_order.insert(self.last, number);
        self.places.insert(number, self.last);
    }

    pub(super) fn remove(&mut self, number: usize) -> bool {
        let place = self.places.remove(&number);
        place.is_some_and(|place| self.in_order.remove(&place).is_some())
    }

    /// Grows with every number that comes.
    pub(crate) fn place(&self, number: usize) -> Option<u64> {
        self.places.get(&number).copied()
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.in_order.values().copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

/// The subfolders of a folder. Their names do not know case.
// [FOLDER-09]
#[derive(Clone, Debug, Default)]
pub(crate) struct Subfolders {
    pub(crate) members: Members,
    /// By name in lower case. A new store may have several of one name.
    names: BTreeSet<(String, usize)>,
}

impl Subfolders {
    pub(super) fn push(&mut self, number: usize, name: &str) {
        self.members.push(number);
        self.names.insert((name.to_ascii_lowercase(), number));
    }

    pub(super) fn remove(&mut self, number: usize, name: &str) {
        self.members.remove(number);
        self.names.remove(&(name.to_ascii_lowercase(), number));
    }

    pub(super) fn rename(&mut self, number: usize, before: &str, now: &str) {
        self.names.remove(&(before.to_ascii_lowercase(), number));
        self.names.insert((now.to_ascii_lowercase(), number));
    }

    /// The oldest one of this name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        let name = name.to_ascii_lowercase();
        let (found, number) = self.names.range((name.clone(), 0)..).next()?;
        (*found == name).then_some(*number)
    }
}
