//! What a client still has when its session ends \[SHUT-18\].

use crate::sim::checks::client_findings;
use crate::sim::client::client_store::ClientStore;
use crate::sim::client::session::Session;
use crate::trace::Context;

impl Session {
    /// Lists the registrations and the stores of this client that are left, each with the call that it came from.
    pub(super) fn advise_of_leftovers(&self) {
        let context = Context::session(self.number);
        for connection in self.connections.open() {
            self.shared.with(|state| {
                client_findings::registration_is_left(
                    &mut state.recorder,
                    context,
                    connection.get(),
                    self.number,
                )
            });
        }
        // The last clone of a store may go while this one lives, so it is dropped without the lock.
        let held = self.shared.with(|state| state.stores_of(self.number, self.client));
        for store in held.iter().filter_map(ClientStore::behind) {
            store.advise_of_leftovers();
        }
    }
}
