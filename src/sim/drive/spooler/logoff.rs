//! The spooler gives a store up: `StoreLogoffTransports`, the end of the session, or the client's last release.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::load::{Input, SpoolerState};
use crate::mapi::LogoffFlags;
use crate::sim::books::state::{Side, State};
use crate::sim::drive::logoff::end_by_session;
use crate::sim::kernel::shared::{Shared, code};
use crate::sim::spooler::{SpoolerKey, SpoolerStore, TransportLogoff};
use crate::spi::IMsgStore;
use crate::trace::{Actor, Args, Call, Called, Context, Fact, Method, Object, OpenNo, Out, StoreNo};

/// A `StoreLogoff` of the spooler that is on record.
struct BegunLogoff {
    pair: StoreNo,
    context: Context,
    called: Called,
}

impl State {
    /// The name under which the spooler knows a client's store.
    pub(crate) fn spooler_id(&self, client: StoreNo) -> Option<SpoolerKey> {
        // The spooler's pair may outlive the client's store.
        let pair = || self.stores.get(&self.spooler_pairs.get(client)?);
        let data = self.stores.get(&client).or_else(pair)?;
        Some(SpoolerKey::new(data.session.number(), client.number()))
    }

    /// The name under which the spooler is asked to end its work for a client's store, unless the store is open in
    /// another session of the profile: every session stands for a process of its own \[SHUT-05\]. Nobody waits for a
    /// pair of the spooler's own, or for a spooler that has let go of the client's very objects already.
    pub(crate) fn busy_with(&mut self, client: StoreNo) -> Option<SpoolerKey> {
        let data = self.stores.get(&client).filter(|data| data.side == Side::Client)?;
        let (session, context, section) = (data.session, data.context(), data.section);
        let told_by = data.told_by.and_then(|open| self.opens.get(&open));
        if told_by.is_some_and(|data| data.machine.spooler_state() == SpoolerState::LoggedOff) {
            return None;
        }
        if self.open_in.get(section).is_some_and(|sessions| sessions > 1) {
            self.recorder.fact(context, Fact::OpenElsewhere(client));
            return None;
        }
        Some(SpoolerKey::new(session.number(), client.number()))
    }

    /// The spooler lets go of what it has of a client's store: of its own pair by the orderly route, which begins here.
    fn begin_release(&mut self, client: StoreNo, flags: LogoffFlags) -> Option<BegunLogoff> {
        let Some(pair) = self.spooler_pairs.get(client) else {
            let data = self.stores.get(&client)?;
            let (context, told_by) = (data.context(), data.told_by);
            // The store is still there, and so is the machine that told of it.
            if let Some(open) = told_by {
                self.advance(open, Input::SpoolerReleased);
            }
            self.spooler_releases(client, context);
            return None;
        };
        let context = self.stores.get(&pair)?.context();
        let call = Call {
            from: Actor::Spooler,
            to: Object::Store(pair),
            method: Method::StoreLogoff,
            args: Args::Logoff(flags),
        };
        Some(BegunLogoff { pair, context, called: self.record_call(context, call) })
    }

    fn spooler_releases(&mut self, store: StoreNo, context: Context) {
        self.recorder.release(context, Object::Store(store), Actor::Spooler, 0);
    }

    /// The spooler holds nothing of `client`'s store any more.
    pub(crate) fn spooler_is_gone(&mut self, told_by: Option<OpenNo>) {
        if let Some(open) = told_by {
            self.advance(open, Input::SpoolerReleased);
            self.tidy_open(open);
        }
    }
}

/// `IMAPISupport::StoreLogoffTransports`: the spooler ends its work for a store and gives its own objects up, unless
/// the flags let it refuse \[SHUT-06\].
pub(crate) fn logoff_transports(
    shared: &Arc<Shared>,
    client: StoreNo,
    id: SpoolerKey,
    flags: LogoffFlags,
) -> LogoffFlags {
    let TransportLogoff { flags: answered, release } = shared.spooler.logoff_transports(id, flags);
    if release {
        release_known(shared, client, id, flags);
    }
    answered
}

/// Route 4: the spooler releases what it has of a client's store.
pub(crate) fn release_spooler_store(shared: &Arc<Shared>, client: StoreNo, flags: LogoffFlags) {
    if let Some(id) = shared.with(|state| state.spooler_id(client)) {
        release_known(shared, client, id, flags);
    }
}

/// The same for who knows the name under which the spooler knows the store.
fn release_known(shared: &Arc<Shared>, client: StoreNo, id: SpoolerKey, flags: LogoffFlags) {
    let Some(SpoolerStore { logon, store }) = shared.spooler.released(id) else { return };
    drop(logon);
    let begun = shared.with(|state| state.begin_release(client, flags));
    if let Some(begun) = begun {
        log_off_pair(shared, begun, &*store, flags);
    }
    drop(store);
}

/// `StoreLogoff`, after which the last release follows.
fn log_off_pair(shared: &Shared, begun: BegunLogoff, store: &dyn IMsgStore, flags: LogoffFlags) {
    let BegunLogoff { pair, context, called } = begun;
    let noted = shared.foreign(called, || store.store_logoff(flags));
    shared.with(|state| {
        let out = noted.as_ref().map_or(Out::None, |flags| Out::Logoff(*flags));
        state.recorder.returned(called, (code(&noted), out));
        if noted.is_ok() {
            state.note_logoff(pair);
        }
        state.spooler_releases(pair, context);
    });
}

/// The client's last pointer to a store has gone, and the spooler has no pair of its own, which would wait for
/// `StoreLogoffTransports`: a waiting logon is dropped, and a spooler that was given the client's very objects lets
/// go of them.
pub(crate) fn release_shared_objects(shared: &Arc<Shared>, client: StoreNo, id: SpoolerKey) {
    release_known(shared, client, id, LogoffFlags::LOGOFF_ABORT);
}

/// The session ends: the spooler gives up every store of it, and what its providers still keep is logged off.
pub(crate) fn end_session(shared: &Arc<Shared>, logons: &[StoreNo]) {
    let clients: BTreeSet<StoreNo> =
        shared.with(|state| logons.iter().map(|logon| state.client_store_of(*logon)).collect());
    for client in clients {
        release_spooler_store(shared, client, LogoffFlags::LOGOFF_ABORT);
    }
    let is_pair = |logon: &&StoreNo| {
        shared.with(|state| state.stores.get(*logon).is_some_and(|data| data.side != Side::Client))
    };
    for pair in logons.iter().filter(is_pair) {
        end_by_session(shared, *pair);
    }
}
