//! `CreateProvider` and `DeleteProvider`.

use std::sync::Arc;

use crate::mapi::codes::MAPI_E_NOT_FOUND;
use crate::mapi::{CreateProviderFlags, MapiResult, MapiUid, ServiceContext, ServiceFlags};
use crate::sim::client::service::change::Undo;
use crate::sim::drive::service_entry::{EntryCall, call_entry, entry_of};
use crate::sim::kernel::shared::Shared;
use crate::spi::CreateProviderRequest;
use crate::trace::{Context, SectionNo, ServiceNo, SessionNo};

/// The data come first, then the entry point is asked to do what is left.
pub(super) async fn create_for_client(
    shared: &Arc<Shared>,
    session: SessionNo,
    service: ServiceNo,
    request: &CreateProviderRequest<'_>,
) -> MapiResult<MapiUid> {
    let context = Context::session(session);
    let name = request.provider.to_string();
    let section = shared.with(|state| state.add_provider(context, service, &name, request.props))?;
    let undo = Undo::new(|| shared.with(|state| state.remove_provider(context, service, section)));
    if let Some(entry) = entry_of(shared, service) {
        let dialog = request.flags.contains(CreateProviderFlags::MAPI_DIALOG);
        let flags = if dialog { ServiceFlags::SERVICE_UI_ALLOWED } else { ServiceFlags::empty() };
        let call = EntryCall {
            asked: Some(&name),
            ..EntryCall::new(session, ServiceContext::ProviderCreate, Some(section))
        };
        call_entry(shared, &entry, &call.shown(request.window, flags)).await?;
    }
    undo.not_needed();
    uid_of(shared, section)
}

/// Inside an entry point: `added` is the provider that MAPI has added before it called.
pub(super) fn create_inside(
    shared: &Shared,
    context: Context,
    service: ServiceNo,
    added: Option<SectionNo>,
    request: &CreateProviderRequest<'_>,
) -> MapiResult<MapiUid> {
    let name = request.provider.to_string();
    let section = shared.with(|state| match added {
        Some(section) => {
            state.profiles.describe_provider(section, request.props);
            Ok(section)
        }
        None => state.add_provider(context, service, &name, request.props),
    })?;
    uid_of(shared, section)
}

/// The entry point is called before the provider goes; what it leaves to be done MAPI does.
pub(super) async fn delete_for_client(
    shared: &Arc<Shared>,
    session: SessionNo,
    service: ServiceNo,
    uid: MapiUid,
) -> MapiResult<()> {
    let section = shared.with(|state| state.provider_in(service, uid)).ok_or(MAPI_E_NOT_FOUND)?;
    if let Some(entry) = entry_of(shared, service) {
        let call = EntryCall::new(session, ServiceContext::ProviderDelete, Some(section));
        call_entry(shared, &entry, &call).await?;
    }
    shared.with(|state| state.remove_provider(Context::session(session), service, section));
    Ok(())
}

pub(super) fn delete_inside(
    shared: &Shared,
    context: Context,
    service: ServiceNo,
    uid: MapiUid,
) -> MapiResult<()> {
    shared.with(|state| {
        let section = state.provider_in(service, uid).ok_or(MAPI_E_NOT_FOUND)?;
        state.remove_provider(context, service, section);
        Ok(())
    })
}

fn uid_of(shared: &Shared, section: SectionNo) -> MapiResult<MapiUid> {
    let uid = shared.with(|state| state.profiles.section(section).map(|data| data.uid()));
    // The entry point may have deleted it again.
    uid.ok_or_else(|| MAPI_E_NOT_FOUND.into())
}
