//! Profiles as a test describes them become profiles that MAPI works with.

use std::sync::Arc;

use crate::mapi::guids::MUID_PROFILE_INSTANCE;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_ENTRYID, PR_OBJECT_TYPE, PR_PROFILE_NAME_W, PR_PROVIDER_DISPLAY_W,
    PR_PROVIDER_DLL_NAME_W, PR_PROVIDER_UID, PR_RESOURCE_FLAGS, PR_RESOURCE_TYPE, PR_SEARCH_KEY,
    PR_SERVICE_DLL_NAME_W, PR_SERVICE_ENTRY_NAME, PR_SERVICE_NAME_W, PR_SERVICE_UID,
};
use crate::mapi::{
    AnsiString, EntryId, MapiString, MapiUid, ObjectType, PropValue, ResourceType, WrappedStoreEntryId,
};
use crate::sim::books::live::Revision;
use crate::sim::books::profile::content::ProfileData;
use crate::sim::books::profile::described::Profile;
use crate::sim::books::profile::props::SectionProps;
use crate::sim::books::profile::records::{Section, ServiceData};
use crate::sim::books::profile::set::{LONGEST_NAME, ProfileSet, long, ordinal_bytes, section_uid};
use crate::sim::collections::HashIndex;
use crate::sim::setup::dll::check_dll_name;
use crate::sim::setup::error::BuildError;
use crate::sim::setup::service::{Service, StoreSection};
use crate::trace::{SectionNo, ServiceNo};

/// The name that MAPI prefers for the function; a simulated DLL exports one only.
const ENTRY_NAME: &str = "ServiceEntry";

/// The most properties that a section gets here beside those that are given.
const MOST_OWN: usize = 5;

impl ProfileSet {
    pub(super) fn add_profile(&mut self, profile: &Profile) -> Result<(), BuildError> {
        let name = profile.name();
        let length = name.chars().count();
        if length == 0 || length > LONGEST_NAME {
            return Err(BuildError::ProfileName(name.to_owned()));
        }
        if self.find(name).is_some() {
            return Err(BuildError::DuplicateProfile(name.to_owned()));
        }
        let content = self.content_mut();
        let number = content.profiles.len();
        content.profiles.push(ProfileData {
            name: name.to_owned(),
            shown_name: Arc::new(name.into()),
            sections: Vec::new(),
            services: Vec::new(),
            by_id: HashIndex::default(),
            revision: Revision::FIRST,
        });
        self.add_instance(number);
        profile.services().iter().try_for_each(|service| self.add_service(number, service, None).map(|_| ()))
    }

    /// The section that tells this profile from all others \[PROFILE-10\]. It belongs to MAPI and is in no list.
    fn add_instance(&mut self, profile: usize) {
        let key = PropValue::new(PR_SEARCH_KEY, section_uid(self.next_section()).as_bytes().to_vec());
        self.add_section(profile, None, MUID_PROFILE_INSTANCE, "", false, vec![key]);
    }

    /// Copies everything that is known of a service into a profile: its own section and those of its providers.
    pub(super) fn add_service(
        &mut self,
        profile: usize,
        service: &Service,
        display_name: Option<&MapiString>,
    ) -> Result<ServiceNo, BuildError> {
        let no = self.next_service();
        let Service { name, entry_dll, stores, .. } = service;
        let uid = self.register_service(profile, name, entry_dll.clone());
        for store in stores {
            self.add_store(profile, no, uid, store.clone())?;
        }
        self.add_section(profile, Some(no), uid, "", false, own_props(service, uid, display_name));
        Ok(no)
    }

    /// Gives a service its number and its MAPIUID, which is that of its own section, too.
    pub(super) fn register_service(&mut self, profile: usize, name: &str, entry: Option<String>) -> MapiUid {
        let no = self.next_service();
        let uid = MapiUid::from_fields(0x5345_5256, 0, 0, ordinal_bytes(no.number()));
        let (name, sections) = (name.into(), Vec::new());
        let content = self.content_mut();
        content.services.push(ServiceData { name, uid, profile, entry_dll: entry, sections });
        if let Some(data) = content.profiles.get_mut(profile) {
            data.services.push(no);
        }
        content.service_by_uid.insert((profile, uid), no);
        uid
    }

    pub(super) fn add_store(
        &mut self,
        profile: usize,
        service: ServiceNo,
        service_uid: MapiUid,
        store: StoreSection,
    ) -> Result<SectionNo, BuildError> {
        check_dll_name(&store.dll)?;
        let no = self.next_section();
        let mut props = Vec::with_capacity(MOST_OWN + store.props.len());
        props.extend([
            PropValue::new(PR_DISPLAY_NAME_W, store.display_name.clone()),
            PropValue::new(PR_PROVIDER_DISPLAY_W, store.display_name),
            PropValue::new(PR_RESOURCE_FLAGS, long(store.flags.bits())),
            PropValue::new(PR_SERVICE_UID, service_uid.as_bytes().to_vec()),
        ]);
        if let Some(private) = store.entry_id {
            props.push(PropValue::new(PR_ENTRYID, wrap(&store.dll, &private)?.as_bytes().to_vec()));
        }
        props.extend(store.props);
        self.add_section(profile, Some(service), section_uid(no), &store.dll, false, props);
        self.join_service(no, service);
        Ok(no)
    }

    /// The section of a provider is among those of its profile and of its service, and its store is listed.
    pub(super) fn join_service(&mut self, no: SectionNo, service: ServiceNo) {
        if let Some(data) = self.content_mut().services.get_mut(service.index()) {
            data.sections.push(no);
        }
        self.join_profile(no);
        self.mark_listed(no);
    }

    /// Sections that belong to MAPI or to a service as a whole are in no list of their profile; all others are.
    pub(super) fn join_profile(&mut self, no: SectionNo) {
        let Some(profile) = self.section(no).map(|section| section.profile) else { return };
        if let Some(data) = self.content_mut().profiles.get_mut(profile) {
            data.sections.push(no);
        }
    }

    pub(super) fn add_section(
        &mut self,
        profile: usize,
        service: Option<ServiceNo>,
        uid: MapiUid,
        dll: &str,
        temporary: bool,
        given: Vec<PropValue>,
    ) {
        let no = self.next_section();
        let mut props = Vec::with_capacity(MOST_OWN + given.len());
        props.extend([
            PropValue::new(PR_OBJECT_TYPE, long(ObjectType::ProfSect.raw())),
            PropValue::new(PR_PROFILE_NAME_W, self.name(profile)),
        ]);
        if !dll.is_empty() {
            props.push(PropValue::new(PR_PROVIDER_UID, uid.as_bytes().to_vec()));
            props.push(PropValue::new(PR_RESOURCE_TYPE, long(ResourceType::StoreProvider.raw())));
            props.push(PropValue::new(PR_PROVIDER_DLL_NAME_W, dll));
        }
        props.extend(given);
        let section = Section {
            uid,
            profile,
            service,
            dll: dll.into(),
            temporary,
            listed: false,
            leaving: false,
            props: SectionProps::written(props),
            private_id: None,
        };
        let content = self.content_mut();
        content.sections.push(Some(Arc::new(section)));
        content.by_uid.insert((profile, uid), no);
        self.changed(no);
        self.index(no);
    }

    /// The number of the section that is made next.
    pub(super) fn next_section(&self) -> SectionNo {
        SectionNo::from_index(self.content().sections.len())
    }

    /// The number of the service that is made next.
    pub(super) fn next_service(&self) -> ServiceNo {
        ServiceNo::from_index(self.content().services.len())
    }
}

/// What the section of a service itself says \[PROFILE-27\].
fn own_props(service: &Service, uid: MapiUid, display_name: Option<&MapiString>) -> Vec<PropValue> {
    // The name that a client gives counts only where the configuration has none.
    let listed = service.display_name.clone().map(MapiString::from);
    let shown = listed.or_else(|| display_name.cloned()).unwrap_or_else(|| service.name.as_str().into());
    let mut props = vec![
        PropValue::new(PR_DISPLAY_NAME_W, shown),
        PropValue::new(PR_SERVICE_NAME_W, service.name.as_str()),
        PropValue::new(PR_SERVICE_UID, uid.as_bytes().to_vec()),
        PropValue::new(PR_RESOURCE_FLAGS, long(service.flags.bits())),
    ];
    if let Some(dll) = &service.entry_dll {
        props.push(PropValue::new(PR_SERVICE_DLL_NAME_W, dll.as_str()));
        props.push(PropValue::new(PR_SERVICE_ENTRY_NAME, AnsiString::from(ENTRY_NAME)));
    }
    props.extend(service.props.iter().cloned());
    props
}

fn wrap(dll: &str, private: &EntryId) -> Result<EntryId, BuildError> {
    let wrapped = WrappedStoreEntryId { dll_name: AnsiString::from(dll), store: private.clone() };
    wrapped.encode().map_err(|_| BuildError::DllName(dll.to_owned()))
}
