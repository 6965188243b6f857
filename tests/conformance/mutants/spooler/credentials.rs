//! What `Logon` leaves for the spooler bent.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{PR_REFERENCE_PASSWORD, REFERENCE_UID, store_entry_id};
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{address, lock, names, on_spooler_logon};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(SPOOL_01, "keeps in memory what the spooler needs", |wrapping| {
            wrapping.provider(Elsewhere::new(|_, _| Err(MAPI_E_LOGON_FAILED.into())))
        }),
        wrap(SPOOL_01, "loses a password that was typed", |wrapping| {
            let loses = LosesTyped::default();
            wrapping.window(loses.0.clone()).provider(loses)
        }),
        wrap(SPOOL_01, "loses a password that was in the profile", |wrapping| {
            let loses = LosesStored::default();
            wrapping.window(loses.0.clone()).provider(loses)
        }),
        wrap(SPOOL_01, "leaves nothing of its second store", |wrapping| {
            wrapping.provider(on_spooler_logon(|inner, request| match request.entry_id {
                Some(id) if *id == store_entry_id("second") => Err(MAPI_E_LOGON_FAILED.into()),
                _ => inner.spooler_logon(request),
            }))
        }),
        wrap(SPOOL_01, "forgets which store the user chose", |wrapping| {
            wrapping.provider(on_spooler_logon(|inner, request| match request.entry_id {
                None => Err(MAPI_E_LOGON_FAILED.into()),
                Some(_) => inner.spooler_logon(request),
            }))
        }),
        wrap(SPOOL_03, "numbers its stores anew in each process", |wrapping| {
            wrapping.provider(Elsewhere::new(another_store))
        })
        .also(&[LOAD_35]),
        wrap(SPOOL_03, "opens its first store in each process", |wrapping| {
            wrapping.provider(Elsewhere::new(|inner, request| {
                let first = store_entry_id("first");
                let mut request = *request;
                request.entry_id = Some(&first);
                inner.spooler_logon(&request)
            }))
        })
        .also(&[LOAD_35]),
        wrap(SPOOL_03, "takes a password in its data for the number of a store", |wrapping| {
            wrapping.provider(Elsewhere::new(|inner, request| {
                if request.spool_security == REFERENCE_UID.as_bytes() {
                    inner.spooler_logon(request)
                } else {
                    another_store(inner, request)
                }
            }))
        })
        .also(&[LOAD_35]),
    ]
}

/// Bends `SpoolerLogon` on a provider object that the client has not logged on to.
pub(super) struct Elsewhere {
    clients: Mutex<Vec<usize>>,
    logon: fn(&dyn IMSProvider, &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer>,
}

impl Elsewhere {
    pub(super) fn new(
        logon: fn(&dyn IMSProvider, &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer>,
    ) -> Self {
        Self { clients: Mutex::default(), logon }
    }
}

impl WrapProvider for Elsewhere {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        lock(&self.clients).push(address(inner));
        inner.logon(request)
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        if lock(&self.clients).contains(&address(inner)) {
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

/// Notes whether a dialog was shown in a `Logon`.
#[derive(Clone, Default)]
struct Asked(Arc<AtomicBool>);

impl Asked {
    /// What `Logon` answers for the store with a password, if it was opened just now, and whether the user was asked.
    fn log_on(
        &self,
        inner: &dyn IMSProvider,
        request: &LogonRequest<'_>,
        left: impl FnOnce(bool, LogonAnswer) -> MapiResult<LogonAnswer>,
    ) -> MapiResult<LogonAnswer> {
        self.0.store(false, Ordering::Relaxed);
        let answer = inner.logon(request)?;
        if names(request, "safe") && answer.logon.is_some() {
            left(self.0.load(Ordering::Relaxed), answer)
        } else {
            Ok(answer)
        }
    }
}

impl WrapWindow for Asked {
    fn show(&self, inner: ParentWindow<'_>, dialog: &Dialog) -> DialogAnswer {
        self.0.store(true, Ordering::Relaxed);
        inner.show(dialog)
    }
}

/// Keeps a password that was typed neither in the section nor in the data.
#[derive(Clone, Default)]
struct LosesTyped(Asked);

impl WrapProvider for LosesTyped {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.log_on(inner, request, |asked, mut answer| {
            if asked {
                let section = request.support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY)?;
                section.set_props(&[PropValue::new(PR_REFERENCE_PASSWORD, "lost")])?;
                answer.spool_security = Some(REFERENCE_UID.as_bytes().to_vec());
            }
            Ok(answer)
        })
    }
}

/// Puts a password into the data only if it was typed, and does not look into the section in the spooler.
#[derive(Clone, Default)]
struct LosesStored(Asked);

impl WrapProvider for LosesStored {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.log_on(inner, request, |asked, mut answer| {
            if !asked {
                answer.spool_security = Some(REFERENCE_UID.as_bytes().to_vec());
            }
            Ok(answer)
        })
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let safe = request.entry_id == Some(&store_entry_id("safe"));
        if safe && request.spool_security == REFERENCE_UID.as_bytes() {
            return Err(MAPI_E_LOGON_FAILED.into());
        }
        inner.spooler_logon(request)
    }
}
