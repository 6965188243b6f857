//! The client's pointer to a store: every call goes to the provider's object and into the trace.
//!
//! Clients hold this object instead of the provider's own, so that a trace shows what clients do with their store and
//! when they release it. It adds nothing and changes nothing.

use std::any::Any;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::mapi::codes::MAPI_E_INVALID_OBJECT;
use crate::mapi::{
    EntryId, EventMask, GetPropListFlags, GetPropsFlags, HResult, IdsFlags, LockState, LogoffFlags,
    MapiErrorDetail, MapiResult, MapiString, MapiUid, NamedProp, NamesFlags, Notification, PropProblem,
    PropTag, PropValue, ReceiveFolderFlags, SaveChangesFlags, StringWidth, TableFlags, Warned,
};
use crate::methods;
use crate::sim::books::live::ClientNo;
use crate::sim::books::transactions::pointers::Released;
use crate::sim::checks::client_findings;
use crate::sim::drive::spooler::release_shared_objects;
use crate::sim::kernel::objects::NewPointer;
use crate::sim::kernel::shared::{Shared, code, plain, warned};
use crate::sim::kernel::traced::Receiver;
use crate::sim::kernel::turn::{finish, release, turn};
use crate::spi::{
    Connection, CopyPropsRequest, CopyToRequest, IMAPIAdviseSink, IMAPIProp, IMAPITable, IMessage, IMsgStore,
    MapiObject, NamesFromIds, OpenEntryRequest, OpenPropertyRequest, OtherInterface, ReceiveFolder,
};
use crate::trace::{Actor, Args, Bytes, Call, Context, Method, Object, Out, StoreNo};

/// A client's store.
pub(crate) struct ClientStore {
    shared: Arc<Shared>,
    client: ClientNo,
    store: StoreNo,
    context: Context,
    /// The provider's object, or its wrapper that records; present until the release.
    inner: Option<Arc<dyn IMsgStore>>,
    /// Registrations of this client that it has not cancelled.
    advised: Mutex<BTreeSet<Connection>>,
}

impl ClientStore {
    /// May be called while the state is locked.
    pub(crate) fn new(shared: Arc<Shared>, pointer: NewPointer) -> Self {
        let NewPointer { client, store, context, inner } = pointer;
        let inner = Some(shared.hand_out_store(Receiver::client(context), store, inner));
        let advised = Mutex::new(BTreeSet::new());
        Self { shared, client, store, context, inner, advised }
    }

    /// The object behind a pointer that `OpenMsgStore` gave.
    pub(crate) fn behind(pointer: &Arc<dyn IMsgStore>) -> Option<&Self> {
        let any: &dyn Any = &**pointer;
        any.downcast_ref()
    }

    /// The client ends its session and still has this store \[SHUT-18\].
    pub(crate) fn advise_of_leftovers(&self) {
        let advised = self.advised().clone();
        self.shared.with(|state| {
            for connection in advised {
                client_findings::registration_is_left(
                    &mut state.recorder,
                    self.context,
                    connection.get(),
                    format_args!("store object {}", self.store),
                );
            }
            client_findings::store_is_held(&mut state.recorder, self.context, self.store);
        });
    }

    fn advised(&self) -> MutexGuard<'_, BTreeSet<Connection>> {
        self.advised.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) const fn number(&self) -> StoreNo {
        self.store
    }

    pub(crate) fn provider_object(&self) -> Option<Arc<dyn IMsgStore>> {
        Some(self.shared.inner_store(Arc::clone(self.inner.as_ref()?)))
    }

    fn call<R>(
        &self,
        method: Method,
        args: Args,
        run: impl FnOnce(&dyn IMsgStore) -> MapiResult<R>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> MapiResult<R> {
        let call = Call { from: Actor::Client, to: Object::Store(self.store), method, args };
        self.shared.with(|state| {
            if state.is_logoff_complete(self.store) {
                let (recorder, context) = (&mut state.recorder, self.context);
                client_findings::store_is_used_after_logoff(recorder, context, self.store, method);
            }
        });
        let inner = self.inner.as_deref().ok_or(MAPI_E_INVALID_OBJECT)?;
        // What was handed out records the call itself.
        if self.shared.records_all() {
            return run(inner);
        }
        self.shared.cross(self.context, call, || run(inner), out)
    }
}

impl ClientStore {
    /// The client's `Release`, which ends the pointer if no clone of it is left.
    pub(crate) async fn release(pointer: Arc<dyn IMsgStore>) {
        turn().await;
        let any: Arc<dyn Any + Send + Sync> = pointer;
        let Ok(pointer) = any.downcast::<Self>() else { return };
        if let Some(mut pointer) = Arc::into_inner(pointer) {
            pointer.end().await;
        }
    }

    async fn end(&mut self) {
        let Some(inner) = self.inner.take() else { return };
        let (released, session) = self.shared.with(|state| {
            let released = state.release_pointer(self.client, self.store, self.context);
            let session = self.context.session.filter(|_| !matches!(released, Released::Nothing));
            if let Some(session) = session {
                state.work_begins(session);
            }
            (released, session)
        });
        match released {
            Released::Nothing => return std::mem::forget(inner),
            Released::One => {}
            Released::LastOfSharedObjects(id) => release_shared_objects(&self.shared, self.store, id).await,
        }
        release(inner).await;
        // The provider lets go of its support object in there, which the end of the session has to wait for.
        if let Some(session) = session {
            self.shared.with(|state| state.work_ends(session));
        }
        if !self.shared.is_settled() {
            self.shared.settle().await;
        }
    }
}

/// A client may simply drop its pointer.
impl Drop for ClientStore {
    fn drop(&mut self) {
        finish(self.end());
    }
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

fn counted<T>(result: &MapiResult<Vec<T>>) -> (HResult, Out) {
    (code(result), result.as_ref().map_or(Out::None, |values| Out::Props(count(values.len()))))
}

fn tag_count(tags: Option<&[PropTag]>) -> Args {
    tags.map_or(Args::None, |tags| Args::Props(count(tags.len())))
}

impl IMAPIProp for ClientStore {
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        let run = |store: &dyn IMsgStore| store.get_last_error(result, width);
        self.call(Method::StoreGetLastError, Args::None, run, plain)
    }

    fn save_changes(&self, flags: SaveChangesFlags) -> MapiResult<()> {
        self.call(Method::StoreSaveChanges, Args::Raw(flags.bits()), |store| store.save_changes(flags), plain)
    }

    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        self.call(Method::StoreGetProps, tag_count(tags), |store| store.get_props(tags, flags), warned)
    }

    fn get_prop_list(&self, flags: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        self.call(Method::StoreGetPropList, Args::None, |store| store.get_prop_list(flags), counted)
    }

    fn open_property(&self, request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        self.call(Method::StoreOpenProperty, Args::None, |store| store.open_property(request), plain)
    }

    fn set_props(&self, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let args = Args::Props(count(values.len()));
        self.call(Method::StoreSetProps, args, |store| store.set_props(values), counted)
    }

    fn delete_props(&self, tags: &[PropTag]) -> MapiResult<Vec<PropProblem>> {
        self.call(Method::StoreDeleteProps, tag_count(Some(tags)), |store| store.delete_props(tags), counted)
    }

    fn copy_to(&self, request: &CopyToRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        self.call(Method::StoreCopyTo, Args::None, |store| store.copy_to(request), counted)
    }

    fn copy_props(&self, request: &CopyPropsRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        self.call(Method::StoreCopyProps, Args::None, |store| store.copy_props(request), counted)
    }

    fn get_names_from_ids(
        &self,
        tags: Option<&[PropTag]>,
        set: Option<MapiUid>,
        flags: NamesFlags,
    ) -> MapiResult<Warned<NamesFromIds>> {
        let run = |store: &dyn IMsgStore| store.get_names_from_ids(tags, set, flags);
        self.call(Method::StoreGetNamesFromIds, tag_count(tags), run, warned)
    }

    fn get_ids_from_names(
        &self,
        names: Option<&[NamedProp]>,
        flags: IdsFlags,
    ) -> MapiResult<Warned<Vec<PropTag>>> {
        let run = |store: &dyn IMsgStore| store.get_ids_from_names(names, flags);
        self.call(Method::StoreGetIdsFromNames, Args::None, run, warned)
    }

    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        let run = |_: &dyn IMsgStore| {
            let whole = self.inner.as_ref().ok_or(MAPI_E_INVALID_OBJECT)?;
            Arc::clone(whole).other_interface(interface)
        };
        self.call(methods::IUnknown::QueryInterface, Args::None, run, plain)
    }
}

impl IMsgStore for ClientStore {
    fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        let args = Args::Advise(entry_id.map(Bytes::of_id), events);
        let run = |store: &dyn IMsgStore| store.advise(entry_id, events, sink);
        let connection = self.call(Method::StoreAdvise, args, run, plain)?;
        self.advised().insert(connection);
        Ok(connection)
    }

    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        self.call(Method::StoreUnadvise, Args::None, |store| store.unadvise(connection), plain)?;
        self.advised().remove(&connection);
        Ok(())
    }

    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        let args = Args::Ids(Bytes::of_id(first), Bytes::of_id(second));
        let run = |store: &dyn IMsgStore| store.compare_entry_ids(first, second, flags);
        let out = |result: &MapiResult<bool>| {
            (code(result), result.as_ref().map_or(Out::None, |same| Out::Same(*same)))
        };
        self.call(Method::StoreCompareEntryIds, args, run, out)
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        let args = Args::Entry(request.entry_id.map(Bytes::of_id), request.flags);
        self.call(Method::StoreOpenEntry, args, |store| store.open_entry(request), plain)
    }

    fn set_receive_folder(
        &self,
        message_class: Option<&MapiString>,
        flags: ReceiveFolderFlags,
        folder: Option<&EntryId>,
    ) -> MapiResult<()> {
        let run = |store: &dyn IMsgStore| store.set_receive_folder(message_class, flags, folder);
        self.call(Method::StoreSetReceiveFolder, Args::None, run, plain)
    }

    fn get_receive_folder(
        &self,
        message_class: Option<&MapiString>,
        flags: ReceiveFolderFlags,
    ) -> MapiResult<ReceiveFolder> {
        let run = |store: &dyn IMsgStore| store.get_receive_folder(message_class, flags);
        self.call(Method::StoreGetReceiveFolder, Args::None, run, plain)
    }

    fn get_receive_folder_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        let run = |store: &dyn IMsgStore| store.get_receive_folder_table(flags);
        self.call(Method::StoreGetReceiveFolderTable, Args::None, run, plain)
    }

    fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        let out = |result: &MapiResult<LogoffFlags>| {
            (code(result), result.as_ref().map_or(Out::None, |flags| Out::Logoff(*flags)))
        };
        self.shared.with(|state| {
            let others = state.other_clients(self.store, self.client);
            client_findings::check_store_logoff(&mut state.recorder, self.context, flags, others);
        });
        let noted =
            self.call(Method::StoreLogoff, Args::Logoff(flags), |store| store.store_logoff(flags), out)?;
        self.shared.with(|state| state.stores.note_logoff(self.store));
        Ok(noted)
    }

    fn abort_submit(&self, entry_id: &EntryId, flags: u32) -> MapiResult<()> {
        let args = Args::Id(Bytes::of_id(entry_id));
        self.call(Method::StoreAbortSubmit, args, |store| store.abort_submit(entry_id, flags), plain)
    }

    fn get_outgoing_queue(&self, flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        let run = |store: &dyn IMsgStore| store.get_outgoing_queue(flags);
        self.call(Method::StoreGetOutgoingQueue, Args::None, run, plain)
    }

    fn set_lock_state(&self, message: &Arc<dyn IMessage>, state: LockState) -> MapiResult<()> {
        let run = |store: &dyn IMsgStore| store.set_lock_state(message, state);
        self.call(Method::StoreSetLockState, Args::None, run, plain)
    }

    fn finished_msg(&self, flags: u32, entry_id: &EntryId) -> MapiResult<()> {
        let args = Args::Id(Bytes::of_id(entry_id));
        self.call(Method::StoreFinishedMsg, args, |store| store.finished_msg(flags, entry_id), plain)
    }

    fn notify_new_mail(&self, notification: &Notification) -> MapiResult<()> {
        let run = |store: &dyn IMsgStore| store.notify_new_mail(notification);
        self.call(Method::StoreNotifyNewMail, Args::None, run, plain)
    }
}
