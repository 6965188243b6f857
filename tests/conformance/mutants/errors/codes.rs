//! Codes bent.

use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_COMMENT_W;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{lock, names, on_logon};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(ERR_08, "says that missing data is not found", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_UNCONFIGURED, MAPI_E_NOT_FOUND))
        })
        .also(&[LOGON_05])
        .even_lenient(),
        wrap(ERR_08, "says that a logon with missing data failed", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_UNCONFIGURED, MAPI_E_LOGON_FAILED))
        })
        .also(&[LOGON_05])
        .only_strict(),
        wrap(ERR_09, "says that an unreachable store is not found", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_LOGON_FAILED, MAPI_E_NOT_FOUND))
        })
        .even_lenient(),
        wrap(ERR_10, "takes a wrong password for the end", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_FAILONEPROVIDER, MAPI_E_LOGON_FAILED))
        })
        .only_strict(),
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
        }),
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
        wrap(ERR_15, "has no code for locales", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_UNKNOWN_CPID, MAPI_E_LOGON_FAILED))
        }),
        wrap(ERR_16, "opens properties as whatever is asked for", |wrapping| wrapping.store(AnyInterface)),
        wrap(ERR_16, "opens its status object as whatever is asked for", |wrapping| {
            wrapping.logon(AnyInterface)
        }),
        wrap(ERR_16, "has no code for an interface that its status object lacks", |wrapping| {
            wrapping.logon(NoCode)
        }),
    ]
}

/// Answers one code of `Logon` in place of another.
struct Recodes(HResult, HResult);

impl WrapProvider for Recodes {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        inner.logon(request).map_err(|error| {
            let code = if error.code() == self.0 { self.1 } else { error.code() };
            match error.into_detail() {
                Some(detail) => MapiError::with_detail(code, detail),
                None => code.into(),
            }
        })
    }
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

struct AnyInterface;

impl WrapStore for AnyInterface {
    fn open_property(&self, inner: &dyn IMsgStore, _request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        let root = inner.open_entry(&OpenEntryRequest::root())?;
        Ok(root)
    }
}

impl WrapLogon for AnyInterface {
    fn open_status_entry(
        &self,
        inner: &dyn IMSLogon,
        _interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        inner.open_status_entry(None, flags)
    }
}

/// Says that its status object is not found, whatever it is that is missing.
struct NoCode;

impl WrapLogon for NoCode {
    fn open_status_entry(
        &self,
        inner: &dyn IMSLogon,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        inner.open_status_entry(interface, flags).map_err(|_| MAPI_E_NOT_FOUND.into())
    }
}
