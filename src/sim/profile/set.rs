//! All profiles of a subsystem, their services and their sections.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Profile, Service, StoreSection};
use super::props::{SectionProps, Writer};
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_ENTRYID, PR_OBJECT_TYPE, PR_PROFILE_NAME_W, PR_PROVIDER_DISPLAY_W,
    PR_PROVIDER_DLL_NAME_W, PR_PROVIDER_UID, PR_RESOURCE_FLAGS, PR_RESOURCE_TYPE, PR_SERVICE_UID,
};
use crate::mapi::{
    AnsiString, EntryId, MapiUid, ObjectType, PropProblem, PropTag, PropValue, ResourceFlags, ResourceType,
    Value, WrappedStoreEntryId,
};
use crate::sim::builder::{BuildError, check_dll_name};
use crate::trace::{SectionNo, ServiceNo};

/// The longest profile name in characters (`cchProfileNameMax`).
const LONGEST_NAME: usize = 64;

/// One section of a profile.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) uid: MapiUid,
    pub(crate) profile: usize,
    /// A bare section belongs to no service \[LOAD-14\].
    pub(crate) service: Option<ServiceNo>,
    pub(crate) dll: String,
    pub(crate) temporary: bool,
    /// In the stores table \[PROFILE-14\].
    pub(crate) listed: bool,
    props: SectionProps,
    /// `PR_ENTRYID` without its wrapping: what the provider's methods see \[LOAD-03\].
    private_id: Option<EntryId>,
}

impl Section {
    pub(crate) const fn props(&self) -> &SectionProps {
        &self.props
    }

    pub(crate) fn resource_flags(&self) -> ResourceFlags {
        let bits = self.props.find(PR_RESOURCE_FLAGS).and_then(Value::as_bits);
        ResourceFlags::from_bits_retain(bits.unwrap_or(0))
    }

    pub(crate) const fn private_id(&self) -> Option<&EntryId> {
        self.private_id.as_ref()
    }
}

/// A message service of a profile.
#[derive(Clone, Debug)]
pub(crate) struct ServiceData {
    pub(crate) name: String,
    pub(crate) uid: MapiUid,
    pub(crate) entry_dll: Option<String>,
    pub(crate) sections: Vec<SectionNo>,
}

#[derive(Clone, Debug)]
struct ProfileData {
    name: String,
    sections: BTreeSet<SectionNo>,
    services: Vec<ServiceNo>,
}

/// All profiles. Lookups by identifier do not grow with the number of sections.
#[derive(Default, Debug)]
pub(crate) struct ProfileSet {
    profiles: Vec<ProfileData>,
    services: Vec<ServiceData>,
    sections: Vec<Option<Section>>,
    by_id: BTreeMap<(usize, EntryId), Vec<SectionNo>>,
    by_uid: BTreeMap<(usize, MapiUid), SectionNo>,
    service_by_uid: BTreeMap<(usize, MapiUid), ServiceNo>,
}

impl ProfileSet {
    pub(crate) fn new(profiles: Vec<Profile>) -> Result<Self, BuildError> {
        let mut set = Self::default();
        for profile in profiles {
            set.add_profile(profile)?;
        }
        Ok(set)
    }

    pub(crate) fn service_names(&self) -> Vec<String> {
        self.services.iter().map(|service| service.name.clone()).collect()
    }

    pub(crate) fn section_names(&self) -> Vec<String> {
        let name = |section: &Section| section.props.find(PR_DISPLAY_NAME_W).map(text_of);
        self.sections.iter().flatten().map(|section| name(section).unwrap_or_default()).collect()
    }

    /// The profile of this name; MAPI compares names without regard to case.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.profiles.iter().position(|profile| profile.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn name(&self, profile: usize) -> &str {
        self.profiles.get(profile).map_or("", |data| &data.name)
    }

    pub(crate) fn default_profile(&self) -> Option<usize> {
        (!self.profiles.is_empty()).then_some(0)
    }

    pub(crate) fn service(&self, service: ServiceNo) -> Option<&ServiceData> {
        self.services.get(service.index())
    }

    pub(crate) fn service_by_uid(&self, profile: usize, uid: MapiUid) -> Option<ServiceNo> {
        self.service_by_uid.get(&(profile, uid)).copied()
    }

    pub(crate) fn services(&self, profile: usize) -> impl Iterator<Item = &ServiceData> {
        let numbers = self.profiles.get(profile).map_or(&[][..], |data| &data.services);
        numbers.iter().filter_map(|service| self.service(*service))
    }

    pub(crate) fn section(&self, section: SectionNo) -> Option<&Section> {
        self.sections.get(section.index())?.as_ref()
    }

    pub(crate) fn section_by_uid(&self, profile: usize, uid: MapiUid) -> Option<SectionNo> {
        self.by_uid.get(&(profile, uid)).copied()
    }

    /// The sections of a profile in the order of making.
    pub(crate) fn sections_of(&self, profile: usize) -> impl Iterator<Item = (SectionNo, &Section)> {
        let numbers = self.profiles.get(profile).into_iter().flat_map(|data| &data.sections);
        numbers.filter_map(|no| Some((*no, self.section(*no)?)))
    }

    /// The section of `dll` whose stored identifier has the very bytes of `id`.
    pub(crate) fn section_with_id(&self, profile: usize, dll: &str, id: &EntryId) -> Option<SectionNo> {
        let candidates = self.by_id.get(&(profile, id.clone()))?;
        let of_dll =
            |no: &SectionNo| self.section(*no).is_some_and(|section| section.dll.eq_ignore_ascii_case(dll));
        candidates.iter().copied().find(of_dll)
    }

    /// The section of any DLL whose stored identifier has the very bytes of `id`.
    pub(crate) fn section_with_bare_id(&self, profile: usize, id: &EntryId) -> Option<(SectionNo, &Section)> {
        let no = *self.by_id.get(&(profile, id.clone()))?.first()?;
        self.section(no).map(|section| (no, section))
    }

    pub(crate) fn set_props(&mut self, no: SectionNo, values: &[PropValue]) -> Option<Vec<PropProblem>> {
        let section = self.sections.get_mut(no.index())?.as_mut()?;
        let problems = section.props.set_all(values);
        self.index(no);
        Some(problems)
    }

    pub(crate) fn delete_props(&mut self, no: SectionNo, tags: &[PropTag]) -> Option<Vec<PropProblem>> {
        let section = self.sections.get_mut(no.index())?.as_mut()?;
        let problems = section.props.delete_all(tags);
        self.index(no);
        Some(problems)
    }

    /// `ModifyProfile`: the section stays and the store is listed, unless it was opened as a temporary one
    /// \[PROFILE-15\].
    pub(crate) fn mark_listed(&mut self, no: SectionNo) {
        let temporary = ResourceFlags::STATUS_TEMP_SECTION;
        if let Some(section) = self.section_mut(no)
            && !section.resource_flags().contains(temporary)
        {
            section.listed = true;
            section.temporary = false;
        }
    }

    /// A section that belongs to no service, for an identifier that a client built itself \[LOAD-14\], or an empty
    /// one for a writer that names a new MAPIUID \[PROFILE-03\].
    pub(crate) fn make_bare(
        &mut self,
        profile: usize,
        dll: &str,
        uid: Option<MapiUid>,
        temporary: bool,
    ) -> SectionNo {
        let no = SectionNo::from_index(self.sections.len());
        let uid = uid.unwrap_or_else(|| section_uid(no));
        let mut flags = ResourceFlags::STATUS_NO_DEFAULT_STORE;
        flags.set(ResourceFlags::STATUS_TEMP_SECTION, temporary);
        // The section of a store stays only if the provider makes it permanent with ModifyProfile.
        self.add_section(profile, None, uid, dll, !dll.is_empty(), &[]);
        self.put(no, PropValue::new(PR_RESOURCE_FLAGS, long(flags.bits())));
        no
    }

    pub(crate) fn remove(&mut self, no: SectionNo) {
        self.unindex(no);
        let Some((profile, uid)) = self.section(no).map(|section| (section.profile, section.uid)) else {
            return;
        };
        self.by_uid.remove(&(profile, uid));
        if let Some(data) = self.profiles.get_mut(profile) {
            data.sections.remove(&no);
        }
        if let Some(slot) = self.sections.get_mut(no.index()) {
            *slot = None;
        }
    }

    fn add_profile(&mut self, profile: Profile) -> Result<(), BuildError> {
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
        });
        for service in profile.services {
            self.add_service(number, service)?;
        }
        Ok(())
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

    fn add_section(
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

    fn put(&mut self, no: SectionNo, value: PropValue) {
        if let Some(section) = self.section_mut(no) {
            // Writing as MAPI is never refused.
            let _ = section.props.set(value, Writer::Mapi);
        }
    }

    fn section_mut(&mut self, no: SectionNo) -> Option<&mut Section> {
        self.sections.get_mut(no.index())?.as_mut()
    }

    /// Brings the index in line with `PR_ENTRYID` of the section.
    fn index(&mut self, no: SectionNo) {
        let Some(section) = self.section(no) else { return };
        let id = section.props.find(PR_ENTRYID).and_then(unwrapped);
        if section.private_id == id {
            return;
        }
        let profile = section.profile;
        self.unindex(no);
        if let Some(id) = &id {
            self.by_id.entry((profile, id.clone())).or_default().push(no);
        }
        if let Some(section) = self.section_mut(no) {
            section.private_id = id;
        }
    }

    fn unindex(&mut self, no: SectionNo) {
        let Some(section) = self.section(no) else { return };
        let Some(id) = section.private_id.clone() else { return };
        let key = (section.profile, id);
        if let Some(numbers) = self.by_id.get_mut(&key) {
            numbers.retain(|kept| *kept != no);
            if numbers.is_empty() {
                self.by_id.remove(&key);
            }
        }
    }
}

/// The provider's own identifier; one that was stored without a wrapping stands for itself.
fn unwrapped(stored: &Value) -> Option<EntryId> {
    if let Value::Binary(bytes) = stored {
        let id = EntryId::from_bytes(bytes);
        Some(WrappedStoreEntryId::decode(&id).map_or(id, |wrapped| wrapped.store))
    } else {
        None
    }
}

fn wrap(dll: &str, private: &EntryId) -> Result<EntryId, BuildError> {
    let wrapped = WrappedStoreEntryId { dll_name: AnsiString::from(dll), store: private.clone() };
    wrapped.encode().map_err(|_| BuildError::DllName(dll.to_owned()))
}

fn section_uid(no: SectionNo) -> MapiUid {
    MapiUid::from_fields(0x5345_4354, 0, 0, ordinal_bytes(no.number()))
}

fn ordinal_bytes(number: u32) -> [u8; 8] {
    u64::from(number).to_be_bytes()
}

pub(crate) fn long(bits: u32) -> i32 {
    i32::from_ne_bytes(bits.to_ne_bytes())
}

fn text_of(value: &Value) -> String {
    if let Value::Unicode(text) = value { text.clone() } else { String::new() }
}
