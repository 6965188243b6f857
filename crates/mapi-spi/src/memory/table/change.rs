//! New rows take the place of those that a table has.

use std::collections::BTreeMap;

use super::MemoryTable;
use super::view::View;
use crate::mapi::codes::S_OK;
use crate::mapi::tags::{PR_INSTANCE_KEY, PR_NULL};
use crate::mapi::{Notification, PropValue, Row, TableEvent, Value};

/// Where the rows of a view stand, by their instance keys.
type Places<'a> = BTreeMap<&'a [u8], usize>;

impl MemoryTable {
    /// Shows `rows` from now on and tells what that changes in this view, rows that have gone first, then the others
    /// in the order of the view. Rows are told apart by `PR_INSTANCE_KEY`, which every one of them has.
    pub fn replace_rows(&self, rows: Vec<Row>) -> Vec<Notification> {
        self.view().replace(rows)
    }
}

impl View {
    fn replace(&mut self, rows: Vec<Row>) -> Vec<Notification> {
        let old = self.take_rows(rows);
        let before: Vec<&Row> = self.seen.iter().filter_map(|index| old.get(*index)?.as_ref()).collect();
        self.arrange();
        let now = places(self.rows_seen());
        let moves: Vec<Option<usize>> = before.iter().map(|row| now.get(key(row)).copied()).collect();
        let mut changes: Vec<_> =
            before.iter().filter(|row| !now.contains_key(key(row))).map(|row| gone(row)).collect();
        changes.extend(self.differences(&before));
        self.follow(&moves);
        changes
    }

    fn rows_seen(&self) -> impl Iterator<Item = &Row> {
        (0..self.len()).filter_map(|position| self.row(position))
    }

    /// The rows of the view that are new or not as they were.
    fn differences(&self, before: &[&Row]) -> Vec<Notification> {
        let was = places(before.iter().copied());
        let mut prior = None;
        let mut changes = Vec::new();
        for row in self.rows_seen() {
            let old = was.get(key(row)).and_then(|place| before.get(*place));
            let event = match old {
                None => Some(TableEvent::RowAdded),
                Some(old) if *old != row => Some(TableEvent::RowModified),
                Some(_) => None,
            };
            changes.extend(event.map(|event| told(event, row, prior, self.shown(row))));
            prior = Some(row);
        }
        changes
    }

    /// The cursor stays behind the row that was read last, a bookmark at its row or the next one that is left.
    /// `moves` has the new position of each row that was seen.
    fn follow(&mut self, moves: &[Option<usize>]) {
        let read = moves.iter().take(self.cursor).rev().find_map(|place| *place);
        self.cursor = read.map_or(0, |place| place + 1);
        let end = self.len();
        for mark in self.bookmarks.values_mut() {
            mark.moved |= moves.get(mark.place).is_some_and(Option::is_none);
            mark.place = moves.iter().skip(mark.place).find_map(|place| *place).unwrap_or(end);
        }
    }
}

fn places<'a>(rows: impl Iterator<Item = &'a Row>) -> Places<'a> {
    rows.enumerate().map(|(place, row)| (key(row), place)).collect()
}

pub(super) fn key(row: &Row) -> &[u8] {
    row.get(PR_INSTANCE_KEY).and_then(PropValue::as_binary).unwrap_or_default()
}

fn instance_key(row: &Row) -> PropValue {
    PropValue::new(PR_INSTANCE_KEY, key(row).to_vec())
}

/// A row that has come or changed, and stands behind `prior`.
pub(super) fn told(event: TableEvent, row: &Row, prior: Option<&Row>, shown: Row) -> Notification {
    let prior = prior.map_or_else(|| PropValue::new(PR_NULL, Value::Null), instance_key);
    Notification::Table { event, code: S_OK, index: Some(instance_key(row)), prior: Some(prior), row: shown }
}

pub(super) fn gone(row: &Row) -> Notification {
    Notification::Table {
        event: TableEvent::RowDeleted,
        code: S_OK,
        index: Some(instance_key(row)),
        prior: None,
        row: Row::default(),
    }
}
