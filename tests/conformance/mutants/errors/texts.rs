//! Error texts and strings bent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_STORE_STATE;
use mapi_sim::mapi::*;
use mapi_sim::methods::Method;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::bends::is_called;
use super::super::load::uncounted;
use super::super::on_calls::{names, on_logon};
use super::super::{Mutant, wrap};
use crate::conditions::WARNS;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(ERR_02, "warns without a word", |wrapping| wrapping.provider(on_logon(wordless_warning))),
        // Nothing but the trial of ERR-02 opens the store that warns.
        wrap(LOAD_19, "warns and keeps no support object", |wrapping| uncounted(wrapping, WARNS)),
        wrap(ERR_02, "warns in place of a working store", |wrapping| wrapping.store(Useless)),
        wrap(ERR_02, "registers nothing where it warns", |wrapping| {
            let unknown = Unknown::default();
            wrapping.provider(unknown.clone()).support(unknown)
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
        wrap(ERR_17, "has no extended error", |wrapping| wrapping.store(Plain)),
        wrap(ERR_17, "forgets its extended errors", |wrapping| wrapping.store(Forgets)),
        wrap(ERR_17, "tells its extended errors in Unicode only", |wrapping| {
            wrapping.store(OnStore::new().get_last_error(|inner, result, width| {
                let extended = result == MAPI_E_EXTENDED_ERROR && width.is_empty();
                if extended { Ok(None) } else { inner.get_last_error(result, width) }
            }))
        }),
    ]
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

/// Makes a store that warns known to nobody.
#[derive(Clone, Default)]
struct Unknown(Arc<AtomicBool>);

impl WrapProvider for Unknown {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.store(names(request, WARNS), Ordering::Relaxed);
        inner.logon(request)
    }
}

impl WrapSupport for Unknown {
    fn set_provider_uid(&self, inner: &dyn IMAPISupport, uid: &MapiUid, flags: u32) -> MapiResult<()> {
        if self.0.load(Ordering::Relaxed) { Ok(()) } else { inner.set_provider_uid(uid, flags) }
    }
}

struct NoLastError;

/// Objects that have no answer to `GetLastError`.
macro_rules! no_last_error {
    ($($wrap:ident of $interface:ident;)+) => {$(
        impl $wrap for NoLastError {
            fn get_last_error(
                &self,
                _inner: &dyn $interface,
                _result: HResult,
                _width: StringWidth,
            ) -> MapiResult<Option<MapiErrorDetail>> {
                Err(MAPI_E_NOT_FOUND.into())
            }
        }
    )+};
}

no_last_error! {
    WrapFolder of IMAPIFolder;
    WrapStore of IMsgStore;
    WrapStatus of IMAPIStatus;
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
pub(in super::super) struct NoUnspecified(pub(in super::super) HResult);

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
