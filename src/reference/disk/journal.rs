//! What may look different since a table was read.

use std::collections::VecDeque;

/// How many entries are kept. Who has fallen further behind reads everything anew.
const KEPT: usize = 1024;

/// Something whose row in a table may have changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Touched {
    /// A message, or that it is no longer where it was.
    Message(usize),
    /// A message that came into a folder, and so to the end of it.
    NewMessage(usize),
    /// A message that came into the queue, and so to the end of it.
    Queued(usize),
    /// A folder, or that it is no longer where it was.
    Folder(usize),
    /// A folder that came into another one, and so to the end of it.
    NewFolder(usize),
}

/// The latest entries; all that there ever were are counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    forgotten: u64,
    kept: VecDeque<Touched>,
}

impl Journal {
    pub(super) fn note(&mut self, touched: Touched) {
        if self.kept.back() == Some(&touched) {
            return;
        }
        if self.kept.len() == KEPT {
            self.kept.pop_front();
            self.forgotten += 1;
        }
        self.kept.push_back(touched);
    }

    /// How many entries there were.
    pub(crate) fn end(&self) -> u64 {
        self.forgotten.saturating_add(u64::try_from(self.kept.len()).unwrap_or(u64::MAX))
    }

    /// The entries after the first `read` ones; `None` if some of them are forgotten.
    pub(crate) fn since(&self, read: u64) -> Option<impl Iterator<Item = Touched>> {
        let skipped = usize::try_from(read.checked_sub(self.forgotten)?).ok()?;
        Some(self.kept.iter().skip(skipped).copied())
    }
}
