//! Sections of the profile as an open sees them.

use crate::load::{Returned, SectionFacts, ServiceFacts};
use crate::mapi::codes::{MAPI_E_INVALID_OBJECT, MAPI_E_NOT_FOUND};
use crate::mapi::{EntryId, MapiResult, MapiUid, OpenSectionFlags, OpenStoreFlags, StoreLogonFlags};
use crate::sim::books::profile::SectionAccess;
use crate::sim::books::state::State;
use crate::sim::checks::client_findings;
use crate::trace::{Context, OpenNo, SectionNo, SessionNo, StoreNo};

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

    /// Another open may have come between the choice of a section and the return of its logon.
    #[inline(always)]
    pub(crate) fn look_again(&mut self, open: OpenNo, section: SectionNo, returned: Returned) {
        let Some((session, was_open)) = self.opens.store_was_open(open) else { return };
        if returned == Returned::Known || was_open {
            let (store_open, told) = self.store_of(session, section);
            self.opens.look_again(open, store_open, told);
        }
    }

    /// The store of a section that is open in a session. One that is being released is not: its provider opens it anew.
    pub(crate) fn open_store(&self, session: SessionNo, section: SectionNo) -> Option<StoreNo> {
        let store = self.sessions.get(session)?.open_store_of(section)?;
        self.stores.get(store)?.can_be_joined().then_some(store)
    }

    /// Whether the store of a section is open in a session, and whether the spooler knows of it.
    fn store_of(&self, session: SessionNo, section: SectionNo) -> (bool, bool) {
        let open = self.open_store(session, section);
        let told = open.and_then(|store| self.stores.get(store)?.told_by());
        (open.is_some(), told.is_some())
    }

    pub(crate) fn section_facts(
        &self,
        session: SessionNo,
        section: SectionNo,
        has_entry: impl FnOnce(&str) -> bool,
    ) -> SectionFacts {
        let (store_open, spooler_told) = self.store_of(session, section);
        let service = self.profiles.section(section).and_then(|data| data.service());
        let service = match service.and_then(|no| self.profiles.service(no)) {
            None => ServiceFacts::None,
            Some(_) if self.service_disabled(session, section) => ServiceFacts::Disabled,
            Some(data) => match data.entry_dll() {
                Some(dll) if has_entry(dll) => ServiceFacts::WithEntry,
                Some(_) | None => ServiceFacts::WithoutEntry,
            },
        };
        SectionFacts { service, store_open, spooler_told }
    }

    /// An open for a store that is open already: a client cannot have it online and from a local copy \[LOAD-17\].
    pub(crate) fn compare_online(&mut self, context: Context, section: SectionNo, flags: StoreLogonFlags) {
        let Some(store) = context.session.and_then(|session| self.open_store(session, section)) else {
            return;
        };
        let first = self.stores.get(store).and_then(|data| self.opens.facts(data.facts().open));
        let Some(first) = first else { return };
        let [opened, asked] = [first.flags, flags].map(is_online);
        if opened != asked {
            client_findings::store_is_open_otherwise(&mut self.recorder, context, store, opened);
        }
    }

    /// Whether a section belongs to a message service.
    pub(crate) fn has_service(&self, section: SectionNo) -> bool {
        self.profiles.section(section).is_some_and(|data| data.service().is_some())
    }

    /// The section of a MAPIUID in the profile of a session; a writer makes it where there is none \[PROFILE-03\].
    pub(crate) fn open_named(
        &mut self,
        session: SessionNo,
        uid: MapiUid,
        flags: OpenSectionFlags,
    ) -> MapiResult<SectionNo> {
        let profile = self.sessions.get(session).ok_or(MAPI_E_INVALID_OBJECT)?.profile();
        match (self.profiles.section_by_uid(profile, uid), SectionAccess::from(flags)) {
            (Some(section), _) => Ok(section),
            (None, SectionAccess::Write) => Ok(self.profiles.make_bare(profile, "", Some(uid), false)),
            (None, SectionAccess::Read) => Err(MAPI_E_NOT_FOUND.into()),
        }
    }
}

/// `MDB_ONLINE`, which `Logon` has no name for.
const fn is_online(flags: StoreLogonFlags) -> bool {
    flags.bits() & OpenStoreFlags::MDB_ONLINE.bits() != 0
}
