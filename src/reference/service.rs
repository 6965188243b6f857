//! The entry point of the message service: what it is told goes into the profile \[PROFILE-21\] to \[PROFILE-23\].

use std::borrow::Cow;
use std::sync::Arc;

use super::dll::ReferenceDll;
use super::ids::{ObjectNo, Reference};
use super::{PR_REFERENCE_PASSWORD, PROVIDER_DISPLAY};
use crate::mapi::codes::{MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND, MAPI_E_UNCONFIGURED, MAPI_E_USER_CANCEL};
use crate::mapi::tags::{PR_ENTRYID, PR_PROVIDER_UID};
use crate::mapi::{
    EntryId, HResult, MapiError, MapiErrorDetail, MapiResult, MapiUid, OpenSectionFlags, PropTag, PropValue,
    QueryRowsFlags, Row, ServiceContext, ServiceFlags, StringWidth,
};
use crate::spi::{Dialog, DialogAnswer, DialogField, IProfSect, ServiceEntry, ServiceRequest};

impl ServiceEntry for ReferenceDll {
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        match request.context {
            ServiceContext::Configure => configure(request, Given::among(request.props)),
            // [PROFILE-22] there are no properties here yet.
            ServiceContext::Create => configure(request, Given::default()),
            // [PROFILE-23]
            ServiceContext::Install
            | ServiceContext::Uninstall
            | ServiceContext::Delete
            | ServiceContext::ProviderCreate
            | ServiceContext::ProviderDelete => Ok(()),
            ServiceContext::Other(_) => Err(MAPI_E_NO_SUPPORT.into()),
        }
    }
}

/// What a caller gives: a store, a password, or both.
#[derive(Default)]
struct Given {
    store: Option<EntryId>,
    password: Option<String>,
}

impl Given {
    /// A store's identifier and a password that can be one; any other property is none.
    fn among(props: &[PropValue]) -> Self {
        let find = |tag: PropTag| props.iter().find(|prop| prop.id() == tag.id());
        let is_store = |id: &EntryId| Reference::decode(id).is_some_and(|id| id.object == ObjectNo::Store);
        let password = find(PR_REFERENCE_PASSWORD).and_then(PropValue::as_text);
        Self {
            store: find(PR_ENTRYID).and_then(PropValue::as_entry_id).filter(is_store),
            password: password.filter(|given| !given.is_empty()).map(Cow::into_owned),
        }
    }

    fn is_nothing(&self) -> bool {
        self.store.is_none() && self.password.is_none()
    }

    fn into_values(self) -> Vec<PropValue> {
        let store = self.store.map(|store| PropValue::new(PR_ENTRYID, &store));
        let password = self.password.map(|password| PropValue::new(PR_REFERENCE_PASSWORD, password));
        store.into_iter().chain(password).collect()
    }
}

fn configure(request: &ServiceRequest<'_>, mut given: Given) -> MapiResult<()> {
    let always = request.flags.contains(ServiceFlags::SERVICE_UI_ALWAYS);
    let allowed = always || request.flags.contains(ServiceFlags::SERVICE_UI_ALLOWED);
    if always || given.is_nothing() {
        if !allowed {
            return Err(failure(
                MAPI_E_UNCONFIGURED,
                "No password is given, and nobody may be asked for it.",
            ));
        }
        given.password = Some(ask(request, given.password.unwrap_or_default())?);
    }
    if request.flags.contains(ServiceFlags::MSG_SERVICE_UI_READ_ONLY) {
        return Ok(());
    }
    // All sections are opened before the first is changed, so that nothing is half written [ERR-14].
    let sections = sections(request)?;
    let values = given.into_values();
    sections.iter().try_for_each(|section| section.set_props(&values).map(|_| ()))
}

/// The sheet works on a value of its own: who cancels has changed nothing \[PROFILE-28\].
fn ask(request: &ServiceRequest<'_>, shown: String) -> MapiResult<String> {
    let field = DialogField::new("password", "Password").secret().value(shown);
    let answer = request.window.show(&Dialog::new(PROVIDER_DISPLAY).field(field));
    match &answer {
        DialogAnswer::Completed(_) => {
            let typed = answer.value("password").filter(|typed| !typed.is_empty());
            typed
                .map(str::to_owned)
                .ok_or_else(|| failure(MAPI_E_UNCONFIGURED, "The password was left empty."))
        }
        DialogAnswer::Cancelled => Err(failure(MAPI_E_USER_CANCEL, "The configuration was cancelled.")),
        DialogAnswer::Unavailable => {
            Err(failure(MAPI_E_UNCONFIGURED, "There was nobody to ask for the password."))
        }
    }
}

/// The sections of the service's providers, open for writing.
fn sections(request: &ServiceRequest<'_>) -> MapiResult<Vec<Arc<dyn IProfSect>>> {
    let admin = request.provider_admin;
    let table = admin.get_provider_table(StringWidth::MAPI_UNICODE)?;
    let rows = table.query_rows(i32::MAX, QueryRowsFlags::empty())?;
    let open = |row: &Row| {
        let bytes = row.get(PR_PROVIDER_UID).and_then(PropValue::as_binary);
        let uid = bytes.and_then(|bytes| bytes.try_into().ok()).map(MapiUid::from_bytes);
        let uid = uid.ok_or(MAPI_E_NOT_FOUND)?;
        admin.open_profile_section(Some(&uid), None, OpenSectionFlags::MAPI_MODIFY)
    };
    rows.iter().map(open).collect()
}

fn failure(code: HResult, text: &str) -> MapiError {
    MapiError::with_detail(code, MapiErrorDetail::new(text).component(PROVIDER_DISPLAY))
}
