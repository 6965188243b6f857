//! The roles of stores.

use crate::mapi::codes::MAPI_E_END_OF_SESSION;
use crate::mapi::tags::PR_ENTRYID;
use crate::mapi::{MapiResult, PropValue, ResourceFlags};
use crate::sim::books::state::State;
use crate::sim::books::transactions::table_rows::default_store;
use crate::sim::spooler::{DefaultStore, DefaultStoreChange};
use crate::trace::{Context, Fact, SectionNo, SessionNo};

/// A role, and whether the profile remembers it.
#[derive(Clone, Copy)]
pub(crate) struct Role {
    pub(crate) flag: ResourceFlags,
    pub(crate) permanent: bool,
}

impl State {
    /// Gives a role, and says in which sessions that makes another store the default.
    pub(crate) fn give_role(
        &mut self,
        session: SessionNo,
        role: Role,
        to: Option<SectionNo>,
    ) -> MapiResult<Vec<DefaultStoreChange>> {
        let profile = self.sessions.get(session).ok_or(MAPI_E_END_OF_SESSION)?.profile();
        let before = self.default_stores(profile);
        self.role_is_given(session, role.flag, to);
        if role.permanent {
            self.profiles.give_role(profile, role.flag, to);
        }
        let now = self.default_stores(profile);
        let changed = before.into_iter().zip(now).filter(|(before, now)| before != now);
        Ok(changed.map(|((session, before), (_, now))| self.default_changes(session, before, now)).collect())
    }

    /// The default store of every session that uses a profile.
    fn default_stores(&self, profile: usize) -> Vec<(SessionNo, Option<SectionNo>)> {
        let live = self.sessions.iter().filter(|(_, data)| data.profile() == profile && !data.has_ended());
        live.map(|(session, _)| (session, default_store(self, session, profile))).collect()
    }

    fn default_changes(
        &mut self,
        session: SessionNo,
        before: Option<SectionNo>,
        now: Option<SectionNo>,
    ) -> DefaultStoreChange {
        self.recorder.fact(Context::session(session), Fact::SpoolerToldOfDefault(now));
        let [before, now] = [before, now].map(|section| section.map(|no| self.as_default(session, no)));
        DefaultStoreChange::new(session.number(), before, now)
    }

    fn as_default(&self, session: SessionNo, section: SectionNo) -> DefaultStore {
        let stored = self.profiles.section(section).and_then(|data| data.props().find(PR_ENTRYID));
        let entry_id = stored.and_then(|id| PropValue::new(PR_ENTRYID, id.clone()).as_entry_id());
        let open = self.sessions.get(session).and_then(|data| data.open_store_of(section));
        DefaultStore::new(entry_id, open.and_then(|store| self.spooler_id(store)))
    }

    /// `PR_RESOURCE_FLAGS` of a section as this session sees it.
    pub(crate) fn flags_in(&self, session: SessionNo, section: SectionNo) -> ResourceFlags {
        let mut flags =
            self.profiles.section(section).map_or(ResourceFlags::empty(), |data| data.resource_flags());
        for (role, holder) in self.sessions.get(session).into_iter().flat_map(|data| data.roles()) {
            flags.set(*role, *holder == Some(section));
        }
        flags
    }
}
