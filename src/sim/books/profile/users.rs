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

impl SectionUse {
    /// A number for a use of a section, so that the sum of those that are open tells which these are.
    fn weight(self, no: SectionNo) -> u64 {
        let kind = u32::from(self.access == SectionAccess::Write) * 2 + u32::from(self.by_owner);
        u64::from(no.number()) << (16 * kind)
    }
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

/// Who uses a section now. It stands beside the profile, which other subsystems may share.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct SectionUsers {
    /// Logons and opens under way.
    holders: u32,
    open: Users,
}

impl ProfileSet {
    /// Whether one more can open a section; `None` if there is no such section.
    pub(crate) fn room_for(&self, no: SectionNo, one: SectionUse) -> Option<Room> {
        self.tried.set(self.tried.get() + 1);
        self.section(no)?;
        Some(self.users_of(no).open.room_for(one))
    }

    /// Somebody has opened a section.
    pub(crate) fn begin_use(&mut self, no: SectionNo, one: SectionUse) {
        self.open = self.open.wrapping_add(one.weight(no));
        self.count_use(no, one, |count| count.saturating_add(1));
    }

    /// Somebody has released a section; it may be gone by then.
    pub(crate) fn end_use(&mut self, no: SectionNo, one: SectionUse) {
        self.open = self.open.wrapping_sub(one.weight(no));
        self.count_use(no, one, |count| count.saturating_sub(1));
    }

    fn count_use(&mut self, no: SectionNo, one: SectionUse, count: fn(u32) -> u32) {
        let mut users = self.users_of(no);
        let number = users.open.count_of(one.access);
        *number = count(*number);
        if !one.by_owner {
            users.open.others = count(users.open.others);
        }
        self.users.insert(no, users);
    }

    /// Somebody uses a section: an open under way, or a logon.
    pub(crate) fn hold(&mut self, no: SectionNo) {
        let mut users = self.users_of(no);
        users.holders = users.holders.saturating_add(1);
        self.users.insert(no, users);
    }

    /// One user less. Says whether a section that was marked has gone with him.
    pub(crate) fn let_go(&mut self, no: SectionNo) -> bool {
        let mut users = self.users_of(no);
        users.holders = users.holders.saturating_sub(1);
        self.users.insert(no, users);
        let over = users.holders == 0 && self.section(no).is_some_and(|section| section.leaving);
        if over {
            self.remove(no);
        }
        over
    }

    /// Whether an open under way or a logon uses a section.
    pub(super) fn is_held(&self, no: SectionNo) -> bool {
        self.users_of(no).holders > 0
    }

    fn users_of(&self, no: SectionNo) -> SectionUsers {
        self.users.get(no).copied().unwrap_or_default()
    }
}
