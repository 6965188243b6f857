//! What the provider's DLL exports.

use std::sync::Arc;

use super::PR_REFERENCE_PASSWORD;
use super::catalogue::StoreCatalogue;
use super::provider::ReferenceProvider;
use crate::mapi::codes::{MAPI_E_NOT_FOUND, MAPI_E_UNCONFIGURED, MAPI_E_USER_CANCEL, MAPI_E_VERSION};
use crate::mapi::tags::PR_PROVIDER_UID;
use crate::mapi::{
    MapiResult, MapiUid, OpenSectionFlags, PropValue, ProviderInitFlags, QueryRowsFlags, ServiceContext,
    ServiceFlags, SpiVersion, StringWidth,
};
use crate::spi::{
    Dialog, DialogAnswer, DialogField, InitAnswer, InitRequest, ProviderEntry, ServiceEntry, ServiceRequest,
};

/// The DLL of the reference provider: `MSProviderInit` and the service entry point.
///
/// Each call of `MSProviderInit` makes a provider object of its own over the same catalogue.
///
/// As a message service entry point it sets the password: from the property
/// [`PR_REFERENCE_PASSWORD`](super::PR_REFERENCE_PASSWORD) of a `MSG_SERVICE_CONFIGURE` call, else by asking the user.
#[derive(Clone, Debug)]
pub struct ReferenceDll {
    catalogue: StoreCatalogue,
}

impl ReferenceDll {
    /// A DLL whose stores are those of `catalogue`.
    #[must_use]
    pub const fn new(catalogue: StoreCatalogue) -> Self {
        Self { catalogue }
    }
}

impl ProviderEntry for ReferenceDll {
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer> {
        // [INIT-09]
        if request.mapi_version < SpiVersion::CURRENT {
            return Err(MAPI_E_VERSION.into());
        }
        // [INIT-07]
        let in_service = request.flags.contains(ProviderInitFlags::MAPI_NT_SERVICE);
        Ok(InitAnswer::new(Arc::new(ReferenceProvider::new(self.catalogue.clone(), in_service))))
    }
}

impl ServiceEntry for ReferenceDll {
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        match request.context {
            ServiceContext::Create | ServiceContext::Configure => configure(request),
            ServiceContext::Install
            | ServiceContext::Uninstall
            | ServiceContext::Delete
            | ServiceContext::ProviderCreate
            | ServiceContext::ProviderDelete => Ok(()),
        }
    }
}

fn configure(request: &ServiceRequest<'_>) -> MapiResult<()> {
    let password = request.props.iter().find(|prop| prop.id() == PR_REFERENCE_PASSWORD.id());
    let password = password.map_or_else(|| ask_for_password(request), |given| Ok(given.clone()))?;
    for section in sections(request)? {
        let admin = request.provider_admin;
        let section = admin.open_profile_section(Some(&section), None, OpenSectionFlags::MAPI_MODIFY)?;
        section.set_props(std::slice::from_ref(&password))?;
    }
    Ok(())
}

/// The sections of the service's providers.
fn sections(request: &ServiceRequest<'_>) -> MapiResult<Vec<MapiUid>> {
    let table = request.provider_admin.get_provider_table(StringWidth::MAPI_UNICODE)?;
    let rows = table.query_rows(i32::MAX, QueryRowsFlags::empty())?;
    let uid = |row: &crate::mapi::Row| {
        let bytes = row.get(PR_PROVIDER_UID).and_then(PropValue::as_binary)?;
        bytes.try_into().ok().map(MapiUid::from_bytes)
    };
    rows.iter().map(|row| uid(row).ok_or_else(|| MAPI_E_NOT_FOUND.into())).collect()
}

fn ask_for_password(request: &ServiceRequest<'_>) -> MapiResult<PropValue> {
    if !request.flags.contains(ServiceFlags::SERVICE_UI_ALLOWED)
        && !request.flags.contains(ServiceFlags::SERVICE_UI_ALWAYS)
    {
        return Err(MAPI_E_UNCONFIGURED.into());
    }
    let dialog = Dialog::new("Reference Store").field(DialogField::new("password", "Password").secret());
    let answer = request.window.show(&dialog);
    match &answer {
        DialogAnswer::Completed(_) => {
            Ok(PropValue::new(PR_REFERENCE_PASSWORD, answer.value("password").unwrap_or_default()))
        }
        DialogAnswer::Cancelled => Err(MAPI_E_USER_CANCEL.into()),
        DialogAnswer::Unavailable => Err(MAPI_E_UNCONFIGURED.into()),
    }
}
