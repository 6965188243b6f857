//! Names that the builder fixed, for rendering.

use super::ids::{DllNo, SectionNo, ServiceNo};

/// Names by ordinal.
#[derive(Default, Debug)]
pub(crate) struct Names {
    pub(crate) dlls: Vec<String>,
    pub(crate) services: Vec<String>,
    pub(crate) sections: Vec<String>,
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
        self.services.get(service.index()).map_or("?", String::as_str)
    }

    /// Sections made while the simulator runs have no name of their own.
    pub(crate) fn section(&self, section: SectionNo) -> Option<&str> {
        self.sections.get(section.index()).map(String::as_str)
    }
}
