//! Message services that are not used in a session any more \[ERR-12\].

use crate::load::{Input, InputKind};
use crate::sim::books::state::State;
use crate::trace::{Context, Fact, OpenNo, SectionNo, ServiceNo, SessionNo};

impl State {
    /// The service of a section is not used in this session any more: neither an open that is under way nor the spooler
    /// calls its providers.
    #[cold]
    pub(crate) fn disable_service(&mut self, context: Context, session: SessionNo, section: SectionNo) {
        let Some(service) = self.service_of(section) else { return };
        if let Some(session) = self.sessions.get_mut(session) {
            session.disable(service);
        }
        self.recorder.fact(context, Fact::ServiceDisabled(service));
        for open in self.opens_of(session, service) {
            self.advance(open, Input::ServiceDisabled);
        }
    }

    /// Whether the service of a section is disabled in this session.
    pub(crate) fn service_disabled(&self, session: SessionNo, section: SectionNo) -> bool {
        let Some(data) = self.sessions.get(session).filter(|data| data.has_disabled_services()) else {
            return false;
        };
        self.service_of(section).is_some_and(|service| data.is_disabled(service))
    }

    /// Whether no provider can be called for an identifier: the service of its section is disabled, or, where no section
    /// has the very bytes, the services of all sections of its DLL are.
    pub(crate) fn nobody_to_ask(&self, session: SessionNo, section: Option<SectionNo>, dll: &str) -> bool {
        let Some(data) = self.sessions.get(session).filter(|data| data.has_disabled_services()) else {
            return false;
        };
        if let Some(section) = section {
            return self.service_disabled(session, section);
        }
        let sections = self.profiles.sections_of(data.profile());
        let mut of_dll = sections.filter(|(_, section)| section.dll().eq_ignore_ascii_case(dll)).peekable();
        of_dll.peek().is_some() && of_dll.all(|(section, _)| self.service_disabled(session, section))
    }

    fn service_of(&self, section: SectionNo) -> Option<ServiceNo> {
        self.profiles.section(section)?.service()
    }

    /// The opens of a session that are about stores of a service and can still call a provider.
    fn opens_of(&self, session: SessionNo, service: ServiceNo) -> Vec<OpenNo> {
        let Some(data) = self.sessions.get(session) else { return Vec::new() };
        let under_way = data.running().iter().copied().filter(|open| {
            let section = self.opens.found_section(*open);
            section.and_then(|section| self.service_of(section)) == Some(service)
        });
        let stores = data.logons().filter_map(|store| self.stores.get(store));
        let of_service = stores.filter(|store| self.service_of(store.facts().section) == Some(service));
        let told = of_service.filter_map(|store| store.told_by());
        let mut opens: Vec<OpenNo> = under_way.chain(told).collect();
        opens.retain(|open| self.opens.takes(*open, InputKind::ServiceDisabled));
        opens.sort_unstable();
        opens.dedup();
        opens
    }
}
