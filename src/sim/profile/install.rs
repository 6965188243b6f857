//! Profiles as a test describes them become profiles that MAPI works with.

use std::collections::BTreeSet;

use super::build::{Profile, Service, StoreSection};
use super::props::SectionProps;
use super::set::{
    LONGEST_NAME, ProfileData, ProfileSet, Section, ServiceData, Users, long, ordinal_bytes, section_uid,
};
use crate::mapi::guids::MUID_PROFILE_INSTANCE;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_ENTRYID, PR_OBJECT_TYPE, PR_PROFILE_NAME_W, PR_PROVIDER_DISPLAY_W,
    PR_PROVIDER_DLL_NAME_W, PR_PROVIDER_UID, PR_RESOURCE_FLAGS, PR_RESOURCE_TYPE, PR_SEARCH_KEY,
    PR_SERVICE_UID,
};
use crate::mapi::{AnsiString, EntryId, MapiUid, ObjectType, PropValue, ResourceType, WrappedStoreEntryId};
use crate::sim::builder::{BuildError, check_dll_name};
use crate::sim::live::Revision;
use crate::trace::{SectionNo, ServiceNo};

impl ProfileSet {
    pub(super) fn add_profile(&mut self, profile: Profile) -> Result<(), BuildError> {
        let length = profile.name.chars().count();
        if length == 0 || length > LONGEST_NAME {
            return Err(BuildError::ProfileName(profile.name));
        }
        if self.find(&profile.name).is_some() {
            return Err(BuildError::DuplicateProfile(profile.name));
        }
        let number = self.profiles.len();
        self.profiles.push(ProfileData {
            name: profile.name,
            sections: BTreeSet::new(),
            services: Vec::new(),
            revision: Revision::FIRST,
        });
        self.add_instance(number);
        for service in profile.services {
            self.add_service(number, service)?;
        }
        Ok(())
    }

    /// The section that tells this profile from all others \[PROFILE-10\]. It belongs to MAPI and is in no list.
    fn add_instance(&mut self, profile: usize) {
        let no = SectionNo::from_index(self.sections.len());
        let key = PropValue::new(PR_SEARCH_KEY, section_uid(no).as_bytes().to_vec());
        self.add_section(profile, None, MUID_PROFILE_INSTANCE, "", false, &[key]);
        if let Some(data) = self.profiles.get_mut(profile) {
            data.sections.remove(&no);
        }
    }

    fn add_service(&mut self, profile: usize, service: Service) -> Result<(), BuildError> {
        let no = ServiceNo::from_index(self.services.len());
        let uid = MapiUid::from_fields(0x5345_5256, 0, 0, ordinal_bytes(no.number()));
        let Service { name, entry_dll, stores } = service;
        self.services.push(ServiceData { name, uid, entry_dll, sections: Vec::new() });
        if let Some(data) = self.profiles.get_mut(profile) {
            data.services.push(no);
        }
        self.service_by_uid.insert((profile, uid), no);
        for store in stores {
            let section = self.add_store(profile, no, uid, store)?;
            if let Some(data) = self.services.get_mut(no.index()) {
                data.sections.push(section);
            }
        }
        Ok(())
    }

    fn add_store(
        &mut self,
        profile: usize,
        service: ServiceNo,
        service_uid: MapiUid,
        store: StoreSection,
    ) -> Result<SectionNo, BuildError> {
        check_dll_name(&store.dll)?;
        let no = SectionNo::from_index(self.sections.len());
        let mut props = vec![
            PropValue::new(PR_DISPLAY_NAME_W, store.display_name.clone()),
            PropValue::new(PR_PROVIDER_DISPLAY_W, store.display_name),
            PropValue::new(PR_RESOURCE_FLAGS, long(store.flags.bits())),
            PropValue::new(PR_SERVICE_UID, service_uid.as_bytes().to_vec()),
        ];
        if let Some(private) = store.entry_id {
            props.push(PropValue::new(PR_ENTRYID, wrap(&store.dll, &private)?.as_bytes().to_vec()));
        }
        props.extend(store.props);
        self.add_section(profile, Some(service), section_uid(no), &store.dll, false, &props);
        self.mark_listed(no);
        Ok(no)
    }

    pub(super) fn add_section(
        &mut self,
        profile: usize,
        service: Option<ServiceNo>,
        uid: MapiUid,
        dll: &str,
        temporary: bool,
        props: &[PropValue],
    ) {
        let no = SectionNo::from_index(self.sections.len());
        let dll = dll.to_owned();
        let section = Section {
            uid,
            profile,
            service,
            dll: dll.clone(),
            temporary,
            listed: false,
            users: Users::Nobody,
            props: SectionProps::default(),
            private_id: None,
        };
        self.sections.push(Some(section));
        let name = self.name(profile).to_owned();
        if let Some(data) = self.profiles.get_mut(profile) {
            data.sections.insert(no);
        }
        self.by_uid.insert((profile, uid), no);
        self.put(no, PropValue::new(PR_OBJECT_TYPE, long(ObjectType::ProfSect.raw())));
        self.put(no, PropValue::new(PR_PROFILE_NAME_W, name));
        self.put(no, PropValue::new(PR_PROVIDER_UID, uid.as_bytes().to_vec()));
        self.put(no, PropValue::new(PR_RESOURCE_TYPE, long(ResourceType::StoreProvider.raw())));
        self.put(no, PropValue::new(PR_PROVIDER_DLL_NAME_W, dll));
        for value in props {
            self.put(no, value.clone());
        }
        self.index(no);
    }
}

fn wrap(dll: &str, private: &EntryId) -> Result<EntryId, BuildError> {
    let wrapped = WrappedStoreEntryId { dll_name: AnsiString::from(dll), store: private.clone() };
    wrapped.encode().map_err(|_| BuildError::DllName(dll.to_owned()))
}
