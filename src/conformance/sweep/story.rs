//! What a client does in a sweep: it opens a store, uses it, and lets go of it. Every step is taken, whatever comes of the
//! one before.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::route::Route;
use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::Machine;
use crate::mapi::codes::{MAPI_E_BAD_CHARWIDTH, MAPI_E_CALL_FAILED, MAPI_E_NO_SUPPORT};
use crate::mapi::{
    GetPropsFlags, LogoffFlags, LogonExFlags, MapiError, MapiResult, OpenStoreFlags, TableFlags,
};
use crate::sim::{InjectedPanic, Session};
use crate::spi::{IMAPISession, IMsgStore, MapiObject, OpenEntryRequest, ParentWindow};

/// A client, and the panics that nobody has asked for.
#[derive(Default)]
pub(super) struct Client {
    session: Option<Arc<Session>>,
    store: Option<Arc<dyn IMsgStore>>,
    pub(super) panics: Vec<String>,
}

impl Client {
    /// The nine steps, and some use of the store. Says what the first step that failed answered.
    pub(super) fn open_and_use(
        &mut self,
        machine: &Machine,
        slot: StoreSlot,
        spooler: bool,
    ) -> MapiResult<()> {
        let logged_on = self.step(|_| machine.log_on());
        let session = logged_on.unwrap_or_else(no_answer)?;
        self.session = Some(Arc::clone(&session));
        let flags = OpenStoreFlags::MDB_NO_DIALOG | machine.access();
        let opened = self.step(|_| machine.open_slot(&session, slot, flags));
        let store = opened.unwrap_or_else(no_answer);
        self.store = store.as_ref().ok().map(Arc::clone);
        if spooler {
            self.step(|_| machine.subsystem().run_spooler());
        }
        self.use_store(&store?)
    }

    /// Asks the store and its root folder something.
    fn use_store(&mut self, store: &Arc<dyn IMsgStore>) -> MapiResult<()> {
        let props = self.step(|_| store.get_props(None, GetPropsFlags::empty()).map(|_| ()));
        let root = self.step(|_| store.open_entry(&OpenEntryRequest::root()));
        let table = self.step(|_| match &root {
            Some(Ok(MapiObject::Folder(folder))) => folder.get_hierarchy_table(TableFlags::empty()).map(Some),
            _ => Ok(None),
        });
        let rows = self.step(|_| match &table {
            Some(Ok(Some(table))) => table.query_rows(10, Default::default()).map(|_| ()),
            _ => Ok(()),
        });
        self.step(|_| drop((table, root)));
        usable(props)?;
        usable(rows)
    }

    /// Whether the store that is open goes on.
    pub(super) fn goes_on(&mut self) -> MapiResult<()> {
        let Some(store) = self.store.clone() else { return Ok(()) };
        self.use_store(&store)
    }

    pub(super) const fn has_store(&self) -> bool {
        self.store.is_some()
    }

    /// Lets go of what it has.
    pub(super) fn let_go(&mut self, route: Route) {
        match route {
            Route::StoreFirst | Route::BeforeSpooler => {}
            Route::StoreLogoff => self.log_store_off(LogoffFlags::LOGOFF_ORDERLY),
            Route::StoreAbort => self.log_store_off(LogoffFlags::LOGOFF_ABORT),
            Route::SessionFirst => self.log_off(),
            Route::SessionDropped => {
                let session = self.session.take();
                self.step(|_| drop(session));
            }
            Route::FastShutdown => self.shut_down(),
        }
        let store = self.store.take();
        self.step(|_| drop(store));
        self.log_off();
        let session = self.session.take();
        self.step(|_| drop(session));
    }

    fn log_store_off(&mut self, flags: LogoffFlags) {
        if let Some(store) = self.store.clone() {
            self.step(|_| store.store_logoff(flags));
        }
    }

    fn log_off(&mut self) {
        let Some(session) = self.session.clone() else { return };
        let log_off = |_: &Self| session.logoff(ParentWindow::none(), Default::default(), 0);
        // Who is refused tries again: after a fast shutdown nothing is released otherwise.
        if self.step(log_off).is_none_or(|answer| answer.is_err()) {
            self.step(log_off);
        }
    }

    fn shut_down(&mut self) {
        let Some(session) = self.session.clone() else { return };
        let Some(Some(client)) = self.step(|_| session.client_shutdown()) else { return };
        self.step(|_| client.query_fast_shutdown());
        self.step(|_| client.notify_process_shutdown());
        self.step(|_| client.do_fast_shutdown());
    }

    /// What comes of a step; nothing if it has panicked. A panic that a fault has asked for is no news.
    fn step<R>(&mut self, step: impl FnOnce(&Self) -> R) -> Option<R> {
        match catch_unwind(AssertUnwindSafe(|| step(self))) {
            Ok(answer) => Some(answer),
            Err(payload) => {
                if !payload.is::<InjectedPanic>() {
                    self.panics.push(panic_text(&*payload).to_owned());
                }
                None
            }
        }
    }
}

/// A provider may do without a width of texts, and without what is optional.
fn usable(answer: Option<MapiResult<()>>) -> MapiResult<()> {
    match answer.unwrap_or_else(no_answer) {
        Err(error) if [MAPI_E_BAD_CHARWIDTH, MAPI_E_NO_SUPPORT].contains(&error.code()) => Ok(()),
        other => other,
    }
}

fn no_answer<T>() -> MapiResult<T> {
    Err(MapiError::from(MAPI_E_CALL_FAILED))
}

fn panic_text(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a text")
}

impl Machine {
    fn log_on(&self) -> MapiResult<Arc<Session>> {
        self.subsystem().logon(crate::conformance::machine::PROFILE, LogonExFlags::MAPI_NEW_SESSION)
    }

    fn open_slot(
        &self,
        session: &Session,
        slot: StoreSlot,
        flags: OpenStoreFlags,
    ) -> MapiResult<Arc<dyn IMsgStore>> {
        match self.try_open(session, slot, flags) {
            Ok(answer) => answer,
            Err(_) => no_answer(),
        }
    }
}
