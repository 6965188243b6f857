//! The spooler gives a store up: `StoreLogoffTransports`, the end of the session, or the client's last release.

use std::sync::Arc;

use crate::mapi::LogoffFlags;
use crate::sim::books::stores::Side;
use crate::sim::books::transactions::session_end::Logons;
use crate::sim::books::transactions::spooler_release::BegunLogoff;
use crate::sim::drive::logoff::end_by_session;
use crate::sim::kernel::asked::{About, note_gone};
use crate::sim::kernel::shared::{Shared, code};
use crate::sim::kernel::turn::release;
use crate::sim::spooler::{SpoolerKey, SpoolerStore, TransportLogoff};
use crate::spi::IMsgStore;
use crate::trace::{Out, StoreNo};

/// `IMAPISupport::StoreLogoffTransports`: the spooler ends its work for a store and gives its own objects up, unless
/// the flags let it refuse \[SHUT-06\].
pub(crate) async fn logoff_transports(
    shared: &Arc<Shared>,
    client: StoreNo,
    id: SpoolerKey,
    flags: LogoffFlags,
) -> LogoffFlags {
    let none = TransportLogoff { flags: LogoffFlags::LOGOFF_COMPLETE, release: true };
    let TransportLogoff { flags: answered, release } =
        shared.ask_spooler("logoff_transports", About::Store(id), none, |spooler| {
            spooler.logoff_transports(id, flags)
        });
    if release {
        release_known(shared, client, id, flags).await;
    }
    answered
}

/// Route 4: the spooler releases what it has of a client's store.
pub(crate) async fn release_spooler_store(shared: &Arc<Shared>, client: StoreNo, flags: LogoffFlags) {
    if let Some(id) = shared.with(|state| state.spooler_id(client)) {
        release_known(shared, client, id, flags).await;
    }
}

/// The same for who knows the name under which the spooler knows the store.
async fn release_known(shared: &Arc<Shared>, client: StoreNo, id: SpoolerKey, flags: LogoffFlags) {
    let Some(SpoolerStore { logon, store }) =
        shared.ask_spooler("released", About::Store(id), None, |spooler| spooler.released(id))
    else {
        if shared.with(|state| state.may_wait_for_spooler(client)) {
            note_gone();
        }
        return;
    };
    release(logon).await;
    let begun = shared.with(|state| state.begin_release(client, flags));
    if let Some(begun) = begun {
        log_off_pair(shared, begun, &*shared.inner_store(Arc::clone(&store)), flags).await;
    }
    release(store).await;
}

/// `StoreLogoff`, after which the last release follows.
async fn log_off_pair(shared: &Shared, begun: BegunLogoff, store: &dyn IMsgStore, flags: LogoffFlags) {
    let BegunLogoff { pair, context, called } = begun;
    let answer = shared.make(called, || store.store_logoff(flags)).await;
    shared.with(|state| {
        if let Ok(noted) = &answer {
            let out = noted.as_ref().map_or(Out::None, |flags| Out::Logoff(*flags));
            state.recorder.returned(called, (code(noted), out));
        }
        if answer.is_ok_and(|noted| noted.is_ok()) {
            state.stores.note_logoff(pair);
        }
        state.spooler_releases(pair, context);
    });
}

/// The client's last pointer to a store has gone, and the spooler has no pair of its own, which would wait for
/// `StoreLogoffTransports`: a waiting logon is dropped, and a spooler that was given the client's very objects lets
/// go of them.
pub(crate) async fn release_shared_objects(shared: &Arc<Shared>, client: StoreNo, id: SpoolerKey) {
    release_known(shared, client, id, LogoffFlags::LOGOFF_ABORT).await;
}

/// The session ends: the spooler gives up every store of it, and what its providers still keep is logged off.
pub(crate) async fn end_session(shared: &Arc<Shared>, logons: &[StoreNo]) {
    let mut clients: Logons =
        shared.with(|state| logons.iter().map(|logon| state.stores.client_store_of(*logon)).collect());
    clients.sort_unstable();
    clients.dedup();
    for client in clients {
        release_spooler_store(shared, client, LogoffFlags::LOGOFF_ABORT).await;
    }
    let is_pair = |logon: &&StoreNo| {
        shared.with(|state| state.stores.get(**logon).is_some_and(|data| data.facts().side != Side::Client))
    };
    for pair in logons.iter().filter(is_pair) {
        end_by_session(shared, *pair).await;
    }
}
