//! What holds at the end of every store, whatever its route.

use std::collections::{BTreeMap, BTreeSet};

use mapi_sim::trace::{
    Event, Fact, Method, Object, OpenNo, Out, ProviderNo, SpoolerPair, StoreNo, Trace, What,
};

/// What a trace has shown so far.
#[derive(Default)]
struct Seen {
    /// The provider object that the last successful logon of an open was made on.
    answering: BTreeMap<(Option<OpenNo>, Method), ProviderNo>,
    owner: BTreeMap<StoreNo, ProviderNo>,
    logged_off: BTreeSet<StoreNo>,
    released: BTreeSet<StoreNo>,
    shut_down: BTreeSet<ProviderNo>,
}

/// One `Logoff` for each logon object, before its release; no `Shutdown` while a logon of the provider object lives;
/// one `Shutdown` at most; and no call to anything of a provider object after it.
pub(crate) fn expect_route_invariants(trace: &Trace) {
    let mut seen = Seen::default();
    for event in trace.events() {
        if let What::Call { to, method, .. } = event.what {
            seen.call(trace, to, method);
        } else if let What::Return { from, method, out, .. } = event.what {
            seen.returned(event, from, method, out);
        } else if let What::Fact(fact) = event.what {
            seen.fact(trace, event, fact);
        }
    }
    for store in seen.owner.keys() {
        assert!(seen.released.contains(store), "the logon object of {store} is never released\n{trace}");
    }
}

impl Seen {
    fn call(&mut self, trace: &Trace, to: Object, method: Method) {
        if let Object::Logon(store) | Object::Store(store) = to {
            let dead = self.owner.get(&store).is_some_and(|owner| self.shut_down.contains(owner));
            assert!(!dead, "{method} on {store} after Shutdown\n{trace}");
            let again = method == Method::LogonLogoff && !self.logged_off.insert(store);
            assert!(!again, "two Logoffs of {store}\n{trace}");
        } else if let Object::Provider(provider) = to {
            assert!(!self.shut_down.contains(&provider), "{method} on {provider} after Shutdown\n{trace}");
            if method == Method::ProviderShutdown {
                self.check_no_logon(trace, provider);
                self.shut_down.insert(provider);
            }
        }
    }

    fn check_no_logon(&self, trace: &Trace, provider: ProviderNo) {
        let of_provider = self.owner.iter().filter(|(_, owner)| **owner == provider);
        let living: Vec<_> = of_provider.filter(|(store, _)| !self.released.contains(store)).collect();
        assert!(living.is_empty(), "Shutdown of {provider} while {living:?} live\n{trace}");
    }

    fn returned(&mut self, event: &Event, from: Object, method: Method, out: Out) {
        if let (Object::Provider(provider), Out::Logon { store: true, logon: true, .. }) = (from, out) {
            self.answering.insert((event.open, method), provider);
        } else if let Out::Store(store) = out {
            self.owns(event, Method::ProviderLogon, store);
        }
    }

    fn fact(&mut self, trace: &Trace, event: &Event, fact: Fact) {
        if let Fact::SpoolerPair(store, SpoolerPair::SameStore) = fact {
            self.owns(event, Method::ProviderSpoolerLogon, store);
        } else if let Fact::LogonReleased(store) = fact {
            assert!(self.logged_off.contains(&store), "{store} is released without Logoff\n{trace}");
            assert!(self.released.insert(store), "{store} is released twice\n{trace}");
        }
    }

    fn owns(&mut self, event: &Event, method: Method, store: StoreNo) {
        if let Some(provider) = self.answering.get(&(event.open, method)) {
            self.owner.entry(store).or_insert(*provider);
        }
    }
}
