//! Scripts: what clients do, as a value.

mod failure;
mod shrink;
mod stage;
mod story;
mod text;

pub use failure::ScriptFailure;
pub use stage::{ScriptReplayError, Stage};
pub use text::ScriptError;

use crate::mapi::{LogoffFlags, LogonExFlags, OpenStoreFlags};
use crate::sim::Fault;

/// What clients do, step by step, whether there is a spooler, and what goes wrong.
///
/// A script is data: it is made by hand, generated (module `strategies`, feature `proptest`), written as a line of text and read back.
/// A [`Stage`] has what a script is played on. Every script can be played: a step that is about something that its client does not
/// have, such as a release without a store, does nothing, and so does one that MAPI refuses. At its end a client lets go of what it
/// still has.
///
/// ```
/// use mapi_sim::explore::{Act, Script};
/// use mapi_sim::mapi::{LogonExFlags, OpenStoreFlags};
///
/// let open = Act::Open { store: 0, flags: OpenStoreFlags::MDB_WRITE };
/// let script = Script::new().client([Act::LogOn(LogonExFlags::MAPI_NEW_SESSION), open, Act::Release(0)]).spooler();
/// let text = "mapi-sim-script-1: logon(2) open(0,4) release(0) | spooler";
/// assert_eq!(script.to_string(), text);
/// assert_eq!(text.parse(), Ok(script));
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug)]
pub struct Script {
    pub(super) clients: Vec<Vec<Act>>,
    pub(super) spooler: bool,
    pub(super) faults: Vec<Fault>,
}

/// A step of a client. Stores that a client has open are named by their place in the order of the opens, counted from 0; a number
/// that is too large begins at 0 again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Act {
    /// `MAPILogonEx`, unless the client has a session.
    LogOn(LogonExFlags),
    /// `OpenMsgStore` of one of the stage's stores. Opening one again is a second step of this kind.
    Open {
        /// Which of the stage's stores; a number that is too large begins at 0 again.
        store: u8,
        /// The flags.
        flags: OpenStoreFlags,
    },
    /// Uses a store that is open.
    Use {
        /// Which.
        store: u8,
        /// How.
        how: Usage,
    },
    /// `IMsgStore::Advise` for every event of the store.
    Advise(u8),
    /// `IMsgStore::Unadvise` of the last registration that is left.
    Unadvise(u8),
    /// `IMsgStore::StoreLogoff`.
    StoreLogoff {
        /// Which.
        store: u8,
        /// The flags.
        flags: LogoffFlags,
    },
    /// `Release` of a store.
    Release(u8),
    /// `IMAPISession::Logoff`. The client goes on with what it has open.
    LogOff,
}

/// What a client does with a store.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Usage {
    /// `GetProps` of all properties.
    Props,
    /// `OpenEntry` of the root folder, and its hierarchy table.
    Folders,
    /// `OpenEntry` of the root folder, and its contents table with one row.
    Contents,
    /// `GetReceiveFolder`.
    ReceiveFolder,
    /// `CompareEntryIDs` of the store's own identifier with itself.
    Compare,
}

impl Usage {
    /// Every one.
    pub const ALL: [Self; 5] =
        [Self::Props, Self::Folders, Self::Contents, Self::ReceiveFolder, Self::Compare];
}

impl Script {
    /// A script in which nobody does anything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more client, and what it does.
    #[must_use]
    pub fn client(mut self, acts: impl IntoIterator<Item = Act>) -> Self {
        self.clients.push(acts.into_iter().collect());
        self
    }

    /// With the spooler.
    #[must_use]
    pub const fn spooler(mut self) -> Self {
        self.spooler = true;
        self
    }

    /// Something that goes wrong. One that comes to bear in no order is passed over.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// What goes wrong.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// What each client does.
    #[must_use]
    pub fn clients(&self) -> &[Vec<Act>] {
        &self.clients
    }

    /// Whether there is a spooler.
    #[must_use]
    pub const fn has_spooler(&self) -> bool {
        self.spooler
    }

    /// How many steps it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.clients.iter().map(Vec::len).sum()
    }

    /// Whether it has no step.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
