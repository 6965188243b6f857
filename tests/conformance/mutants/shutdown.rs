//! The ends of stores and sessions bent.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::methods::Method;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::bends::is_called;
use super::on_calls::lock;
use super::{Mutant, wrap};

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

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
        wrap(SHUT_07, "keeps its store in a drawer", |wrapping| wrapping.store(Drawer::default()))
            .also(&[LOAD_18, LOGON_03, SHUT_01, SHUT_02, SHUT_03, SHUT_15]),
        wrap(SHUT_09, "refuses Logoff", |wrapping| wrapping.logon(RefusesLogoff)),
        wrap(SHUT_09, "keeps the support object of a second store", |wrapping| {
            wrapping.logon(KeepsLater::default())
        })
        .also(&[SHUT_14, SHUT_15]),
        wrap(SHUT_09, "keeps the support object in Logoff", |wrapping| wrapping.logon(ForgetsLogoff))
            .also(&[SHUT_14, SHUT_15]),
        wrap(SHUT_10, "keeps a second reference of its support object", |wrapping| {
            wrapping.provider(LateCaller::default())
        })
        .also(&[LOGON_03, MEM_07, SHUT_07, SHUT_09, STATUS_14]),
        wrap(SHUT_14, "calls MAPI when its store is long gone", |wrapping| {
            let late = LateCaller::default();
            wrapping.provider(late.clone()).folder(late)
        })
        .also(&[LOGON_03, MEM_07, OBS_07, SHUT_07, SHUT_09, SHUT_10, STATUS_14]),
        wrap(SHUT_15, "answers for folders when its store has gone", |wrapping| wrapping.folder(Undead))
            .only_strict(),
        wrap(SHUT_15, "answers for messages when its store has gone", |wrapping| wrapping.message(Undead))
            .only_strict(),
        wrap(SHUT_15, "answers as long as its store is held", |wrapping| {
            let held = Held::default();
            wrapping.store(held.clone()).folder(held)
        })
        .only_strict(),
        wrap(MEM_07, "keeps a reference of the spooler's support object", |wrapping| {
            wrapping.provider(Hoards::default())
        })
        .also(&[SHUT_09]),
        wrap(MEM_07, "keeps the support object of a SpoolerLogon that fails", |wrapping| {
            wrapping.provider(HoardsFailures::default())
        }),
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

/// Ends the logon that it has seen first and forgets the others.
#[derive(Default)]
struct KeepsLater(AtomicBool);

impl WrapLogon for KeepsLater {
    fn logoff(&self, inner: &dyn IMSLogon, flags: u32) -> MapiResult<()> {
        if self.0.swap(true, Ordering::Relaxed) { Ok(()) } else { inner.logoff(flags) }
    }
}

/// Keeps the support objects of the spooler's logons that fail.
#[derive(Default)]
struct HoardsFailures(Mutex<Vec<Support>>);

impl WrapProvider for HoardsFailures {
    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let answer = inner.spooler_logon(request);
        if answer.is_err() {
            lock(&self.0).push(request.support.clone());
        }
        answer
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

#[derive(Default)]
struct Drawer(Mutex<Vec<Arc<dyn IMsgStore>>>);

impl WrapStore for Drawer {
    fn released(&self, inner: Arc<dyn IMsgStore>) {
        self.0.lock().unwrap().push(inner);
    }
}

struct RefusesLogoff;

impl WrapLogon for RefusesLogoff {
    fn logoff(&self, inner: &dyn IMSLogon, flags: u32) -> MapiResult<()> {
        inner.logoff(flags)?;
        Err(MAPI_E_BUSY.into())
    }
}

struct ForgetsLogoff;

impl WrapLogon for ForgetsLogoff {
    fn logoff(&self, _inner: &dyn IMSLogon, _flags: u32) -> MapiResult<()> {
        Ok(())
    }
}

/// Asks for a MAPIUID when a folder is released.
#[derive(Clone, Default)]
struct LateCaller(Arc<Mutex<Vec<Support>>>);

impl WrapProvider for LateCaller {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        if answer.logon.is_some() {
            self.0.lock().unwrap().push(request.support.clone());
        }
        Ok(answer)
    }
}

impl WrapFolder for LateCaller {
    fn released(&self, inner: Arc<dyn IMAPIFolder>) {
        drop(inner);
        let kept = self.0.lock().unwrap().first().cloned();
        if let Some(support) = kept {
            let _ = support.new_uid();
        }
    }
}

struct Undead;

impl WrapFolder for Undead {
    fn get_props(
        &self,
        inner: &dyn IMAPIFolder,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        inner.get_props(tags, flags).or_else(|_| Ok(Warned::ok(Vec::new())))
    }
}

impl WrapMessage for Undead {
    fn get_props(
        &self,
        inner: &dyn IMessage,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        inner.get_props(tags, flags).or_else(|_| Ok(Warned::ok(Vec::new())))
    }
}

/// Its folders become invalid at the last release of the store, not at the logoff.
#[derive(Clone, Default)]
struct Held(Arc<AtomicBool>);

impl WrapStore for Held {
    fn released(&self, inner: Arc<dyn IMsgStore>) {
        self.0.store(true, Ordering::Relaxed);
        drop(inner);
    }
}

impl WrapFolder for Held {
    fn get_props(
        &self,
        inner: &dyn IMAPIFolder,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let answer = inner.get_props(tags, flags);
        if self.0.swap(false, Ordering::Relaxed) {
            answer
        } else {
            answer.or_else(|_| Ok(Warned::ok(Vec::new())))
        }
    }
}

/// Keeps the support objects of the spooler's logons.
#[derive(Default)]
struct Hoards(Mutex<Vec<Support>>);

impl WrapProvider for Hoards {
    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        self.0.lock().unwrap().push(request.support.clone());
        inner.spooler_logon(request)
    }
}
