//! The spooler's own pairs of logon and store object in a session.

use crate::sim::collections::SmallList;
use crate::trace::{SectionNo, StoreNo};

/// Pairs by section. A section usually has one; a pair can outlive its client's store and be there when
/// the next one comes.
#[derive(Default)]
pub(crate) struct OwnPairs {
    by_section: Vec<SmallList<StoreNo>>,
    len: usize,
}

impl OwnPairs {
    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The pair of a section that was made first.
    pub(crate) fn first_of(&self, section: SectionNo) -> Option<StoreNo> {
        self.by_section.get(section.index())?.iter().next().copied()
    }

    pub(crate) fn add(&mut self, section: SectionNo, pair: StoreNo) {
        if self.by_section.len() <= section.index() {
            self.by_section.resize_with(section.index() + 1, SmallList::new);
        }
        if let Some(pairs) = self.by_section.get_mut(section.index()) {
            pairs.push(pair);
            self.len += 1;
        }
    }

    pub(crate) fn remove(&mut self, section: SectionNo, pair: StoreNo) {
        let pairs = self.by_section.get_mut(section.index());
        if pairs.and_then(|pairs| pairs.remove(|kept| *kept == pair)).is_some() {
            self.len -= 1;
        }
    }
}
