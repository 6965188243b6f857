//! Names of what a profile or the builder named, for rendering.

use std::collections::BTreeMap;

use super::ids::{DllNo, SectionNo, ServiceNo};

/// Names by ordinal.
#[derive(Clone, Default, Debug)]
pub(crate) struct Names {
    pub(crate) dlls: Vec<String>,
    pub(crate) services: BTreeMap<ServiceNo, String>,
    pub(crate) sections: BTreeMap<SectionNo, String>,
}

impl Names {
    pub(crate) fn dll(&self, dll: DllNo) -> &str {
        self.dlls.get(dll.index()).map_or("?", String::as_str)
    }

    /// The name of a DLL without its ending, as the party that its code is.
    pub(crate) fn party(&self, dll: DllNo) -> &str {
        let name = self.dll(dll);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    pub(crate) fn service(&self, service: ServiceNo) -> &str {
        self.services.get(&service).map_or("?", String::as_str)
    }

    /// Sections that MAPI makes for an identifier or a writer have no name.
    pub(crate) fn section(&self, section: SectionNo) -> Option<&str> {
        self.sections.get(&section).map(String::as_str)
    }
}
