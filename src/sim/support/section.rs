//! `IProfSect` over a section of the profile.

use std::sync::Arc;

use crate::load::readings::{Reading, Strictness};
use crate::mapi::codes::{MAPI_E_INVALID_OBJECT, MAPI_E_INVALID_PARAMETER, MAPI_E_NO_ACCESS};
use crate::mapi::{
    GetPropListFlags, GetPropsFlags, MapiResult, PropProblem, PropTag, PropValue, SaveChangesFlags, Warned,
};
use crate::sim::books::ledger::{OpenSection, SectionUser};
use crate::sim::books::profile::{Room, SectionAccess, SectionUse};
use crate::sim::books::state::State;
use crate::sim::kernel::shared::Shared;
use crate::spi::{IMAPIProp, IProfSect};
use crate::trace::{Actor, SectionNo};

/// An open section. It is not transacted: every change is in the profile at once \[PROFILE-06\].
pub(crate) struct ProfileSection {
    shared: Arc<Shared>,
    section: SectionNo,
    usage: SectionUse,
    user: SectionUser,
    /// Its number among all that were opened.
    number: u64,
}

impl ProfileSection {
    /// Opens a section, which one writer or many readers may have open \[PROFILE-04\].
    pub(crate) fn open(
        shared: &Arc<Shared>,
        state: &mut State,
        section: SectionNo,
        access: SectionAccess,
        user: SectionUser,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        let usage = SectionUse { access, by_owner: is_owner(shared, state, section, user.by) };
        let room = state.profiles.room_for(section, usage).ok_or(MAPI_E_INVALID_OBJECT)?;
        let admitted = match room {
            Room::Free => true,
            Room::TakenByOwner => state.read(user.context, Reading::OwnSectionAgain) == Strictness::Lenient,
            Room::Taken => false,
        };
        if !admitted {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        state.profiles.begin_use(section, usage);
        let number = state.ledger.section_is_opened(OpenSection { section, user });
        Ok(Arc::new(Self { shared: Arc::clone(shared), section, usage, user, number }))
    }

    /// What shows without being asked for.
    fn visible(&self, state: &mut State) -> Option<Vec<PropValue>> {
        let choice = state.readings.of(Reading::HiddenRange);
        let props = state.profiles.section(self.section)?.props();
        let (values, decided) = (props.visible(choice), props.has_private());
        if decided {
            state.read(self.user.context, Reading::HiddenRange);
        }
        Some(values)
    }

    fn check_write(&self) -> MapiResult<()> {
        match self.usage.access {
            SectionAccess::Write => Ok(()),
            SectionAccess::Read => Err(MAPI_E_NO_ACCESS.into()),
        }
    }
}

/// Whether a section is that of a provider of this DLL.
fn is_owner(shared: &Shared, state: &State, section: SectionNo, by: Actor) -> bool {
    let Actor::Provider(dll) = by else { return false };
    let name = shared.dll_name(dll);
    state.profiles.section(section).is_some_and(|data| data.dll().eq_ignore_ascii_case(name))
}

impl Drop for ProfileSection {
    fn drop(&mut self) {
        self.shared.with(|state| {
            state.profiles.end_use(self.section, self.usage);
            state.ledger.section_is_closed(self.number);
        });
    }
}

impl IProfSect for ProfileSection {}

/// Named properties are not supported, which is what the default bodies answer \[PROFILE-07\].
impl IMAPIProp for ProfileSection {
    fn save_changes(&self, _flags: SaveChangesFlags) -> MapiResult<()> {
        Ok(())
    }

    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        _flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        if tags.is_some_and(<[PropTag]>::is_empty) {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        let values = self.shared.with(|state| match tags {
            None => self.visible(state),
            Some(tags) => Some(state.profiles.section(self.section)?.props().get(tags)),
        });
        Ok(Warned::props(values.ok_or(MAPI_E_INVALID_OBJECT)?))
    }

    fn get_prop_list(&self, _flags: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        let values = self.shared.with(|state| self.visible(state));
        Ok(values.ok_or(MAPI_E_INVALID_OBJECT)?.iter().map(PropValue::tag).collect())
    }

    fn set_props(&self, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        self.check_write()?;
        if values.iter().any(|value| value.value().is_object_or_empty_list()) {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        let problems = self.shared.change(|state| state.profiles.set_props(self.section, values));
        problems.ok_or_else(|| MAPI_E_INVALID_OBJECT.into())
    }

    fn delete_props(&self, tags: &[PropTag]) -> MapiResult<Vec<PropProblem>> {
        self.check_write()?;
        let problems = self.shared.change(|state| state.profiles.delete_props(self.section, tags));
        problems.ok_or_else(|| MAPI_E_INVALID_OBJECT.into())
    }
}
