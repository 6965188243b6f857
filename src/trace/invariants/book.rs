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
pub(super) struct Book {
    client: LiteMap<OpenNo, LogonCall>,
    spooler: LiteMap<OpenNo, LogonCall>,
    /// The logon that made a pair of objects.
    made: LiteMap<StoreNo, LogonCall>,
    by_support: LiteMap<SupportNo, StoreNo>,
    /// The provider object that a support object was made for.
    owners: LiteMap<SupportNo, ProviderNo>,
}

impl Book {
    pub(super) fn see(&mut self, event: &Event) {
        match event.what {
            What::Call { to: Object::Provider(provider), args, .. } => {
                self.logon_called(event.open, provider, args)
            }
            What::Return { method: Method::SessionOpenMsgStore, out: Out::Store(store), .. } => {
                let call = event.open.and_then(|open| self.client.get(&open)).copied();
                self.make(store, call);
            }
            // What was logged inside of a provider names the pair here.
            What::Return { method: Method::ProviderLogon, out: Out::Store(store), .. } => {
                let call = event.open.and_then(|open| self.client.get(&open)).copied();
                self.make(store, call);
            }
            What::Return { method: Method::ProviderSpoolerLogon, out: Out::Store(store), .. } => {
                let call = event.open.and_then(|open| self.spooler.get(&open)).copied();
                self.make(store, call);
            }
            What::Fact(Fact::SpoolerPair(store, SpoolerPair::SameStore | SpoolerPair::OtherStore)) => {
                let call = event.open.and_then(|open| self.spooler.get(&open)).copied();
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
        self.by_support.get(&support).copied()
    }

    /// The provider object that made a pair.
    pub(super) fn provider_of(&self, store: StoreNo) -> Option<ProviderNo> {
        self.made.get(&store).map(|call| call.provider)
    }

    /// The provider object that got a support object.
    pub(super) fn owner_of(&self, support: SupportNo) -> Option<ProviderNo> {
        self.owners.get(&support).copied()
    }

    /// The pairs of a provider object.
    pub(super) fn stores_of(&self, provider: ProviderNo) -> impl Iterator<Item = StoreNo> {
        self.made.iter().filter(move |(_, call)| call.provider == provider).map(|(store, _)| *store)
    }

    fn logon_called(&mut self, open: Option<OpenNo>, provider: ProviderNo, args: Args) {
        let (side, support) = if let Args::Logon(support, ..) = args {
            (&mut self.client, support)
        } else if let Args::SpoolerLogon(support, ..) = args {
            (&mut self.spooler, support)
        } else {
            return;
        };
        self.owners.insert(support, provider);
        if let Some(open) = open {
            side.insert(open, LogonCall { provider, support });
        }
    }

    /// A pair is made once; a later open that returns it again adds nothing.
    fn make(&mut self, store: StoreNo, call: Option<LogonCall>) {
        if let Some(call) = call
            && !self.made.contains_key(&store)
        {
            self.made.insert(store, call);
            self.by_support.insert(call.support, store);
        }
    }
}
