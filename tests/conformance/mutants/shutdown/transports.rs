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
        wrap(SHUT_02, "says the same to transports whatever StoreLogoff said", |wrapping| {
            wrapping.support(on_transports(|inner, flags| {
                let abort = flags == LogoffFlags::LOGOFF_ABORT;
                inner.store_logoff_transports(if abort { flags } else { LogoffFlags::LOGOFF_ORDERLY })
            }))
        }),
        wrap(SHUT_02, "says nothing to transports after StoreLogoff", |wrapping| {
            wrapping.support(on_transports(|inner, flags| match flags {
                LogoffFlags::LOGOFF_ABORT => inner.store_logoff_transports(flags),
                _ => Ok(LogoffFlags::LOGOFF_COMPLETE),
            }))
        })
        .also(&[SHUT_01]),
        wrap(SHUT_02, "forgets what StoreLogoff said of its second store", |wrapping| {
            wrapping.store(OnStore::new().store_logoff(|inner, flags| {
                if is_called(inner, "second") { Ok(LogoffFlags::empty()) } else { inner.store_logoff(flags) }
            }))
        })
        .also(&[SHUT_01]),
        wrap(SHUT_03, "is polite to transports in every case", |wrapping| wrapping.support(NeverAborts))
            .also(&[SHUT_02]),
        wrap(SHUT_03, "says nothing to transports without StoreLogoff", |wrapping| {
            wrapping.support(on_transports(|inner, flags| match flags {
                LogoffFlags::LOGOFF_ABORT => Ok(LogoffFlags::LOGOFF_COMPLETE),
                _ => inner.store_logoff_transports(flags),
            }))
        })
        .also(&[SHUT_02]),
        wrap(SHUT_03, "logs its second store off by itself", |wrapping| {
            wrapping.store(OnStore::new().released(|inner| {
                if is_called(&*inner, "second") {
                    let _ = inner.store_logoff(LogoffFlags::LOGOFF_ORDERLY);
                }
            }))
        })
        .also(&[SHUT_02]),
    ]
}

/// The closure replaces `StoreLogoffTransports`.
fn on_transports<F>(logoff: F) -> OnSupport
where
    F: Fn(&dyn IMAPISupport, LogoffFlags) -> MapiResult<LogoffFlags> + Send + Sync + 'static,
{
    OnSupport::new().store_logoff_transports(logoff)
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
