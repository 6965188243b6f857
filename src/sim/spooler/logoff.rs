//! The spooler gives a store up: `StoreLogoffTransports`, the end of the session, or the client's last release.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::load::Input;
use crate::mapi::LogoffFlags;
use crate::sim::logoff::end_by_session;
use crate::sim::shared::Shared;
use crate::sim::state::{Side, State};
use crate::spi::{IMsgStore, SpoolerStore, StoreId, TransportLogoff};
use crate::trace::{Actor, Args, Call, Context, Fact, Method, Object, OpenNo, Out, StoreNo};

impl State {
    /// The name under which the spooler knows a client's store.
    pub(crate) fn spooler_id(&self, client: StoreNo) -> Option<StoreId> {
        let pair = self.spooler_pairs.get(client).unwrap_or(client);
        let data = self.stores.get(&pair).or_else(|| self.stores.get(&client))?;
        Some(StoreId::new(data.session.number(), client.number()))
    }

    /// Whether the store of a client is open in another session of the profile, with a word about it in the trace.
    fn is_open_elsewhere(&mut self, client: StoreNo) -> bool {
        let Some(data) = self.stores.get(&client) else { return false };
        let (context, sessions) = (data.context(), self.open_in.get(data.section));
        let elsewhere = sessions.is_some_and(|sessions| sessions > 1);
        if elsewhere {
            self.recorder.fact(context, Fact::OpenElsewhere(client));
        }
        elsewhere
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
/// the flags let it refuse \[SHUT-06\]. While another process has the store open for the same profile nothing happens
/// \[SHUT-05\]; every session stands for a process of its own here.
pub(crate) fn logoff_transports(shared: &Arc<Shared>, client: StoreNo, flags: LogoffFlags) -> LogoffFlags {
    let Some(id) = shared.with(|state| state.spooler_id(client).filter(|_| !state.is_open_elsewhere(client)))
    else {
        return LogoffFlags::LOGOFF_COMPLETE;
    };
    let TransportLogoff { flags: answered, release } = shared.spooler.logoff_transports(id, flags);
    if release {
        release_spooler_store(shared, client, flags);
    }
    answered
}

/// Route 4: the spooler releases what it has of a client's store.
pub(crate) fn release_spooler_store(shared: &Arc<Shared>, client: StoreNo, flags: LogoffFlags) {
    let Some(id) = shared.with(|state| state.spooler_id(client)) else { return };
    let Some(objects) = shared.spooler.released(id) else { return };
    let Some((pair, context, told_by)) = shared.with(|state| {
        let pair = state.spooler_pairs.get(client);
        let data = state.stores.get(&pair.unwrap_or(client))?;
        Some((pair, data.context(), data.told_by))
    }) else {
        return;
    };
    match pair {
        Some(pair) => release_own_pair(shared, pair, context, objects, flags),
        None => release_same_objects(shared, client, context, told_by, objects),
    }
}

/// The spooler's own pair goes by the orderly route: `StoreLogoff`, then the last release.
fn release_own_pair(
    shared: &Arc<Shared>,
    pair: StoreNo,
    context: Context,
    objects: SpoolerStore,
    flags: LogoffFlags,
) {
    let SpoolerStore { logon, store } = objects;
    drop(logon);
    let call = Call {
        from: Actor::Spooler,
        to: Object::Store(pair),
        method: Method::StoreLogoff,
        args: Args::Logoff(flags),
    };
    let noted = shared.cross(
        context,
        call,
        || store.store_logoff(flags),
        |result| {
            let out = result.as_ref().map_or(Out::None, |flags| Out::Logoff(*flags));
            (crate::sim::shared::code(result), out)
        },
    );
    if noted.is_ok() {
        shared.with(|state| state.note_logoff(pair));
    }
    release(shared, pair, context, store);
}

fn release_same_objects(
    shared: &Arc<Shared>,
    client: StoreNo,
    context: Context,
    told_by: Option<OpenNo>,
    objects: SpoolerStore,
) {
    let SpoolerStore { logon, store } = objects;
    drop(logon);
    shared.with(|state| state.spooler_is_gone(told_by));
    release(shared, client, context, store);
}

fn release(shared: &Arc<Shared>, number: StoreNo, context: Context, store: Arc<dyn IMsgStore>) {
    shared.with(|state| state.recorder.release(context, Object::Store(number), Actor::Spooler, 0));
    drop(store);
}

/// The client's last pointer to a store has gone. A waiting spooler logon is dropped, and a spooler that was given
/// the client's very objects lets go of them; one with a pair of its own waits for `StoreLogoffTransports`.
pub(crate) fn release_shared_objects(shared: &Arc<Shared>, client: StoreNo) {
    let same_objects =
        shared.with(|state| state.stores.contains_key(&client) && state.spooler_pairs.get(client).is_none());
    if same_objects {
        release_spooler_store(shared, client, LogoffFlags::LOGOFF_ABORT);
    }
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
