//! Codes and error texts bent.

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::on_calls::on_logon;
use super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(ERR_02, "warns without a word", |wrapping| wrapping.provider(on_logon(wordless_warning))),
        wrap(ERR_05, "writes its error texts in another width", |wrapping| {
            wrapping.provider(on_logon(narrow_texts))
        }),
        wrap(ERR_06, "has no last error to give", |wrapping| wrapping.folder(NoLastError)),
        wrap(ERR_07, "gives wide strings to everybody", |wrapping| wrapping.store(WideOnly)),
        wrap(ERR_08, "says that missing data is not found", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_UNCONFIGURED, MAPI_E_NOT_FOUND))
        })
        .also(&[LOGON_05]),
        wrap(ERR_09, "says that an unreachable store is not found", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_LOGON_FAILED, MAPI_E_NOT_FOUND))
        }),
        wrap(ERR_10, "takes a wrong password for the end", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_FAILONEPROVIDER, MAPI_E_LOGON_FAILED))
        }),
        wrap(ERR_14, "takes a cancel for an answer", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_USER_CANCEL, MAPI_E_LOGON_FAILED))
        })
        .also(&[LOGON_07]),
        wrap(ERR_15, "has no code for locales", |wrapping| {
            wrapping.provider(Recodes(MAPI_E_UNKNOWN_CPID, MAPI_E_LOGON_FAILED))
        }),
        wrap(ERR_16, "opens properties as whatever is asked for", |wrapping| wrapping.store(AnyInterface)),
        wrap(ERR_17, "forgets its extended errors", |wrapping| wrapping.store(Forgets)),
    ]
}

/// Answers one code of `Logon` in place of another.
struct Recodes(HResult, HResult);

impl BendProvider for Recodes {
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

struct NoLastError;

impl BendFolder for NoLastError {
    fn get_last_error(
        &self,
        _inner: &dyn IMAPIFolder,
        _result: HResult,
        _width: StringWidth,
    ) -> MapiResult<Option<MapiErrorDetail>> {
        Err(MAPI_E_NOT_FOUND.into())
    }
}

struct WideOnly;

impl BendStore for WideOnly {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        inner.get_props(tags, flags | GetPropsFlags::MAPI_UNICODE)
    }
}

struct AnyInterface;

impl BendStore for AnyInterface {
    fn open_property(&self, inner: &dyn IMsgStore, _request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        let root = inner.open_entry(&OpenEntryRequest::root())?;
        Ok(root)
    }
}

struct Forgets;

impl BendStore for Forgets {
    fn get_last_error(
        &self,
        _inner: &dyn IMsgStore,
        _result: HResult,
        _width: StringWidth,
    ) -> MapiResult<Option<MapiErrorDetail>> {
        Ok(None)
    }
}
