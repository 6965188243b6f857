//! Pairs that MAPI has released while somebody else may keep an object of them alive.

use std::sync::{Arc, Weak};

use smallvec::SmallVec;

use crate::sim::books::ledger::holding;
use crate::sim::books::stores::{PairFacts, PairRemains, Pointers, StoreData};
use crate::spi::{IMSLogon, IMsgStore};
use crate::trace::{Actor, Context, Holding, Method, Object, ProviderNo, StoreNo};

/// A pair that MAPI has released.
struct Departed {
    store: StoreNo,
    facts: PairFacts,
    logon: Option<Weak<dyn IMSLogon>>,
    object: Weak<dyn IMsgStore>,
    clients: Pointers,
}

/// The pairs that MAPI has released. Those of which nothing lives are taken out when the list has doubled.
#[derive(Default)]
pub(super) struct DepartedStores {
    list: SmallVec<[Departed; 1]>,
    sweep_at: usize,
}

impl DepartedStores {
    /// Gives the logon object back, to be dropped without the lock.
    pub(super) fn add(&mut self, store: StoreNo, data: StoreData) -> Option<Arc<dyn IMSLogon>> {
        // The latest one usually is the first to be gone.
        let staying = self.list.iter().rposition(|departed| !departed.is_gone());
        self.list.truncate(staying.map_or(0, |last| last + 1));
        if self.list.len() >= self.sweep_at {
            self.list.retain(|departed| !departed.is_gone());
            self.sweep_at = (2 * self.list.len()).max(64);
        }
        let PairRemains { facts, logon, store: object, clients } = data.into_remains();
        let alive = logon.as_ref().map(Arc::downgrade);
        self.list.push(Departed { store, facts, logon: alive, object, clients });
        logon
    }

    pub(super) fn holdings(&self) -> impl Iterator<Item = Holding> {
        self.list.iter().flat_map(Departed::holdings)
    }

    pub(super) fn has_pointer(&self, provider: ProviderNo) -> bool {
        self.list.iter().any(|departed| departed.facts.provider == provider && departed.pointers() > 0)
    }
}

impl Departed {
    fn is_gone(&self) -> bool {
        let logon = self.logon.as_ref().map_or(0, Weak::strong_count);
        logon + self.object.strong_count() + self.pointers() == 0
    }

    /// The pointers that clients still have.
    fn pointers(&self) -> usize {
        self.clients.count()
    }

    /// A client's dead store keeps the provider's objects alive, which is then the client's doing \[SHUT-15\].
    fn holdings(&self) -> [Holding; 2] {
        let PairFacts { session, open, side, dll, .. } = self.facts;
        let (context, provider, made) =
            (Context::of(session, Some(open)), Actor::Provider(dll), side.made_by());
        let logon = self.logon.as_ref().map_or(0, Weak::strong_count);
        let pointers = self.pointers();
        let (by, count, store_made) = if pointers > 0 {
            (Actor::Client, pointers, Method::SessionOpenMsgStore)
        } else {
            (provider, self.object.strong_count(), made)
        };
        [
            holding(Object::Logon(self.store), provider, logon, made, context, pointers == 0),
            holding(Object::Store(self.store), by, count, store_made, context, true),
        ]
    }
}
