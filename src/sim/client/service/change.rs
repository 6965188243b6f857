//! Services come into a profile and leave it.

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_END_OF_SESSION, MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND, MAPI_E_NOT_INITIALIZED};
use crate::mapi::{HResult, MapiResult, MapiString, MapiUid, ServiceContext, ServiceResourceFlags};
use crate::sim::books::state::State;
use crate::sim::drive::service_entry::{EntryCall, call_entry, entry_of};
use crate::sim::kernel::shared::Shared;
use crate::spi::{ConfigureServiceRequest, CreateServiceRequest};
use crate::trace::{Context, Fact, SectionNo, ServiceNo, SessionNo};

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
pub(super) fn create(
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
        call_entry(shared, &entry, &call.shown(request.window, request.flags))?;
    }
    undo.not_needed();
    Ok((service, uid))
}

/// The entry point is called before anything goes, and never after \[PROFILE-24\].
pub(super) fn delete(shared: &Arc<Shared>, session: SessionNo, uid: MapiUid) -> MapiResult<()> {
    let service = shared.with(|state| state.service_named(session, uid))?;
    if let Some(entry) = entry_of(shared, service) {
        let call = EntryCall::new(session, ServiceContext::Delete, first_section(shared, service));
        // The service goes in any case; what the entry point says is in the trace.
        let _ = call_entry(shared, &entry, &call);
    }
    shared.with(|state| state.remove_service(Context::session(session), service));
    Ok(())
}

/// The only call that brings properties \[PROFILE-24\]; the entry point's result is the client's.
pub(super) fn configure(
    shared: &Arc<Shared>,
    session: SessionNo,
    request: &ConfigureServiceRequest<'_>,
) -> MapiResult<()> {
    let service = shared.with(|state| state.service_named(session, *request.uid))?;
    // [PROFILE-25]
    let entry = entry_of(shared, service).ok_or(MAPI_E_NOT_INITIALIZED)?;
    let mut call = EntryCall::new(session, ServiceContext::Configure, first_section(shared, service));
    (call.window, call.flags, call.props) = (request.window, request.flags, request.props);
    call_entry(shared, &entry, &call)
}

/// Nobody is called: the copy is configured already \[PROFILE-24\].
pub(super) fn copy(shared: &Shared, from: SessionNo, uid: MapiUid, to: SessionNo) -> MapiResult<ServiceNo> {
    shared.with(|state| {
        let service = state.service_named(from, uid)?;
        let profile = state.session(to).ok_or(MAPI_E_END_OF_SESSION)?.profile;
        let name = state.profiles.service(service).ok_or(MAPI_E_NOT_FOUND)?.name.clone();
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
        let profile = state.session(session).ok_or(MAPI_E_END_OF_SESSION)?.profile;
        state.profiles.give_identity(profile, service);
        Ok(())
    })
}

/// What NULL opens where a call is about a whole service: the section of its first provider \[PROFILE-26\].
pub(super) fn first_section(shared: &Shared, service: ServiceNo) -> Option<SectionNo> {
    shared.with(|state| state.profiles.service(service)?.sections.first().copied())
}

impl State {
    /// A service of the session's profile.
    pub(super) fn service_named(&self, session: SessionNo, uid: MapiUid) -> Result<ServiceNo, HResult> {
        let profile = self.session(session).ok_or(MAPI_E_END_OF_SESSION)?.profile;
        self.profiles.service_by_uid(profile, uid).ok_or(MAPI_E_NOT_FOUND)
    }

    fn add_service(
        &mut self,
        session: SessionNo,
        name: &str,
        display_name: &MapiString,
    ) -> Result<(ServiceNo, MapiUid), HResult> {
        let profile = self.session(session).ok_or(MAPI_E_END_OF_SESSION)?.profile;
        let service = self.profiles.available(name).ok_or(MAPI_E_NOT_FOUND)?.clone();
        self.check_copies(profile, &service.name, service.flags())?;
        let no = self.profiles.create_service(profile, &service, display_name)?;
        self.service_came(Context::session(session), no);
        let uid = self.profiles.service(no).ok_or(MAPI_E_NOT_FOUND)?.uid;
        Ok((no, uid))
    }

    /// A service that allows one copy of itself is not added to a profile that has it.
    fn check_copies(&self, profile: usize, name: &str, flags: ServiceResourceFlags) -> Result<(), HResult> {
        let single = flags.contains(ServiceResourceFlags::SERVICE_SINGLE_COPY);
        if single && self.profiles.has_service(profile, name) { Err(MAPI_E_NO_ACCESS) } else { Ok(()) }
    }

    fn service_came(&mut self, context: Context, service: ServiceNo) {
        let data = self.profiles.service(service);
        let (name, sections) =
            data.map_or_else(Default::default, |data| (data.name.clone(), data.sections.clone()));
        self.recorder.name_service(service, name);
        self.recorder.fact(context, Fact::ServiceAdded(service));
        for section in sections {
            self.name_section(section);
            self.recorder.fact(context, Fact::ProviderAdded(section));
        }
    }

    fn remove_service(&mut self, context: Context, service: ServiceNo) {
        // Its entry point may have been faster.
        if !self.profiles.is_present(service) {
            return;
        }
        for (section, removal) in self.profiles.delete_service(service) {
            self.provider_left(context, section, removal);
        }
        self.recorder.fact(context, Fact::ServiceRemoved(service));
    }

    fn names_entry(&self, service: ServiceNo) -> bool {
        self.profiles.service(service).is_some_and(|data| data.entry_dll.is_some())
    }
}
