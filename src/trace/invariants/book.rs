//! Which objects belong together, as the events tell it.

use litemap::LiteMap;

use crate::methods::Method;
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

/// Whom a support object was made for, and the pair whose logon kept it.
struct Support {
    owner: ProviderNo,
    store: Option<StoreNo>,
}

#[derive(Default)]
pub(super) struct Book {
    opens: LiteMap<OpenNo, Sides>,
    /// The logon that made a pair of objects.
    made: LiteMap<StoreNo, LogonCall>,
    supports: LiteMap<SupportNo, Support>,
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
        self.supports.get(&support)?.store
    }

    /// The provider object that made a pair.
    pub(super) fn provider_of(&self, store: StoreNo) -> Option<ProviderNo> {
        self.made.get(&store).map(|call| call.provider)
    }

    /// The provider object that got a support object.
    pub(super) fn owner_of(&self, support: SupportNo) -> Option<ProviderNo> {
        self.supports.get(&support).map(|support| support.owner)
    }

    /// The pairs of a provider object.
    pub(super) fn stores_of(&self, provider: ProviderNo) -> impl Iterator<Item = StoreNo> {
        self.made.iter().filter(move |(_, call)| call.provider == provider).map(|(store, _)| *store)
    }

    fn logon_called(&mut self, open: Option<OpenNo>, provider: ProviderNo, args: Args) {
        let (Args::Logon(support, ..) | Args::SpoolerLogon(support, ..)) = args else { return };
        self.supports.entry(support).or_insert(Support { owner: provider, store: None }).owner = provider;
        let Some(open) = open else { return };
        let (call, sides) = (LogonCall { provider, support }, self.opens.entry(open).or_default());
        if let Args::Logon(..) = args {
            sides.client = Some(call);
        } else {
            sides.spooler = Some(call);
        }
    }

    fn sides(&self, open: Option<OpenNo>) -> Option<&Sides> {
        self.opens.get(&open?)
    }

    /// A pair is made once; a later open that returns it again adds nothing.
    fn make(&mut self, store: StoreNo, call: Option<LogonCall>) {
        if let Some(call) = call
            && !self.made.contains_key(&store)
        {
            self.made.insert(store, call);
            if let Some(support) = self.supports.get_mut(&call.support) {
                support.store = Some(store);
            }
        }
    }
}
