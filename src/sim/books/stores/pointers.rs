//! The pointers that clients have to a store.

use std::sync::Weak;

use crate::sim::books::live::ClientNo;
use crate::sim::collections::SmallList;
use crate::spi::IMsgStore;

/// The pointer of each client that has the store, dead once it is released.
pub(crate) struct Pointers(SmallList<(ClientNo, Weak<dyn IMsgStore>)>);

impl Pointers {
    pub(super) const fn new() -> Self {
        Self(SmallList::new())
    }

    pub(super) fn of(&self, client: ClientNo) -> Option<&Weak<dyn IMsgStore>> {
        self.0.iter().find(|(of, _)| *of == client).map(|(_, pointer)| pointer)
    }

    pub(super) fn add(&mut self, client: ClientNo, pointer: Weak<dyn IMsgStore>) {
        self.0.push((client, pointer));
    }

    pub(super) fn forget_dead(&mut self, client: ClientNo) {
        self.0.remove(|(of, kept)| *of == client && kept.strong_count() == 0);
    }

    /// How many pointers clients have.
    pub(crate) fn count(&self) -> usize {
        self.0.iter().map(|(_, pointer)| pointer.strong_count()).sum()
    }

    /// How many other clients have a pointer.
    pub(super) fn other_clients(&self, client: ClientNo) -> usize {
        self.0.iter().filter(|(other, pointer)| *other != client && pointer.strong_count() > 0).count()
    }
}
