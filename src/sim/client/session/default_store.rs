//! `IMAPISession::SetDefaultStore`: roles of stores, and where they show \[SESSION-12\] \[SESSION-13\].

use std::collections::BTreeMap;

use crate::mapi::codes::{
    MAPI_E_END_OF_SESSION, MAPI_E_INVALID_PARAMETER, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND,
};
use crate::mapi::tags::{PR_ENTRYID, PR_STORE_SUPPORT_MASK};
use crate::mapi::{
    DefaultStoreFlags, EntryId, GetPropsFlags, MapiResult, OpenStoreFlags, PropValue, ResourceFlags,
    StoreSupportMask, WrappedStoreEntryId,
};
use crate::sim::books::state::State;
use crate::sim::client::session::Session;
use crate::sim::client::session::tables::default_store;
use crate::sim::drive::open::{OpenTarget, dll_text};
use crate::sim::drive::special_folders::{FolderSet, validate_folders};
use crate::sim::spooler::{DefaultStore, DefaultStoreChange};
use crate::spi::{IMAPIProp, ParentWindow};
use crate::trace::{Context, Fact, SectionNo, SessionNo};

/// Which store has a role in this session, by the role's flag in `PR_RESOURCE_FLAGS`; `None` is nobody.
pub(crate) type Roles = BTreeMap<ResourceFlags, Option<SectionNo>>;

/// A role, and whether the profile remembers it.
#[derive(Clone, Copy)]
struct Role {
    flag: ResourceFlags,
    permanent: bool,
}

/// The five values exclude each other and are no bits.
fn role(flags: DefaultStoreFlags) -> MapiResult<Role> {
    let roles = [
        (DefaultStoreFlags::MAPI_DEFAULT_STORE, ResourceFlags::STATUS_DEFAULT_STORE, true),
        (DefaultStoreFlags::MAPI_SIMPLE_STORE_PERMANENT, ResourceFlags::STATUS_SIMPLE_STORE, true),
        (DefaultStoreFlags::MAPI_SIMPLE_STORE_TEMPORARY, ResourceFlags::STATUS_SIMPLE_STORE, false),
        (DefaultStoreFlags::MAPI_PRIMARY_STORE, ResourceFlags::STATUS_PRIMARY_STORE, false),
        (DefaultStoreFlags::MAPI_SECONDARY_STORE, ResourceFlags::STATUS_SECONDARY_STORE, false),
    ];
    let found = roles.into_iter().find(|(value, ..)| *value == flags);
    found.map(|(_, flag, permanent)| Role { flag, permanent }).ok_or_else(|| MAPI_E_INVALID_PARAMETER.into())
}

impl Session {
    pub(super) fn give_role(&self, flags: DefaultStoreFlags, id: Option<&EntryId>) -> MapiResult<()> {
        let role = role(flags)?;
        let section = id.map(|id| self.section_of(id)).transpose()?;
        if let Some(section) = section.filter(|_| role.flag == ResourceFlags::STATUS_DEFAULT_STORE) {
            self.check_default_store(section)?;
        }
        let changes = self.shared.with(|state| state.give_role(self.number, role, section))?;
        // The tables' sinks are told when the call ends.
        for change in &changes {
            self.shared.spooler.default_store_changed(change);
        }
        Ok(())
    }

    fn section_of(&self, id: &EntryId) -> MapiResult<SectionNo> {
        let profile = self.profile()?;
        let section = self.shared.with(|state| {
            if id.is_wrapped_store() {
                let WrappedStoreEntryId { dll_name, store } = WrappedStoreEntryId::decode(id).ok()?;
                state.profiles.section_with_id(profile, &dll_text(&dll_name), &store)
            } else {
                state.profiles.section_with_bare_id(profile, id).map(|(section, _)| section)
            }
        });
        section.ok_or_else(|| MAPI_E_NOT_FOUND.into())
    }

    /// A default store sends, creates and changes, which only the store itself can tell: MAPI opens it quietly.
    fn check_default_store(&self, section: SectionNo) -> MapiResult<()> {
        let barred = self.shared.with(|state| {
            let flags = state.profiles.section(section).map(|data| data.resource_flags());
            flags.is_some_and(|flags| flags.contains(ResourceFlags::STATUS_NO_DEFAULT_STORE))
        });
        if barred {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        let flags = OpenStoreFlags::MDB_NO_DIALOG | OpenStoreFlags::MDB_NO_MAIL | OpenStoreFlags::MDB_WRITE;
        let target = OpenTarget::Section(section);
        let store = self.open_client(target, flags, None, ParentWindow::none())?.value;
        let mut mask = store.get_props(Some(&[PR_STORE_SUPPORT_MASK]), GetPropsFlags::empty())?.value;
        let mask = mask.pop().as_ref().and_then(PropValue::as_bits).unwrap_or(0);
        let needed = StoreSupportMask::STORE_SUBMIT_OK
            | StoreSupportMask::STORE_CREATE_OK
            | StoreSupportMask::STORE_MODIFY_OK;
        if !StoreSupportMask::from_bits_retain(mask).contains(needed) {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        // A store that becomes the default store gets the folders of one.
        let (context, object) = (Context::session(self.number), store.provider_object());
        validate_folders(&self.shared, context, store.number(), &*object, FolderSet::Full);
        Ok(())
    }
}

impl State {
    /// Gives a role, and says in which sessions that makes another store the default.
    fn give_role(
        &mut self,
        session: SessionNo,
        role: Role,
        to: Option<SectionNo>,
    ) -> MapiResult<Vec<DefaultStoreChange>> {
        let profile = self.session(session).ok_or(MAPI_E_END_OF_SESSION)?.profile;
        let before = self.default_stores(profile);
        if let Some(data) = self.session_mut(session) {
            data.roles.insert(role.flag, to);
        }
        self.session_changed(session);
        if role.permanent {
            self.profiles.give_role(profile, role.flag, to);
        }
        let now = self.default_stores(profile);
        let changed = before.into_iter().zip(now).filter(|(before, now)| before != now);
        Ok(changed.map(|((session, before), (_, now))| self.default_changes(session, before, now)).collect())
    }

    /// The default store of every session that uses a profile.
    fn default_stores(&self, profile: usize) -> Vec<(SessionNo, Option<SectionNo>)> {
        let sessions = self.sessions.iter().enumerate();
        let live = sessions.filter(|(_, data)| data.profile == profile && !data.logged_off);
        live.map(|(index, _)| SessionNo::from_index(index))
            .map(|session| (session, default_store(self, session, profile)))
            .collect()
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
        let open = self.session(session).and_then(|data| data.open_sections.get(section));
        DefaultStore::new(entry_id, open.and_then(|store| self.spooler_id(store)))
    }

    /// `PR_RESOURCE_FLAGS` of a section as this session sees it.
    pub(crate) fn flags_in(&self, session: SessionNo, section: SectionNo) -> ResourceFlags {
        let mut flags =
            self.profiles.section(section).map_or(ResourceFlags::empty(), |data| data.resource_flags());
        for (role, holder) in self.session(session).into_iter().flat_map(|data| &data.roles) {
            flags.set(*role, *holder == Some(section));
        }
        flags
    }
}
