//! The spooler releases what it has of a store.

use crate::load::{Input, SpoolerState};
use crate::mapi::LogoffFlags;
use crate::sim::books::state::State;
use crate::sim::books::stores::{PairFacts, Side};
use crate::sim::spooler::SpoolerKey;
use crate::trace::{Actor, Args, Call, Called, Context, Fact, Method, Object, OpenNo, StoreNo};

/// A `StoreLogoff` of the spooler that is on record.
pub(crate) struct BegunLogoff {
    pub(crate) pair: StoreNo,
    pub(crate) context: Context,
    pub(crate) called: Called,
}

impl State {
    /// The name under which the spooler knows a client's store.
    pub(crate) fn spooler_id(&self, client: StoreNo) -> Option<SpoolerKey> {
        // The spooler's pair may outlive the client's store.
        let pair = || self.stores.get(self.stores.spooler_pair_of(client)?);
        let data = self.stores.get(client).or_else(pair)?;
        Some(SpoolerKey::new(data.facts().session.number(), client.number()))
    }

    /// The name under which the spooler is asked to end its work for a client's store, unless the store is open in
    /// another session of the profile: every session stands for a process of its own \[SHUT-05\]. Nobody waits for a
    /// pair of the spooler's own, or for a spooler that has released the client's own objects already.
    pub(crate) fn busy_with(&mut self, client: StoreNo) -> Option<SpoolerKey> {
        let data = self.stores.get(client).filter(|data| data.facts().side == Side::Client)?;
        let (PairFacts { session, section, .. }, context) = (*data.facts(), data.context());
        let spooler = data.told_by().and_then(|open| self.opens.spooler_state(open));
        if spooler == Some(SpoolerState::LoggedOff) {
            return None;
        }
        if self.stores.is_open_elsewhere(section) {
            self.recorder.fact(context, Fact::OpenElsewhere(client));
            return None;
        }
        Some(SpoolerKey::new(session.number(), client.number()))
    }

    /// The spooler releases what it has of a client's store. A pair of its own is logged off first, which begins here.
    pub(crate) fn begin_release(&mut self, client: StoreNo, flags: LogoffFlags) -> Option<BegunLogoff> {
        let Some(pair) = self.stores.spooler_pair_of(client) else {
            let data = self.stores.get(client)?;
            let (context, told_by) = (data.context(), data.told_by());
            // The store is still there, and so is the machine that told of it.
            if let Some(open) = told_by {
                self.advance(open, Input::SpoolerReleased);
            }
            self.spooler_releases(client, context);
            return None;
        };
        let context = self.stores.get(pair)?.context();
        if !self.stores.is_logged_on(pair) {
            self.spooler_releases(pair, context);
            return None;
        }
        let call = Call {
            from: Actor::Spooler,
            to: Object::Store(pair),
            method: Method::StoreLogoff,
            args: Args::Logoff(flags),
        };
        Some(BegunLogoff { pair, context, called: self.record_call(context, call) })
    }

    /// The spooler releases a store object.
    pub(crate) fn spooler_releases(&mut self, store: StoreNo, context: Context) {
        self.recorder.release(context, Object::Store(store), Actor::Spooler, 0);
    }

    /// The spooler holds nothing of `client`'s store any more.
    pub(crate) fn spooler_is_gone(&mut self, told_by: Option<OpenNo>) {
        if let Some(open) = told_by {
            self.advance(open, Input::SpoolerReleased);
            self.opens.tidy(open);
        }
    }
}
