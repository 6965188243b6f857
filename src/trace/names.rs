//! Names of what a profile or the builder named, for rendering.

use std::sync::Arc;

use super::ids::{DllNo, SectionNo, ServiceNo};

/// Names by ordinal.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Names {
    pub(crate) dlls: Vec<Arc<str>>,
    /// Shared with other traces until a name comes.
    pub(crate) profiles: Arc<ProfileNames>,
}

/// The names of what is in profiles, by ordinal.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct ProfileNames {
    pub(crate) services: Vec<Option<Arc<str>>>,
    pub(crate) sections: Vec<Option<Arc<str>>>,
}

impl Names {
    pub(crate) fn dll(&self, dll: DllNo) -> &str {
        self.dlls.get(dll.index()).map_or("?", |name| name)
    }

    /// The name of a DLL without its ending, as the party that its code is.
    pub(crate) fn party(&self, dll: DllNo) -> &str {
        let name = self.dll(dll);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    pub(crate) fn service(&self, service: ServiceNo) -> &str {
        self.profiles.services.get(service.index()).and_then(Option::as_deref).unwrap_or("?")
    }

    /// Sections that MAPI makes for an identifier or a writer have no name.
    pub(crate) fn section(&self, section: SectionNo) -> Option<&str> {
        self.profiles.sections.get(section.index())?.as_deref()
    }

    pub(super) fn name_service(&mut self, service: ServiceNo, name: Arc<str>) {
        put(&mut Arc::make_mut(&mut self.profiles).services, service.index(), name);
    }

    pub(super) fn name_section(&mut self, section: SectionNo, name: Arc<str>) {
        put(&mut Arc::make_mut(&mut self.profiles).sections, section.index(), name);
    }
}

fn put(names: &mut Vec<Option<Arc<str>>>, index: usize, name: Arc<str>) {
    if names.len() <= index {
        names.resize(index + 1, None);
    }
    if let Some(place) = names.get_mut(index) {
        *place = Some(name);
    }
}
