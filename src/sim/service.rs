//! Message services: the administration object that an entry point works with, and the client's.

use std::sync::Arc;

use super::open::{ServiceCall, configure_service, first_section};
use super::profile::{ProfileSection, SectionUser, open_named, provider_table};
use super::shared::{Shared, code, plain};
use crate::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND, S_OK};
use crate::mapi::{MapiResult, MapiUid, OpenSectionFlags, StringWidth};
use crate::spi::{ConfigureServiceRequest, IMAPITable, IMsgServiceAdmin, IProfSect, IProviderAdmin};
use crate::trace::{
    Actor, Args, Call, Context, DllNo, Method, Object, OpenNo, Out, SectionNo, ServiceNo, SessionNo,
};

/// `IProviderAdmin` as the entry point of a message service gets it.
pub(crate) struct ProviderAdmin {
    shared: Arc<Shared>,
    session: SessionNo,
    open: Option<OpenNo>,
    service: ServiceNo,
    section: Option<SectionNo>,
    dll: Option<DllNo>,
}

impl ProviderAdmin {
    pub(crate) fn inside_entry(
        shared: Arc<Shared>,
        session: SessionNo,
        open: Option<OpenNo>,
        service: ServiceNo,
        section: Option<SectionNo>,
    ) -> Self {
        let dll = shared.with(|state| state.profiles.service(service)?.entry_dll.clone());
        let dll = dll.and_then(|dll| shared.dll(&dll));
        Self { shared, session, open, service, section, dll }
    }

    fn call(&self, method: Method, args: Args) -> Call {
        let from = self.dll.map_or(Actor::Client, Actor::Provider);
        Call { from, to: Object::Service(self.service), method, args }
    }
}

impl IProviderAdmin for ProviderAdmin {
    fn get_provider_table(&self, width: StringWidth) -> MapiResult<Arc<dyn IMAPITable>> {
        let call = self.call(Method::AdminGetProviderTable, Args::Width(width));
        let context = Context::of(self.session, self.open);
        Ok(self.shared.with(|state| {
            state.recorder.call(context, call);
            let table = provider_table(&state.profiles, self.service, width);
            state.recorder.returned(context, &call, S_OK, Out::None);
            table
        }))
    }

    fn open_profile_section(
        &self,
        uid: Option<&MapiUid>,
        _interface: Option<MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        let call = self.call(Method::AdminOpenProfileSection, Args::Section(uid.copied(), flags));
        let context = Context::of(self.session, self.open);
        self.shared.with(|state| {
            state.recorder.call(context, call);
            // [PROFILE-26]
            let found = match uid {
                None => self.section.ok_or_else(|| MAPI_E_NOT_FOUND.into()),
                Some(uid) => open_named(state, self.session, *uid, flags),
            };
            let opened = found.and_then(|section| {
                Ok((
                    section,
                    ProfileSection::open(
                        &self.shared,
                        state,
                        section,
                        flags.into(),
                        SectionUser { context },
                    )?,
                ))
            });
            let out = opened.as_ref().map_or(Out::None, |(section, _)| Out::Section(*section));
            state.recorder.returned(context, &call, code(&opened), out);
            opened.map(|(_, object)| object)
        })
    }
}

/// `IMsgServiceAdmin` as `IMAPISession::AdminServices` returns it. Of its methods `ConfigureMsgService` is simulated.
pub(crate) struct ServiceAdmin {
    shared: Arc<Shared>,
    session: SessionNo,
}

impl ServiceAdmin {
    pub(crate) const fn new(shared: Arc<Shared>, session: SessionNo) -> Self {
        Self { shared, session }
    }
}

impl IMsgServiceAdmin for ServiceAdmin {
    fn configure_msg_service(&self, request: &ConfigureServiceRequest<'_>) -> MapiResult<()> {
        let service = self.shared.with(|state| {
            let profile = state.session(self.session)?.profile;
            state.profiles.service_by_uid(profile, *request.uid)
        });
        let service = service.ok_or(MAPI_E_NOT_FOUND)?;
        let call = Call {
            from: Actor::Client,
            to: Object::Service(service),
            method: Method::AdminConfigureMsgService,
            args: Args::Props(u32::try_from(request.props.len()).unwrap_or(u32::MAX)),
        };
        let run = || {
            let call = ServiceCall {
                session: self.session,
                open: None,
                section: first_section(&self.shared, service),
                window: request.window,
                flags: request.flags,
                props: request.props,
            };
            configure_service(&self.shared, &call)
        };
        self.shared.cross(Context::session(self.session), call, run, plain)
    }

    fn open_profile_section(
        &self,
        uid: &MapiUid,
        _interface: Option<MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        open_for_client(&self.shared, self.session, *uid, flags)
    }
}

/// A client opens a section. Those of providers are closed to it, and with `MAPI_FORCE_ACCESS` readable [PROFILE-05].
pub(crate) fn open_for_client(
    shared: &Arc<Shared>,
    session: SessionNo,
    uid: MapiUid,
    flags: OpenSectionFlags,
) -> MapiResult<Arc<dyn IProfSect>> {
    shared.with(|state| {
        let profile = state.session(session).ok_or(MAPI_E_NOT_FOUND)?.profile;
        let found = state.profiles.section_by_uid(profile, uid);
        let of_provider =
            found.and_then(|no| state.profiles.section(no)).is_some_and(|data| !data.dll.is_empty());
        let forced = flags.contains(OpenSectionFlags::MAPI_FORCE_ACCESS);
        let writes = flags.contains(OpenSectionFlags::MAPI_MODIFY);
        if of_provider && (!forced || writes) {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        let section = open_named(state, session, uid, flags)?;
        ProfileSection::open(
            shared,
            state,
            section,
            flags.into(),
            SectionUser { context: Context::session(session) },
        )
    })
}
