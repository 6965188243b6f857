//! The cursor, the columns and the filter of one view on a table.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

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
    pub(super) all: Vec<Row>,
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
        let order = SortOrderSet::default();
        Self { all, seen, columns, cursor: 0, order, restriction: None, bookmarks: BTreeMap::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.seen.len()
    }

    pub(super) fn row(&self, position: usize) -> Option<&Row> {
        self.all.get(*self.seen.get(position)?)
    }

    /// Every tag that some row has, in order of appearance.
    pub(super) fn all_columns(&self) -> Vec<PropTag> {
        let mut tags = self.columns.clone();
        for tag in self.all.iter().flat_map(Row::props).map(PropValue::tag) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
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
        let visible = |row: &Row| self.restriction.as_ref().is_none_or(|filter| meets(row, filter));
        let mut seen: Vec<usize> =
            self.all.iter().enumerate().filter(|(_, row)| visible(row)).map(|(index, _)| index).collect();
        // The sort is stable, so that rows without an order keep that of their making.
        seen.sort_by(|left, right| self.row_order(*left, *right));
        self.seen = seen;
    }

    fn row_order(&self, left: usize, right: usize) -> Ordering {
        let (Some(left), Some(right)) = (self.all.get(left), self.all.get(right)) else {
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
