//! What is in a `MAPIERROR` bent.

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{names, on_logon, on_spooler_logon};
use super::super::{Mutant, wrap};
use crate::conditions::WARNS;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
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
        wrap(ERR_05, "writes the text of its warning in another width", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let answer = inner.logon(request)?;
                if !names(request, WARNS) || answer.warning.is_none() {
                    return Ok(answer);
                }
                Ok(answer.with_warning(Warning::errors_returned().with_detail(said(true))))
            }))
        }),
        wrap(ERR_05, "writes the texts for the spooler in another width", |wrapping| {
            wrapping.provider(on_spooler_logon(|inner, request| {
                inner.spooler_logon(&request.spool_security(&[])).map_err(narrow)
            }))
        }),
        wrap(ERR_05, "writes the texts of its service in another width", |wrapping| {
            wrapping.service(OnService::new().msg_service_entry(|inner, request| {
                inner
                    .msg_service_entry(request)
                    .map_err(|error| MapiError::with_detail(error.code(), said(true)))
            }))
        }),
        wrap(ERR_05, "has one width for the last error of its logon object", |wrapping| {
            wrapping.logon(OnLogon::new().get_last_error(|_, _, _| Ok(Some(said(false)))))
        }),
        wrap(ERR_05, "has one width for the last error of its store", |wrapping| {
            wrapping.store(OnStore::new().get_last_error(|_, _, _| Ok(Some(said(true)))))
        }),
        wrap(ERR_05, "has one width for the last error of its folders", |wrapping| {
            wrapping.folder(OnFolder::new().get_last_error(|_, _, _| Ok(Some(said(false)))))
        }),
        wrap(ERR_05, "has one width for the last error of its tables", |wrapping| {
            wrapping.table(OnTable::new().get_last_error(|_, _, _| Ok(Some(said(true)))))
        }),
        wrap(ERR_05, "has one width for the last error of its status object", |wrapping| {
            wrapping.status(OnStatus::new().get_last_error(|_, _, _| Ok(Some(said(false)))))
        }),
    ]
}

/// A text in the one width or the other.
fn said(narrow: bool) -> MapiErrorDetail {
    let text = "The store is closed.";
    if narrow {
        MapiErrorDetail::new(MapiString::Ansi(AnsiString::from(text)))
    } else {
        MapiErrorDetail::new(text)
    }
}

fn narrow(error: MapiError) -> MapiError {
    let code = error.code();
    let detail = error.into_detail().map(|mut detail| {
        detail.error = Some(MapiString::Ansi(AnsiString::from("narrow")));
        detail
    });
    detail.map_or_else(|| code.into(), |detail| MapiError::with_detail(code, detail))
}

fn narrow_texts(inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
    inner.logon(request).map_err(narrow)
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
