//! Sections as they are opened.

use crate::mapi::codes::{MAPI_E_INVALID_OBJECT, MAPI_E_NOT_FOUND};
use crate::mapi::{MapiResult, MapiUid, OpenSectionFlags};
use crate::sim::books::state::State;
use crate::trace::{SectionNo, SessionNo};

/// Whether a section was opened with `MAPI_MODIFY` \[PROFILE-02\].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SectionAccess {
    /// For reading.
    Read,
    /// For reading and writing.
    Write,
}

impl From<OpenSectionFlags> for SectionAccess {
    fn from(flags: OpenSectionFlags) -> Self {
        if flags.contains(OpenSectionFlags::MAPI_MODIFY) { Self::Write } else { Self::Read }
    }
}

/// The section of a MAPIUID in the profile of a session; a writer makes it where there is none \[PROFILE-03\].
pub(crate) fn open_named(
    state: &mut State,
    session: SessionNo,
    uid: MapiUid,
    flags: OpenSectionFlags,
) -> MapiResult<SectionNo> {
    let profile = state.session(session).ok_or(MAPI_E_INVALID_OBJECT)?.profile;
    match (state.profiles.section_by_uid(profile, uid), SectionAccess::from(flags)) {
        (Some(section), _) => Ok(section),
        (None, SectionAccess::Write) => Ok(state.profiles.make_bare(profile, "", Some(uid), false)),
        (None, SectionAccess::Read) => Err(MAPI_E_NOT_FOUND.into()),
    }
}
