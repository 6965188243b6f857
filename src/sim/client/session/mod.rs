//! A client's session.

mod connections;
mod default_store;
mod fast_shutdown;
mod identity;
mod leftovers;
mod open_table;
mod own_status;
mod suspendable;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::mapi::codes::{MAPI_E_END_OF_SESSION, MAPI_E_NO_SUPPORT};
use crate::mapi::{
    AddressBookFlags, DefaultStoreFlags, EntryId, EventMask, HResult, LogonExFlags, MapiError,
    MapiErrorDetail, MapiResult, MapiString, MapiUid, OpenSectionFlags, OpenStoreFlags, PropValue,
    SessionLogoffFlags, StringWidth, Warned,
};
use crate::methods::Show;
use crate::sim::books::home::Home;
use crate::sim::books::live::ClientNo;
use crate::sim::books::state::State;
use crate::sim::checks::client_findings;
use crate::sim::client::service::{ServiceAdmin, open_for_client};
use crate::sim::kernel::shared::{Shared, plain, warned};
use crate::sim::kernel::traced::Receiver;
use crate::sim::kernel::turn::{finish, run_to_end};
use crate::sim::support::empty_address_book::{OpenedBook, open_address_book};
use crate::spi::{
    Connection, IAddrBook, IMAPIAdviseSink, IMAPIClientShutdown, IMAPISession, IMAPITable, IMessage,
    IMsgServiceAdmin, IMsgStore, IProfSect, MapiObject, MessageOptionsRequest, OpenEntryRequest,
    OpenStoreRequest, ParentWindow, ShowFormRequest,
};
use crate::trace::{Actor, Args, Bytes, Context, Method, Object, Out, SessionNo, TableKind};
use connections::SessionConnections;
use identity::query_identity;
use open_table::open_table;

/// A client's pointer to a session: `IMAPISession`. Page: `imapisessioniunknown`.
///
/// [`Subsystem::logon`](crate::sim::Subsystem::logon) gives one to every client; clients of a shared session have pointers
/// of their own \[SESSION-02\]. Dropping the last clone is `Release`, before which a client should call
/// [`logoff`](IMAPISession::logoff); a client that does not is logged off then.
///
/// The stores table and the status table stay current as long as they are open, and take sinks. What a client has of
/// them when it logs off becomes invalid.
///
/// Not simulated, and answered with `MAPI_E_NO_SUPPORT`: forms, message options and address types.
pub struct Session {
    shared: Arc<Shared>,
    number: SessionNo,
    client: ClientNo,
    flags: LogonExFlags,
    gone: AtomicBool,
    connections: SessionConnections,
}

impl Session {
    pub(crate) fn new(shared: Arc<Shared>, number: SessionNo, client: ClientNo, flags: LogonExFlags) -> Self {
        let connections = SessionConnections::default();
        shared.with(|state| {
            if let Some(data) = state.sessions.get_mut(number) {
                data.pointer_is_made();
            }
        });
        Self { shared, number, client, flags, gone: AtomicBool::new(false), connections }
    }

    pub(in crate::sim) const fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// The number of the session in traces. Clients of a shared session have the same.
    #[must_use]
    pub const fn number(&self) -> SessionNo {
        self.number
    }

    /// Opens the store of a profile section that MAPI names itself, as it does for a section whose provider has not
    /// stored an identifier yet: `Logon` then gets NULL \[LOGON-05\]. A user who has to choose does so above a window of
    /// the client's.
    ///
    /// # Errors
    /// Those of [`open_msg_store`](IMAPISession::open_msg_store); `MAPI_E_NOT_FOUND` if the profile has no such section.
    pub fn open_store_of_section(
        &self,
        section: &MapiUid,
        flags: OpenStoreFlags,
    ) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
        run_to_end(self.opens_section(section, flags))
    }

    /// A session that was logged off accepts only `Release` \[SHUT-19\], and nothing is accepted from a process that has
    /// uninitialised MAPI \[INIT-01\].
    fn check_alive(&self) -> MapiResult<()> {
        self.check_not_gone()?;
        Ok(self.shared.with(|state| state.check_initialized())?)
    }

    fn check_not_gone(&self) -> MapiResult<()> {
        if self.gone.load(Ordering::Relaxed) { Err(MAPI_E_END_OF_SESSION.into()) } else { Ok(()) }
    }

    fn profile(&self) -> MapiResult<usize> {
        self.check_alive()?;
        let profile = self.shared.with(|state| state.sessions.get(self.number).map(|data| data.profile()));
        profile.ok_or_else(|| MAPI_E_END_OF_SESSION.into())
    }

    fn table(&self, kind: TableKind, width: StringWidth) -> Arc<dyn IMAPITable> {
        let table = open_table(&self.shared, self.number, self.client, kind, width);
        self.shared.hand_out_table(Receiver::client(Context::session(self.number)), table)
    }

    fn is_released(&self, state: &mut State, forgotten: bool) {
        let context = Context::session(self.number);
        if forgotten {
            client_findings::session_was_dropped(&mut state.recorder, self.number);
        }
        state.sessions.pointer_is_released(self.number);
        state.recorder.release(context, Object::Session(self.number), Actor::Client, 0);
    }

    /// `AdminServices`.
    pub(crate) fn services(&self) -> MapiResult<Arc<ServiceAdmin>> {
        self.call(Method::SessionAdminServices, Args::None, || Ok(()), plain)?;
        Ok(Arc::new(ServiceAdmin::new(Arc::clone(&self.shared), self.number)))
    }

    const fn place(&self) -> (SessionNo, Home) {
        (self.number, Home::Client)
    }

    fn call<R: Show>(
        &self,
        method: Method,
        args: Args,
        run: impl FnOnce() -> MapiResult<R>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> MapiResult<R> {
        run_to_end(self.serve(method, args, async { run() }, out))
    }

    fn refuse<R: Show>(&self, method: Method) -> MapiResult<R> {
        self.call(method, Args::None, || Err(MAPI_E_NO_SUPPORT.into()), plain)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("number", &self.number).finish_non_exhaustive()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.shared.with(|state| state.client_process.has_left()) {
            return;
        }
        finish(async {
            let forgotten = self.end(SessionLogoffFlags::empty()).await.is_ok();
            self.shared.settle().await;
            self.shared.with(|state| self.is_released(state, forgotten));
        });
    }
}

impl IMAPISession for Session {
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        let args = self.shared.args_told(Args::None, |values| {
            result.show("result", values);
            width.show("width", values);
        });
        let run = || {
            let last = self.shared.with(|state| state.sessions.last_error(self.number).cloned());
            Ok(last.filter(|(code, _)| *code == result).map(|(_, detail)| detail))
        };
        self.call(Method::SessionGetLastError, args, run, plain)
    }

    fn get_msg_stores_table(&self, width: StringWidth) -> MapiResult<Arc<dyn IMAPITable>> {
        let args = self.shared.args_told(Args::None, |values| width.show("width", values));
        let run = || Ok(self.table(TableKind::Stores, width));
        self.call(Method::SessionGetMsgStoresTable, args, run, |table| self.shared.opened_told(table))
    }

    fn open_msg_store(&self, request: &OpenStoreRequest<'_>) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
        run_to_end(self.opens(request.into()))
    }

    fn open_address_book(
        &self,
        _window: ParentWindow<'_>,
        interface: Option<MapiUid>,
        flags: AddressBookFlags,
    ) -> MapiResult<Warned<Arc<dyn IAddrBook>>> {
        let run = || {
            let OpenedBook { book, detail } =
                open_address_book(&self.shared, Context::session(self.number), interface)?;
            self.shared.with(|state| {
                if let Some(detail) = detail {
                    state.sessions.keep_error(self.number, book.code(), detail);
                }
            });
            Ok(book)
        };
        self.call(Method::SessionOpenAddressBook, Args::Raw(flags.bits()), run, warned)
    }

    fn open_profile_section(
        &self,
        uid: &MapiUid,
        _interface: Option<MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        let run = || open_for_client(&self.shared, self.number, *uid, flags);
        let section = Args::Section(Some(*uid), flags);
        self.call(Method::SessionOpenProfileSection, section, run, |opened| self.shared.opened_told(opened))
    }

    fn get_status_table(&self, width: StringWidth) -> MapiResult<Arc<dyn IMAPITable>> {
        let args = self.shared.args_told(Args::None, |values| width.show("width", values));
        let run = || Ok(self.table(TableKind::Status, width));
        self.call(Method::SessionGetStatusTable, args, run, |table| self.shared.opened_told(table))
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        run_to_end(self.opens_entry(request))
    }

    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        run_to_end(self.compares_entry_ids(first, second, flags))
    }

    fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        run_to_end(self.advises(entry_id, events, sink))
    }

    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        run_to_end(self.unadvises(connection))
    }

    fn message_options(&self, _request: &MessageOptionsRequest<'_>) -> MapiResult<()> {
        self.refuse(Method::SessionMessageOptions)
    }

    fn query_default_message_opt(
        &self,
        _address_type: &MapiString,
        _width: StringWidth,
    ) -> MapiResult<Vec<PropValue>> {
        self.refuse(Method::SessionQueryDefaultMessageOpt)
    }

    fn enum_adr_types(&self, _width: StringWidth) -> MapiResult<Vec<MapiString>> {
        self.refuse::<()>(Method::SessionEnumAdrTypes).map(|()| Vec::new())
    }

    fn query_identity(&self) -> MapiResult<Warned<Option<EntryId>>> {
        let run = || {
            let answer = self.shared.with(|state| query_identity(state, self.number));
            self.shared.tell(answer.iter().filter_map(|warned| warned.value.as_ref()));
            answer
        };
        let out = |result: &MapiResult<Warned<Option<EntryId>>>| {
            let id = result.as_ref().ok().and_then(|warned| warned.value.as_ref());
            let code = result.as_ref().map_or_else(MapiError::code, Warned::code);
            (code, id.map_or(Out::None, |id| Out::Id(Bytes::of_id(id))))
        };
        self.call(Method::SessionQueryIdentity, Args::None, run, out)
    }

    fn logoff(&self, _window: ParentWindow<'_>, flags: SessionLogoffFlags, _reserved: u32) -> MapiResult<()> {
        run_to_end(self.logs_off(flags))
    }

    fn set_default_store(&self, flags: DefaultStoreFlags, entry_id: Option<&EntryId>) -> MapiResult<()> {
        run_to_end(self.sets_default_store(flags, entry_id))
    }

    fn admin_services(&self, _flags: u32) -> MapiResult<Arc<dyn IMsgServiceAdmin>> {
        Ok(self.services()?)
    }

    fn show_form(&self, _request: &ShowFormRequest<'_>) -> MapiResult<()> {
        self.refuse(Method::SessionShowForm)
    }

    fn prepare_form(&self, _interface: Option<MapiUid>, _message: &Arc<dyn IMessage>) -> MapiResult<u32> {
        self.refuse(Method::SessionPrepareForm)
    }

    fn client_shutdown(self: Arc<Self>) -> Option<Arc<dyn IMAPIClientShutdown>> {
        Some(self)
    }
}
