//! The book of what was handed out: made up when somebody asks, and looked through when a session ends.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use crate::sim::books::live::ClientNo;
use crate::sim::books::state::{Side, StoreData};
use crate::sim::client::client_store::ClientStore;
use crate::sim::collections::SmallList;
use crate::spi::{IMSLogon, IMsgStore};
use crate::trace::{
    Actor, Context, DllNo, Holding, Method, Object, ProviderNo, SectionNo, StoreNo, SupportNo,
};

/// A section that somebody has open.
pub(crate) struct OpenSection {
    pub(crate) section: SectionNo,
    pub(crate) user: SectionUser,
}

/// Sections that are open as objects, in the order of opening.
#[derive(Default)]
pub(crate) struct OpenSections {
    opened: u64,
    by_number: BTreeMap<u64, OpenSection>,
}

impl OpenSections {
    /// The number under which it is closed again.
    pub(crate) fn add(&mut self, section: OpenSection) -> u64 {
        self.opened = self.opened.wrapping_add(1);
        self.by_number.insert(self.opened, section);
        self.opened
    }

    pub(crate) fn remove(&mut self, number: u64) {
        self.by_number.remove(&number);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &OpenSection> {
        self.by_number.values()
    }
}

/// Who opened a section, and how.
#[derive(Clone, Copy)]
pub(crate) struct SectionUser {
    pub(crate) context: Context,
    pub(crate) by: Actor,
    pub(crate) method: Method,
    /// The support object that it was opened through.
    pub(crate) support: Option<SupportNo>,
}

/// A pair that MAPI has released, as long as somebody else keeps an object of it alive.
pub(crate) struct Departed {
    store: StoreNo,
    context: Context,
    pub(crate) provider: ProviderNo,
    dll: DllNo,
    side: Side,
    logon: Option<Weak<dyn IMSLogon>>,
    object: Weak<dyn IMsgStore>,
    clients: SmallList<(ClientNo, Weak<ClientStore>)>,
}

/// The pairs that MAPI has released. Those that are really gone are swept out when the list has doubled.
#[derive(Default)]
pub(crate) struct DepartedStores {
    pub(crate) list: Vec<Departed>,
    sweep_at: usize,
}

impl Departed {
    fn is_gone(&self) -> bool {
        let logon = self.logon.as_ref().map_or(0, Weak::strong_count);
        logon + self.object.strong_count() + self.shells() == 0
    }

    /// The pointers that clients still have.
    pub(crate) fn shells(&self) -> usize {
        self.clients.iter().map(|(_, pointer)| pointer.strong_count()).sum()
    }

    /// A client's dead store keeps the provider's objects alive, which is then the client's doing \[SHUT-15\].
    pub(crate) fn holdings(&self) -> Vec<Holding> {
        let logon = self.logon.as_ref().map_or(0, Weak::strong_count);
        let (object, shells) = (self.object.strong_count(), self.shells());
        let provider = Actor::Provider(self.dll);
        let logon_made = made_pair(self.side);
        let mut list =
            vec![holding(Object::Logon(self.store), provider, logon, logon_made, self.context, shells == 0)];
        if shells > 0 {
            let opened = Method::SessionOpenMsgStore;
            list.push(holding(Object::Store(self.store), Actor::Client, shells, opened, self.context, true));
        } else {
            list.push(holding(Object::Store(self.store), provider, object, logon_made, self.context, true));
        }
        list
    }
}

impl DepartedStores {
    /// Gives the logon object back, to be dropped without the lock.
    pub(crate) fn add(&mut self, store: StoreNo, data: StoreData) -> Option<Arc<dyn IMSLogon>> {
        // Who left last is the first to be gone, as a rule.
        let staying = self.list.iter().rposition(|departed| !departed.is_gone());
        self.list.truncate(staying.map_or(0, |last| last + 1));
        if self.list.len() >= self.sweep_at {
            self.list.retain(|departed| !departed.is_gone());
            self.sweep_at = (2 * self.list.len()).max(64);
        }
        self.list.push(Departed {
            store,
            context: data.context(),
            provider: data.provider,
            dll: data.dll,
            side: data.side,
            logon: data.logon.as_ref().map(Arc::downgrade),
            object: data.store,
            clients: data.clients,
        });
        data.logon
    }
}

pub(crate) const fn made_pair(side: Side) -> Method {
    match side {
        Side::Client => Method::ProviderLogon,
        Side::Spooler(_) => Method::ProviderSpoolerLogon,
    }
}

pub(crate) fn holding(
    object: Object,
    by: Actor,
    references: usize,
    made_for: Method,
    context: Context,
    overdue: bool,
) -> Holding {
    let references = u32::try_from(references).unwrap_or(u32::MAX);
    Holding::new(object, by, references, made_for, context, overdue)
}
