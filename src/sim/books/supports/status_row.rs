//! Rows of the status table as providers give them.

use std::collections::BTreeMap;

use crate::mapi::PropValue;

/// A row of the status table as a provider gave it.
pub(crate) struct StatusRow {
    number: u32,
    columns: Vec<PropValue>,
}

impl StatusRow {
    pub(crate) fn new(number: u32, columns: &[PropValue]) -> Self {
        Self { number, columns: columns.to_vec() }
    }

    /// Its turn among all rows.
    pub(crate) const fn number(&self) -> u32 {
        self.number
    }

    pub(crate) fn columns(&self) -> &[PropValue] {
        &self.columns
    }

    /// Replaces the columns that are passed, and no others \[STATUS-04\]. Of several new values of one column the last
    /// one counts.
    pub(crate) fn merge(&mut self, new: &[PropValue]) {
        let last: BTreeMap<u16, usize> =
            new.iter().enumerate().map(|(index, column)| (column.id(), index)).collect();
        self.columns.retain(|kept| !last.contains_key(&kept.id()));
        let counts = |(index, column): &(usize, &PropValue)| last.get(&column.id()) == Some(index);
        self.columns.extend(new.iter().enumerate().filter(counts).map(|(_, column)| column.clone()));
    }
}
