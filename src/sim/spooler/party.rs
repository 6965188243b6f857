//! The spooler as the simulator sees it: it can be replaced, and is told everything in values.

use std::sync::Arc;

use crate::mapi::{EntryId, HResult, LogoffFlags, SpoolerNotifyFlags};
use crate::spi::{IMSLogon, IMsgStore};

/// Which open of a store is meant: ordinals, so that they are the same in every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpoolerKey {
    session: u32,
    store: u32,
}

impl SpoolerKey {
    /// The store with number `store` of the session with number `session`.
    pub const fn new(session: u32, store: u32) -> Self {
        Self { session, store }
    }

    /// The session's ordinal.
    pub const fn session(self) -> u32 {
        self.session
    }

    /// The store's ordinal.
    pub const fn store(self) -> u32 {
        self.store
    }
}

impl std::fmt::Display for SpoolerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.session, self.store)
    }
}

/// The MAPI spooler. The simulator has one; another can take its place.
///
/// It makes no calls: it is told what happened and says what it wants next, and the simulator makes the
/// calls on stores for it.
pub trait Spooler: Send + Sync {
    /// MAPI passes on that a store is open: step 6 of the load sequence.
    fn told(&self, store: SpoolerKey);

    /// The spooler runs: which of the stores it was told of to log on to now, if any. Each is answered
    /// once.
    fn next_logon(&self) -> Option<SpoolerKey>;

    /// `SpoolerLogon` succeeded: step 9. The spooler owns the objects until [`released`](Self::released).
    fn logged_on(&self, store: SpoolerKey, objects: SpoolerStore);

    /// `SpoolerLogon` failed.
    fn logon_failed(&self, store: SpoolerKey, code: HResult);

    /// A store provider called `IMAPISupport::SpoolerNotify`.
    #[doc(alias = "SpoolerNotify")]
    fn notified(&self, store: SpoolerKey, flags: SpoolerNotifyFlags);

    /// A store provider called `IMAPISupport::StoreLogoffTransports`. `flags`: as on input. Not asked where nobody has to
    /// be waited for: once the spooler has released the client's own objects, and for the last release of a pair of its
    /// own.
    #[doc(alias = "StoreLogoffTransports")]
    fn logoff_transports(&self, store: SpoolerKey, flags: LogoffFlags) -> TransportLogoff;

    /// The spooler lets go of a store: gives its objects back to be released, if it has any.
    fn released(&self, store: SpoolerKey) -> Option<SpoolerStore>;

    /// A session has another default store. Page: `imapisession-setdefaultstore`.
    ///
    /// What is under way ends on the store that was the default, and new work, such as a message that arrives, goes to
    /// the new one \[SESSION-14\]. Default: nothing, as for a spooler that moves no messages.
    fn default_store_changed(&self, _change: &DefaultStoreChange) {}
}

/// `Debug` of a spooler is the name of the trait: addresses would differ from run to run.
impl std::fmt::Debug for dyn Spooler + '_ {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Spooler")
    }
}

/// The default store of a session was one and is another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DefaultStoreChange {
    /// The session's ordinal.
    pub session: u32,
    /// The default store until now, if there was one.
    pub before: Option<DefaultStore>,
    /// The default store from now on, if there is one.
    pub now: Option<DefaultStore>,
}

impl DefaultStoreChange {
    /// The change in a session.
    #[must_use]
    pub const fn new(session: u32, before: Option<DefaultStore>, now: Option<DefaultStore>) -> Self {
        Self { session, before, now }
    }
}

/// A store of the profile that is the default one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DefaultStore {
    /// `PR_ENTRYID` in the stores table; a section whose provider has not stored one yet has none.
    pub entry_id: Option<EntryId>,
    /// Under which name the spooler knows the store, while somebody has it open.
    pub open: Option<SpoolerKey>,
}

impl DefaultStore {
    /// A store by its identifier, and by its name if it is open.
    #[must_use]
    pub const fn new(entry_id: Option<EntryId>, open: Option<SpoolerKey>) -> Self {
        Self { entry_id, open }
    }
}

/// The objects that a `SpoolerLogon` returned.
#[derive(Clone, Debug)]
pub struct SpoolerStore {
    /// The logon object; absent if the store was open on the spooler's provider object already.
    pub logon: Option<Arc<dyn IMSLogon>>,
    /// The store object.
    pub store: Arc<dyn IMsgStore>,
}

/// What the spooler answers to `StoreLogoffTransports`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransportLogoff {
    /// The flags on output: `LOGOFF_COMPLETE`, `LOGOFF_INBOUND`, `LOGOFF_OUTBOUND`,
    /// `LOGOFF_OUTBOUND_QUEUE`.
    pub flags: LogoffFlags,
    /// Whether the spooler releases the store now.
    pub release: bool,
}
