//! What is in profiles, apart from who uses it.

use std::sync::Arc;

use crate::mapi::{EntryId, MapiString, MapiUid};
use crate::sim::books::live::Revision;
use crate::sim::books::profile::records::{Section, ServiceData};
use crate::sim::collections::{HashIndex, SmallList};
use crate::trace::{ProfileNames, SectionNo, ServiceNo};

#[derive(Clone, Debug)]
pub(super) struct ProfileData {
    pub(super) name: String,
    /// The name as providers get it.
    pub(super) shown_name: Arc<MapiString>,
    /// In the order of making.
    pub(super) sections: Vec<SectionNo>,
    pub(super) services: Vec<ServiceNo>,
    /// Its sections by their stored identifiers.
    pub(super) by_id: HashIndex<EntryId, SmallList<SectionNo>>,
    /// Counts the changes of its sections.
    pub(super) revision: Revision,
}

/// The content of all profiles of a subsystem. Subsystems share it, and each section, until one of them writes.
#[derive(Clone, Default, Debug)]
pub(super) struct Content {
    pub(super) profiles: Vec<ProfileData>,
    pub(super) services: Vec<ServiceData>,
    pub(super) sections: Vec<Option<Arc<Section>>>,
    pub(super) by_uid: HashIndex<(usize, MapiUid), SectionNo>,
    pub(super) service_by_uid: HashIndex<(usize, MapiUid), ServiceNo>,
}

impl Content {
    pub(super) fn section(&self, no: SectionNo) -> Option<&Section> {
        self.sections.get(no.index())?.as_deref()
    }

    pub(super) fn section_mut(&mut self, no: SectionNo) -> Option<&mut Section> {
        self.sections.get_mut(no.index())?.as_mut().map(Arc::make_mut)
    }

    /// The names of all services and sections, for traces.
    pub(super) fn names(&self) -> ProfileNames {
        let services = self.services.iter().map(|service| Some(Arc::clone(service.name()))).collect();
        let name = |section: &Option<Arc<Section>>| section.as_ref()?.name();
        ProfileNames { services, sections: self.sections.iter().map(name).collect() }
    }
}
