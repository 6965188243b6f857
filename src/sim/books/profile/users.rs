//! Who has a section open, and who uses it.

use std::num::NonZeroU32;

use crate::mapi::codes::{MAPI_E_INVALID_OBJECT, MAPI_E_NO_ACCESS};
use crate::mapi::{HResult, OpenSectionFlags};
use crate::sim::books::profile::set::ProfileSet;
use crate::trace::SectionNo;

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

/// Who has a section open.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Users {
    #[default]
    Nobody,
    Readers(NonZeroU32),
    Writer,
}

impl ProfileSet {
    /// Any number may read, or one may write \[PROFILE-04\].
    pub(crate) fn begin_use(&mut self, no: SectionNo, access: SectionAccess) -> Result<(), HResult> {
        let section = self.section_mut(no).ok_or(MAPI_E_INVALID_OBJECT)?;
        section.users = match (section.users, access) {
            (Users::Nobody, SectionAccess::Write) => Users::Writer,
            (Users::Nobody, SectionAccess::Read) => Users::Readers(NonZeroU32::MIN),
            (Users::Readers(count), SectionAccess::Read) => Users::Readers(count.saturating_add(1)),
            (Users::Readers(_), SectionAccess::Write) | (Users::Writer, _) => return Err(MAPI_E_NO_ACCESS),
        };
        Ok(())
    }

    /// Somebody has released a section; it may be gone by then.
    pub(crate) fn end_use(&mut self, no: SectionNo, access: SectionAccess) {
        let Some(section) = self.section_mut(no) else { return };
        section.users = match (section.users, access) {
            (Users::Readers(count), SectionAccess::Read) => {
                NonZeroU32::new(count.get() - 1).map_or(Users::Nobody, Users::Readers)
            }
            (Users::Nobody | Users::Writer, _) | (Users::Readers(_), SectionAccess::Write) => Users::Nobody,
        };
    }

    /// Somebody uses a section: an open under way, or a logon.
    pub(crate) fn hold(&mut self, no: SectionNo) {
        if let Some(section) = self.section_mut(no) {
            section.holders = section.holders.saturating_add(1);
        }
    }

    /// One user less. Says whether a section that was marked has gone with him.
    pub(crate) fn let_go(&mut self, no: SectionNo) -> bool {
        let Some(section) = self.section_mut(no) else { return false };
        section.holders = section.holders.saturating_sub(1);
        let over = section.leaving && section.holders == 0;
        if over {
            self.remove(no);
        }
        over
    }
}
