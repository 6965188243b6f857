//! Step 3a: the section of the store.

use crate::load::{Input, OpenState};
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{EntryId, HResult, MapiResult, StoreLogonFlags};
use crate::sim::books::state::State;
use crate::sim::books::transactions::sections::Sought;
use crate::sim::drive::open::Opening;
use crate::sim::drive::resolve::{compared, other_section_of, shown_comparison};
use crate::trace::{Called, Fact, Out, SectionNo};

impl Opening<'_> {
    pub(super) async fn choose_section(&mut self) -> MapiResult<()> {
        match self.section {
            Some(named) => self.take_section(Some(named), None),
            None => self.find_section().await,
        }
    }

    /// Puts the comparison with the section that has the very bytes on record, if the machine has come to it.
    #[inline(always)]
    pub(super) fn compare_with(&mut self, state: &mut State, exact: Option<SectionNo>) {
        if let (Some(OpenState::Ready), None, Some(exact), Some(id), Some((provider, _))) =
            (self.now, self.section, exact, self.facts.shown, &self.provider)
        {
            let called = state.record_call(self.context(), shown_comparison(*provider, id, id));
            self.compared = Some((exact, called));
        }
    }

    fn begin_comparison(&mut self, state: &mut State) {
        let exact = self.facts.id.as_ref().and_then(|id| state.exact_section(self.sought(id)));
        self.compare_with(state, exact);
    }

    fn sought<'s>(&'s self, id: &'s EntryId) -> Sought<'s> {
        Sought { profile: self.profile, dll: self.dll_name(), id, likely: self.resolved }
    }

    /// The section whose identifier means the same store, or a new one \[LOAD-11\], \[LOAD-14\].
    async fn find_section(&mut self) -> MapiResult<()> {
        if self.compared.is_none() {
            self.with(Self::begin_comparison);
        }
        let Some((exact, called)) = self.compared.take() else { return self.find_other_section(None).await };
        let (shared, id) = (self.shared, self.facts.id.as_ref().ok_or(MAPI_E_CALL_FAILED)?);
        let (_, provider) = self.provider.as_ref().ok_or(MAPI_E_CALL_FAILED)?;
        let answer = shared.make(called, || provider.compare_store_ids(id, id, 0)).await;
        let answered = (called, compared(&answer));
        if answer.unwrap_or(false) {
            return self.take_section(Some(exact), Some(answered));
        }
        shared.with(|state| state.recorder.returned(answered.0, answered.1));
        self.find_other_section(Some(exact)).await
    }

    /// Asks about every section but one that was asked about already.
    async fn find_other_section(&mut self, asked: Option<SectionNo>) -> MapiResult<()> {
        let (provider_no, provider) = self.provider.as_ref().ok_or(MAPI_E_CALL_FAILED)?;
        let found = match &self.facts.id {
            Some(id) => {
                let (place, sought) = ((*provider_no, provider), self.sought(id));
                other_section_of(self.shared, self.context(), place, sought, asked).await
            }
            None => None,
        };
        self.take_section(found, None)
    }

    /// Takes what was found, or makes a section, after the return of the comparison that found it. If the machine lets
    /// it, the logon begins in the same breath.
    #[inline(always)]
    fn take_section(
        &mut self,
        found: Option<SectionNo>,
        answered: Option<(Called, (HResult, Out))>,
    ) -> MapiResult<()> {
        let (shared, context) = (self.shared, self.context());
        self.made_section = found.is_none();
        shared.with(|state| {
            if let Some((called, out)) = answered {
                state.recorder.returned(called, out);
            }
            let section = found.unwrap_or_else(|| {
                let temporary = self.facts.flags.contains(StoreLogonFlags::MDB_TEMPORARY);
                state.profiles.make_bare(self.profile, self.dll_name(), None, temporary)
            });
            let fact =
                if found.is_some() { Fact::SectionChosen(section) } else { Fact::SectionMade(section) };
            state.recorder.fact(context, fact);
            state.profiles.hold(section);
            (self.section, self.held) = (Some(section), Some(section));
            let facts = state.section_facts(self.session, section, |dll| {
                shared.dll(dll).is_some_and(|dll| shared.has_service_entry(dll))
            });
            // A session that ended during the comparison has ended this open, too.
            self.advance_in(state, Input::SectionChosen(facts));
            self.begin_logon(state)?;
            if self.begun.is_none() {
                self.now = state.open_state(self.open);
            }
            Ok(())
        })
    }
}
