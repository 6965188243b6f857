//! Single rows change.

use std::collections::{BTreeMap, BTreeSet};

use super::MemoryTable;
use super::change::{gone, key, told};
use super::view::View;
use crate::mapi::{Notification, Row, TableEvent};

/// What becomes of a row of a [`MemoryTable`].
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum RowChange {
    /// A row takes the place of the one with the same `PR_INSTANCE_KEY`, or comes behind all others.
    Put(Row),
    /// The row with this `PR_INSTANCE_KEY` goes, if there is one.
    Delete(Vec<u8>),
}

impl MemoryTable {
    /// Changes single rows and tells what that changes in this view, as [`replace_rows`](Self::replace_rows) does for all
    /// of them: a row that is put as it was is no change, nor is one that goes and comes again as it was.
    ///
    /// The work grows with the number of changes, and hardly with that of the rows.
    pub fn change_rows(&self, changes: Vec<RowChange>) -> Vec<Notification> {
        self.view().change(changes)
    }
}

/// The indices of a row before and after.
#[derive(Clone, Copy)]
struct Moved {
    before: Option<usize>,
    after: Option<usize>,
    /// The position in the view before.
    was_at: Option<usize>,
}

/// How many changes at once are better made by going through all rows.
const fn are_many(changes: usize, rows: usize) -> bool {
    changes > 16 && changes > rows / 16
}

impl View {
    fn change(&mut self, changes: Vec<RowChange>) -> Vec<Notification> {
        let wanted = self.wanted(changes);
        let moves = self.moves(&wanted);
        let old = self.put(wanted, &moves);
        let anchors = self.anchors(&moves);
        self.reorder(&moves);
        self.follow_anchors(&anchors);
        let told = self.told(&moves, &old);
        self.tidy();
        told
    }

    /// What is to become of each key in the end: its row, and whether that goes behind all others.
    fn wanted(&mut self, changes: Vec<RowChange>) -> Wanted {
        let mut wanted = Wanted::default();
        for change in changes {
            match change {
                RowChange::Put(row) => {
                    let key = key(&row).to_vec();
                    let stays =
                        self.index_of(&key).is_some() && !wanted.by_key.get(&key).is_some_and(Change::goes);
                    let order = if stays { None } else { Some(wanted.next()) };
                    wanted.put(key, row, order);
                }
                RowChange::Delete(key) => drop(wanted.by_key.insert(key, Change::Goes)),
            }
        }
        wanted
    }

    /// Where the rows of these keys are, and will be.
    fn moves(&mut self, wanted: &Wanted) -> Vec<Moved> {
        let orders: BTreeSet<u64> = wanted.orders().collect();
        let comes: BTreeMap<u64, usize> = orders.into_iter().zip(self.all.len()..).collect();
        let many = are_many(wanted.by_key.len(), self.seen.len());
        let positions: BTreeMap<usize, usize> = if many {
            self.seen.iter().enumerate().map(|(at, index)| (*index, at)).collect()
        } else {
            BTreeMap::new()
        };
        let mut moves = Vec::with_capacity(wanted.by_key.len());
        for (key, change) in &wanted.by_key {
            let before = self.index_of(key);
            let after = match change {
                Change::Goes => None,
                Change::Comes(_, Some(order)) => comes.get(order).copied(),
                Change::Comes(_, None) => before,
            };
            let was_at = before
                .and_then(|index| if many { positions.get(&index).copied() } else { self.position(index) });
            moves.push(Moved { before, after, was_at });
        }
        moves
    }

    /// Puts the rows where they will be. Returns the rows that were there before, by the position in `moves`.
    fn put(&mut self, wanted: Wanted, moves: &[Moved]) -> Vec<Option<Row>> {
        let added = wanted.orders().count();
        self.all.resize(self.all.len() + added, None);
        let mut old = Vec::with_capacity(moves.len());
        for ((key, change), moved) in wanted.by_key.into_iter().zip(moves) {
            old.push(moved.before.and_then(|index| self.all.get_mut(index)?.take()));
            match (change, moved.after) {
                (Change::Comes(row, _), Some(index)) => {
                    if let Some(place) = self.all.get_mut(index) {
                        *place = Some(row);
                    }
                    self.keys_mut().insert(key, index);
                }
                (Change::Comes(..) | Change::Goes, _) => drop(self.keys_mut().remove(&key)),
            }
        }
        old
    }

    /// The rows that cursor and bookmarks hold on to: the last one that was read and is left, the row of a mark or the
    /// next one that is left.
    fn anchors(&mut self, moves: &[Moved]) -> Anchors {
        let changed: BTreeMap<usize, Option<usize>> =
            moves.iter().filter_map(|moved| Some((moved.was_at?, moved.after))).collect();
        let left = |at: usize| match changed.get(&at) {
            Some(after) => after.filter(|index| self.is_visible(*index)),
            None => self.seen.get(at).copied(),
        };
        let cursor = (0..self.cursor.min(self.seen.len())).rev().find_map(left);
        let marks: Vec<(bool, Option<usize>)> = self
            .bookmarks
            .values()
            .map(|mark| {
                let gone = mark.place < self.seen.len() && left(mark.place).is_none();
                (gone, (mark.place..self.seen.len()).find_map(left))
            })
            .collect();
        Anchors { cursor, marks }
    }

    /// The view with the rows as they are now.
    fn reorder(&mut self, moves: &[Moved]) {
        let mut gone: Vec<usize> = moves.iter().filter_map(|moved| moved.was_at).collect();
        let shown = moves.iter().filter_map(|moved| moved.after).filter(|index| self.is_visible(*index));
        let mut come: Vec<usize> = shown.collect();
        gone.sort_unstable();
        come.sort_unstable();
        if are_many(moves.len(), self.seen.len()) {
            let mut gone = gone.into_iter().peekable();
            let kept = std::mem::take(&mut self.seen).into_iter().enumerate();
            let kept = kept.filter(|(at, _)| gone.next_if_eq(at).is_none()).map(|(_, index)| index);
            let mut seen: Vec<usize> = kept.collect();
            seen.extend(come);
            seen.sort_by(|left, right| self.full_order(*left, *right));
            self.seen = seen;
            return;
        }
        for at in gone.into_iter().rev() {
            self.seen.remove(at);
        }
        for index in come {
            let at = self.seen.partition_point(|seen| self.full_order(*seen, index).is_lt());
            self.seen.insert(at, index);
        }
    }

    fn follow_anchors(&mut self, anchors: &Anchors) {
        let at = |index: Option<usize>| index.and_then(|index| self.position(index));
        let cursor = at(anchors.cursor).map_or(0, |place| place + 1);
        let places: Vec<usize> =
            anchors.marks.iter().map(|(_, index)| at(*index).unwrap_or(self.seen.len())).collect();
        self.cursor = cursor;
        for ((mark, (gone, _)), place) in self.bookmarks.values_mut().zip(&anchors.marks).zip(places) {
            mark.moved |= *gone;
            mark.place = place;
        }
    }

    /// Rows that have gone in their order, then the others in the order of the view.
    fn told(&self, moves: &[Moved], old: &[Option<Row>]) -> Vec<Notification> {
        let (mut left, mut here) = (BTreeMap::new(), BTreeMap::new());
        let many = are_many(moves.len(), self.seen.len());
        let wanted: BTreeSet<usize> = moves.iter().filter_map(|moved| moved.after).collect();
        let positions: BTreeMap<usize, usize> = if many {
            let seen = self.seen.iter().enumerate();
            seen.filter(|(_, index)| wanted.contains(index)).map(|(at, index)| (*index, at)).collect()
        } else {
            let at = |index: &usize| Some((*index, self.position(*index)?));
            wanted.iter().filter(|index| self.is_visible(**index)).filter_map(at).collect()
        };
        for (moved, old) in moves.iter().zip(old) {
            let before = old.as_ref().filter(|_| moved.was_at.is_some());
            let position = moved.after.and_then(|index| positions.get(&index));
            match (before, position) {
                (before, Some(position)) => drop(here.insert(*position, before)),
                (Some(before), None) => drop(moved.was_at.map(|at| left.insert(at, gone(before)))),
                (None, None) => {}
            }
        }
        let mut changes: Vec<Notification> = left.into_values().collect();
        for (position, before) in here {
            let Some(row) = self.row(position) else { continue };
            let event = match before {
                None => TableEvent::RowAdded,
                Some(before) if before != row => TableEvent::RowModified,
                Some(_) => continue,
            };
            let prior = position.checked_sub(1).and_then(|at| self.row(at));
            changes.push(told(event, row, prior, self.shown(row)));
        }
        changes
    }
}

/// What is to become of rows.
#[derive(Default)]
struct Wanted {
    by_key: BTreeMap<Vec<u8>, Change>,
    last: u64,
}

enum Change {
    Goes,
    /// A row, and its place among those that come behind all others.
    Comes(Row, Option<u64>),
}

impl Change {
    const fn goes(&self) -> bool {
        matches!(self, Self::Goes)
    }
}

impl Wanted {
    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// A row that comes keeps its place among those that come.
    fn put(&mut self, key: Vec<u8>, row: Row, order: Option<u64>) {
        let order = match self.by_key.get(&key) {
            Some(Change::Comes(_, before)) => *before,
            Some(Change::Goes) | None => order,
        };
        self.by_key.insert(key, Change::Comes(row, order));
    }

    fn orders(&self) -> impl Iterator<Item = u64> {
        self.by_key
            .values()
            .filter_map(|change| if let Change::Comes(_, order) = change { *order } else { None })
    }
}

/// Indices of rows that stay in view.
struct Anchors {
    cursor: Option<usize>,
    /// For each bookmark, and whether its own row has gone.
    marks: Vec<(bool, Option<usize>)>,
}
