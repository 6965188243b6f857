//! All profiles of a subsystem, their services and their sections.

use std::cell::Cell;
use std::sync::Arc;

use crate::mapi::{EntryId, MapiString, MapiUid};
use crate::sim::books::live::Revision;
use crate::sim::books::profile::content::Content;
use crate::sim::books::profile::described::{Installed, Profile};
use crate::sim::books::profile::props::SectionProps;
use crate::sim::books::profile::records::{Section, ServiceData, note_prop_read, prop_reads};
use crate::sim::books::profile::users::SectionUsers;
use crate::sim::collections::SideTable;
use crate::sim::setup::dll::check_dll_name;
use crate::sim::setup::error::BuildError;
use crate::sim::setup::service::Service;
use crate::trace::{ProfileNames, SectionNo, ServiceNo};

/// The longest profile name in characters (`cchProfileNameMax`).
pub(super) const LONGEST_NAME: usize = 64;

/// All profiles. Lookups by identifier do not grow with the number of sections.
#[derive(Default, Debug)]
pub(crate) struct ProfileSet {
    pub(super) content: Arc<Content>,
    /// How often the content was written, but for what sections have as properties.
    writes: u64,
    /// How often properties of sections were written, and the revision that counts the changes.
    pub(super) prop_writes: u64,
    /// How often it was read.
    reads: Cell<u64>,
    /// How often somebody wanted to open a section as an object.
    pub(super) tried: Cell<u64>,
    /// Those that are open, each with a number of its own for every kind of use.
    pub(super) open: u64,
    /// The services that `MapiSvc.inf` lists.
    available: Vec<Service>,
    pub(super) users: SideTable<SectionNo, SectionUsers>,
}

impl ProfileSet {
    /// The profiles in their order, and the names of what is in them.
    pub(crate) fn new(profiles: &[Profile]) -> Result<(Self, Arc<ProfileNames>), BuildError> {
        let Some((first, others)) = profiles.split_first() else { return Ok(Default::default()) };
        let Installed { content, names } = first.installed()?;
        let mut set = Self { content, ..Self::default() };
        if others.is_empty() {
            return Ok((set, names));
        }
        others.iter().try_for_each(|profile| set.add_profile(profile))?;
        let names = Arc::new(set.content.names());
        Ok((set, names))
    }

    /// What becomes of a profile that is the first one.
    pub(super) fn install(profile: &Profile) -> Result<Installed, BuildError> {
        let mut set = Self::default();
        set.add_profile(profile)?;
        let names = Arc::new(set.content.names());
        Ok(Installed { content: set.content, names })
    }

    pub(super) fn content(&self) -> &Content {
        self.reads.set(self.reads.get() + 1);
        &self.content
    }

    /// The content to be written, which is the subsystem's own from now on.
    pub(super) fn content_mut(&mut self) -> &mut Content {
        self.writes += 1;
        Arc::make_mut(&mut self.content)
    }

    /// The properties of a section to be written.
    pub(super) fn props_mut(&mut self, no: SectionNo) -> Option<&mut SectionProps> {
        self.prop_writes += 1;
        Some(&mut Arc::make_mut(&mut self.content).section_mut(no)?.props)
    }

    /// How often something was read, and how often something was written, whether it has changed anything or not.
    pub(crate) const fn uses(&self) -> (u64, u64) {
        (self.reads.get(), self.writes)
    }

    /// How often properties of sections were read on this thread, and how often they were written here.
    pub(crate) fn prop_uses(&self) -> (u64, u64) {
        (prop_reads(), self.prop_writes)
    }

    /// How often somebody wanted to open a section, and the sum of those that are open.
    pub(crate) const fn openings(&self) -> (u64, u64) {
        (self.tried.get(), self.open)
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

    pub(crate) fn section_name(&self, no: SectionNo) -> Option<Arc<str>> {
        self.section(no)?.name()
    }

    // The names stay as they were built: to look at them is not to read.

    /// The profile of this name; MAPI compares names without regard to case.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.content.profiles.iter().position(|profile| profile.name.eq_ignore_ascii_case(name))
    }

    /// The names of all profiles in the order of their making.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.content.profiles.iter().map(|profile| profile.name.as_str())
    }

    pub(crate) fn name(&self, profile: usize) -> &str {
        self.content.profiles.get(profile).map_or("", |data| &data.name)
    }

    pub(crate) fn shown_name(&self, profile: usize) -> Option<&Arc<MapiString>> {
        self.content.profiles.get(profile).map(|data| &data.shown_name)
    }

    pub(crate) fn revision(&self, profile: usize) -> Revision {
        note_prop_read();
        self.content().profiles.get(profile).map_or(Revision::FIRST, |data| data.revision)
    }

    pub(crate) fn default_profile(&self) -> Option<usize> {
        (!self.content.profiles.is_empty()).then_some(0)
    }

    pub(crate) fn service(&self, service: ServiceNo) -> Option<&ServiceData> {
        self.content().services.get(service.index())
    }

    pub(crate) fn service_by_uid(&self, profile: usize, uid: MapiUid) -> Option<ServiceNo> {
        self.content().service_by_uid.get(&(profile, uid)).copied()
    }

    pub(crate) fn services(&self, profile: usize) -> impl Iterator<Item = &ServiceData> {
        let numbers = self.content().profiles.get(profile).map_or(&[][..], |data| &data.services);
        numbers.iter().filter_map(|service| self.service(*service))
    }

    pub(crate) fn section(&self, section: SectionNo) -> Option<&Section> {
        self.content().section(section)
    }

    pub(super) fn section_mut(&mut self, no: SectionNo) -> Option<&mut Section> {
        self.content_mut().section_mut(no)
    }

    pub(crate) fn section_by_uid(&self, profile: usize, uid: MapiUid) -> Option<SectionNo> {
        self.content().by_uid.get(&(profile, uid)).copied()
    }

    /// The sections of a profile in the order of making.
    pub(crate) fn sections_of(&self, profile: usize) -> impl Iterator<Item = (SectionNo, &Section)> {
        let numbers = self.content().profiles.get(profile).into_iter().flat_map(|data| &data.sections);
        numbers.filter_map(|no| Some((*no, self.section(*no)?)))
    }

    /// The section of `dll` whose stored identifier has the very bytes of `id`.
    pub(crate) fn section_with_id(&self, profile: usize, dll: &str, id: &EntryId) -> Option<SectionNo> {
        let candidates = self.content().profiles.get(profile)?.by_id.get(id)?;
        let of_dll =
            |no: &SectionNo| self.section(*no).is_some_and(|section| section.dll.eq_ignore_ascii_case(dll));
        candidates.iter().copied().find(of_dll)
    }

    /// The section of any DLL whose stored identifier has the very bytes of `id`.
    pub(crate) fn section_with_bare_id(&self, profile: usize, id: &EntryId) -> Option<(SectionNo, &Section)> {
        let no = *self.content().profiles.get(profile)?.by_id.get(id)?.iter().next()?;
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
