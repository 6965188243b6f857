//! Codes and error texts bent.

use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::{PR_COMMENT_W, PR_STORE_STATE};
use mapi_sim::mapi::*;
use mapi_sim::methods::Method;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::bends::is_called;
use super::load::uncounted;
use super::on_calls::{lock, names, on_logon};
use super::{Mutant, wrap};
use crate::conditions::WARNS;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(ERR_02, "warns without a word", |wrapping| wrapping.provider(on_logon(wordless_warning))),
        // Nothing but the trial of ERR-02 opens the store that warns.
        wrap(LOAD_19, "warns and keeps no support object", |wrapping| uncounted(wrapping, WARNS)),
        wrap(ERR_02, "warns in place of a working store", |wrapping| wrapping.store(Useless)),
        wrap(ERR_05, "writes its error texts in another width", |wrapping| {
            wrapping.provider(on_logon(narrow_texts))
        }),
        wrap(ERR_05, "numbers its error texts", |wrapping| wrapping.provider(on_logon(numbered_texts))),
        wrap(ERR_05, "writes the text for missing data in another width", |wrapping| {
            wrapping.provider(on_logon(|inner, request| match request.entry_id {
                None => narrow_texts(inner, request),
                Some(_) => inner.logon(request),
            }))
        }),
        wrap(ERR_06, "has no last error to give", |wrapping| wrapping.folder(NoLastError)),
        wrap(ERR_06, "has no last error to give for the store", |wrapping| wrapping.store(NoLastError))
            .also(&[ERR_17]),
        wrap(ERR_06, "has no last error to give for the status object", |wrapping| {
            wrapping.status(NoLastError)
        }),
        wrap(ERR_07, "gives wide strings to everybody", |wrapping| wrapping.store(WideOnly)),
        wrap(ERR_07, "gives wide strings to everybody who asks a folder", |wrapping| {
            wrapping.folder(WideOnly)
        }),
        wrap(ERR_07, "gives narrow strings to who asks for wide ones", |wrapping| {
            wrapping.folder(NarrowOnly)
        }),
        wrap(ERR_07, "knows no strings of unspecified type", |wrapping| {
            wrapping.store(NoUnspecified(MAPI_E_INVALID_PARAMETER))
        }),
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
        wrap(ERR_17, "has no extended error", |wrapping| wrapping.store(Plain)),
        wrap(ERR_17, "forgets its extended errors", |wrapping| wrapping.store(Forgets)),
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

fn wordless_warning(inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
    let mut answer = inner.logon(request)?;
    answer.warning = answer.warning.map(|_| Warning::errors_returned());
    Ok(answer)
}

/// A store that is of no use once it has been opened with a warning.
struct Useless;

impl WrapStore for Useless {
    fn before(&self, inner: &dyn IMsgStore, _: Method) -> MapiResult<()> {
        if is_called(inner, WARNS) { Err(MAPI_E_CORRUPT_DATA.into()) } else { Ok(()) }
    }
}

fn narrow_texts(inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
    inner.logon(request).map_err(|error| {
        let code = error.code();
        let detail = error.into_detail().map(|mut detail| {
            detail.error = Some(MapiString::Ansi(AnsiString::from("narrow")));
            detail
        });
        detail.map_or_else(|| code.into(), |detail| MapiError::with_detail(code, detail))
    })
}

fn numbered_texts(inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
    inner.logon(request).map_err(|error| {
        let code = error.code();
        let detail = error.into_detail().map(|mut detail| {
            detail.version = 1;
            detail
        });
        detail.map_or_else(|| code.into(), |detail| MapiError::with_detail(code, detail))
    })
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

struct NoLastError;

impl WrapFolder for NoLastError {
    fn get_last_error(
        &self,
        _inner: &dyn IMAPIFolder,
        _result: HResult,
        _width: StringWidth,
    ) -> MapiResult<Option<MapiErrorDetail>> {
        Err(MAPI_E_NOT_FOUND.into())
    }
}

impl WrapStore for NoLastError {
    fn get_last_error(
        &self,
        _inner: &dyn IMsgStore,
        _result: HResult,
        _width: StringWidth,
    ) -> MapiResult<Option<MapiErrorDetail>> {
        Err(MAPI_E_NOT_FOUND.into())
    }
}

impl WrapStatus for NoLastError {
    fn get_last_error(
        &self,
        _inner: &dyn IMAPIStatus,
        _result: HResult,
        _width: StringWidth,
    ) -> MapiResult<Option<MapiErrorDetail>> {
        Err(MAPI_E_NOT_FOUND.into())
    }
}

struct WideOnly;

impl WrapFolder for WideOnly {
    fn get_props(
        &self,
        inner: &dyn IMAPIFolder,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        inner.get_props(tags, flags | GetPropsFlags::MAPI_UNICODE)
    }
}

/// Gives no wide strings where the width is left open.
struct NarrowOnly;

impl WrapFolder for NarrowOnly {
    fn get_props(
        &self,
        inner: &dyn IMAPIFolder,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        inner.get_props(tags, flags.difference(GetPropsFlags::MAPI_UNICODE))
    }
}

impl WrapStore for WideOnly {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        inner.get_props(tags, flags | GetPropsFlags::MAPI_UNICODE)
    }
}

/// Fails with a code where the width of a string is left open.
pub(super) struct NoUnspecified(pub(super) HResult);

impl WrapStore for NoUnspecified {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        if tags.is_some_and(|tags| tags.iter().any(|tag| tag.prop_type() == PropType::PT_UNSPECIFIED)) {
            return Err(self.0.into());
        }
        inner.get_props(tags, flags)
    }
}

/// Has a value for every property.
struct Plain;

impl WrapStore for Plain {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        if tags == Some(&[PR_STORE_STATE]) {
            return Ok(Warned::ok(vec![PropValue::new(PR_STORE_STATE, 0)]));
        }
        inner.get_props(tags, flags)
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

struct Forgets;

impl WrapStore for Forgets {
    fn get_last_error(
        &self,
        _inner: &dyn IMsgStore,
        _result: HResult,
        _width: StringWidth,
    ) -> MapiResult<Option<MapiErrorDetail>> {
        Ok(None)
    }
}
