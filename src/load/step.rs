//! The nine steps.

use std::fmt;

/// A step of the load sequence as page `loading-message-store-providers` numbers them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// 1: the client calls `IMAPISession::OpenMsgStore`.
    OpenMsgStore = 1,
    /// 2: MAPI loads the DLL and calls `MSProviderInit`.
    MsProviderInit = 2,
    /// 3: `MSProviderInit` returns a provider object.
    ProviderObject = 3,
    /// 4: MAPI calls `IMSProvider::Logon`.
    Logon = 4,
    /// 5: `Logon` returns logon and store object and has kept the support object.
    LogonAndStore = 5,
    /// 6: MAPI tells the spooler of the store.
    SpoolerTold = 6,
    /// 7: the client gets the store object.
    StoreToClient = 7,
    /// 8: the spooler calls `IMSProvider::SpoolerLogon`.
    SpoolerLogon = 8,
    /// 9: `SpoolerLogon` returns logon and store object.
    SpoolerObjects = 9,
}

impl Step {
    /// The nine steps in their documented order.
    pub const ALL: [Self; 9] = [
        Self::OpenMsgStore,
        Self::MsProviderInit,
        Self::ProviderObject,
        Self::Logon,
        Self::LogonAndStore,
        Self::SpoolerTold,
        Self::StoreToClient,
        Self::SpoolerLogon,
        Self::SpoolerObjects,
    ];

    /// Its number, 1 to 9.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// What happens in it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::OpenMsgStore => "the client asks for a store",
            Self::MsProviderInit => "MAPI loads the DLL and calls MSProviderInit",
            Self::ProviderObject => "MAPI has a provider object",
            Self::Logon => "MAPI logs on to the store",
            Self::LogonAndStore => "the store is open: MAPI has its objects",
            Self::SpoolerTold => "MAPI tells the spooler of the store",
            Self::StoreToClient => "the client gets the store",
            Self::SpoolerLogon => "the spooler logs on to the store",
            Self::SpoolerObjects => "the spooler has a logon object and a store object",
        }
    }

    const fn bit(self) -> u16 {
        1 << self.number()
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step {} ({})", self.number(), self.title())
    }
}

/// A set of steps.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct StepSet(u16);

impl StepSet {
    /// Whether `step` is in the set.
    #[must_use]
    pub const fn contains(self, step: Step) -> bool {
        self.0 & step.bit() != 0
    }

    /// The steps in their documented order.
    pub fn iter(self) -> impl Iterator<Item = Step> {
        Step::ALL.into_iter().filter(move |step| self.contains(*step))
    }

    pub(super) const fn insert(&mut self, step: Step) {
        self.0 |= step.bit();
    }
}

impl fmt::Debug for StepSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Step::number)).finish()
    }
}

/// Why a step is left out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SkipReason {
    /// The store is open in this session already \[LOAD-06\].
    StoreAlreadyOpen,
    /// The session has a provider object of this DLL already \[LOAD-07\].
    ProviderObjectExists,
    /// The client logged on with `MAPI_NO_MAIL` \[LOAD-30\].
    ClientWithoutMail,
    /// The store was opened with `MDB_NO_MAIL` \[LOAD-31\].
    StoreWithoutMail,
    /// The store was opened with `MDB_TEMPORARY`, and that is read as without mail.
    TemporaryStore,
    /// The open that made the store left the spooler out, and that is read as for good.
    OpenedWithoutMail,
    /// The spooler knows of the store from an earlier open.
    SpoolerAlreadyTold,
    /// The store was released before.
    StoreReleased,
    /// The message service of the store was disabled meanwhile \[ERR-12\].
    ServiceDisabled,
    /// The spooler logs on to no store without validation data \[OBS-04\].
    NoValidationData,
    /// The session has ended.
    SessionEnded,
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::StoreAlreadyOpen => "the store is open in this session",
            Self::ProviderObjectExists => "the session has a provider object of this DLL",
            Self::ClientWithoutMail => "the client logged on with MAPI_NO_MAIL",
            Self::StoreWithoutMail => "the store was opened with MDB_NO_MAIL",
            Self::TemporaryStore => "the store was opened with MDB_TEMPORARY",
            Self::OpenedWithoutMail => "the store was opened without mail before",
            Self::SpoolerAlreadyTold => "the spooler knows of the store",
            Self::StoreReleased => "the store has been released",
            Self::ServiceDisabled => "the message service is disabled",
            Self::NoValidationData => "the spooler logs on to no store without validation data",
            Self::SessionEnded => "the session has ended",
        })
    }
}
