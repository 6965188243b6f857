//! Codes bent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::PR_REFERENCE_PASSWORD;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{names, on_logon};
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
        wrap(ERR_08, "has another code for missing data where nobody answers its dialog", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_UNCONFIGURED, MAPI_E_FAILONEPROVIDER).where_asking())
        })
        .only_strict(),
        wrap(ERR_09, "says that an unreachable store is not configured", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_LOGON_FAILED, MAPI_E_UNCONFIGURED))
        })
        .only_strict(),
        wrap(
            ERR_09,
            "has another code for an unreachable store where nobody answers its dialog",
            |wrapping| wrapping.provider(Recodes(MAPI_E_LOGON_FAILED, MAPI_E_NETWORK_ERROR).where_asking()),
        )
        .even_lenient(),
        wrap(ERR_09, "says that an unreachable store is not found", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_LOGON_FAILED, MAPI_E_NOT_FOUND))
        })
        .even_lenient(),
        wrap(ERR_10, "takes a wrong password for the end", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_FAILONEPROVIDER, MAPI_E_LOGON_FAILED))
        })
        .only_strict(),
        wrap(ERR_10, "takes a missing password for missing data", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let missing = names(request, "safe") && !has_password(request);
                inner.logon(request).map_err(|error| match error.code() {
                    MAPI_E_FAILONEPROVIDER if missing => MAPI_E_UNCONFIGURED.into(),
                    _ => error,
                })
            }))
        })
        .only_strict(),
        wrap(ERR_10, "has another code for a password where nobody answers its dialog", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_FAILONEPROVIDER, MAPI_E_LOGON_FAILED).where_asking())
        })
        .only_strict(),
        wrap(ERR_10, "locks a store with a wrong password out", |wrapping| {
            let locked = AtomicBool::new(false);
            wrapping.provider(on_logon(move |inner, request| {
                if names(request, "safe") && locked.load(Ordering::Relaxed) {
                    return Err(MAPI_E_FAILONEPROVIDER.into());
                }
                let answer = inner.logon(request);
                let wrong = answer.as_ref().is_err_and(|error| error.code() == MAPI_E_FAILONEPROVIDER);
                locked.fetch_or(wrong, Ordering::Relaxed);
                answer
            }))
        })
        .also(&[CLAIM_15, STATUS_10])
        .only_strict(),
        wrap(ERR_15, "has no code for locales where it may ask", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_UNKNOWN_CPID, MAPI_E_LOGON_FAILED).where_asking())
        }),
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
pub(super) struct Recodes(pub(super) HResult, pub(super) HResult);

impl Recodes {
    /// Only where the client allows dialogs.
    fn where_asking(self) -> impl WrapProvider {
        on_logon(move |inner, request| {
            let silent = request.flags.contains(StoreLogonFlags::MDB_NO_DIALOG);
            if silent { inner.logon(request) } else { self.logon(inner, request) }
        })
    }
}

/// Whether there is a password in the section of a store.
fn has_password(request: &LogonRequest<'_>) -> bool {
    let section = request.support.open_profile_section(None, OpenSectionFlags::empty());
    let password =
        section.and_then(|section| section.get_props(Some(&[PR_REFERENCE_PASSWORD]), GetPropsFlags::empty()));
    password.is_ok_and(|password| password.value[0].as_error().is_none())
}

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
