//! What a store says to the transports bent.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::methods::Method;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::bends::is_called;
use super::super::on_calls::lock;
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(SHUT_01, "keeps the flags of the first StoreLogoff", |wrapping| {
            wrapping.store(FirstFlagsOnly::default())
        }),
        wrap(SHUT_01, "notes its flags for all stores together", |wrapping| {
            wrapping.store(SharedFlags::default())
        }),
        wrap(SHUT_01, "ends its other stores with StoreLogoff", |wrapping| {
            wrapping.store(EndsAll::default())
        }),
        wrap(SHUT_02, "logs transports off twice", |wrapping| wrapping.support(Twice))
            .also(&[SHUT_01, SHUT_03]),
        wrap(SHUT_03, "is polite to transports in every case", |wrapping| wrapping.support(NeverAborts)),
    ]
}

/// Accepts every further `StoreLogoff`, whatever its flags are.
#[derive(Default)]
struct FirstFlagsOnly(AtomicBool);

impl WrapStore for FirstFlagsOnly {
    fn store_logoff(&self, inner: &dyn IMsgStore, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        if self.0.swap(true, Ordering::Relaxed) {
            Ok(LogoffFlags::empty())
        } else {
            inner.store_logoff(flags)
        }
    }
}

/// The flags of `StoreLogoff` are the provider's: whichever store says them last.
#[derive(Default)]
struct SharedFlags(Mutex<Option<LogoffFlags>>);

impl WrapStore for SharedFlags {
    fn store_logoff(&self, inner: &dyn IMsgStore, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        let noted = *lock(&self.0).get_or_insert(flags);
        // A second store is logged off as the first one was.
        let flags = if is_called(inner, "second") { noted } else { flags };
        inner.store_logoff(flags)
    }
}

/// A store whose sibling was logged off is of no use.
#[derive(Default)]
struct EndsAll(AtomicBool);

impl WrapStore for EndsAll {
    fn store_logoff(&self, inner: &dyn IMsgStore, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.0.store(true, Ordering::Relaxed);
        inner.store_logoff(flags)
    }

    fn before(&self, inner: &dyn IMsgStore, method: Method) -> MapiResult<()> {
        let ended = method == Method::StoreGetProps && self.0.load(Ordering::Relaxed);
        if ended && is_called(inner, "second") { Err(MAPI_E_NOT_INITIALIZED.into()) } else { Ok(()) }
    }
}

struct Twice;

impl WrapSupport for Twice {
    fn store_logoff_transports(
        &self,
        inner: &dyn IMAPISupport,
        flags: LogoffFlags,
    ) -> MapiResult<LogoffFlags> {
        inner.store_logoff_transports(flags)?;
        inner.store_logoff_transports(flags)
    }
}

struct NeverAborts;

impl WrapSupport for NeverAborts {
    fn store_logoff_transports(
        &self,
        inner: &dyn IMAPISupport,
        flags: LogoffFlags,
    ) -> MapiResult<LogoffFlags> {
        let polite = if flags == LogoffFlags::LOGOFF_ABORT { LogoffFlags::LOGOFF_ORDERLY } else { flags };
        inner.store_logoff_transports(polite)
    }
}
