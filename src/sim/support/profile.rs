//! The provider's section of the profile.

use std::cell::Cell;
use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_INVALID_OBJECT, MAPI_E_UNKNOWN_FLAGS};
use crate::mapi::{EntryId, MapiResult, MapiUid, ModifyProfileFlags, OpenSectionFlags, StoreLogonFlags};
use crate::sim::books::ledger::SectionUser;
use crate::sim::books::state::State;
use crate::sim::books::supports::{SupportFacts, SupportKind};
use crate::sim::checks::needless_calls::TEMPORARY_MADE_PERMANENT;
use crate::sim::drive::resolve::compare_store_ids;
use crate::sim::kernel::calls::NoAnswer;
use crate::sim::kernel::shared::code;
use crate::sim::kernel::turn::{release, run_to_end};
use crate::sim::support::object::SupportObject;
use crate::sim::support::section::ProfileSection;
use crate::spi::{IMSProvider, IProfSect};
use crate::trace::{Actor, Args, Method, Out, ProviderNo, SectionNo, SessionNo};

/// What `CompareStoreIDs` is asked inside `OpenProfileSection`.
struct Nested {
    session: SessionNo,
    provider_no: ProviderNo,
    provider: Arc<dyn IMSProvider>,
    stored: EntryId,
    opened: EntryId,
}

impl SupportObject {
    pub(super) fn open_section(
        &self,
        uid: Option<&MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        let opened = Cell::new(None);
        let run = || {
            if !flags.unnamed().is_empty() {
                return Err(MAPI_E_UNKNOWN_FLAGS.into());
            }
            let (section, object, nested) = self.shared.with(|state| {
                let section = self.find_section(state, uid, flags)?;
                let object =
                    ProfileSection::open(&self.shared, state, section, flags.into(), self.section_user())?;
                let nested = if uid.is_none() { self.begin_nested(state, section) } else { None };
                Ok::<_, crate::mapi::MapiError>((section, object, nested))
            })?;
            opened.set(Some(section));
            // [LOAD-13] MAPI compares while it serves this call, too.
            if let Some(nested) = nested {
                run_to_end(self.compare(nested))?;
            }
            Ok(object)
        };
        let call = Args::Section(uid.copied(), flags);
        self.forward(Method::SupportOpenProfileSection, call, run, |result| {
            (code(result), opened.get().map_or(Out::None, Out::Section))
        })
    }

    const fn section_user(&self) -> SectionUser {
        let method = Method::SupportOpenProfileSection;
        SectionUser { context: self.context, by: Actor::Provider(self.dll), method, support: Some(self.no) }
    }

    fn find_section(
        &self,
        state: &mut State,
        uid: Option<&MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<SectionNo> {
        let SupportFacts { session, section: own, .. } = *self.data(state)?.facts();
        match uid {
            // [PROFILE-01]
            None => own
                .filter(|own| state.profiles.section(*own).is_some())
                .ok_or_else(|| MAPI_E_INVALID_OBJECT.into()),
            Some(uid) => state.open_named(session, *uid, flags),
        }
    }

    async fn compare(&self, nested: Nested) -> Result<(), NoAnswer> {
        let Nested { session, provider_no, provider, stored, opened } = nested;
        let work = self.shared.working(session);
        let asked = (provider_no, &provider);
        let answer = compare_store_ids(&self.shared, self.context, asked, &stored, &opened).await;
        release(provider).await;
        work.end().await;
        answer.map(|_| ())
    }

    /// The session does not end while its provider object is asked.
    fn begin_nested(&self, state: &mut State, section: SectionNo) -> Option<Nested> {
        let nested = self.nested(state, section)?;
        state.work_begins(nested.session);
        Some(nested)
    }

    fn nested(&self, state: &mut State, section: SectionNo) -> Option<Nested> {
        let SupportFacts { kind, session, provider, open, .. } = *self.data(state).ok()?.facts();
        match kind {
            SupportKind::Store | SupportKind::Spooler => {}
            SupportKind::Service => return None,
        }
        let (provider_no, open) = (provider?, open?);
        let opened = state.opens.facts(open)?.id.clone()?;
        let stored = state.profiles.section(section)?.private_id()?.clone();
        let provider = state.providers.object(provider_no)?;
        Some(Nested { session, provider_no, provider, stored, opened })
    }

    /// `ModifyProfile` \[PROFILE-14\], \[PROFILE-15\].
    pub(super) fn make_permanent(&self, flags: ModifyProfileFlags) -> MapiResult<()> {
        let modify = |state: &mut State| {
            let facts = *self.data(state)?.facts();
            let section = facts.section.ok_or(MAPI_E_INVALID_OBJECT)?;
            if !flags.contains(ModifyProfileFlags::MDB_TEMPORARY) {
                state.profiles.mark_listed(section);
                if is_of_temporary_logon(state, &facts) {
                    let got = format!("ModifyProfile({flags}) after a Logon with MDB_TEMPORARY");
                    TEMPORARY_MADE_PERMANENT.record_advice(&mut state.recorder, self.context, got);
                }
            }
            Ok(())
        };
        self.change(Method::SupportModifyProfile, Args::Raw(flags.bits()), modify)
    }
}

/// The spooler's logons are not told of the flag.
fn is_of_temporary_logon(state: &State, support: &SupportFacts) -> bool {
    let open = support.open.filter(|_| support.kind == SupportKind::Store);
    let logon = open.and_then(|open| state.opens.facts(open));
    logon.is_some_and(|logon| logon.flags.contains(StoreLogonFlags::MDB_TEMPORARY))
}
