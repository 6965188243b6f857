//! A pair of logon and store object, and what is done to it.

use std::sync::{Arc, Weak};

use crate::sim::books::ledger::holding;
use crate::sim::books::live::ClientNo;
use crate::sim::books::stores::pointers::Pointers;
use crate::spi::{IMSLogon, IMsgStore};
use crate::trace::{
    Actor, Context, DllNo, Holding, Method, Object, OpenNo, ProviderNo, SectionNo, SessionNo, StoreNo,
    SupportNo,
};

/// Whose pair of logon and store object it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    /// The client's, from `Logon`.
    Client,
    /// The spooler's own pair, from `SpoolerLogon`, beside this store of the client.
    Spooler(StoreNo),
}

impl Side {
    /// The method of the provider that made the pair.
    pub(crate) const fn made_by(self) -> Method {
        match self {
            Self::Client => Method::ProviderLogon,
            Self::Spooler(_) => Method::ProviderSpoolerLogon,
        }
    }
}

/// What a pair belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PairFacts {
    pub(crate) session: SessionNo,
    pub(crate) open: OpenNo,
    pub(crate) side: Side,
    pub(crate) provider: ProviderNo,
    pub(crate) dll: DllNo,
    pub(crate) section: SectionNo,
    pub(crate) support: SupportNo,
}

/// A pair of logon and store object that MAPI knows.
pub(crate) struct StoreData {
    facts: PairFacts,
    logon: Option<Arc<dyn IMSLogon>>,
    /// The store object is known by its address; it belongs to the clients.
    store: Weak<dyn IMsgStore>,
    clients: Pointers,
    security: Option<Arc<[u8]>>,
    /// MAPI has seen to the special folders \[LOAD-28\].
    folders_validated: bool,
    /// How often `StoreLogoff` has succeeded on the store object.
    logoffs_noted: u32,
    /// The open whose state machine has the spooler's side of this store.
    told_by: Option<OpenNo>,
    /// MAPI has called, or is about to call, `IMSLogon::Logoff`, which it does once \[SHUT-10\].
    logoff_called: bool,
}

/// What is left of a pair that MAPI has released.
pub(crate) struct PairRemains {
    pub(crate) facts: PairFacts,
    pub(crate) logon: Option<Arc<dyn IMSLogon>>,
    pub(crate) store: Weak<dyn IMsgStore>,
    pub(crate) clients: Pointers,
}

impl StoreData {
    pub(crate) const fn new(
        facts: PairFacts,
        logon: Option<Arc<dyn IMSLogon>>,
        store: Weak<dyn IMsgStore>,
        security: Option<Arc<[u8]>>,
    ) -> Self {
        Self {
            facts,
            logon,
            store,
            clients: Pointers::new(),
            security,
            folders_validated: false,
            logoffs_noted: 0,
            told_by: None,
            logoff_called: false,
        }
    }

    pub(crate) const fn facts(&self) -> &PairFacts {
        &self.facts
    }

    pub(crate) const fn context(&self) -> Context {
        Context::of(self.facts.session, Some(self.facts.open))
    }

    pub(crate) const fn take_logon(&mut self) -> Option<Arc<dyn IMSLogon>> {
        self.logon.take()
    }

    pub(crate) const fn logon(&self) -> Option<&Arc<dyn IMSLogon>> {
        self.logon.as_ref()
    }

    /// The address of the store object. The weak pointer keeps it from being used again.
    pub(crate) fn address(&self) -> usize {
        self.store.as_ptr().cast::<()>().addr()
    }

    /// What `Logon` gave for the spooler.
    pub(crate) const fn security(&self) -> Option<&Arc<[u8]>> {
        self.security.as_ref()
    }

    /// Who holds the pair while MAPI knows it; `owner` has the provider object.
    pub(crate) fn holdings(&self, no: StoreNo, owner: Actor) -> [Holding; 2] {
        let (context, made) = (self.context(), self.facts.side.made_by());
        let logon = usize::from(self.logon.is_some());
        let (by, count, store_made) = match self.facts.side {
            Side::Client => (Actor::Client, self.clients.count(), Method::SessionOpenMsgStore),
            Side::Spooler(_) => (Actor::Spooler, 1, made),
        };
        [
            holding(Object::Logon(no), owner, logon, made, context, false),
            holding(Object::Store(no), by, count, store_made, context, false),
        ]
    }

    pub(crate) fn into_remains(self) -> PairRemains {
        let Self { facts, logon, store, clients, .. } = self;
        PairRemains { facts, logon, store, clients }
    }
}

/// The pointers of clients.
impl StoreData {
    /// The pointer of a client, if it has or had one.
    pub(crate) fn pointer_of(&self, client: ClientNo) -> Option<&Weak<dyn IMsgStore>> {
        self.clients.of(client)
    }

    pub(crate) fn add_pointer(&mut self, client: ClientNo, pointer: Weak<dyn IMsgStore>) {
        self.clients.add(client, pointer);
    }

    /// Forgets the pointer of a client that has released it.
    pub(crate) fn forget_dead_pointer(&mut self, client: ClientNo) {
        self.clients.forget_dead(client);
    }

    /// How many other clients have the store.
    pub(crate) fn other_clients(&self, client: ClientNo) -> usize {
        self.clients.other_clients(client)
    }
}

/// What happens to the pair from step 6 to its end.
impl StoreData {
    /// The open whose state machine has the spooler's side of this store.
    pub(crate) const fn told_by(&self) -> Option<OpenNo> {
        self.told_by
    }

    /// The spooler has been told of the store, by this open.
    pub(crate) const fn tell(&mut self, open: OpenNo) {
        self.told_by = Some(open);
    }

    /// MAPI sees to the special folders. Says whether it has not done so before.
    pub(crate) const fn begin_validation(&mut self) -> bool {
        !std::mem::replace(&mut self.folders_validated, true)
    }

    /// `StoreLogoff` has succeeded on the store object.
    pub(crate) const fn note_logoff(&mut self) {
        self.logoffs_noted = self.logoffs_noted.saturating_add(1);
    }

    pub(crate) const fn logoffs_noted(&self) -> u32 {
        self.logoffs_noted
    }

    /// MAPI has called, or is about to call, `IMSLogon::Logoff`.
    pub(crate) const fn logoff_begun(&self) -> bool {
        self.logoff_called
    }

    /// Whether a client can be given the store: its logon has not begun to end, and the last release of its object has
    /// not come.
    pub(crate) fn can_be_joined(&self) -> bool {
        !self.logoff_called && self.has_object()
    }

    /// Whether the last release of the store object has not come.
    pub(crate) fn has_object(&self) -> bool {
        self.store.strong_count() > 0
    }

    /// MAPI is about to call `IMSLogon::Logoff`. Says whether it has not done so before.
    pub(crate) const fn begin_logoff(&mut self) -> bool {
        !std::mem::replace(&mut self.logoff_called, true)
    }
}
