//! The methods of a session that lead to drivers of providers, so that they can be suspended.
//!
//! A client whose calls take turns with others' awaits these. Every other method is one turn and then the call.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::mapi::codes::{MAPI_E_END_OF_SESSION, MAPI_E_UNKNOWN_ENTRYID};
use crate::mapi::{
    DefaultStoreFlags, EntryId, HResult, MapiResult, OpenEntryFlags, OpenStoreFlags, SessionLogoffFlags,
    Warned, WrappedStoreEntryId,
};
use crate::sim::books::transactions::own_status::OwnStatus;
use crate::sim::books::transactions::table_rows::status_store_of;
use crate::sim::checks::client_findings;
use crate::sim::client::session::Session;
use crate::sim::client::session::own_status::open_own_status;
use crate::sim::drive::open::{OpenTarget, Opener, Wanted, open_msg_store};
use crate::sim::drive::routing::{self, Opened};
use crate::sim::drive::session_end;
use crate::sim::kernel::shared::plain;
use crate::sim::kernel::traced::Receiver;
use crate::sim::kernel::turn::release;
use crate::spi::{IMsgStore, MapiObject, OpenEntryRequest, ParentWindow};
use crate::trace::{Actor, Args, Bytes, Call, Context, Method, Object, Out};

impl Session {
    pub(super) async fn serve<R>(
        &self,
        method: Method,
        args: Args,
        run: impl Future<Output = MapiResult<R>>,
        out: impl FnOnce(&MapiResult<R>) -> (HResult, Out),
    ) -> MapiResult<R> {
        let call = Call { from: Actor::Client, to: Object::Session(self.number), method, args };
        let run = async {
            self.check_alive()?;
            self.shared.session_fault(method)?;
            run.await
        };
        self.shared.serve(Context::session(self.number), call, run, out).await
    }

    /// `OpenMsgStore`.
    pub(crate) async fn opens(&self, wanted: Wanted<'_>) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
        self.check_not_gone()?;
        self.shared.session_fault(Method::SessionOpenMsgStore)?;
        let opener = Opener { session: self.number, client: self.client, flags: self.flags };
        open_msg_store(&self.shared, opener, wanted).await
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
