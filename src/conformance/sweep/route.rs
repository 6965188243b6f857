//! How a client lets go of its store and its session.

use std::fmt;

/// How a client lets go of its store and its session: each leads a provider through other calls.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Route {
    /// The store is released without `StoreLogoff`, then the session is logged off.
    StoreFirst,
    /// `StoreLogoff` in order, then as before.
    StoreLogoff,
    /// `StoreLogoff` that asks for no wait, then as before.
    StoreAbort,
    /// The session is logged off while the store is held.
    SessionFirst,
    /// The session is dropped without `Logoff` while the store is held.
    SessionDropped,
    /// The spooler has not come to its logon when the store is released.
    BeforeSpooler,
    /// Fast shutdown: the three calls, and then nothing is released in order.
    FastShutdown,
}

impl Route {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::StoreFirst,
        Self::StoreLogoff,
        Self::StoreAbort,
        Self::SessionFirst,
        Self::SessionDropped,
        Self::BeforeSpooler,
        Self::FastShutdown,
    ];

    /// Whether the spooler runs before the release.
    pub(super) const fn lets_spooler_run(self) -> bool {
        !matches!(self, Self::BeforeSpooler)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::StoreFirst => "store first",
            Self::StoreLogoff => "StoreLogoff",
            Self::StoreAbort => "StoreLogoff at once",
            Self::SessionFirst => "session first",
            Self::SessionDropped => "session dropped",
            Self::BeforeSpooler => "before the spooler",
            Self::FastShutdown => "fast shutdown",
        })
    }
}
