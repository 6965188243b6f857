//! The spooler's logon bent.

use std::sync::{Arc, Mutex, Weak};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::store_entry_id;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::{Mutant, wrap};

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(SPOOL_01, "keeps in memory what the spooler needs", |wrapping| {
            wrapping.provider(Elsewhere::new(|_, _| Err(MAPI_E_LOGON_FAILED.into())))
        }),
        wrap(SPOOL_03, "numbers its stores anew in each process", |wrapping| {
            wrapping.provider(Elsewhere::new(another_store))
        })
        .also(&[LOAD_35]),
        wrap(SPOOL_06, "has no outgoing queue", |wrapping| wrapping.store(NoQueue)),
        wrap(SPOOL_06, "shows the outgoing queue to clients", |wrapping| {
            let shared = Shared::default();
            wrapping.provider(shared.clone()).store(shared)
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
        wrap(SPOOL_08, "asks for the password in the spooler", |wrapping| wrapping.provider(Asks))
            .even_lenient(),
        wrap(SPOOL_08, "fails with the client's code", |wrapping| wrapping.provider(ClientsCode))
            .only_strict(),
        wrap(SPOOL_11, "leaves mail to its own transport", |wrapping| wrapping.provider(NoSpooler))
            .also(&[CLAIM_01, LOAD_35, LOGON_21, SPOOL_01, SPOOL_08]),
        wrap(SPOOL_13, "keeps no support object of the spooler", |wrapping| {
            let keeps = KeepsNoSupport::default();
            wrapping.provider(keeps.clone()).support(keeps)
        }),
        wrap(SPOOL_14, "hides messages of other transports", |wrapping| wrapping.store(EmptyQueue)),
        wrap(SPOOL_14, "locks nothing", |wrapping| wrapping.store(NoLock)).also(&[SPOOL_07]),
        wrap(SPOOL_14, "does not queue messages", |wrapping| wrapping.message(NotQueued)).also(&[SPOOL_07]),
    ]
}

/// Bends `SpoolerLogon` on a provider object that the client has not logged on to.
struct Elsewhere {
    clients: Mutex<Vec<usize>>,
    logon: fn(&dyn IMSProvider, &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer>,
}

impl Elsewhere {
    fn new(logon: fn(&dyn IMSProvider, &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer>) -> Self {
        Self { clients: Mutex::default(), logon }
    }
}

fn address(object: &dyn IMSProvider) -> usize {
    std::ptr::from_ref(object).cast::<()>().addr()
}

impl WrapProvider for Elsewhere {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.clients.lock().unwrap().push(address(inner));
        inner.logon(request)
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        if self.clients.lock().unwrap().contains(&address(inner)) {
            return inner.spooler_logon(request);
        }
        (self.logon)(inner, request)
    }
}

fn another_store(inner: &dyn IMSProvider, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
    let second = store_entry_id("second");
    let mut request = *request;
    request.entry_id = Some(&second);
    inner.spooler_logon(&request)
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
struct SameObjects(Arc<Mutex<Vec<Client>>>);

impl WrapProvider for SameObjects {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        if let (Some(logon), Some(store)) = (&answer.logon, &answer.store) {
            self.0.lock().unwrap().push(Client {
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
        let objects = self.0.lock().unwrap().iter().find_map(|client| {
            let same = client.provider == address(inner) && client.entry_id.as_ref() == request.entry_id;
            same.then(|| client.logon.upgrade().zip(client.store.upgrade()))?
        });
        match objects {
            Some((logon, store)) => Ok(LogonAnswer::first(logon, store)),
            None => inner.spooler_logon(request),
        }
    }
}

impl WrapStore for SameObjects {
    fn get_outgoing_queue(&self, inner: &dyn IMsgStore, flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
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

/// Forgets the flag and the validation data.
struct Asks;

impl WrapProvider for Asks {
    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let mut request = request.spool_security(&[]);
        request.flags.remove(SpoolerLogonFlags::MDB_NO_DIALOG);
        inner.spooler_logon(&request)
    }
}

struct ClientsCode;

impl WrapProvider for ClientsCode {
    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        inner.spooler_logon(&request.spool_security(&[])).map_err(|_| MAPI_E_FAILONEPROVIDER.into())
    }
}

struct NoSpooler;

impl WrapProvider for NoSpooler {
    fn spooler_logon(
        &self,
        _inner: &dyn IMSProvider,
        _request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
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

/// Neither adds a reference in `SpoolerLogon` nor releases one later.
#[derive(Clone, Default)]
struct KeepsNoSupport {
    logs_on: Arc<Mutex<bool>>,
    borrowed: Arc<Mutex<Vec<usize>>>,
}

impl WrapProvider for KeepsNoSupport {
    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        *self.logs_on.lock().unwrap() = true;
        let answer = inner.spooler_logon(request);
        *self.logs_on.lock().unwrap() = false;
        answer
    }
}

impl WrapSupport for KeepsNoSupport {
    fn add_ref(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        if !*self.logs_on.lock().unwrap() {
            return inner.add_ref(counted);
        }
        self.borrowed.lock().unwrap().push(std::ptr::from_ref(inner).cast::<()>().addr());
        1
    }

    fn release(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        let address = std::ptr::from_ref(inner).cast::<()>().addr();
        let mut borrowed = self.borrowed.lock().unwrap();
        let Some(position) = borrowed.iter().position(|known| *known == address) else {
            drop(borrowed);
            return inner.release(counted);
        };
        borrowed.swap_remove(position);
        1
    }
}
