//! Services come into a profile and leave it.

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_END_OF_SESSION, MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND, MAPI_E_NOT_INITIALIZED};
use crate::mapi::{MapiResult, MapiUid, ServiceContext, ServiceResourceFlags};
use crate::sim::drive::service_entry::{EntryCall, call_entry, entry_of};
use crate::sim::kernel::shared::Shared;
use crate::spi::{ConfigureServiceRequest, CreateServiceRequest};
use crate::trace::{Context, SectionNo, ServiceNo, SessionNo};

/// Takes back what was added unless all went well: an entry point may fail, and it may panic.
pub(super) struct Undo<F: FnOnce()>(Option<F>);

impl<F: FnOnce()> Undo<F> {
    pub(super) const fn new(undo: F) -> Self {
        Self(Some(undo))
    }

    pub(super) fn not_needed(mut self) {
        self.0 = None;
    }
}

impl<F: FnOnce()> Drop for Undo<F> {
    fn drop(&mut self) {
        if let Some(undo) = self.0.take() {
            undo();
        }
    }
}

/// All data of the service are copied first, then its entry point is called \[PROFILE-24\].
pub(super) async fn create(
    shared: &Arc<Shared>,
    session: SessionNo,
    request: &CreateServiceRequest<'_>,
) -> MapiResult<(ServiceNo, MapiUid)> {
    let context = Context::session(session);
    let name = request.service.to_string();
    let (service, uid) = shared.with(|state| state.add_service(session, &name, request.display_name))?;
    let undo = Undo::new(|| shared.with(|state| state.remove_service(context, service)));
    if shared.with(|state| state.names_entry(service)) {
        let entry = entry_of(shared, service).ok_or(MAPI_E_NOT_INITIALIZED)?;
        let call = EntryCall::new(session, ServiceContext::Create, first_section(shared, service));
        call_entry(shared, &entry, &call.shown(request.window, request.flags)).await?;
    }
    undo.not_needed();
    Ok((service, uid))
}

/// The entry point is called before anything is deleted, and never after \[PROFILE-24\].
pub(super) async fn delete(shared: &Arc<Shared>, session: SessionNo, uid: MapiUid) -> MapiResult<()> {
    let service = shared.with(|state| state.service_named(session, uid))?;
    if let Some(entry) = entry_of(shared, service) {
        let call = EntryCall::new(session, ServiceContext::Delete, first_section(shared, service));
        // The service goes in any case; what the entry point says is in the trace.
        let _ = call_entry(shared, &entry, &call).await;
    }
    shared.with(|state| state.remove_service(Context::session(session), service));
    Ok(())
}

/// The only call that brings properties \[PROFILE-24\]; the entry point's result is the client's.
pub(super) async fn configure(
    shared: &Arc<Shared>,
    session: SessionNo,
    request: &ConfigureServiceRequest<'_>,
) -> MapiResult<()> {
    let service = shared.with(|state| state.service_named(session, *request.uid))?;
    // [PROFILE-25]
    let entry = entry_of(shared, service).ok_or(MAPI_E_NOT_INITIALIZED)?;
    let mut call = EntryCall::new(session, ServiceContext::Configure, first_section(shared, service));
    (call.window, call.flags, call.props) = (request.window, request.flags, request.props);
    call_entry(shared, &entry, &call).await
}

/// Nobody is called: the copy is configured already \[PROFILE-24\].
pub(super) fn copy(shared: &Shared, from: SessionNo, uid: MapiUid, to: SessionNo) -> MapiResult<ServiceNo> {
    shared.with(|state| {
        let service = state.service_named(from, uid)?;
        let profile = state.sessions.get(to).ok_or(MAPI_E_END_OF_SESSION)?.profile();
        let name = state.profiles.service(service).ok_or(MAPI_E_NOT_FOUND)?.name().to_owned();
        let flags = state.profiles.service_flags(service);
        state.check_copies(profile, &name, flags)?;
        let copy = state.profiles.copy_service(service, profile)?;
        state.service_came(Context::session(to), copy);
        Ok(copy)
    })
}

/// One service supplies the primary identity, or none.
pub(super) fn give_identity(shared: &Shared, session: SessionNo, uid: Option<MapiUid>) -> MapiResult<()> {
    shared.with(|state| {
        let service = uid.map(|uid| state.service_named(session, uid)).transpose()?;
        let flags = service.map(|service| state.profiles.service_flags(service)).unwrap_or_default();
        if flags.contains(ServiceResourceFlags::SERVICE_NO_PRIMARY_IDENTITY) {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        let profile = state.sessions.get(session).ok_or(MAPI_E_END_OF_SESSION)?.profile();
        state.profiles.give_identity(profile, service);
        Ok(())
    })
}

/// What NULL opens where a call is about a whole service: the section of its first provider \[PROFILE-26\].
pub(super) fn first_section(shared: &Shared, service: ServiceNo) -> Option<SectionNo> {
    shared.with(|state| state.profiles.service(service)?.sections().first().copied())
}
