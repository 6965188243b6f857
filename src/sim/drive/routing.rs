//! Calls that MAPI hands to the provider whose MAPIUID an identifier carries \[SESSION-05\], within one process.

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_INVALID_ENTRYID, MAPI_E_UNKNOWN_ENTRYID};
use crate::mapi::{EntryId, EventMask, MapiError, MapiResult, WrappedStoreEntryId};
use crate::sim::books::home::Home;
use crate::sim::books::transactions::routing::Route;
use crate::sim::kernel::let_go::LetGo;
use crate::sim::kernel::shared::{Shared, code, plain};
use crate::spi::{Connection, IMAPIAdviseSink, IMSLogon, MapiObject, OpenEntryRequest};
use crate::trace::{Actor, Args, Bytes, Call, Context, Method, Object, Out, SessionNo, StoreNo};

impl Route {
    async fn call<R>(
        self,
        shared: &Shared,
        method: Method,
        args: Args,
        run: impl FnOnce(&dyn IMSLogon) -> MapiResult<R>,
        out: impl FnOnce(&MapiResult<R>) -> (crate::mapi::HResult, Out),
    ) -> MapiResult<R> {
        let call = Call { from: Actor::Mapi, to: Object::Logon(self.store), method, args };
        let answer = shared.call(self.context, call, || run(&*self.logon), out).await;
        self.logon.let_go();
        answer?
    }
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
    let route = shared.with(|state| state.route(place, uid)).ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
    let args = Args::Entry(Some(Bytes::of_id(id)), request.flags);
    let run = |logon: &dyn IMSLogon| logon.open_entry(request);
    let context = route.context;
    let object = route.call(shared, Method::LogonOpenEntry, args, run, plain).await?;
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
    let route = shared.with(|state| {
        let route = state.route(place, uid)?;
        (uid == other || state.registered(route.store, other)).then_some(route)
    });
    let route = route.ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
    let args = Args::Ids(Bytes::of_id(&first), Bytes::of_id(&second));
    let out = |result: &MapiResult<bool>| {
        (code(result), result.as_ref().map_or(Out::None, |same| Out::Same(*same)))
    };
    let run = |logon: &dyn IMSLogon| logon.compare_entry_ids(&first, &second, flags);
    route.call(shared, Method::LogonCompareEntryIds, args, run, out).await
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
    let route =
        shared.with(|state| state.route((session, Home::Client), uid)).ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
    let args = Args::Advise(Some(Bytes::of_id(&id)), events);
    let run = |logon: &dyn IMSLogon| logon.advise(Some(&id), events, sink);
    let store = route.store;
    let connection = route.call(shared, Method::LogonAdvise, args, run, plain).await?;
    Ok((store, connection))
}

/// `Unadvise` at the logon object that keeps a registration; one that is gone has released its sinks.
pub(crate) async fn unadvise(shared: &Shared, store: StoreNo, connection: Connection) -> MapiResult<()> {
    let Some((logon, context)) = shared.with(|state| state.stores.logon(store)) else { return Ok(()) };
    let route = Route { store, logon, context };
    route.call(shared, Method::LogonUnadvise, Args::None, |logon| logon.unadvise(connection), plain).await
}

/// `OpenStatusEntry` of the logon object behind a status row \[SESSION-08\].
pub(crate) async fn open_status(
    shared: &Shared,
    store: StoreNo,
    request: &OpenEntryRequest<'_>,
) -> MapiResult<Opened> {
    let found = shared.with(|state| state.stores.logon(store)).ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
    let route = Route { store, logon: found.0, context: found.1 };
    let run = |logon: &dyn IMSLogon| logon.open_status_entry(request.interface, request.flags);
    let context = route.context;
    let status = route.call(shared, Method::LogonOpenStatusEntry, Args::None, run, plain).await?;
    Ok(Opened { object: MapiObject::Status(status), context })
}
