//! Sections of the profile as an open sees them.

use crate::load::{SectionFacts, ServiceFacts};
use crate::mapi::EntryId;
use crate::sim::books::state::State;
use crate::trace::{SectionNo, SessionNo};

/// The store whose section is looked for.
#[derive(Clone, Copy)]
pub(crate) struct Sought<'a> {
    pub(crate) profile: usize,
    pub(crate) dll: &'a str,
    pub(crate) id: &'a EntryId,
    /// A section that had the very bytes of the identifier a moment ago.
    pub(crate) likely: Option<SectionNo>,
}

impl State {
    /// The section of a DLL whose stored identifier has the very bytes of the one that is sought. It is asked about
    /// first, so that the usual open costs one comparison however many sections there are.
    pub(crate) fn exact_section(&self, sought: Sought<'_>) -> Option<SectionNo> {
        let Sought { profile, dll, id, likely } = sought;
        let has_id =
            |no: &SectionNo| self.profiles.section(*no).is_some_and(|data| data.private_id() == Some(id));
        likely.filter(has_id).or_else(|| self.profiles.section_with_id(profile, dll, id))
    }

    pub(crate) fn section_facts(
        &self,
        session: SessionNo,
        section: SectionNo,
        has_entry: impl FnOnce(&str) -> bool,
    ) -> SectionFacts {
        let open = self.session(session).and_then(|data| data.open_sections.get(section));
        let told = open.and_then(|store| self.stores.get(&store)?.told_by);
        let service = self.profiles.section(section).and_then(|data| data.service);
        let service = match service.and_then(|no| self.profiles.service(no)) {
            None => ServiceFacts::None,
            Some(_) if self.service_disabled(session, section) => ServiceFacts::Disabled,
            Some(data) => match &data.entry_dll {
                Some(dll) if has_entry(dll) => ServiceFacts::WithEntry,
                Some(_) | None => ServiceFacts::WithoutEntry,
            },
        };
        SectionFacts { service, store_open: open.is_some(), spooler_told: told.is_some() }
    }

    /// Whether a section belongs to a message service.
    pub(crate) fn has_service(&self, section: SectionNo) -> bool {
        self.profiles.section(section).is_some_and(|data| data.service.is_some())
    }

    /// Whether the service of a section is disabled in this session \[ERR-12\].
    pub(crate) fn service_disabled(&self, session: SessionNo, section: SectionNo) -> bool {
        let Some(data) = self.session(session).filter(|data| !data.disabled.is_empty()) else { return false };
        let service = self.profiles.section(section).and_then(|data| data.service);
        service.is_some_and(|service| data.disabled.contains(&service))
    }
}
