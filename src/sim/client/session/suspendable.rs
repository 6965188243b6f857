//! The methods of a session that lead to drivers of providers, so that they can be suspended.
//!
//! A client whose calls take turns with others' awaits these. Every other method is one turn and then the call.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::mapi::codes::{MAPI_E_END_OF_SESSION, MAPI_E_NOT_FOUND, MAPI_E_UNKNOWN_ENTRYID};
use crate::mapi::{
    DefaultStoreFlags, EntryId, EventMask, HResult, MapiResult, MapiUid, OpenEntryFlags, OpenStoreFlags,
    SessionLogoffFlags, Warned, WrappedStoreEntryId,
};
use crate::methods::Show;
use crate::sim::books::live::Source;
use crate::sim::books::state::State;
use crate::sim::books::transactions::own_status::OwnStatus;
use crate::sim::books::transactions::table_rows::status_store_of;
use crate::sim::checks::client_findings;
use crate::sim::client::session::Session;
use crate::sim::client::session::own_status::open_own_status;
use crate::sim::drive::open::{OpenTarget, Opener, Wanted, open_msg_store, refuse_open};
use crate::sim::drive::routing::{self, Opened};
use crate::sim::drive::session_end;
use crate::sim::kernel::shared::{code, plain};
use crate::sim::kernel::traced::Receiver;
use crate::sim::kernel::turn::release;
use crate::sim::setup::fault::Fault;
use crate::spi::{Connection, IMAPIAdviseSink, IMsgStore, MapiObject, OpenEntryRequest, ParentWindow};
use crate::trace::{Actor, Args, Bytes, Call, Context, Method, Object, Out};

impl Session {
    pub(super) async fn serve<R: Show>(
        &self,
        method: Method,
        args: Args,
        run: impl Future<Output = MapiResult<R>>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> MapiResult<R> {
        let call = Call { from: Actor::Client, to: Object::Session(self.number), method, args };
        let run = async {
            self.check_alive()?;
            let Some(fault) = self.shared.session_refusal(method) else { return run.await };
            self.shared.strikes(fault)?;
            let mut answer = run.await?;
            self.shared.warns(fault, &mut answer);
            Ok(answer)
        };
        self.shared.serve(Context::session(self.number), call, run, out).await
    }

    /// `OpenMsgStore`.
    pub(crate) async fn opens(&self, wanted: Wanted<'_>) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
        self.check_not_gone()?;
        let opener = Opener { session: self.number, client: self.client, flags: self.flags };
        let fault = self.shared.session_refusal(Method::SessionOpenMsgStore);
        if let Some(fault) = fault.filter(Fault::refuses) {
            return Err(refuse_open(&self.shared, opener, &wanted, fault));
        }
        let wanted = Wanted { warns: fault, ..wanted };
        open_msg_store(&self.shared, opener, wanted).await
    }

    /// `OpenMsgStore` of the store of a section.
    pub(crate) async fn opens_section(
        &self,
        section: &MapiUid,
        flags: OpenStoreFlags,
    ) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
        let profile = self.profile()?;
        let found = self.shared.with(|state| state.profiles.section_by_uid(profile, *section));
        let target = OpenTarget::Section(found.ok_or(MAPI_E_NOT_FOUND)?);
        let window = ParentWindow::of_handle(1);
        self.opens(Wanted { target, flags, interface: None, window, warns: None }).await
    }

    /// `OpenEntry`.
    pub(crate) async fn opens_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        let args = Args::Entry(request.entry_id.map(Bytes::of_id), request.flags);
        self.shared.tell(request.entry_id);
        // There is an open in it, which is big.
        let run = Box::pin(self.find_entry(request));
        self.serve(Method::SessionOpenEntry, args, run, |opened| self.shared.opened_told(opened)).await
    }

    async fn find_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        let id = request.entry_id.ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
        if id.is_wrapped_store() {
            // What cannot be decoded is an unknown identifier here, other than in OpenMsgStore.
            WrappedStoreEntryId::decode(id).map_err(|_| MAPI_E_UNKNOWN_ENTRYID)?;
            let wanted = Wanted {
                target: OpenTarget::Id(id),
                // [SESSION-07]
                flags: quiet_open_flags(request.flags),
                interface: request.interface,
                window: ParentWindow::none(),
                warns: None,
            };
            return Ok(MapiObject::Store(self.opens(wanted).await?.value));
        }
        if let Some(own) = OwnStatus::of(id) {
            return open_own_status(&self.shared, self.number, own, request.interface);
        }
        let Opened { object, context } = match status_store_of(id) {
            Some(store) => routing::open_status(&self.shared, self.number, store, request).await?,
            None => routing::open_routed(&self.shared, self.place(), request).await?,
        };
        Ok(self.shared.hand_out(Receiver::client(context), object))
    }

    /// `CompareEntryIDs`.
    pub(crate) async fn compares_entry_ids(
        &self,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        let args = Args::Ids(Bytes::of_id(first), Bytes::of_id(second));
        self.shared.tell([first, second]);
        let run = pin!(routing::compare_entry_ids(&self.shared, self.place(), first, second, flags));
        let out = |result: &MapiResult<bool>| {
            (code(result), result.as_ref().map_or(Out::None, |same| Out::Same(*same)))
        };
        self.serve(Method::SessionCompareEntryIds, args, run, out).await
    }

    /// `Advise`.
    pub(crate) async fn advises(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        let args = Args::Advise(entry_id.map(Bytes::of_id), events);
        self.shared.tell(entry_id);
        // Passed on by its address, as in `logs_off`.
        let run = pin!(async {
            let Some(id) = entry_id else { return Ok(self.connect_own(sink)) };
            let (store, connection) = routing::advise(&self.shared, self.number, id, events, sink).await?;
            Ok(self.connections.add_routed(store, connection))
        });
        self.serve(Method::SessionAdvise, args, run, |connection| self.shared.opened_told(connection)).await
    }

    /// [SESSION-10] the session's own events.
    fn connect_own(&self, sink: Arc<dyn IMAPIAdviseSink>) -> Connection {
        let source = Source::Session(self.number);
        let listeners = |state: &mut State| state.listeners.add(source, self.number, self.client, sink);
        self.connections.add_own(source, self.shared.with(listeners))
    }

    /// `Unadvise`.
    pub(crate) async fn unadvises(&self, connection: Connection) -> MapiResult<()> {
        let args = self.shared.args_told(Args::None, |values| connection.show("connection", values));
        let run = pin!(self.connections.remove(&self.shared, self.number, connection));
        self.serve(Method::SessionUnadvise, args, run, plain).await
    }

    /// `SetDefaultStore`.
    pub(crate) async fn sets_default_store(
        &self,
        flags: DefaultStoreFlags,
        entry_id: Option<&EntryId>,
    ) -> MapiResult<()> {
        let args = Args::DefaultStore(entry_id.map(Bytes::of_id), flags);
        self.shared.tell(entry_id);
        // There is an open in it, which is big.
        let run = Box::pin(self.give_role(flags, entry_id));
        self.serve(Method::SessionSetDefaultStore, args, run, plain).await
    }

    /// `Logoff`.
    pub(crate) async fn logs_off(&self, flags: SessionLogoffFlags) -> MapiResult<()> {
        // Passed on by its address: it is big, and would be copied from call to call.
        let run = pin!(async {
            let in_service = self.shared.in_service();
            self.shared.with(|state| {
                client_findings::check_logoff_flags(&mut state.recorder, in_service, self.number, flags)
            });
            self.end(flags).await
        });
        self.serve(Method::SessionLogoff, Args::Raw(flags.bits()), run, plain).await
    }

    /// The client has no session any more.
    pub(super) async fn end(&self, flags: SessionLogoffFlags) -> MapiResult<()> {
        if self.gone.swap(true, Ordering::Relaxed) {
            return Err(MAPI_E_END_OF_SESSION.into());
        }
        self.advise_of_leftovers();
        let sinks = self.shared.with(|state| {
            state.tables.remove_of_client(self.client);
            state.listeners.remove_of_client(self.client)
        });
        release(sinks).await;
        self.connections.forget();
        session_end::log_off(&self.shared, self.number, flags).await;
        Ok(())
    }
}

/// `OpenEntry` opens a store without dialogs; `MAPI_MODIFY` stands for `MDB_WRITE` [SESSION-07].
fn quiet_open_flags(flags: OpenEntryFlags) -> OpenStoreFlags {
    let mut open = OpenStoreFlags::MDB_NO_DIALOG;
    open.set(OpenStoreFlags::MDB_WRITE, flags.contains(OpenEntryFlags::MAPI_MODIFY));
    open.set(OpenStoreFlags::MAPI_BEST_ACCESS, flags.contains(OpenEntryFlags::MAPI_BEST_ACCESS));
    open.set(OpenStoreFlags::MAPI_DEFERRED_ERRORS, flags.contains(OpenEntryFlags::MAPI_DEFERRED_ERRORS));
    open
}
