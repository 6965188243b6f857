//! All profiles of a subsystem, their services and their sections.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::mapi::tags::PR_DISPLAY_NAME_W;
use crate::mapi::{EntryId, MapiString, MapiUid};
use crate::sim::books::live::Revision;
use crate::sim::books::profile::records::{Section, ServiceData};
use crate::sim::collections::HashIndex;
use crate::sim::setup::dll::check_dll_name;
use crate::sim::setup::error::BuildError;
use crate::sim::setup::profile::{Profile, Service};
use crate::trace::{SectionNo, ServiceNo};

/// The longest profile name in characters (`cchProfileNameMax`).
pub(super) const LONGEST_NAME: usize = 64;

#[derive(Clone, Debug)]
pub(super) struct ProfileData {
    pub(super) name: String,
    /// The name as providers get it.
    pub(super) shown_name: Arc<MapiString>,
    pub(super) sections: BTreeSet<SectionNo>,
    pub(super) services: Vec<ServiceNo>,
    /// Its sections by their stored identifiers.
    pub(super) by_id: HashIndex<EntryId, Vec<SectionNo>>,
    /// Counts the changes of its sections.
    pub(super) revision: Revision,
}

/// All profiles. Lookups by identifier do not grow with the number of sections.
#[derive(Default, Debug)]
pub(crate) struct ProfileSet {
    pub(super) profiles: Vec<ProfileData>,
    /// The services that `MapiSvc.inf` lists.
    available: Vec<Service>,
    pub(super) services: Vec<ServiceData>,
    pub(super) sections: Vec<Option<Section>>,
    pub(super) by_uid: BTreeMap<(usize, MapiUid), SectionNo>,
    pub(super) service_by_uid: BTreeMap<(usize, MapiUid), ServiceNo>,
}

impl ProfileSet {
    pub(crate) fn new(profiles: Vec<Profile>) -> Result<Self, BuildError> {
        let mut set = Self::default();
        for profile in profiles {
            set.add_profile(profile)?;
        }
        Ok(set)
    }

    /// Lists services in `MapiSvc.inf`, unless something in them would fail later.
    pub(crate) fn offer(&mut self, services: Vec<Service>) -> Result<(), BuildError> {
        for service in services {
            service.dlls().try_for_each(check_dll_name)?;
            if self.available(&service.name).is_some() {
                return Err(BuildError::DuplicateService(service.name));
            }
            self.available.push(service);
        }
        Ok(())
    }

    /// A service that `MapiSvc.inf` lists; names there have no case.
    pub(crate) fn available(&self, name: &str) -> Option<&Service> {
        self.available.iter().find(|service| service.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn withdraw(&mut self, name: &str) {
        self.available.retain(|service| !service.name.eq_ignore_ascii_case(name));
    }

    /// The names of all services, for traces.
    pub(crate) fn service_names(&self) -> BTreeMap<ServiceNo, String> {
        let numbers = (0..).map(ServiceNo::from_index);
        numbers.zip(self.services.iter().map(|service| service.name.clone())).collect()
    }

    /// The names of all sections that have one, for traces.
    pub(crate) fn section_names(&self) -> BTreeMap<SectionNo, String> {
        let numbers = (0..self.sections.len()).map(SectionNo::from_index);
        numbers.filter_map(|no| Some((no, self.section_name(no)?))).collect()
    }

    pub(crate) fn section_name(&self, no: SectionNo) -> Option<String> {
        Some(self.section(no)?.props.find(PR_DISPLAY_NAME_W)?.as_text()?.into_owned())
    }

    /// The profile of this name; MAPI compares names without regard to case.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.profiles.iter().position(|profile| profile.name.eq_ignore_ascii_case(name))
    }

    /// The names of all profiles in the order of their making.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.profiles.iter().map(|profile| profile.name.as_str())
    }

    pub(crate) fn name(&self, profile: usize) -> &str {
        self.profiles.get(profile).map_or("", |data| &data.name)
    }

    pub(crate) fn shown_name(&self, profile: usize) -> Option<&Arc<MapiString>> {
        self.profiles.get(profile).map(|data| &data.shown_name)
    }

    pub(crate) fn revision(&self, profile: usize) -> Revision {
        self.profiles.get(profile).map_or(Revision::FIRST, |data| data.revision)
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

    pub(super) fn section_mut(&mut self, no: SectionNo) -> Option<&mut Section> {
        self.sections.get_mut(no.index())?.as_mut()
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
        let candidates = self.profiles.get(profile)?.by_id.get(id)?;
        let of_dll =
            |no: &SectionNo| self.section(*no).is_some_and(|section| section.dll.eq_ignore_ascii_case(dll));
        candidates.iter().copied().find(of_dll)
    }

    /// The section of any DLL whose stored identifier has the very bytes of `id`.
    pub(crate) fn section_with_bare_id(&self, profile: usize, id: &EntryId) -> Option<(SectionNo, &Section)> {
        let no = *self.profiles.get(profile)?.by_id.get(id)?.first()?;
        self.section(no).map(|section| (no, section))
    }
}

pub(super) fn section_uid(no: SectionNo) -> MapiUid {
    MapiUid::from_fields(0x5345_4354, 0, 0, ordinal_bytes(no.number()))
}

pub(super) fn ordinal_bytes(number: u32) -> [u8; 8] {
    u64::from(number).to_be_bytes()
}

pub(crate) fn long(bits: u32) -> i32 {
    i32::from_ne_bytes(bits.to_ne_bytes())
}
