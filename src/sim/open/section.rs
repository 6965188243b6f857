//! Step 3a: the section of the store.

use std::sync::Arc;

use super::Opening;
use crate::load::{Input, SectionFacts, ServiceFacts};
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{MapiResult, StoreLogonFlags};
use crate::sim::resolve::{Sought, section_of};
use crate::sim::state::State;
use crate::trace::{Fact, SectionNo, SessionNo};

impl Opening<'_> {
    pub(super) fn choose_section(&mut self) -> MapiResult<()> {
        let context = self.context();
        let found = self.find_section()?;
        // A session that ended during the comparison has ended this open, too.
        let temporary = self.facts.flags.contains(StoreLogonFlags::MDB_TEMPORARY);
        self.made_section = found.is_none();
        let (shared, session, open) = (self.shared, self.session, self.open);
        let (profile, dll_name) = (self.profile, Arc::clone(&self.dll_name));
        let (section, duties) = self.with(|state| {
            let section =
                found.unwrap_or_else(|| state.profiles.make_bare(profile, &dll_name, None, temporary));
            let fact =
                if found.is_some() { Fact::SectionChosen(section) } else { Fact::SectionMade(section) };
            state.recorder.fact(context, fact);
            state.profiles.hold(section);
            let facts = state.section_facts(session, section, |dll| {
                shared.dll(dll).is_some_and(|dll| shared.has_service_entry(dll))
            });
            (section, state.advance(open, Input::SectionChosen(facts)))
        });
        self.failure = duties.failure().or(self.failure);
        self.section = Some(section);
        self.held = Some(section);
        Ok(())
    }

    fn find_section(&self) -> MapiResult<Option<SectionNo>> {
        let (provider_no, provider) = self.provider.as_ref().ok_or(MAPI_E_CALL_FAILED)?;
        Ok(match (self.section, &self.facts.id) {
            (Some(named), _) => Some(named),
            (None, Some(id)) => {
                let sought = Sought { profile: self.profile, dll: &self.dll_name, id, likely: self.resolved };
                section_of(self.shared, self.context(), (*provider_no, provider), &sought)
            }
            (None, None) => None,
        })
    }
}

impl State {
    fn section_facts(
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
    pub(super) fn has_service(&self, section: SectionNo) -> bool {
        self.profiles.section(section).is_some_and(|data| data.service.is_some())
    }

    /// Whether the service of a section is disabled in this session \[ERR-12\].
    pub(super) fn service_disabled(&self, session: SessionNo, section: SectionNo) -> bool {
        let Some(data) = self.session(session).filter(|data| !data.disabled.is_empty()) else { return false };
        let service = self.profiles.section(section).and_then(|data| data.service);
        service.is_some_and(|service| data.disabled.contains(&service))
    }
}
