//! The pointers that clients have to a store.

use std::collections::BTreeMap;
use std::sync::Weak;

use crate::sim::books::live::ClientNo;
use crate::spi::IMsgStore;

/// The pointer of each client that has the store, dead once it is released and until MAPI has seen that. Usually there is
/// one.
pub(crate) struct Pointers {
    first: Option<(ClientNo, Weak<dyn IMsgStore>)>,
    others: BTreeMap<ClientNo, Weak<dyn IMsgStore>>,
}

impl Pointers {
    pub(super) const fn new() -> Self {
        Self { first: None, others: BTreeMap::new() }
    }

    pub(super) fn of(&self, client: ClientNo) -> Option<&Weak<dyn IMsgStore>> {
        match &self.first {
            Some((of, pointer)) if *of == client => Some(pointer),
            Some(_) | None => self.others.get(&client),
        }
    }

    /// In place of a dead one, if the client has that still.
    pub(super) fn add(&mut self, client: ClientNo, pointer: Weak<dyn IMsgStore>) {
        match &mut self.first {
            Some((of, kept)) if *of == client => *kept = pointer,
            None if self.others.is_empty() => self.first = Some((client, pointer)),
            Some(_) | None => drop(self.others.insert(client, pointer)),
        }
    }

    pub(super) fn forget_dead(&mut self, client: ClientNo) {
        if self.of(client).is_none_or(|pointer| pointer.strong_count() > 0) {
            return;
        }
        if self.first.take_if(|(of, _)| *of == client).is_none() {
            self.others.remove(&client);
        }
    }

    /// How many pointers clients have.
    pub(crate) fn count(&self) -> usize {
        let first = self.first.as_ref().map(|(_, pointer)| pointer);
        first.into_iter().chain(self.others.values()).map(Weak::strong_count).sum()
    }

    /// How many other clients have a pointer.
    pub(super) fn other_clients(&self, client: ClientNo) -> usize {
        let all = usize::from(self.first.is_some()) + self.others.len();
        all - usize::from(self.of(client).is_some())
    }
}
