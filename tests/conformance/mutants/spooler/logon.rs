//! `SpoolerLogon` bent.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_RESOURCE_FLAGS;
use mapi_sim::mapi::*;
use mapi_sim::reference::store_entry_id;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{address, lock, on_spooler_logon};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(SPOOL_11, "leaves mail to its own transport", |wrapping| wrapping.provider(NoSpooler))
            .also(&[CLAIM_01, LOAD_35, LOGON_21, SPOOL_01, SPOOL_08]),
        wrap(SPOOL_11, "leaves mail of the default store to its own transport", |wrapping| {
            wrapping.provider(on_spooler_logon(|inner, request| {
                if is_default(request) { Err(MAPI_E_NO_SUPPORT.into()) } else { inner.spooler_logon(request) }
            }))
        })
        .also(&[LOGON_21]),
        wrap(SPOOL_13, "keeps no support object of the spooler", |wrapping| {
            let keeps = KeepsNoSupport::where_so(|_, _| true);
            wrapping.provider(keeps.clone()).support(keeps)
        }),
        wrap(SPOOL_13, "keeps the support object of one store of the spooler", |wrapping| {
            let keeps = KeepsNoSupport::where_so(|_, store| store == Some(&store_entry_id("second")));
            wrapping.provider(keeps.clone()).support(keeps)
        }),
        wrap(SPOOL_13, "keeps no support object in the spooler's process", |wrapping| {
            let keeps = KeepsNoSupport::where_so(|client, _| !client);
            wrapping.provider(keeps.clone()).support(keeps)
        }),
        wrap(SPOOL_13, "gives the spooler's support object back with another open", |wrapping| {
            let keeps = KeepsAWhile::default();
            wrapping.provider(keeps.clone()).support(keeps.clone()).store(keeps)
        })
        .also(&[SHUT_03, SHUT_10]),
    ]
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

/// Whether the store of a logon is the default store of its profile.
fn is_default(request: &SpoolerLogonRequest<'_>) -> bool {
    let section = request.support.open_profile_section(None, OpenSectionFlags::empty());
    let flags = section
        .and_then(|section| section.get_props(Some(&[PR_RESOURCE_FLAGS]), GetPropsFlags::empty()))
        .ok()
        .and_then(|flags| flags.value[0].as_bits());
    ResourceFlags::from_bits_retain(flags.unwrap_or_default()).contains(ResourceFlags::STATUS_DEFAULT_STORE)
}

/// Neither adds a reference in some calls of `SpoolerLogon` nor releases one later.
#[derive(Clone)]
struct KeepsNoSupport {
    /// Whether it is so: on a provider object that the client has logged on to or not, for the store that is named.
    so: fn(bool, Option<&EntryId>) -> bool,
    clients: Arc<Mutex<BTreeSet<usize>>>,
    logs_on: Arc<Mutex<bool>>,
    borrowed: Arc<Mutex<Vec<usize>>>,
}

impl KeepsNoSupport {
    fn where_so(so: fn(bool, Option<&EntryId>) -> bool) -> Self {
        Self { so, clients: Arc::default(), logs_on: Arc::default(), borrowed: Arc::default() }
    }
}

impl WrapProvider for KeepsNoSupport {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        lock(&self.clients).insert(address(inner));
        inner.logon(request)
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let is_clients = lock(&self.clients).contains(&address(inner));
        *lock(&self.logs_on) = (self.so)(is_clients, request.entry_id);
        let answer = inner.spooler_logon(request);
        *lock(&self.logs_on) = false;
        answer
    }

    fn released(&self, inner: Arc<dyn IMSProvider>) {
        lock(&self.clients).remove(&address(&*inner));
    }
}

impl WrapSupport for KeepsNoSupport {
    fn add_ref(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        if !*lock(&self.logs_on) {
            return inner.add_ref(counted);
        }
        lock(&self.borrowed).push(address(inner));
        1
    }

    fn release(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        let mut borrowed = lock(&self.borrowed);
        let Some(position) = borrowed.iter().position(|known| *known == address(inner)) else {
            drop(borrowed);
            return inner.release(counted);
        };
        borrowed.swap_remove(position);
        1
    }
}

/// Keeps one reference of its own in place of those of the spooler's logon objects, until a client opens once more.
#[derive(Clone)]
struct KeepsAWhile {
    keeps_none: KeepsNoSupport,
    own: Arc<Mutex<Option<Support>>>,
    gives_back: Arc<Mutex<bool>>,
}

impl Default for KeepsAWhile {
    fn default() -> Self {
        let keeps_none = KeepsNoSupport::where_so(|_, _| true);
        Self { keeps_none, own: Arc::default(), gives_back: Arc::default() }
    }
}

impl KeepsAWhile {
    fn give_back(&self) {
        let own = lock(&self.own).take();
        *lock(&self.gives_back) = true;
        drop(own);
        *lock(&self.gives_back) = false;
    }
}

impl WrapProvider for KeepsAWhile {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = self.keeps_none.logon(inner, request);
        self.give_back();
        answer
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let answer = self.keeps_none.spooler_logon(inner, request)?;
        self.give_back();
        *lock(&self.own) = Some(request.support.clone());
        Ok(answer)
    }
}

impl WrapSupport for KeepsAWhile {
    fn add_ref(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        self.keeps_none.add_ref(inner, counted)
    }

    fn release(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        if *lock(&self.gives_back) { inner.release(counted) } else { self.keeps_none.release(inner, counted) }
    }
}

/// Gives it back at the end of the spooler's store, too.
impl WrapStore for KeepsAWhile {
    fn released(&self, inner: Arc<dyn IMsgStore>) {
        drop(inner);
        self.give_back();
    }
}
