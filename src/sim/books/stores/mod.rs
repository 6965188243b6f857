//! The pairs of logon and store object that MAPI knows.

mod pointers;
mod store;

use std::cell::Cell;
use std::sync::Arc;

use crate::sim::collections::SideTable;
use crate::spi::IMSLogon;
use crate::trace::{Context, SectionNo, StoreNo};

pub(crate) use pointers::Pointers;
pub(crate) use store::{PairFacts, PairRemains, Side, StoreData};

/// All pairs that live, those of clients and the spooler's own.
pub(crate) struct Stores {
    by_number: SideTable<StoreNo, StoreData>,
    /// The spooler's own pairs by the client's stores, which they may outlive.
    spooler_pairs: SideTable<StoreNo, StoreNo>,
    /// In how many sessions the store of a section is open.
    open_in: SideTable<SectionNo, u32>,
    /// How often that has changed, and how often it was asked.
    opened: u64,
    asked: Cell<u64>,
}

impl Stores {
    pub(crate) fn new() -> Self {
        Self {
            by_number: SideTable::new(),
            spooler_pairs: SideTable::new(),
            open_in: SideTable::new(),
            opened: 0,
            asked: Cell::new(0),
        }
    }

    pub(crate) fn get(&self, store: StoreNo) -> Option<&StoreData> {
        self.by_number.get(store)
    }

    pub(crate) fn get_mut(&mut self, store: StoreNo) -> Option<&mut StoreData> {
        self.by_number.get_mut(store)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (StoreNo, &StoreData)> {
        self.by_number.iter()
    }

    #[inline(always)]
    pub(crate) fn insert(&mut self, store: StoreNo, data: StoreData) {
        if let Side::Spooler(client) = data.facts().side {
            self.spooler_pairs.insert(client, store);
        }
        self.by_number.insert(store, data);
    }

    #[inline(always)]
    pub(crate) fn remove(&mut self, store: StoreNo) -> Option<StoreData> {
        let data = self.by_number.remove(store)?;
        // The spooler may have logged on again while this pair was being released.
        if let Side::Spooler(client) = data.facts().side
            && self.spooler_pairs.get(client) == Some(&store)
        {
            self.spooler_pairs.remove(client);
        }
        Some(data)
    }

    /// The spooler's own pair for a client's store.
    pub(crate) fn spooler_pair_of(&self, client: StoreNo) -> Option<StoreNo> {
        self.spooler_pairs.get(client).copied()
    }

    /// The client's store that a store of either side belongs to.
    pub(crate) fn client_store_of(&self, store: StoreNo) -> StoreNo {
        match self.get(store).map(|data| data.facts().side) {
            Some(Side::Spooler(client)) => client,
            Some(Side::Client) | None => store,
        }
    }

    /// The logon object of a store and the context of its events.
    pub(crate) fn logon(&self, store: StoreNo) -> Option<(Arc<dyn IMSLogon>, Context)> {
        let data = self.get(store)?;
        Some((data.logon().cloned()?, data.context()))
    }

    /// Takes all logon objects out.
    pub(crate) fn take_logons(&mut self) -> Vec<Arc<dyn IMSLogon>> {
        self.by_number.take_all().filter_map(|mut data| data.take_logon()).collect()
    }

    /// Whether MAPI may call the objects of a store: its logon has not begun to end.
    pub(crate) fn is_logged_on(&self, store: StoreNo) -> bool {
        self.get(store).is_some_and(|data| !data.logoff_begun())
    }

    /// `StoreLogoff` has succeeded on a store object.
    pub(crate) fn note_logoff(&mut self, store: StoreNo) {
        if let Some(data) = self.get_mut(store) {
            data.note_logoff();
        }
    }

    /// A session has opened the store of a section.
    pub(crate) fn section_is_opened(&mut self, section: SectionNo) {
        self.opened += 1;
        self.open_in.one_more(section);
    }

    /// A session has no store of a section open any more.
    pub(crate) fn section_is_closed(&mut self, section: SectionNo) {
        self.opened += 1;
        self.open_in.one_less(section);
    }

    /// Whether more than one session has the store of a section open.
    pub(crate) fn is_open_elsewhere(&self, section: SectionNo) -> bool {
        self.asked.set(self.asked.get() + 1);
        self.open_in.get(section).is_some_and(|sessions| *sessions > 1)
    }

    /// How often sessions have opened and closed stores of sections, and how often [`is_open_elsewhere`](Self::is_open_elsewhere)
    /// was asked.
    pub(crate) const fn openings(&self) -> (u64, u64) {
        (self.opened, self.asked.get())
    }
}
