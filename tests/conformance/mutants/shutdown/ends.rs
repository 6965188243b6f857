//! The ends of logons and provider objects bent.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::lock;
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
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
