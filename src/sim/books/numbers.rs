//! Ordinals and identifiers that are given once.

use crate::mapi::MapiUid;
use crate::sim::books::live::ClientNo;
use crate::trace::{OpenNo, StoreNo, SupportNo};

/// How many of each have been given, so that the same calls get the same ones in every run.
#[derive(Default, Debug)]
pub(crate) struct Numbers {
    clients: usize,
    opens: usize,
    stores: usize,
    supports: usize,
    rows: u32,
    uids: u32,
    routes: u64,
}

impl Numbers {
    pub(crate) fn next_client(&mut self) -> ClientNo {
        let no = ClientNo::from_index(self.clients);
        self.clients += 1;
        no
    }

    pub(crate) fn next_open(&mut self) -> OpenNo {
        let no = OpenNo::from_index(self.opens);
        self.opens += 1;
        no
    }

    pub(crate) fn next_store(&mut self) -> StoreNo {
        let no = StoreNo::from_index(self.stores);
        self.stores += 1;
        no
    }

    /// How many stores there have been.
    pub(crate) const fn stores(&self) -> usize {
        self.stores
    }

    pub(crate) fn next_support(&mut self) -> SupportNo {
        let no = SupportNo::from_index(self.supports);
        self.supports += 1;
        no
    }

    /// The number of a row of the status table.
    pub(crate) const fn next_row(&mut self) -> u32 {
        self.rows = self.rows.wrapping_add(1);
        self.rows
    }

    /// The turn of a registration of a MAPIUID.
    pub(crate) const fn next_route(&mut self) -> u64 {
        self.routes = self.routes.wrapping_add(1);
        self.routes
    }

    /// How many identifiers have been given.
    pub(crate) const fn uids(&self) -> u32 {
        self.uids
    }

    /// An identifier that no other call of this subsystem got \[EID-06\].
    pub(crate) fn new_uid(&mut self) -> MapiUid {
        self.uids = self.uids.wrapping_add(1);
        MapiUid::from_fields(0x4D53_494D, 0, 0, u64::from(self.uids).to_be_bytes())
    }
}
