//! All profiles of a subsystem, their services and their sections.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_INVALID_OBJECT, MAPI_E_NO_ACCESS};
use crate::mapi::tags::{PR_DISPLAY_NAME_W, PR_ENTRYID, PR_RESOURCE_FLAGS};
use crate::mapi::{
    EntryId, HResult, MapiString, MapiUid, PropProblem, PropTag, PropValue, ResourceFlags, Value,
    WrappedStoreEntryId,
};
use crate::sim::books::live::Revision;
use crate::sim::books::profile::props::{SectionProps, Writer};
use crate::sim::books::profile::section::SectionAccess;
use crate::sim::collections::HashIndex;
use crate::sim::setup::dll::check_dll_name;
use crate::sim::setup::error::BuildError;
use crate::sim::setup::profile::{Profile, Service};
use crate::trace::{SectionNo, ServiceNo};

/// The longest profile name in characters (`cchProfileNameMax`).
pub(super) const LONGEST_NAME: usize = 64;

/// One section of a profile.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) uid: MapiUid,
    pub(crate) profile: usize,
    /// A bare section belongs to no service \[LOAD-14\].
    pub(crate) service: Option<ServiceNo>,
    pub(crate) dll: Arc<str>,
    pub(crate) temporary: bool,
    /// In the stores table \[PROFILE-14\].
    pub(crate) listed: bool,
    /// Its provider has been deleted while somebody used it: it goes with the last of them \[PROFILE-26\].
    pub(super) leaving: bool,
    /// Logons and opens under way that use it.
    pub(super) holders: u32,
    pub(super) users: Users,
    pub(super) props: SectionProps,
    /// `PR_ENTRYID` without its wrapping: what the provider's methods see \[LOAD-03\].
    pub(super) private_id: Option<EntryId>,
}

/// Who has a section open.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Users {
    #[default]
    Nobody,
    Readers(NonZeroU32),
    Writer,
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
    pub(crate) profile: usize,
    pub(crate) entry_dll: Option<String>,
    /// The sections of its providers, without those that are marked for deletion.
    pub(crate) sections: Vec<SectionNo>,
}

#[derive(Clone, Debug)]
pub(super) struct ProfileData {
    pub(super) name: String,
    /// The name as providers get it.
    pub(super) shown_name: Arc<MapiString>,
    pub(super) sections: BTreeSet<SectionNo>,
    pub(super) services: Vec<ServiceNo>,
    /// Its sections by their stored identifiers.
    pub(super) by_id: HashIndex<EntryId, Vec<SectionNo>>,
    /// Of the sections that belong to it and what they hold.
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

    /// Lists services in `MapiSvc.inf`, after a look at what would fail later.
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

    pub(crate) fn set_props(&mut self, no: SectionNo, values: &[PropValue]) -> Option<Vec<PropProblem>> {
        let section = self.sections.get_mut(no.index())?.as_mut()?;
        let problems = section.props.set_all(values);
        self.index(no);
        self.changed(no);
        Some(problems)
    }

    pub(crate) fn delete_props(&mut self, no: SectionNo, tags: &[PropTag]) -> Option<Vec<PropProblem>> {
        let section = self.sections.get_mut(no.index())?.as_mut()?;
        let problems = section.props.delete_all(tags);
        self.index(no);
        self.changed(no);
        Some(problems)
    }

    /// Writes and deletes as MAPI itself may.
    pub(crate) fn edit(&mut self, no: SectionNo, set: &[PropValue], delete: &[PropTag]) {
        for value in set {
            self.put(no, value.clone());
        }
        if let Some(section) = self.section_mut(no) {
            for tag in delete {
                section.props.remove(*tag);
            }
        }
        self.index(no);
    }

    /// One section of a profile has a role from now on, or none has.
    pub(crate) fn give_role(&mut self, profile: usize, role: ResourceFlags, to: Option<SectionNo>) {
        let changed: Vec<_> = self
            .sections_of(profile)
            .map(|(no, section)| (no, section.resource_flags()))
            .filter(|(no, flags)| flags.contains(role) != (to == Some(*no)))
            .collect();
        for (no, mut flags) in changed {
            flags.toggle(role);
            self.put(no, PropValue::new(PR_RESOURCE_FLAGS, long(flags.bits())));
        }
    }

    /// Any number may read, or one may write \[PROFILE-04\].
    pub(crate) fn begin_use(&mut self, no: SectionNo, access: SectionAccess) -> Result<(), HResult> {
        let section = self.section_mut(no).ok_or(MAPI_E_INVALID_OBJECT)?;
        section.users = match (section.users, access) {
            (Users::Nobody, SectionAccess::Write) => Users::Writer,
            (Users::Nobody, SectionAccess::Read) => Users::Readers(NonZeroU32::MIN),
            (Users::Readers(count), SectionAccess::Read) => Users::Readers(count.saturating_add(1)),
            (Users::Readers(_), SectionAccess::Write) | (Users::Writer, _) => return Err(MAPI_E_NO_ACCESS),
        };
        Ok(())
    }

    /// Somebody has released a section; it may be gone by then.
    pub(crate) fn end_use(&mut self, no: SectionNo, access: SectionAccess) {
        let Some(section) = self.section_mut(no) else { return };
        section.users = match (section.users, access) {
            (Users::Readers(count), SectionAccess::Read) => {
                NonZeroU32::new(count.get() - 1).map_or(Users::Nobody, Users::Readers)
            }
            (Users::Nobody | Users::Writer, _) | (Users::Readers(_), SectionAccess::Write) => Users::Nobody,
        };
    }

    /// `ModifyProfile`: the section stays and the store is listed, unless it was opened as a temporary one
    /// \[PROFILE-15\].
    pub(crate) fn mark_listed(&mut self, no: SectionNo) {
        let temporary = ResourceFlags::STATUS_TEMP_SECTION;
        if let Some(section) = self.section_mut(no)
            && !section.resource_flags().contains(temporary)
            && !section.leaving
        {
            section.listed = true;
            section.temporary = false;
            self.changed(no);
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
        self.join_profile(no);
        self.put(no, PropValue::new(PR_RESOURCE_FLAGS, long(flags.bits())));
        no
    }

    pub(crate) fn remove(&mut self, no: SectionNo) {
        self.changed(no);
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

    pub(super) fn put(&mut self, no: SectionNo, value: PropValue) {
        if let Some(section) = self.section_mut(no) {
            // Writing as MAPI is never refused.
            let _ = section.props.set(value, Writer::Mapi);
            self.changed(no);
        }
    }

    /// What tables show of a section may have changed.
    pub(super) fn changed(&mut self, no: SectionNo) {
        let Some(profile) = self.section(no).map(|section| section.profile) else { return };
        if let Some(data) = self.profiles.get_mut(profile) {
            data.revision.count_up();
        }
    }

    pub(super) fn section_mut(&mut self, no: SectionNo) -> Option<&mut Section> {
        self.sections.get_mut(no.index())?.as_mut()
    }

    /// Brings the index in line with `PR_ENTRYID` of the section.
    pub(super) fn index(&mut self, no: SectionNo) {
        let Some(section) = self.section(no) else { return };
        // Only the sections of providers are those of stores.
        let stored = section.props.find(PR_ENTRYID).filter(|_| !section.dll.is_empty());
        let id = stored.and_then(unwrapped);
        if section.private_id == id {
            return;
        }
        let profile = section.profile;
        self.unindex(no);
        if let (Some(id), Some(data)) = (&id, self.profiles.get_mut(profile)) {
            data.by_id.of(id.clone()).push(no);
        }
        if let Some(section) = self.section_mut(no) {
            section.private_id = id;
        }
    }

    fn unindex(&mut self, no: SectionNo) {
        let Some(section) = self.section(no) else { return };
        let (profile, Some(id)) = (section.profile, section.private_id.clone()) else { return };
        let Some(data) = self.profiles.get_mut(profile) else { return };
        if let Some(numbers) = data.by_id.get_mut(&id) {
            numbers.retain(|kept| *kept != no);
            if numbers.is_empty() {
                data.by_id.remove(&id);
            }
        }
    }
}

/// The provider's own identifier; one that was stored without a wrapping stands for itself.
fn unwrapped(stored: &Value) -> Option<EntryId> {
    if let Value::Binary(bytes) = stored {
        let id = EntryId::from_bytes(bytes);
        match WrappedStoreEntryId::decode(&id) {
            Ok(wrapped) => Some(wrapped.store),
            // [LOAD-03] a wrapping around nothing would reach the provider, which never sees one.
            Err(_) => Some(id).filter(|id| !id.is_empty() && !id.is_wrapped_store()),
        }
    } else {
        None
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
