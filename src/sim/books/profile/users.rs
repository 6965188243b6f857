//! Who has a section open, and who uses it.

use crate::mapi::OpenSectionFlags;
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

/// One more who opens a section.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct SectionUse {
    pub(crate) access: SectionAccess,
    /// Whether it is the provider whose section it is.
    pub(crate) by_owner: bool,
}

/// Whether there is room for one more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Room {
    /// Nobody is in the way.
    Free,
    /// The provider whose section it is is in its own way, and nobody else is.
    TakenByOwner,
    /// Somebody is in the way.
    Taken,
}

/// Who has a section open.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Users {
    readers: u32,
    writers: u32,
    /// Those of them that are not the provider whose section it is.
    others: u32,
}

impl Users {
    /// Any number may read, or one may write \[PROFILE-04\].
    const fn room_for(self, one: SectionUse) -> Room {
        let free = match one.access {
            SectionAccess::Read => self.writers == 0,
            SectionAccess::Write => self.writers == 0 && self.readers == 0,
        };
        match (free, one.by_owner && self.others == 0) {
            (true, _) => Room::Free,
            (false, true) => Room::TakenByOwner,
            (false, false) => Room::Taken,
        }
    }

    const fn count_of(&mut self, access: SectionAccess) -> &mut u32 {
        match access {
            SectionAccess::Read => &mut self.readers,
            SectionAccess::Write => &mut self.writers,
        }
    }
}

impl ProfileSet {
    /// Whether one more can open a section; `None` if there is no such section.
    pub(crate) fn room_for(&self, no: SectionNo, one: SectionUse) -> Option<Room> {
        Some(self.section(no)?.users.room_for(one))
    }

    /// Somebody has opened a section.
    pub(crate) fn begin_use(&mut self, no: SectionNo, one: SectionUse) {
        self.count_use(no, one, |count| count.saturating_add(1));
    }

    /// Somebody has released a section; it may be gone by then.
    pub(crate) fn end_use(&mut self, no: SectionNo, one: SectionUse) {
        self.count_use(no, one, |count| count.saturating_sub(1));
    }

    fn count_use(&mut self, no: SectionNo, one: SectionUse, count: fn(u32) -> u32) {
        let Some(section) = self.section_mut(no) else { return };
        let number = section.users.count_of(one.access);
        *number = count(*number);
        if !one.by_owner {
            section.users.others = count(section.users.others);
        }
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
