//! Calls that MAPI hands to the provider whose MAPIUID an identifier carries \[SESSION-05\], within one process.

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_INVALID_ENTRYID, MAPI_E_UNKNOWN_ENTRYID};
use crate::mapi::{EntryId, EventMask, HResult, MapiError, MapiResult, WrappedStoreEntryId};
use crate::sim::books::home::Home;
use crate::sim::books::state::State;
use crate::sim::books::transactions::routing::Route;
use crate::sim::kernel::shared::{Shared, code, plain};
use crate::sim::kernel::turn::release;
use crate::spi::{Connection, IMAPIAdviseSink, IMSLogon, MapiObject, OpenEntryRequest};
use crate::trace::{Actor, Args, Bytes, Call, Context, Method, Object, Out, SessionNo, StoreNo};

/// What a logon object has answered.
struct Answered<R> {
    store: StoreNo,
    context: Context,
    value: R,
}

/// A call of the logon object that `find` finds; nothing if there is none, or if it is logged off before it is called.
async fn ask<R>(
    shared: &Shared,
    session: SessionNo,
    find: impl FnOnce(&mut State) -> Option<Route>,
    (method, args): (Method, Args),
    run: impl FnOnce(&dyn IMSLogon) -> MapiResult<R>,
    out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
) -> Option<MapiResult<Answered<R>>> {
    let (Route { store, logon, context }, work) = shared.work(session, find)?;
    let call = Call { from: Actor::Mapi, to: Object::Logon(store), method, args };
    let is_there = |state: &State| state.stores.is_logged_on(store);
    let result = shared.call_if(is_there, context, call, || run(&*logon), out).await;
    release(logon).await;
    work.end().await;
    let result = result?.map_err(MapiError::from).and_then(|result| result);
    Some(result.map(|value| Answered { store, context, value }))
}

/// The provider's own identifier in place of a wrapped one.
fn unwrapped(id: &EntryId) -> MapiResult<EntryId> {
    if id.is_wrapped_store() {
        Ok(WrappedStoreEntryId::decode(id).map_err(MapiError::from)?.store)
    } else {
        Ok(id.clone())
    }
}

/// What a provider has opened, and what it belongs to.
pub(crate) struct Opened {
    pub(crate) object: MapiObject,
    pub(crate) context: Context,
}

/// `OpenEntry` of anything but a store.
pub(crate) async fn open_routed(
    shared: &Shared,
    place: (SessionNo, Home),
    request: &OpenEntryRequest<'_>,
) -> MapiResult<Opened> {
    // [SESSION-06]
    let id = request.entry_id.ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
    let uid = id.provider_uid().ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
    shared.tell([id]);
    let call = (Method::LogonOpenEntry, Args::Entry(Some(Bytes::of_id(id)), request.flags));
    let run = |logon: &dyn IMSLogon| logon.open_entry(request);
    let answered = ask(shared, place.0, |state| state.route(place, uid), call, run, plain).await;
    let Answered { context, value: object, .. } = answered.ok_or(MAPI_E_UNKNOWN_ENTRYID)??;
    Ok(Opened { object, context })
}

/// `CompareEntryIDs`, which goes to the common owner of both identifiers \[SESSION-09\].
pub(crate) async fn compare_entry_ids(
    shared: &Shared,
    place: (SessionNo, Home),
    first: &EntryId,
    second: &EntryId,
    flags: u32,
) -> MapiResult<bool> {
    let readable = |id: &EntryId| {
        let id = unwrapped(id).ok()?;
        Some((id.provider_uid()?, id))
    };
    let (uid, first) = readable(first).ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
    let (other, second) = readable(second).ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
    let owner = |state: &mut State| {
        let route = state.route(place, uid)?;
        (uid == other || state.registered(route.store, other)).then_some(route)
    };
    shared.tell([&first, &second]);
    let call = (Method::LogonCompareEntryIds, Args::Ids(Bytes::of_id(&first), Bytes::of_id(&second)));
    let out = |result: &MapiResult<bool>| {
        (code(result), result.as_ref().map_or(Out::None, |same| Out::Same(*same)))
    };
    let run = |logon: &dyn IMSLogon| logon.compare_entry_ids(&first, &second, flags);
    let answered = ask(shared, place.0, owner, call, run, out).await;
    Ok(answered.ok_or(MAPI_E_UNKNOWN_ENTRYID)??.value)
}

/// `Advise` on an object of a store. The answer names the logon object that keeps the registration \[SESSION-10\].
pub(crate) async fn advise(
    shared: &Shared,
    session: SessionNo,
    id: &EntryId,
    events: EventMask,
    sink: Arc<dyn IMAPIAdviseSink>,
) -> MapiResult<(StoreNo, Connection)> {
    let id = unwrapped(id)?;
    // Of the calls that are routed this one alone has a code for what is no identifier.
    let uid = id.provider_uid().ok_or(MAPI_E_INVALID_ENTRYID)?;
    let find = |state: &mut State| state.route((session, Home::Client), uid);
    shared.tell([&id]);
    let call = (Method::LogonAdvise, Args::Advise(Some(Bytes::of_id(&id)), events));
    let run = |logon: &dyn IMSLogon| logon.advise(Some(&id), events, sink);
    let answered = ask(shared, session, find, call, run, plain).await;
    let Answered { store, value: connection, .. } = answered.ok_or(MAPI_E_UNKNOWN_ENTRYID)??;
    Ok((store, connection))
}

/// `Unadvise` at the logon object that keeps a registration; one that is gone has released its sinks.
pub(crate) async fn unadvise(
    shared: &Shared,
    session: SessionNo,
    store: StoreNo,
    connection: Connection,
) -> MapiResult<()> {
    let call = (Method::LogonUnadvise, Args::None);
    let run = |logon: &dyn IMSLogon| logon.unadvise(connection);
    let answered = ask(shared, session, |state| state.route_to(store), call, run, plain).await;
    answered.map_or(Ok(()), |answered| answered.map(|_| ()))
}

/// `OpenStatusEntry` of the logon object behind a status row \[SESSION-08\].
pub(crate) async fn open_status(
    shared: &Shared,
    session: SessionNo,
    store: StoreNo,
    request: &OpenEntryRequest<'_>,
) -> MapiResult<Opened> {
    let call = (Method::LogonOpenStatusEntry, Args::None);
    let run = |logon: &dyn IMSLogon| logon.open_status_entry(request.interface, request.flags);
    let answered = ask(shared, session, |state| state.route_to(store), call, run, plain).await;
    let Answered { context, value: status, .. } = answered.ok_or(MAPI_E_UNKNOWN_ENTRYID)??;
    Ok(Opened { object: MapiObject::Status(status), context })
}
