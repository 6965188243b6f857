//! The ends of logons and provider objects bent.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::methods::Method;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::bends::is_called;
use super::super::on_calls::{address, lock};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(SHUT_07, "keeps its store in a drawer", |wrapping| wrapping.store(Drawer::default()))
            .also(&[LOAD_18, LOGON_03, SHUT_01, SHUT_02, SHUT_03, SHUT_15]),
        wrap(SHUT_07, "keeps a store that was logged off in a drawer", |wrapping| {
            wrapping.store(LoggedOff::default())
        })
        .also(&[SHUT_01, SHUT_02]),
        wrap(SHUT_07, "keeps its second store in a drawer", |wrapping| {
            let drawer = Mutex::new(Vec::new());
            wrapping.store(OnStore::new().released(move |inner| {
                if is_called(&*inner, "second") {
                    lock(&drawer).push(inner);
                }
            }))
        })
        .also(&[SHUT_01, SHUT_02, SHUT_03]),
        wrap(SHUT_07, "keeps its store as long as a folder", |wrapping| {
            let keeps = WithFolders::default();
            wrapping.folder(keeps.clone()).store(keeps)
        })
        .also(&[SHUT_15]),
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
        wrap(SHUT_10, "releases its support object again after the session's logoff", |wrapping| {
            let twice = Twice::new(true);
            wrapping.provider(twice.clone()).logon(twice.clone()).support(twice)
        }),
        wrap(SHUT_10, "releases its support object again after the client's Release", |wrapping| {
            let twice = Twice::new(false);
            wrapping.provider(twice.clone()).logon(twice.clone()).support(twice)
        }),
        wrap(SHUT_14, "calls MAPI when its store is long gone", |wrapping| {
            let late = LateCaller::default();
            wrapping.provider(late.clone()).folder(late)
        })
        .also(&[LOGON_03, MEM_07, OBS_07, SHUT_07, SHUT_09, SHUT_10, STATUS_14]),
        wrap(SHUT_14, "calls MAPI when a message of a store that has gone is released", |wrapping| {
            let late = LateCaller::default();
            wrapping.provider(late.clone()).message(late)
        })
        .also(&[LOGON_03, MEM_07, SHUT_07, SHUT_09, SHUT_10, STATUS_14]),
        wrap(SHUT_14, "calls MAPI when a table of a store that has gone is released", |wrapping| {
            let late = LateCaller::default();
            wrapping.provider(late.clone()).table(late)
        })
        .also(&[LOGON_03, MEM_07, OBS_07, SHUT_07, SHUT_09, SHUT_10, STATUS_14]),
        wrap(SHUT_14, "calls MAPI when a status object of a store that has gone is released", |wrapping| {
            let late = LateCaller::default();
            wrapping.provider(late.clone()).status(late)
        })
        .also(&[LOGON_03, MEM_07, SHUT_07, SHUT_09, SHUT_10, STATUS_14]),
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

#[derive(Default)]
struct Drawer(Mutex<Vec<Arc<dyn IMsgStore>>>);

impl WrapStore for Drawer {
    fn released(&self, inner: Arc<dyn IMsgStore>) {
        self.0.lock().unwrap().push(inner);
    }
}

/// Keeps stores that were logged off.
#[derive(Default)]
struct LoggedOff {
    noted: Mutex<BTreeSet<usize>>,
    kept: Mutex<Vec<Arc<dyn IMsgStore>>>,
}

impl WrapStore for LoggedOff {
    fn store_logoff(&self, inner: &dyn IMsgStore, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        lock(&self.noted).insert(address(inner));
        inner.store_logoff(flags)
    }

    fn released(&self, inner: Arc<dyn IMsgStore>) {
        if lock(&self.noted).remove(&address(&*inner)) {
            lock(&self.kept).push(inner);
        }
    }
}

/// Keeps released stores until no folder is left.
#[derive(Clone, Default)]
struct WithFolders {
    folders: Arc<Mutex<BTreeSet<usize>>>,
    kept: Arc<Mutex<Vec<Arc<dyn IMsgStore>>>>,
}

impl WrapFolder for WithFolders {
    fn before(&self, inner: &dyn IMAPIFolder, _: Method) -> MapiResult<()> {
        lock(&self.folders).insert(address(inner));
        Ok(())
    }

    fn released(&self, inner: Arc<dyn IMAPIFolder>) {
        lock(&self.folders).remove(&address(&*inner));
        drop(inner);
        let kept =
            if lock(&self.folders).is_empty() { std::mem::take(&mut *lock(&self.kept)) } else { Vec::new() };
        drop(kept);
    }
}

impl WrapStore for WithFolders {
    fn released(&self, inner: Arc<dyn IMsgStore>) {
        if !lock(&self.folders).is_empty() {
            lock(&self.kept).push(inner);
        }
    }
}

/// Releases a support object once more when it has been freed, in a `Logoff` or outside of one.
#[derive(Clone)]
struct Twice {
    in_logoff: bool,
    logs_off: Arc<AtomicBool>,
    silent: Arc<AtomicBool>,
    /// The counts of references that nobody has added.
    spare: Arc<Mutex<Vec<CountedBy>>>,
}

impl Twice {
    fn new(in_logoff: bool) -> Self {
        Self { in_logoff, logs_off: Arc::default(), silent: Arc::default(), spare: Arc::default() }
    }
}

impl WrapProvider for Twice {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.silent.store(true, Ordering::Relaxed);
        drop(request.support.clone());
        self.silent.store(false, Ordering::Relaxed);
        inner.logon(request)
    }
}

impl WrapSupport for Twice {
    fn add_ref(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        if self.silent.load(Ordering::Relaxed) {
            lock(&self.spare).push(counted);
            return 1;
        }
        inner.add_ref(counted)
    }

    fn release(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        if self.silent.load(Ordering::Relaxed) {
            return 1;
        }
        let is_place = self.logs_off.load(Ordering::Relaxed) == self.in_logoff;
        let count = inner.release(counted);
        if count > 0 || !is_place {
            return count;
        }
        let spare = lock(&self.spare).pop();
        spare.map_or(0, |spare| inner.release(spare))
    }
}

impl WrapLogon for Twice {
    fn logoff(&self, inner: &dyn IMSLogon, flags: u32) -> MapiResult<()> {
        self.logs_off.store(true, Ordering::Relaxed);
        let answer = inner.logoff(flags);
        self.logs_off.store(false, Ordering::Relaxed);
        answer
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

impl LateCaller {
    fn call(&self) {
        let kept = self.0.lock().unwrap().first().cloned();
        if let Some(support) = kept {
            let _ = support.new_uid();
        }
    }
}

macro_rules! late_callers {
    ($($wrap:ident of $interface:ident;)+) => {$(
        impl $wrap for LateCaller {
            fn released(&self, inner: Arc<dyn $interface>) {
                drop(inner);
                self.call();
            }
        }
    )+};
}

late_callers! {
    WrapFolder of IMAPIFolder;
    WrapMessage of IMessage;
    WrapTable of IMAPITable;
    WrapStatus of IMAPIStatus;
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
