//! What can happen to an open.

use crate::mapi::HResult;

use super::facts::SectionFacts;

macro_rules! inputs {
    ($($(#[$doc:meta])* $name:ident $(($data:ty))?;)+) => {
        /// Something that happens to an open: a move of MAPI or the spooler, or an answer of a provider.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Input {
            $($(#[$doc])* $name $(($data))?,)+
        }

        /// An [`Input`] without its data, for tables and lists.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum InputKind {
            $($(#[$doc])* $name,)+
        }

        impl InputKind {
            /// Every kind, in the order of [`Input`].
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }

        impl Input {
            /// Its kind.
            #[must_use]
            pub const fn kind(self) -> InputKind {
                match self {
                    $(inputs!(@pattern $name $(($data))?) => InputKind::$name,)+
                }
            }
        }
    };
    (@pattern $name:ident) => { Self::$name };
    (@pattern $name:ident ($data:ty)) => { Self::$name(_) };
}

inputs! {
    /// MAPI calls `MSProviderInit` (step 2).
    InitCalled;
    /// `MSProviderInit` has returned (step 3).
    InitReturned(InitOutcome);
    /// MAPI has found or made the section of the store (step 3a).
    SectionChosen(SectionFacts);
    /// MAPI calls `Logon` (step 4).
    LogonCalled;
    /// `Logon` has returned (step 5).
    LogonReturned(LogonOutcome);
    /// MAPI calls the entry point of the message service.
    ConfigureCalled;
    /// The entry point has returned this code.
    ConfigureReturned(HResult);
    /// MAPI tells the spooler of the store (step 6).
    SpoolerTold;
    /// MAPI gives the store to the client (step 7).
    StoreHanded;
    /// A spooler in a process of its own calls `MSProviderInit` there, before its first logon to a store of the DLL.
    SpoolerInitCalled;
    /// That `MSProviderInit` has returned.
    SpoolerInitReturned(InitOutcome);
    /// The spooler calls `SpoolerLogon` (step 8).
    SpoolerLogonCalled;
    /// The spooler passes over a store without validation data \[OBS-04\].
    SpoolerPassesOver;
    /// `SpoolerLogon` has returned (step 9).
    SpoolerLogonReturned(LogonOutcome);
    /// MAPI calls the entry point of the message service for the spooler.
    SpoolerConfigureCalled;
    /// That entry point has returned this code.
    SpoolerConfigureReturned(HResult);
    /// Another open has disabled the message service of the store in this session \[ERR-12\].
    ServiceDisabled;
    /// The provider has released the support object of the store (routes 1 and 2).
    StoreReleased;
    /// The session ends (route 3).
    SessionLogoff;
    /// `IMSLogon::Logoff` has returned and the logon object is released.
    LogoffReturned;
    /// The spooler has given its objects up (route 4).
    SpoolerReleased;
}

/// How `MSProviderInit` ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InitOutcome {
    /// With a provider object of a version that MAPI serves.
    Ready,
    /// With a provider object that is too old \[INIT-11\].
    VersionTooLow,
    /// With success and no object.
    NoObject,
    /// With this failure.
    Failed(HResult),
}

/// What `Logon` or `SpoolerLogon` returned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LogonOutcome {
    /// The code.
    pub code: HResult,
    /// `*lppMDB`.
    pub store: Returned,
    /// `*lppMSLogon`.
    pub logon: Returned,
}

impl LogonOutcome {
    /// A failure, which returns no objects.
    #[must_use]
    pub const fn failed(code: HResult) -> Self {
        Self { code, store: Returned::Nothing, logon: Returned::Nothing }
    }
}

/// What an output pointer held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Returned {
    /// NULL.
    Nothing,
    /// An object that MAPI has not seen before.
    New,
    /// An object of an open store of this session.
    Known,
}
