//! What follows from an input.

use std::fmt;

use super::readings::{Reading, Strictness};
use super::step::{SkipReason, Step};
use crate::mapi::HResult;

/// Something the driver has to do, or that has just become true. None of it is a choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// A step has been reached.
    Reached(Step),
    /// A step is left out for good.
    Skipped(Step, SkipReason),
    /// Keep the provider object for the session, in the process that initialised it.
    KeepProvider,
    /// Release the provider object at once, without `Shutdown` \[INIT-11\].
    ReleaseProvider,
    /// Keep the logon object, and take up store, support object and registrations.
    KeepLogon,
    /// Make the special folders that the store lacks, before the spooler or the client has it \[LOAD-28\].
    ValidateFolders,
    /// The store was open: nothing new is kept, and a logon object that came along is released \[LOAD-24\].
    JoinStore,
    /// Call the entry point of the message service, then log on once more \[PROFILE-18\].
    Configure,
    /// Disable the message service for the rest of the session \[ERR-12\].
    DisableService,
    /// `OpenMsgStore` returns this code.
    FailOpen(HResult),
    /// The session ended while the store was being opened: log it off now.
    LogOffAtOnce,
    /// Call `IMSLogon::Logoff` and release the logon object \[SHUT-08\].
    CallLogoff,
    /// Drop the queued logon of the spooler.
    DropSpoolerLogon,
    /// The spooler keeps what it was given.
    KeepSpoolerObjects,
    /// The spooler has objects of a store that has gone: it logs off now.
    ReleaseSpoolerObjects,
    /// Call the entry point of the message service, then let the spooler log on once more \[SPOOL-09\].
    ConfigureForSpooler,
    /// The spooler has no access to this store in this session.
    SpoolerFailed(HResult),
    /// An open point of the documentation was read in this way.
    ReadAs(Reading, Strictness),
    /// The provider broke a rule.
    Fault(ProtocolFault),
}

/// What a provider can do wrong while its store is opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProtocolFault {
    /// `MSProviderInit` succeeded without a provider object \[LOAD-10\].
    NoProviderObject,
    /// `Logon` succeeded without a store object \[LOAD-18\].
    NoStoreObject,
    /// A first `Logon` succeeded without a logon object \[LOAD-18\].
    NoLogonObject,
    /// `Logon` made another logon object for an open store \[LOAD-24\].
    SecondLogonObject,
    /// `Logon` returned the logon object of an open store again, and that is read as a fault \[LOAD-24\].
    ExistingLogonObject,
    /// `Logon` made another store object for an open store \[LOAD-23\].
    SecondStoreObject,
    /// `SpoolerLogon` succeeded without both objects \[LOAD-35\].
    NoSpoolerObjects,
    /// `SpoolerLogon` returned the store object of a client, and that is read as a fault \[LOAD-35\].
    SameSpoolerObjects,
}

/// The most effects that one input has.
const MOST: usize = 10;

/// The effects of one input, in order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Effects {
    items: [Effect; MOST],
    len: u8,
}

impl Default for Effects {
    fn default() -> Self {
        // Items past the length are never read.
        Self { items: [Effect::KeepProvider; MOST], len: 0 }
    }
}

impl Effects {
    /// # Panics
    /// If an input has more effects than there is room for: one that is lost would be seen much later, if at all.
    pub(super) fn push(&mut self, effect: Effect) {
        let slot = self.items.get_mut(usize::from(self.len));
        assert!(slot.is_some(), "a defect of mapi-sim: an input has more than {MOST} effects");
        if let Some(slot) = slot {
            *slot = effect;
            self.len += 1;
        }
    }

    pub(crate) const fn clear(&mut self) {
        self.len = 0;
    }

    fn as_slice(&self) -> &[Effect] {
        self.items.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// The effects in order.
    pub fn iter(&self) -> impl Iterator<Item = Effect> {
        self.as_slice().iter().copied()
    }

    /// Whether `effect` is among them.
    #[must_use]
    pub fn contains(&self, effect: Effect) -> bool {
        self.iter().any(|item| item == effect)
    }

    /// The code that `OpenMsgStore` fails with, if it fails.
    #[must_use]
    pub fn failure(&self) -> Option<HResult> {
        self.iter().find_map(|effect| if let Effect::FailOpen(code) = effect { Some(code) } else { None })
    }
}

impl fmt::Debug for Effects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
