//! The states of an open, one region for the client's side and one for the spooler's.

/// The client's side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum OpenState {
    /// S1: the session needs a provider object of the DLL.
    Resolving,
    /// S1: `MSProviderInit` runs.
    Initialising,
    /// S1: there is a provider object, and the section has to be found.
    Ready,
    /// S1: the section is known.
    Sectioned,
    /// S2: `Logon` runs.
    LoggingOn,
    /// S3: the message service has to be configured.
    Unconfigured,
    /// S3: the entry point of the message service runs.
    Configuring,
    /// S4: the store is open, and the client does not have it yet.
    LoggedOn,
    /// S4: the client has the store.
    Open,
    /// The client has a store that another open made: its life belongs to that one's machine.
    Joined,
    /// S5: `IMSLogon::Logoff` runs.
    LoggingOff,
    /// The open has failed.
    Failed,
    /// S0 again: the store has gone.
    Closed,
}

impl OpenState {
    /// Every state.
    pub const ALL: [Self; 13] = [
        Self::Resolving,
        Self::Initialising,
        Self::Ready,
        Self::Sectioned,
        Self::LoggingOn,
        Self::Unconfigured,
        Self::Configuring,
        Self::LoggedOn,
        Self::Open,
        Self::Joined,
        Self::LoggingOff,
        Self::Failed,
        Self::Closed,
    ];

    /// Whether there is an open store.
    #[must_use]
    pub const fn has_store(self) -> bool {
        match self {
            Self::LoggedOn | Self::Open | Self::Joined => true,
            Self::Resolving
            | Self::Initialising
            | Self::Ready
            | Self::Sectioned
            | Self::LoggingOn
            | Self::Unconfigured
            | Self::Configuring
            | Self::LoggingOff
            | Self::Failed
            | Self::Closed => false,
        }
    }

    /// Whether nothing can happen any more on the client's side.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Failed | Self::Closed => true,
            Self::Resolving
            | Self::Initialising
            | Self::Ready
            | Self::Sectioned
            | Self::LoggingOn
            | Self::Unconfigured
            | Self::Configuring
            | Self::LoggedOn
            | Self::Open
            | Self::Joined
            | Self::LoggingOff => false,
        }
    }
}

/// The spooler's side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SpoolerState {
    /// N: the spooler knows nothing of the store yet.
    NotTold,
    /// The spooler will not be told through this open.
    Excluded,
    /// W: told and waiting.
    Told,
    /// `MSProviderInit` runs in the spooler's own process.
    Initialising,
    /// `SpoolerLogon` runs.
    LoggingOn,
    /// The message service has to be configured.
    Unconfigured,
    /// The entry point of the message service runs.
    Configuring,
    /// L: the spooler has its objects.
    LoggedOn,
    /// F: no mail for this store in this session.
    Failed,
    /// X: the spooler has given its objects up, or will not get any.
    LoggedOff,
}

impl SpoolerState {
    /// Every state.
    pub const ALL: [Self; 10] = [
        Self::NotTold,
        Self::Excluded,
        Self::Told,
        Self::Initialising,
        Self::LoggingOn,
        Self::Unconfigured,
        Self::Configuring,
        Self::LoggedOn,
        Self::Failed,
        Self::LoggedOff,
    ];

    /// Whether the spooler still has, or may still get, something of the store.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Excluded | Self::Failed | Self::LoggedOff => true,
            Self::NotTold
            | Self::Told
            | Self::Initialising
            | Self::LoggingOn
            | Self::Unconfigured
            | Self::Configuring
            | Self::LoggedOn => false,
        }
    }
}
