//! Services and providers come into profiles and leave them.

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_END_OF_SESSION, MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND};
use crate::mapi::{HResult, MapiString, MapiUid, PropValue, ServiceResourceFlags};
use crate::sim::books::profile::Removal;
use crate::sim::books::state::State;
use crate::sim::setup::service::StoreSection;
use crate::trace::{Context, Fact, SectionNo, ServiceNo, SessionNo};

impl State {
    /// A service of the session's profile.
    pub(crate) fn service_named(&self, session: SessionNo, uid: MapiUid) -> Result<ServiceNo, HResult> {
        let profile = self.sessions.get(session).ok_or(MAPI_E_END_OF_SESSION)?.profile();
        self.profiles.service_by_uid(profile, uid).ok_or(MAPI_E_NOT_FOUND)
    }

    pub(crate) fn add_service(
        &mut self,
        session: SessionNo,
        name: &str,
        display_name: &MapiString,
    ) -> Result<(ServiceNo, MapiUid), HResult> {
        let profile = self.sessions.get(session).ok_or(MAPI_E_END_OF_SESSION)?.profile();
        let service = self.profiles.available(name).ok_or(MAPI_E_NOT_FOUND)?.clone();
        self.check_copies(profile, &service.name, service.flags())?;
        let no = self.profiles.create_service(profile, &service, display_name)?;
        self.service_came(Context::session(session), no);
        let uid = self.profiles.service(no).ok_or(MAPI_E_NOT_FOUND)?.uid();
        Ok((no, uid))
    }

    /// A service that allows one copy of itself is not added to a profile that has it.
    pub(crate) fn check_copies(
        &self,
        profile: usize,
        name: &str,
        flags: ServiceResourceFlags,
    ) -> Result<(), HResult> {
        let single = flags.contains(ServiceResourceFlags::SERVICE_SINGLE_COPY);
        if single && self.profiles.has_service(profile, name) { Err(MAPI_E_NO_ACCESS) } else { Ok(()) }
    }

    pub(crate) fn service_came(&mut self, context: Context, service: ServiceNo) {
        let data = self.profiles.service(service);
        let (name, sections) =
            data.map_or_else(Default::default, |data| (Arc::clone(data.name()), data.sections().to_vec()));
        self.recorder.name_service(service, name);
        self.recorder.fact(context, Fact::ServiceAdded(service));
        for section in sections {
            self.name_section(section);
            self.recorder.fact(context, Fact::ProviderAdded(section));
        }
    }

    pub(crate) fn remove_service(&mut self, context: Context, service: ServiceNo) {
        // Its entry point may have deleted it already.
        if !self.profiles.is_present(service) {
            return;
        }
        for (section, removal) in self.profiles.delete_service(service) {
            self.provider_left(context, section, removal);
        }
        self.recorder.fact(context, Fact::ServiceRemoved(service));
    }

    pub(crate) fn names_entry(&self, service: ServiceNo) -> bool {
        self.profiles.service(service).is_some_and(|data| data.entry_dll().is_some())
    }

    /// A provider of a service that is not marked for deletion.
    pub(crate) fn provider_in(&self, service: ServiceNo, uid: MapiUid) -> Option<SectionNo> {
        let data = self.profiles.service(service)?;
        let section = self.profiles.section_by_uid(data.profile(), uid)?;
        data.has_section(section).then_some(section)
    }

    pub(crate) fn add_provider(
        &mut self,
        context: Context,
        service: ServiceNo,
        name: &str,
        props: &[PropValue],
    ) -> Result<SectionNo, HResult> {
        let present = self.profiles.is_present(service);
        let description = self.describe(service, name).filter(|_| present).ok_or(MAPI_E_NOT_FOUND)?;
        let section = self.profiles.create_provider(service, description, props)?;
        self.name_section(section);
        self.recorder.fact(context, Fact::ProviderAdded(section));
        Ok(section)
    }

    /// What `MapiSvc.inf` says of a provider. A name that it does not have leads to something, too: to a provider in
    /// the DLL of the service's first one.
    fn describe(&self, service: ServiceNo, name: &str) -> Option<StoreSection> {
        let data = self.profiles.service(service)?;
        let listed = self.profiles.available(data.name()).and_then(|service| service.provider(name));
        if let Some(listed) = listed {
            return Some(listed.clone());
        }
        let first = data.sections().first().and_then(|no| self.profiles.section(*no));
        let dll =
            first.map(|section| section.dll().to_string()).or_else(|| data.entry_dll().map(str::to_owned));
        Some(StoreSection::new(dll.unwrap_or_default(), name))
    }

    pub(crate) fn remove_provider(&mut self, context: Context, service: ServiceNo, section: SectionNo) {
        let listed = self.profiles.service(service).is_some_and(|data| data.has_section(section));
        if listed {
            let removal = self.profiles.delete_provider(section);
            self.provider_left(context, section, removal);
        }
    }

    fn provider_left(&mut self, context: Context, section: SectionNo, removal: Removal) {
        let fact = match removal {
            Removal::Removed => Fact::ProviderRemoved(section),
            Removal::Marked => Fact::ProviderMarked(section),
        };
        self.recorder.fact(context, fact);
    }

    fn name_section(&mut self, section: SectionNo) {
        if let Some(name) = self.profiles.section_name(section) {
            self.recorder.name_section(section, name);
        }
    }
}
