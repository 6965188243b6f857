//! `SpoolerLogon` bent.

use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::store_entry_id;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(SPOOL_01, "keeps in memory what the spooler needs", |wrapping| {
            wrapping.provider(Elsewhere::new(|_, _| Err(MAPI_E_LOGON_FAILED.into())))
        }),
        wrap(SPOOL_03, "numbers its stores anew in each process", |wrapping| {
            wrapping.provider(Elsewhere::new(another_store))
        })
        .also(&[LOAD_35]),
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
