//! The spooler's work on a store bent.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, Weak};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::bends::is_called;
use super::super::on_calls::{address, lock};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(SPOOL_06, "has no outgoing queue", |wrapping| wrapping.store(NoQueue)),
        wrap(SPOOL_06, "shows the outgoing queue to clients", |wrapping| {
            let shared = Shared::default();
            wrapping.provider(shared.clone()).store(shared)
        }),
        wrap(SPOOL_06, "has no outgoing queue of its second store", |wrapping| {
            wrapping.store(OnStore::new().get_outgoing_queue(|inner, flags| {
                if is_called(inner, "second") {
                    Err(MAPI_E_NO_SUPPORT.into())
                } else {
                    inner.get_outgoing_queue(flags)
                }
            }))
        }),
        wrap(SPOOL_06, "takes the spooler in a client's process for a client", |wrapping| {
            let by_process = MarksByProcess::default();
            wrapping.provider(by_process.clone()).store(by_process)
        }),
        wrap(SPOOL_07, "lets clients finish messages", |wrapping| {
            let shared = Shared { finishes: true, ..Shared::default() };
            wrapping.provider(shared.clone()).store(shared)
        }),
        wrap(SPOOL_07, "gives the spooler the client's objects", |wrapping| {
            let same = SameObjects::default();
            wrapping.provider(same.clone()).store(same)
        })
        .in_one_process()
        .also(&[LOAD_35, SPOOL_14])
        .only_strict(),
        wrap(SPOOL_07, "denies clients access", |wrapping| wrapping.store(Finishes(|_| MAPI_E_NO_ACCESS)))
            .even_lenient(),
        wrap(SPOOL_07, "finishes nothing", |wrapping| wrapping.store(FinishesNothing))
            .also(&[SPOOL_14])
            .even_lenient(),
        wrap(SPOOL_14, "hides messages of other transports", |wrapping| wrapping.store(EmptyQueue)),
        wrap(SPOOL_14, "locks nothing", |wrapping| wrapping.store(NoLock)).also(&[SPOOL_07]),
        wrap(SPOOL_14, "does not queue messages", |wrapping| wrapping.message(NotQueued)).also(&[SPOOL_07]),
    ]
}

struct NoQueue;

impl WrapStore for NoQueue {
    fn get_outgoing_queue(&self, _inner: &dyn IMsgStore, _flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

/// The client may do what only the spooler may.
#[derive(Clone, Default)]
struct Shared {
    finishes: bool,
    spoolers: Arc<Mutex<Option<Weak<dyn IMsgStore>>>>,
}

impl Shared {
    fn spoolers(&self) -> MapiResult<Arc<dyn IMsgStore>> {
        let store = self.spoolers.lock().unwrap().clone().and_then(|store| store.upgrade());
        store.ok_or_else(|| MAPI_E_NO_SUPPORT.into())
    }
}

impl WrapProvider for Shared {
    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let answer = inner.spooler_logon(request)?;
        *self.spoolers.lock().unwrap() = answer.store.as_ref().map(Arc::downgrade);
        Ok(answer)
    }
}

impl WrapStore for Shared {
    fn get_outgoing_queue(&self, inner: &dyn IMsgStore, flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        if self.finishes {
            return inner.get_outgoing_queue(flags);
        }
        inner.get_outgoing_queue(flags).or_else(|_| self.spoolers()?.get_outgoing_queue(flags))
    }

    fn finished_msg(&self, inner: &dyn IMsgStore, flags: u32, entry_id: &EntryId) -> MapiResult<()> {
        if !self.finishes {
            return inner.finished_msg(flags, entry_id);
        }
        inner.finished_msg(flags, entry_id).or_else(|_| self.spoolers()?.finished_msg(flags, entry_id))
    }
}

/// What one logon of a client gave, on the provider object at an address.
struct Client {
    provider: usize,
    entry_id: Option<EntryId>,
    logon: Weak<dyn IMSLogon>,
    store: Weak<dyn IMsgStore>,
}

/// Answers `SpoolerLogon` as step 9 of the load sequence says: with the objects of the client.
#[derive(Clone, Default)]
struct SameObjects {
    clients: Arc<Mutex<Vec<Client>>>,
    /// The stores that both have.
    shared: Arc<Mutex<BTreeSet<usize>>>,
}

impl WrapProvider for SameObjects {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        if let (Some(logon), Some(store)) = (&answer.logon, &answer.store) {
            lock(&self.clients).push(Client {
                provider: address(inner),
                entry_id: request.entry_id.cloned(),
                logon: Arc::downgrade(logon),
                store: Arc::downgrade(store),
            });
        }
        Ok(answer)
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let objects = lock(&self.clients).iter().find_map(|client| {
            let same = client.provider == address(inner) && client.entry_id.as_ref() == request.entry_id;
            same.then(|| client.logon.upgrade().zip(client.store.upgrade()))?
        });
        match objects {
            Some((logon, store)) => {
                lock(&self.shared).insert(address(&*store));
                Ok(LogonAnswer::first(logon, store))
            }
            None => inner.spooler_logon(request),
        }
    }
}

impl WrapStore for SameObjects {
    fn get_outgoing_queue(&self, inner: &dyn IMsgStore, flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        if !lock(&self.shared).contains(&address(inner)) {
            return inner.get_outgoing_queue(flags);
        }
        inner.get_outgoing_queue(flags).or_else(|_| inner.get_receive_folder_table(TableFlags::empty()))
    }
}

struct Finishes(fn(HResult) -> HResult);

impl WrapStore for Finishes {
    fn finished_msg(&self, inner: &dyn IMsgStore, flags: u32, entry_id: &EntryId) -> MapiResult<()> {
        inner.finished_msg(flags, entry_id).map_err(|error| (self.0)(error.code()).into())
    }
}

struct FinishesNothing;

impl WrapStore for FinishesNothing {
    fn finished_msg(&self, _inner: &dyn IMsgStore, _flags: u32, _entry_id: &EntryId) -> MapiResult<()> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

struct EmptyQueue;

impl WrapStore for EmptyQueue {
    fn get_outgoing_queue(&self, inner: &dyn IMsgStore, flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        let queue = inner.get_outgoing_queue(flags)?;
        queue.restrict(Some(&Restriction::Or(Vec::new())), RestrictFlags::empty())?;
        Ok(queue)
    }
}

struct NoLock;

impl WrapStore for NoLock {
    fn set_lock_state(
        &self,
        _inner: &dyn IMsgStore,
        _message: &Arc<dyn IMessage>,
        _state: LockState,
    ) -> MapiResult<()> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

struct NotQueued;

impl WrapMessage for NotQueued {
    fn submit_message(&self, _inner: &dyn IMessage, _flags: SubmitFlags) -> MapiResult<()> {
        Ok(())
    }
}

/// Marks what a provider object opens that no client has logged on to.
#[derive(Clone, Default)]
struct MarksByProcess {
    clients: Arc<Mutex<BTreeSet<usize>>>,
    unmarked: Arc<Mutex<BTreeSet<usize>>>,
}

impl WrapProvider for MarksByProcess {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        lock(&self.clients).insert(address(inner));
        inner.logon(request)
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let answer = inner.spooler_logon(request)?;
        if lock(&self.clients).contains(&address(inner)) {
            lock(&self.unmarked).extend(answer.store.as_ref().map(|store| address(&**store)));
        }
        Ok(answer)
    }

    fn released(&self, inner: Arc<dyn IMSProvider>) {
        lock(&self.clients).remove(&address(&*inner));
    }
}

impl WrapStore for MarksByProcess {
    fn get_outgoing_queue(&self, inner: &dyn IMsgStore, flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        if lock(&self.unmarked).contains(&address(inner)) {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        inner.get_outgoing_queue(flags)
    }

    fn released(&self, inner: Arc<dyn IMsgStore>) {
        lock(&self.unmarked).remove(&address(&*inner));
    }
}
