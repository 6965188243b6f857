//! Cancelled dialogs bent.

use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_COMMENT_W;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{lock, names, on_logon};
use super::super::{Mutant, wrap};
use super::codes::Recodes;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(ERR_14, "takes a cancel for an answer", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_USER_CANCEL, MAPI_E_LOGON_FAILED))
        })
        .also(&[LOGON_07]),
        wrap(ERR_14, "cancels for its user", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let mut silent = *request;
                if names(request, "safe") {
                    silent.flags |= StoreLogonFlags::MDB_NO_DIALOG;
                }
                let answer = inner.logon(&silent);
                let failed = answer.is_err() && silent.flags != request.flags;
                if failed { Err(MAPI_E_USER_CANCEL.into()) } else { answer }
            }))
        })
        .also(&[ERR_10]),
        wrap(ERR_14, "writes to the section what is not confirmed yet", |wrapping| {
            wrapping.provider(on_cancel(|request| {
                let section = request.support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY)?;
                section.set_props(&[PropValue::new(PR_COMMENT_W, "half done")])?;
                Ok(())
            }))
        }),
        wrap(ERR_14, "keeps the support object when it is cancelled", |wrapping| {
            let kept = Mutex::new(Vec::new());
            wrapping.provider(on_cancel(move |request| {
                lock(&kept).push(request.support.clone());
                Ok(())
            }))
        })
        .also(&[LOGON_02]),
        wrap(ERR_14, "configures without its user", |wrapping| wrapping.service(NoSheet))
            .also(&[PROFILE_21, PROFILE_28]),
        wrap(ERR_14, "takes a cancel for no choice", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let chooses = request.entry_id.is_none();
                inner.logon(request).map_err(|error| match error.code() {
                    MAPI_E_USER_CANCEL if chooses => MAPI_E_UNCONFIGURED.into(),
                    _ => error,
                })
            }))
        }),
        wrap(ERR_14, "takes a cancel after a wrong answer for another one", |wrapping| {
            let counts = Counts::default();
            wrapping.window(counts.clone()).provider(counts)
        }),
        wrap(ERR_14, "takes a cancelled sheet for missing data where a logon has led to it", |wrapping| {
            let silent = on_logon(|inner, request| {
                let mut silent = *request;
                if request.entry_id.is_none() {
                    silent.flags |= StoreLogonFlags::MDB_NO_DIALOG;
                }
                inner.logon(&silent)
            });
            wrapping.provider(silent).service(OnService::new().msg_service_entry(|inner, request| {
                let always = request.flags.contains(ServiceFlags::SERVICE_UI_ALWAYS);
                inner.msg_service_entry(request).map_err(|error| match error.code() {
                    MAPI_E_USER_CANCEL if !always => MAPI_E_UNCONFIGURED.into(),
                    _ => error,
                })
            }))
        })
        .also(&[CLAIM_22]),
    ]
}

/// What else a provider does when the dialog of its `Logon` is cancelled.
fn on_cancel<F>(cancelled: F) -> impl WrapProvider
where
    F: Fn(&LogonRequest<'_>) -> MapiResult<()> + Send + Sync + 'static,
{
    on_logon(move |inner, request| {
        let answer = inner.logon(request);
        if answer.as_ref().is_err_and(|error| error.code() == MAPI_E_USER_CANCEL) && names(request, "safe") {
            cancelled(request)?;
        }
        answer
    })
}

struct NoSheet;

impl WrapService for NoSheet {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        if request.context == ServiceContext::Configure { Ok(()) } else { inner.msg_service_entry(request) }
    }
}

/// Counts the dialogs of a logon.
#[derive(Clone, Default)]
struct Counts(Arc<Mutex<usize>>);

impl WrapWindow for Counts {
    fn show(&self, inner: ParentWindow<'_>, dialog: &Dialog) -> DialogAnswer {
        *lock(&self.0) += 1;
        inner.show(dialog)
    }
}

impl WrapProvider for Counts {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        *lock(&self.0) = 0;
        inner.logon(request).map_err(|error| match error.code() {
            MAPI_E_USER_CANCEL if *lock(&self.0) > 1 => MAPI_E_LOGON_FAILED.into(),
            _ => error,
        })
    }
}
