//! Services and providers come and go while the simulator runs.

use crate::mapi::codes::{MAPI_E_INVALID_OBJECT, MAPI_E_INVALID_PARAMETER, MAPI_E_NOT_FOUND};
use crate::mapi::tags::{
    PR_OBJECT_TYPE, PR_PROFILE_NAME_W, PR_PROVIDER_DLL_NAME_W, PR_PROVIDER_UID, PR_RESOURCE_FLAGS,
    PR_SERVICE_UID,
};
use crate::mapi::{HResult, MapiString, MapiUid, PropTag, PropValue, ResourceFlags, ServiceResourceFlags};
use crate::sim::books::profile::props::FIRST_NAMED;
use crate::sim::books::profile::set::{ProfileSet, long, section_uid};
use crate::sim::setup::service::{Service, StoreSection};
use crate::trace::{SectionNo, ServiceNo};

/// What became of a section that is not wanted any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Removal {
    /// It is gone.
    Removed,
    /// It is marked, since somebody uses it \[PROFILE-26\].
    Marked,
}

/// What MAPI says itself about every section, so that no description and no copy can.
const OWN: [PropTag; 4] = [PR_OBJECT_TYPE, PR_PROFILE_NAME_W, PR_PROVIDER_UID, PR_SERVICE_UID];

impl ProfileSet {
    pub(crate) fn has_service(&self, profile: usize, name: &str) -> bool {
        self.services(profile).any(|service| service.name.eq_ignore_ascii_case(name))
    }

    /// Whether a service has not been deleted.
    pub(crate) fn is_present(&self, service: ServiceNo) -> bool {
        let data = self.service(service);
        data.is_some_and(|data| self.service_by_uid(data.profile, data.uid) == Some(service))
    }

    /// `PR_RESOURCE_FLAGS` of a service.
    pub(crate) fn service_flags(&self, service: ServiceNo) -> ServiceResourceFlags {
        let own = self.own_section(service).and_then(|no| self.section(no));
        // Services and providers have different bits in the same property.
        ServiceResourceFlags::from_bits_retain(own.map_or(0, |section| section.resource_flags().bits()))
    }

    /// Copies a service of `MapiSvc.inf` into a profile \[PROFILE-24\].
    pub(crate) fn create_service(
        &mut self,
        profile: usize,
        service: &Service,
        display_name: &MapiString,
    ) -> Result<ServiceNo, HResult> {
        // Names were looked at when the subsystem was built.
        self.add_service(profile, service, Some(display_name)).map_err(|_| MAPI_E_INVALID_PARAMETER)
    }

    /// Copies a service with all that is configured into a profile, its own or another.
    pub(crate) fn copy_service(&mut self, from: ServiceNo, profile: usize) -> Result<ServiceNo, HResult> {
        let source = self.service(from).ok_or(MAPI_E_NOT_FOUND)?.clone();
        let no = self.next_service();
        let uid = self.register_service(profile, &source.name, source.entry_dll);
        for section in source.sections {
            let (dll, props) = self.copied(section, uid).ok_or(MAPI_E_INVALID_OBJECT)?;
            let copy = self.next_section();
            self.add_section(profile, Some(no), section_uid(copy), &dll, false, props);
            self.join_service(copy, no);
        }
        let own = self.own_section(from).and_then(|own| self.copied(own, uid));
        let (_, props) = own.ok_or(MAPI_E_INVALID_OBJECT)?;
        self.add_section(profile, Some(no), uid, "", false, props);
        Ok(no)
    }

    /// DLL and properties of a section as the copy of its service has them.
    fn copied(&self, section: SectionNo, service: MapiUid) -> Option<(String, Vec<PropValue>)> {
        let section = self.section(section)?;
        let kept = section.props().all().filter(|value| !is_own(value.id()));
        let mut props: Vec<PropValue> = kept.cloned().collect();
        props.push(PropValue::new(PR_SERVICE_UID, service.as_bytes().to_vec()));
        Some((section.dll.to_string(), props))
    }

    /// Takes a service out of its profile, with its own section and those of its providers.
    pub(crate) fn delete_service(&mut self, service: ServiceNo) -> Vec<(SectionNo, Removal)> {
        let own = self.own_section(service);
        let content = self.content_mut();
        let Some(data) = content.services.get_mut(service.index()) else { return Vec::new() };
        // [PROFILE-24] the entry point is not called again, also not for a store that is open still.
        data.entry_dll = None;
        let (profile, uid) = (data.profile, data.uid);
        let providers = data.sections.clone();
        content.service_by_uid.remove(&(profile, uid));
        if let Some(data) = content.profiles.get_mut(profile) {
            take_out(&mut data.services, service);
        }
        let removed = providers.into_iter().map(|no| (no, self.delete_provider(no))).collect();
        if let Some(own) = own {
            self.remove(own);
        }
        removed
    }

    /// Adds the section of a provider to a service.
    pub(crate) fn create_provider(
        &mut self,
        service: ServiceNo,
        mut provider: StoreSection,
        props: &[PropValue],
    ) -> Result<SectionNo, HResult> {
        let data = self.service(service).ok_or(MAPI_E_NOT_FOUND)?;
        let (profile, uid) = (data.profile, data.uid);
        let dll = props.iter().find(|value| value.id() == PR_PROVIDER_DLL_NAME_W.id());
        if let Some(name) = dll.and_then(PropValue::as_text) {
            provider.dll = name.into_owned();
        }
        provider.props.extend(given(props));
        self.add_store(profile, service, uid, provider).map_err(|_| MAPI_E_INVALID_PARAMETER)
    }

    /// Writes what a description says of a provider that is there already.
    pub(crate) fn describe_provider(&mut self, no: SectionNo, props: &[PropValue]) {
        for value in given(props).filter(|value| value.id() != PR_PROVIDER_DLL_NAME_W.id()) {
            self.put(no, value);
        }
        self.index(no);
    }

    /// Takes a provider out of its service: at once, or as soon as nobody uses it.
    pub(crate) fn delete_provider(&mut self, no: SectionNo) -> Removal {
        let service = self.section(no).and_then(|section| section.service);
        if let Some(data) = service.and_then(|service| self.content_mut().services.get_mut(service.index())) {
            take_out(&mut data.sections, no);
        }
        if self.is_held(no)
            && let Some(section) = self.section_mut(no)
        {
            section.leaving = true;
            section.listed = false;
            self.changed(no);
            return Removal::Marked;
        }
        self.remove(no);
        Removal::Removed
    }

    /// One service gives the primary identity from now on, or none does. Providers that can give none stay as they are.
    pub(crate) fn give_identity(&mut self, profile: usize, to: Option<ServiceNo>) {
        let services =
            self.content().profiles.get(profile).map_or_else(Vec::new, |data| data.services.clone());
        for service in services {
            let chosen = to == Some(service);
            let mut flags = self.service_flags(service);
            flags.set(ServiceResourceFlags::SERVICE_PRIMARY_IDENTITY, chosen);
            if let Some(own) = self.own_section(service) {
                self.put(own, PropValue::new(PR_RESOURCE_FLAGS, long(flags.bits())));
            }
            let providers = self.service(service).map_or_else(Vec::new, |data| data.sections.clone());
            for no in providers {
                let Some(mut flags) = self.section(no).map(|section| section.resource_flags()) else {
                    continue;
                };
                let able = !flags.contains(ResourceFlags::STATUS_NO_PRIMARY_IDENTITY);
                flags.set(ResourceFlags::STATUS_PRIMARY_IDENTITY, chosen && able);
                self.put(no, PropValue::new(PR_RESOURCE_FLAGS, long(flags.bits())));
            }
        }
    }

    fn own_section(&self, service: ServiceNo) -> Option<SectionNo> {
        let data = self.service(service)?;
        self.section_by_uid(data.profile, data.uid)
    }
}

/// Takes an ordinal out of a list in ascending order.
fn take_out<T: Ord>(list: &mut Vec<T>, ordinal: T) {
    if let Ok(place) = list.binary_search(&ordinal) {
        list.remove(place);
    }
}

fn is_own(id: u16) -> bool {
    OWN.iter().any(|tag| tag.id() == id)
}

/// What of a description a section can have: neither named properties nor errors \[PROFILE-07\].
fn given(props: &[PropValue]) -> impl Iterator<Item = PropValue> {
    let fits =
        |value: &&PropValue| value.as_error().is_none() && value.id() < FIRST_NAMED && !is_own(value.id());
    props.iter().filter(fits).cloned()
}
