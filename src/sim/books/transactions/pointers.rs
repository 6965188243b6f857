//! The pointers of clients to their stores.

use std::sync::{Arc, Weak};

use crate::sim::books::live::ClientNo;
use crate::sim::books::state::State;
use crate::sim::spooler::SpoolerKey;
use crate::spi::IMsgStore;
use crate::trace::{Actor, Context, Object, SessionNo, StoreNo};

/// What goes with a client's pointer.
pub(crate) enum Released {
    /// \[SHUT-21\] the process that held the reference is gone, and nobody gives it back.
    Nothing,
    /// The reference.
    One,
    /// The last reference of a client, beside which a spooler that was given the client's very objects must not keep
    /// them alive [route 4].
    LastOfSharedObjects(SpoolerKey),
}

impl State {
    pub(crate) fn release_pointer(&mut self, client: ClientNo, store: StoreNo, context: Context) -> Released {
        self.forget_pointer(client, store, context);
        if self.client_process.has_left() {
            return Released::Nothing;
        }
        let Some(data) = self.stores.get(store) else {
            self.recorder.release(context, Object::Store(store), Actor::Client, 0);
            return Released::One;
        };
        let left = data.other_clients(client);
        let id = SpoolerKey::new(data.facts().session.number(), store.number());
        self.recorder.release(
            context,
            Object::Store(store),
            Actor::Client,
            u32::try_from(left).unwrap_or(u32::MAX),
        );
        let shared = left == 0 && self.stores.spooler_pair_of(store).is_none();
        if shared { Released::LastOfSharedObjects(id) } else { Released::One }
    }

    /// Forgets a pointer, unless the client has opened the store again in the meantime.
    #[inline(always)]
    fn forget_pointer(&mut self, client: ClientNo, store: StoreNo, context: Context) {
        if let Some(data) = self.stores.get_mut(store) {
            data.forget_dead_pointer(client);
            if data.pointer_of(client).is_some() {
                return;
            }
        }
        if let Some(data) = context.session.and_then(|session| self.sessions.get_mut(session)) {
            data.store_is_released(client, store);
        }
    }

    pub(crate) fn other_clients(&self, store: StoreNo, client: ClientNo) -> usize {
        self.stores.get(store).map_or(0, |data| data.other_clients(client))
    }

    /// Whether the spooler has ended its work for a store that has not gone, which is its last call but `Release`.
    pub(crate) fn is_logoff_complete(&self, store: StoreNo) -> bool {
        let support = self.stores.get(store).and_then(|data| self.supports.get(data.facts().support));
        support.is_some_and(|support| support.transport_logoffs_completed() > 0)
    }

    pub(crate) fn stores_of(&self, session: SessionNo, client: ClientNo) -> Vec<Arc<dyn IMsgStore>> {
        let stores = self.sessions.get(session).map_or_else(Vec::new, |data| data.stores_of(client));
        let held = |store| self.stores.get(store)?.pointer_of(client).and_then(Weak::upgrade);
        stores.into_iter().filter_map(held).collect()
    }
}
