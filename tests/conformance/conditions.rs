//! A wrapping that puts stores into conditions that the reference provider does not know.

use mapi_sim::conformance::{Capability, Setup};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::{PR_DISPLAY_NAME_W, PR_STORE_STATE};
use mapi_sim::mapi::*;
use mapi_sim::reference::{ReferenceDll, store_entry_id};
use mapi_sim::sim::StoreSection;
use mapi_sim::spi::*;
use mapi_sim::wrap::{WrapProvider, WrapStore, Wrapping};

/// The store whose logon warns.
pub(crate) const WARNS: &str = "warns";
/// The store of a server with another locale.
const FOREIGN: &str = "foreign";
/// The store that explains an error of its own.
const EXTENDED: &str = "extended";

/// A store in a condition.
pub(crate) struct Condition {
    /// Its name.
    pub(crate) store: &'static str,
    /// What a fixture with it declares.
    pub(crate) capability: Capability,
    /// How a fixture gives it.
    pub(crate) give: fn(Setup, StoreSection) -> Setup,
}

/// All conditions.
pub(crate) const CONDITIONS: [Condition; 3] = [
    Condition { store: WARNS, capability: Capability::Warning, give: Setup::warning },
    Condition { store: FOREIGN, capability: Capability::ForeignLocale, give: Setup::foreign_locale },
    Condition { store: EXTENDED, capability: Capability::ExtendedError, give: Setup::extended_error },
];

/// The reference provider, with these stores as their names say.
pub(crate) fn with_conditions(entry: ReferenceDll) -> Wrapping {
    Wrapping::new(entry).provider(Conditions).store(Conditions)
}

struct Conditions;

impl WrapProvider for Conditions {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let is = |name: &str| {
            let id = request.entry_id.map(|id| inner.compare_store_ids(id, &store_entry_id(name), 0));
            id.transpose().map(|same| same == Some(true))
        };
        if is(FOREIGN)? {
            return Err(MapiError::with_detail(MAPI_E_UNKNOWN_CPID, detail("The server speaks otherwise.")));
        }
        let mut answer = inner.logon(request)?;
        if is(WARNS)? && answer.logon.is_some() {
            let text = detail("Some folders could not be read.");
            answer = answer.with_warning(Warning::errors_returned().with_detail(text));
        }
        Ok(answer)
    }
}

impl WrapStore for Conditions {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        if tags == Some(&[PR_STORE_STATE]) && is_extended(inner) {
            return Err(MAPI_E_EXTENDED_ERROR.into());
        }
        inner.get_props(tags, flags)
    }

    fn get_last_error(
        &self,
        inner: &dyn IMsgStore,
        result: HResult,
        width: StringWidth,
    ) -> MapiResult<Option<MapiErrorDetail>> {
        if result == MAPI_E_EXTENDED_ERROR && is_extended(inner) {
            return Ok(Some(in_width(detail("The server is counting."), width)));
        }
        inner.get_last_error(result, width)
    }
}

fn is_extended(store: &dyn IMsgStore) -> bool {
    let name = store.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::MAPI_UNICODE);
    name.is_ok_and(|name| {
        name.value.iter().any(|name| name.as_unicode().is_some_and(|name| name.contains(EXTENDED)))
    })
}

fn detail(text: &str) -> MapiErrorDetail {
    MapiErrorDetail::new(text).component("Conditions")
}

/// The same in the width that is asked for.
fn in_width(mut detail: MapiErrorDetail, width: StringWidth) -> MapiErrorDetail {
    let narrow = |text: &MapiString| MapiString::Ansi(AnsiString::from(text.to_string().as_str()));
    if !width.contains(StringWidth::MAPI_UNICODE) {
        detail.error = detail.error.as_ref().map(narrow);
        detail.component = detail.component.as_ref().map(narrow);
    }
    detail
}
