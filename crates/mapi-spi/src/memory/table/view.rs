//! The cursor, the columns and the filter of one view on a table.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::change::key;
use super::column::column;
use super::compare::compare;
use super::restriction::meets;
use crate::mapi::codes::MAPI_E_INVALID_BOOKMARK;
use crate::mapi::{
    Bookmark, HResult, PropTag, PropValue, Restriction, Row, SortDirection, SortOrderSet, Warned, Warning,
};

/// What calls on a table change. Positions count from 0; the cursor may stand behind the last row.
#[derive(Debug)]
pub(super) struct View {
    /// All rows in the order of their making; nothing in the places of those that have gone.
    pub(super) all: Vec<Option<Row>>,
    /// The places by `PR_INSTANCE_KEY`, once single rows change.
    keys: Option<BTreeMap<Vec<u8>, usize>>,
    /// The rows that are seen, as indices into `all`, in their present order.
    pub(super) seen: Vec<usize>,
    pub(super) columns: Vec<PropTag>,
    pub(super) cursor: usize,
    pub(super) order: SortOrderSet,
    restriction: Option<Restriction>,
    pub(super) bookmarks: BTreeMap<Bookmark, Mark>,
}

/// Where a bookmark stands.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) place: usize,
    /// Its row has gone since it was used last.
    pub(super) moved: bool,
}

impl View {
    pub(super) fn new(columns: Vec<PropTag>, all: Vec<Row>) -> Self {
        let seen = (0..all.len()).collect();
        Self {
            all: all.into_iter().map(Some).collect(),
            keys: None,
            seen,
            columns,
            cursor: 0,
            order: SortOrderSet::default(),
            restriction: None,
            bookmarks: BTreeMap::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.seen.len()
    }

    pub(super) fn row(&self, position: usize) -> Option<&Row> {
        self.made(*self.seen.get(position)?)
    }

    /// Every tag that some row has, in order of appearance.
    pub(super) fn all_columns(&self) -> Vec<PropTag> {
        let mut tags = self.columns.clone();
        let mut seen: BTreeSet<PropTag> = tags.iter().copied().collect();
        let all = self.all.iter().flatten().flat_map(Row::props).map(PropValue::tag);
        tags.extend(all.filter(|tag| seen.insert(*tag)));
        tags
    }

    /// Sets the filter; the cursor goes to the beginning and bookmarks are lost.
    pub(super) fn restrict(&mut self, restriction: Option<Restriction>) {
        self.restriction = restriction;
        self.rebuild();
    }

    /// Sorts; the cursor goes to the beginning and bookmarks are lost.
    pub(super) fn sort(&mut self, order: SortOrderSet) {
        self.order = order;
        self.rebuild();
    }

    fn rebuild(&mut self) {
        self.arrange();
        self.cursor = 0;
        self.bookmarks.clear();
    }

    /// Filters and sorts the rows that are there now.
    pub(super) fn arrange(&mut self) {
        let mut seen: Vec<usize> = (0..self.all.len()).filter(|index| self.is_visible(*index)).collect();
        // The sort is stable, so that rows without an order keep that of their making.
        seen.sort_by(|left, right| self.row_order(*left, *right));
        self.seen = seen;
    }

    /// All rows anew; whoever calls this arranges them. Returns those before.
    pub(super) fn take_rows(&mut self, rows: Vec<Row>) -> Vec<Option<Row>> {
        self.keys = None;
        std::mem::replace(&mut self.all, rows.into_iter().map(Some).collect())
    }

    /// A row by its place in the order of making.
    fn made(&self, index: usize) -> Option<&Row> {
        self.all.get(index)?.as_ref()
    }

    pub(super) fn is_visible(&self, index: usize) -> bool {
        let meets = |row| self.restriction.as_ref().is_none_or(|filter| meets(row, filter));
        self.made(index).is_some_and(meets)
    }

    /// The order of the view; rows that are alike keep that of their making.
    pub(super) fn full_order(&self, left: usize, right: usize) -> Ordering {
        self.row_order(left, right).then(left.cmp(&right))
    }

    /// Where a row stands in the view.
    pub(super) fn position(&self, index: usize) -> Option<usize> {
        let at = self.seen.partition_point(|seen| self.full_order(*seen, index).is_lt());
        if self.seen.get(at) == Some(&index) {
            return Some(at);
        }
        // Values of different types have no order to find them by.
        self.seen.iter().position(|seen| *seen == index)
    }

    pub(super) fn keys_mut(&mut self) -> &mut BTreeMap<Vec<u8>, usize> {
        let all = &self.all;
        self.keys.get_or_insert_with(|| {
            let rows = all.iter().enumerate().filter_map(|(index, row)| Some((row.as_ref()?, index)));
            rows.map(|(row, index)| (key(row).to_vec(), index)).collect()
        })
    }

    pub(super) fn index_of(&mut self, key: &[u8]) -> Option<usize> {
        self.keys_mut().get(key).copied()
    }

    /// Gives back the places of rows that have gone once they are more than the others.
    pub(super) fn tidy(&mut self) {
        let rows = self.keys_mut().len();
        if self.all.len() < 2 * rows + 16 {
            return;
        }
        let mut now = 0;
        let places: Vec<usize> = self
            .all
            .iter()
            .map(|row| {
                let at = now;
                now += usize::from(row.is_some());
                at
            })
            .collect();
        self.all.retain(Option::is_some);
        self.keys = None;
        for index in &mut self.seen {
            *index = places.get(*index).copied().unwrap_or_default();
        }
    }

    fn row_order(&self, left: usize, right: usize) -> Ordering {
        let (Some(left), Some(right)) = (self.made(left), self.made(right)) else {
            return Ordering::Equal;
        };
        let by_key = |key: &crate::mapi::SortOrder| {
            let order = missing_first(column(left, key.tag).ok(), column(right, key.tag).ok());
            if key.direction == SortDirection::Descending { order.reverse() } else { order }
        };
        self.order.orders.iter().map(by_key).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// The position of a bookmark that is used, with a warning if it had to leave its row.
    pub(super) fn position_of(&mut self, bookmark: Bookmark) -> Result<Warned<usize>, HResult> {
        if bookmark == Bookmark::BEGINNING {
            Ok(Warned::ok(0))
        } else if bookmark == Bookmark::CURRENT {
            Ok(Warned::ok(self.cursor))
        } else if bookmark == Bookmark::END {
            Ok(Warned::ok(self.len()))
        } else {
            let mark = self.bookmarks.get_mut(&bookmark).ok_or(MAPI_E_INVALID_BOOKMARK)?;
            let warning = std::mem::take(&mut mark.moved).then(Warning::position_changed);
            Ok(Warned { value: mark.place, warning })
        }
    }

    pub(super) fn mark(&mut self) -> Bookmark {
        let last = self.bookmarks.last_key_value().map_or(Bookmark::END.raw(), |(last, _)| last.raw());
        let bookmark = Bookmark::from_raw(last.saturating_add(1));
        self.bookmarks.insert(bookmark, Mark { place: self.cursor, moved: false });
        bookmark
    }

    pub(super) fn unmark(&mut self, bookmark: Bookmark) -> Result<(), HResult> {
        self.bookmarks.remove(&bookmark).map(|_| ()).ok_or(MAPI_E_INVALID_BOOKMARK)
    }

    /// A row with the columns of the view; what it does not have comes as `PT_ERROR` in its place.
    pub(super) fn shown(&self, row: &Row) -> Row {
        let shown = |tag: &PropTag| match column(row, *tag) {
            Ok(value) => value.into_owned(),
            Err(code) => PropValue::error(*tag, code),
        };
        Row::new(self.columns.iter().map(shown).collect())
    }
}

fn missing_first(left: Option<Cow<'_, PropValue>>, right: Option<Cow<'_, PropValue>>) -> Ordering {
    match (left, right) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(left), Some(right)) => compare(left.value(), right.value()).unwrap_or(Ordering::Equal),
    }
}
