//! The spooler's own pairs of logon and store object in a session.

use crate::sim::collections::{SideTable, SmallList};
use crate::trace::{SectionNo, StoreNo};

/// Pairs by section. A section usually has one; a pair can outlive its client's store and be there when
/// the next one comes.
pub(crate) struct OwnPairs(SideTable<SectionNo, SmallList<StoreNo>>);

impl OwnPairs {
    pub(crate) fn new() -> Self {
        Self(SideTable::new())
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pair of a section that was made first.
    pub(crate) fn first_of(&self, section: SectionNo) -> Option<StoreNo> {
        self.0.get(section)?.iter().next().copied()
    }

    pub(crate) fn add(&mut self, section: SectionNo, pair: StoreNo) {
        if let Some(pairs) = self.0.get_mut(section) {
            pairs.push(pair);
            return;
        }
        let mut pairs = SmallList::new();
        pairs.push(pair);
        self.0.insert(section, pairs);
    }

    pub(crate) fn remove(&mut self, section: SectionNo, pair: StoreNo) {
        let Some(pairs) = self.0.get_mut(section) else { return };
        pairs.remove(|kept| *kept == pair);
        if pairs.is_empty() {
            self.0.remove(section);
        }
    }
}
