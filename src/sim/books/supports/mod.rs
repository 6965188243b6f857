//! The support objects that MAPI has made.

mod status_row;
mod support;

use crate::sim::collections::SideTable;
use crate::trace::SupportNo;

pub(crate) use status_row::StatusRow;
pub(crate) use support::{Life, SupportData, SupportFacts, SupportKind, Unregistered};

/// The support objects on which somebody has a reference.
pub(crate) struct Supports {
    by_number: SideTable<SupportNo, SupportData>,
}

impl Supports {
    pub(crate) fn new() -> Self {
        Self { by_number: SideTable::new() }
    }

    pub(crate) fn get(&self, support: SupportNo) -> Option<&SupportData> {
        self.by_number.get(support)
    }

    pub(crate) fn get_mut(&mut self, support: SupportNo) -> Option<&mut SupportData> {
        self.by_number.get_mut(support)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (SupportNo, &SupportData)> {
        self.by_number.iter()
    }

    pub(crate) fn contains(&self, support: SupportNo) -> bool {
        self.by_number.contains_key(support)
    }

    pub(crate) fn insert(&mut self, support: SupportNo, data: SupportData) {
        self.by_number.insert(support, data);
    }

    pub(crate) fn remove(&mut self, support: SupportNo) -> Option<SupportData> {
        self.by_number.remove(support)
    }

    /// How many references the provider has on a support object.
    pub(crate) fn kept(&self, support: SupportNo) -> u32 {
        self.get(support).map_or(0, SupportData::kept)
    }

    /// A deviation has said that the provider keeps a support object.
    pub(crate) fn report(&mut self, support: SupportNo) {
        if let Some(data) = self.get_mut(support) {
            data.report();
        }
    }
}
