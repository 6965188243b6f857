//! Step 3a: the section of the store.

use crate::load::{Input, OpenState};
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{EntryId, HResult, MapiResult, StoreLogonFlags};
use crate::sim::books::state::State;
use crate::sim::books::transactions::sections::Sought;
use crate::sim::drive::open::Opening;
use crate::sim::drive::open::begin::Waiting;
use crate::sim::drive::open::log_on::BegunLogon;
use crate::sim::drive::resolve::{compared, other_section_of, shown_comparison};
use crate::trace::{Called, Fact, Out, SectionNo};

/// A comparison with the identifier of this section, which is on record and has still to be made.
pub(super) type Comparison = (SectionNo, Called);

/// A comparison whose return has still to be recorded.
type Answered = (Called, (HResult, Out));

impl Opening<'_> {
    /// The section that the client has named, the one whose identifier means the same store, or a new one \[LOAD-11\],
    /// \[LOAD-14\]. Gives the logon, whose call is on record, if the machine lets it begin.
    pub(super) async fn choose_section(
        &mut self,
        comparison: Option<Comparison>,
    ) -> MapiResult<Option<BegunLogon>> {
        if self.place.named {
            return self.take_section(self.place.section, None);
        }
        let comparison = match comparison {
            Some(comparison) => Some(comparison),
            None => self.with(Self::begin_comparison),
        };
        if let Some((exact, called)) = comparison {
            let id = self.facts.id.as_ref().ok_or(MAPI_E_CALL_FAILED)?;
            let (_, provider) = self.provider.as_ref().ok_or(MAPI_E_CALL_FAILED)?;
            let answer = self.shared.make(called, || provider.compare_store_ids(id, id, 0)).await?;
            let answered = (called, compared(&answer));
            if answer.unwrap_or(false) {
                return self.take_section(Some(exact), Some(answered));
            }
            self.shared.with(|state| state.recorder.returned(answered.0, answered.1));
        }
        let found = self.find_other_section(comparison.map(|(exact, _)| exact)).await?;
        self.take_section(found, None)
    }

    /// Puts the comparison with the section that has the very bytes on record, if the machine has come to it.
    #[inline(always)]
    pub(super) fn compare_with(&self, state: &mut State, exact: Option<SectionNo>) -> Option<Comparison> {
        let id = self.facts.shown.filter(|_| self.now == Some(OpenState::Ready) && !self.place.named)?;
        let (provider, _) = self.provider.as_ref()?;
        Some((exact?, state.record_call(self.context(), shown_comparison(*provider, id, id))))
    }

    fn begin_comparison(&mut self, state: &mut State) -> Option<Comparison> {
        let exact = self.facts.id.as_ref().and_then(|id| state.exact_section(self.sought(id)));
        self.compare_with(state, exact)
    }

    fn sought<'s>(&'s self, id: &'s EntryId) -> Sought<'s> {
        let place = &self.place;
        Sought { profile: place.profile, dll: &place.dll_name, id, likely: place.section }
    }

    /// Asks about every section but one that was asked about already.
    async fn find_other_section(&self, asked: Option<SectionNo>) -> MapiResult<Option<SectionNo>> {
        let (number, provider) = self.provider.as_ref().ok_or(MAPI_E_CALL_FAILED)?;
        let Some(id) = &self.facts.id else { return Ok(None) };
        let (context, sought) = (self.context(), self.sought(id));
        Ok(other_section_of(self.shared, context, (*number, provider), sought, asked).await?)
    }

    /// Takes what was found, or makes a section, after the return of the comparison that found it.
    #[inline(always)]
    fn take_section(
        &mut self,
        found: Option<SectionNo>,
        answered: Option<Answered>,
    ) -> MapiResult<Option<BegunLogon>> {
        let (shared, context) = (self.shared, self.context());
        shared.with(|state| {
            if let Some((called, out)) = answered {
                state.recorder.returned(called, out);
            }
            if self.waiting == Waiting::Can
                && let Some(other) = state.logging_on(self.session(), self.place.dll, found)
            {
                self.held_up_by = Some(other);
                return Ok(None);
            }
            state.opens.find_section(self.open, found);
            self.made_section = found.is_none();
            let section = found.unwrap_or_else(|| {
                let temporary = self.facts.flags.contains(StoreLogonFlags::MDB_TEMPORARY);
                state.profiles.make_bare(self.place.profile, &self.place.dll_name, None, temporary)
            });
            let fact =
                if found.is_some() { Fact::SectionChosen(section) } else { Fact::SectionMade(section) };
            state.recorder.fact(context, fact);
            state.profiles.hold(section);
            self.section = Some(section);
            let facts = state.section_facts(self.session(), section, |dll| {
                shared.dll(dll).is_some_and(|dll| shared.has_service_entry(dll))
            });
            if facts.store_open {
                state.compare_online(context, section, self.facts.flags);
            }
            // A session that ended during the comparison has ended this open, too.
            self.advance(state, Input::SectionChosen(facts));
            let logon = self.begin_logon(state)?;
            if logon.is_none() {
                self.now = state.opens.state(self.open);
            }
            Ok(logon)
        })
    }
}
