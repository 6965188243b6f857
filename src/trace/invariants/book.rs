//! What has been seen of each object, and which ones belong together, as the events tell it.

use crate::methods::Method;
use crate::sim::collections::{SideTable, SmallList};
use crate::trace::event::{Args, Event, Object, Out, What};
use crate::trace::fact::{Fact, SpoolerPair};
use crate::trace::ids::{OpenNo, ProviderNo, StoreNo, SupportNo};

/// A call of `Logon` or `SpoolerLogon`.
#[derive(Clone, Copy)]
pub(super) struct LogonCall {
    pub(super) provider: ProviderNo,
    pub(super) support: SupportNo,
}

/// The two sides of an open, each with its latest logon.
#[derive(Default)]
struct Sides {
    client: Option<LogonCall>,
    spooler: Option<LogonCall>,
}

/// What has been seen of a logon object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Logoff {
    Called,
    Returned,
    Released,
}

/// A pair of logon and store object.
#[derive(Default)]
pub(super) struct Pair {
    /// The logon that made it.
    made: Option<LogonCall>,
    pub(super) logoff: Option<Logoff>,
}

#[derive(Default)]
pub(super) struct Support {
    /// Whom it was made for.
    owner: Option<ProviderNo>,
    /// The pair whose logon kept it.
    store: Option<StoreNo>,
    pub(super) count: u32,
    /// The event that brought the count to zero.
    pub(super) emptied: Option<usize>,
    pub(super) freed: bool,
    /// The last change of the count was MAPI's.
    pub(super) last_by_mapi: bool,
    pub(super) transport_logoffs: u32,
    /// Those of them that were not refused.
    pub(super) completed: u32,
}

#[derive(Default)]
pub(super) struct Provider {
    /// The pairs that it has made.
    stores: SmallList<StoreNo>,
    pub(super) is_shut_down: bool,
}

#[derive(Default)]
pub(super) struct Book {
    opens: SideTable<OpenNo, Sides>,
    pub(super) pairs: SideTable<StoreNo, Pair>,
    pub(super) supports: SideTable<SupportNo, Support>,
    pub(super) providers: SideTable<ProviderNo, Provider>,
}

impl Book {
    pub(super) fn see(&mut self, event: &Event) {
        match event.what {
            What::Call { to: Object::Provider(provider), args, .. } => {
                self.logon_called(event.open, provider, args)
            }
            What::Return { method: Method::SessionOpenMsgStore, out: Out::Store(store), .. } => {
                let call = self.sides(event.open).and_then(|sides| sides.client);
                self.make(store, call);
            }
            // What was logged inside of a provider names the pair here.
            What::Return { method: Method::ProviderLogon, out: Out::Store(store), .. } => {
                let call = self.sides(event.open).and_then(|sides| sides.client);
                self.make(store, call);
            }
            What::Return { method: Method::ProviderSpoolerLogon, out: Out::Store(store), .. } => {
                let call = self.sides(event.open).and_then(|sides| sides.spooler);
                self.make(store, call);
            }
            What::Fact(Fact::SpoolerPair(
                store,
                SpoolerPair::SameStore | SpoolerPair::OtherStore | SpoolerPair::NotSaid,
            )) => {
                let call = self.sides(event.open).and_then(|sides| sides.spooler);
                self.make(store, call);
            }
            What::Call { .. }
            | What::Return { .. }
            | What::Panicked { .. }
            | What::AddRef { .. }
            | What::Release { .. }
            | What::Fact(_) => {}
        }
    }

    /// The pair whose logon kept a support object.
    pub(super) fn store_of(&self, support: SupportNo) -> Option<StoreNo> {
        self.supports.get(support)?.store
    }

    /// The provider object that made a pair.
    pub(super) fn provider_of(&self, store: StoreNo) -> Option<ProviderNo> {
        self.pairs.get(store)?.made.map(|call| call.provider)
    }

    /// The provider object that got a support object.
    pub(super) fn owner_of(&self, support: SupportNo) -> Option<ProviderNo> {
        self.supports.get(support)?.owner
    }

    /// The pairs of a provider object, in the order in which it made them.
    pub(super) fn stores_of(&self, provider: ProviderNo) -> impl Iterator<Item = StoreNo> {
        self.providers.get(provider).into_iter().flat_map(|provider| provider.stores.iter().copied())
    }

    pub(super) fn logoff_of(&self, store: StoreNo) -> Option<Logoff> {
        self.pairs.get(store)?.logoff
    }

    pub(super) fn is_shut_down(&self, provider: ProviderNo) -> bool {
        self.providers.get(provider).is_some_and(|provider| provider.is_shut_down)
    }

    fn logon_called(&mut self, open: Option<OpenNo>, provider: ProviderNo, args: Args) {
        let (Args::Logon(support, ..) | Args::SpoolerLogon(support, ..)) = args else { return };
        self.supports.change(support, |support| support.owner = Some(provider));
        let Some(open) = open else { return };
        let call = Some(LogonCall { provider, support });
        self.opens.change(open, |sides| {
            if let Args::Logon(..) = args {
                sides.client = call;
            } else {
                sides.spooler = call;
            }
        });
    }

    fn sides(&self, open: Option<OpenNo>) -> Option<&Sides> {
        self.opens.get(open?)
    }

    /// A pair is made once; a later open that returns it again adds nothing.
    fn make(&mut self, store: StoreNo, call: Option<LogonCall>) {
        let Some(LogonCall { provider, support }) = call else { return };
        if self.provider_of(store).is_some() {
            return;
        }
        self.pairs.change(store, |pair| pair.made = call);
        self.providers.change(provider, |provider| provider.stores.push(store));
        self.supports.change(support, |support| support.store = Some(store));
    }
}
