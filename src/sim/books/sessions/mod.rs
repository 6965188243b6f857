//! The sessions, private and shared.

mod by_address;
mod own_pairs;
mod process;
mod session;

use crate::trace::SessionNo;

pub(crate) use by_address::address_of;
pub(crate) use session::SessionData;

/// Every session that there was, in the order of `MAPILogonEx`.
#[derive(Default)]
pub(crate) struct Sessions {
    list: Vec<SessionData>,
}

impl Sessions {
    pub(crate) fn get(&self, session: SessionNo) -> Option<&SessionData> {
        self.list.get(session.index())
    }

    pub(crate) fn get_mut(&mut self, session: SessionNo) -> Option<&mut SessionData> {
        self.list.get_mut(session.index())
    }

    /// A session that has not ended.
    pub(crate) fn live(&self, session: SessionNo) -> Option<&SessionData> {
        self.get(session).filter(|data| !data.has_ended())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (SessionNo, &SessionData)> {
        self.list.iter().enumerate().map(|(index, data)| (SessionNo::from_index(index), data))
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// A client begins a session of a profile.
    pub(crate) fn begin(&mut self, session: SessionData) -> SessionNo {
        self.list.push(session);
        SessionNo::from_index(self.list.len() - 1)
    }

    /// The shared session that another client can join.
    pub(crate) fn shared(&self) -> Option<SessionNo> {
        self.iter().find(|(_, data)| data.is_shared() && !data.has_ended()).map(|(no, _)| no)
    }
}
