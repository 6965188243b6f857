//! Objects that keep to the thread that made them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::thread::{ThreadId, current};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::methods::Method;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{address, lock};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(INIT_17, "serves one thread a provider object", |wrapping| wrapping.provider(AtHome::default()))
            .also(&[SHUT_22]),
        wrap(INIT_17, "shuts down only where it was started", |wrapping| {
            wrapping.provider(ShutsDownAtHome::default())
        })
        .also(&[SHUT_22]),
        wrap(INIT_17, "serves one thread a logon object", |wrapping| wrapping.logon(AtHome::default()))
            .also(&[SHUT_09]),
        wrap(INIT_17, "serves one thread a store", |wrapping| wrapping.store(AtHome::default())),
        wrap(INIT_17, "serves one thread a folder", |wrapping| wrapping.folder(AtHome::default())),
        wrap(INIT_17, "serves one thread a message", |wrapping| wrapping.message(AtHome::default())),
        wrap(INIT_17, "serves one thread a table", |wrapping| wrapping.table(AtHome::default())),
        wrap(INIT_17, "serves one thread a status object", |wrapping| wrapping.status(AtHome::default())),
        wrap(INIT_17, "ends its store only where it was opened", |wrapping| {
            wrapping.store(EndsAtHome::default())
        }),
    ]
}

/// The threads that objects belong to, by their addresses: those of their first calls.
#[derive(Default)]
struct AtHome(Mutex<BTreeMap<usize, ThreadId>>);

impl AtHome {
    fn is_home(&self, object: usize) -> bool {
        let own = current().id();
        *lock(&self.0).entry(object).or_insert(own) == own
    }

    fn enter(&self, object: usize) -> MapiResult<()> {
        if self.is_home(object) { Ok(()) } else { Err(MAPI_E_CALL_FAILED.into()) }
    }

    fn leave(&self, object: usize) {
        lock(&self.0).remove(&object);
    }
}

macro_rules! at_home {
    ($($wrap:ident of $interface:ident;)+) => {$(
        impl $wrap for AtHome {
            fn before(&self, inner: &dyn $interface, _: Method) -> MapiResult<()> {
                self.enter(address(inner))
            }

            fn released(&self, inner: Arc<dyn $interface>) {
                self.leave(address(&*inner));
            }
        }
    )+};
}

at_home! {
    WrapProvider of IMSProvider;
    WrapLogon of IMSLogon;
    WrapStore of IMsgStore;
    WrapFolder of IMAPIFolder;
    WrapMessage of IMessage;
    WrapTable of IMAPITable;
    WrapStatus of IMAPIStatus;
}

#[derive(Default)]
struct ShutsDownAtHome(AtHome);

impl WrapProvider for ShutsDownAtHome {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.is_home(address(inner));
        inner.logon(request)
    }

    fn shutdown(&self, inner: &dyn IMSProvider, flags: u32) -> MapiResult<()> {
        self.0.enter(address(inner))?;
        inner.shutdown(flags)
    }

    fn released(&self, inner: Arc<dyn IMSProvider>) {
        self.0.leave(address(&*inner));
    }
}

/// Keeps what another thread releases.
#[derive(Default)]
struct EndsAtHome {
    home: AtHome,
    kept: Mutex<Vec<Arc<dyn IMsgStore>>>,
}

impl WrapStore for EndsAtHome {
    fn before(&self, inner: &dyn IMsgStore, _: Method) -> MapiResult<()> {
        self.home.is_home(address(inner));
        Ok(())
    }

    fn released(&self, inner: Arc<dyn IMsgStore>) {
        if !self.home.is_home(address(&*inner)) {
            lock(&self.kept).push(inner);
        }
    }
}
