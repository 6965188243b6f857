//! The readings that a test can choose.

use std::fmt;

macro_rules! readings {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $default:ident, $strict:literal, $lenient:literal;)+) => {
        /// An open point of which a test can choose the reading.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum Reading {
            $($(#[$doc])* $name = $number,)+
        }

        impl Reading {
            /// Every one, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What is read unless a test chooses.
            #[must_use]
            pub const fn default_strictness(self) -> Strictness {
                match self {
                    $(Self::$name => Strictness::$default,)+
                }
            }

            /// What `choice` makes of it.
            #[must_use]
            pub const fn meaning(self, choice: Strictness) -> &'static str {
                match (self, choice) {
                    $((Self::$name, Strictness::Strict) => $strict,
                    (Self::$name, Strictness::Lenient) => $lenient,)+
                }
            }
        }
    };
}

readings! {
    /// What a duplicate open may return as its logon object \[LOAD-24\].
    ExistingLogonObject = 1, Lenient, "the provider deviates", "the object is released at once, and nothing is said";
    /// What `SpoolerLogon` may return \[LOAD-35\].
    SpoolerObjects = 5, Lenient, "the objects of step 5 deviate: the spooler's have to be told apart", "the objects of step 5 are as good as a pair of its own";
    /// What a cancelled or unfinished configuration does to the service \[ERR-12\].
    CancelDisables = 9, Strict, "the service is disabled", "the service stays enabled";
    /// What a code that judges the request does to the service \[ERR-12\].
    RefusalDisables = 10, Lenient, "every code but MAPI_E_FAILONEPROVIDER disables the service", "an answer to the request leaves the service enabled";
    /// What follows a failing entry point \[PROFILE-18\].
    RetryAfterFailedEntry = 14, Strict, "the open fails with the code of the entry point", "Logon is tried again";
    /// Flags of `OpenMsgStore` that `Logon` does not list \[LOAD-17\].
    OpenFlagsAtLogon = 17, Strict, "MAPI_BEST_ACCESS arrives as MDB_WRITE", "MAPI_BEST_ACCESS arrives as it is";
    /// The spooler and a store that was opened without mail first \[LOAD-31\].
    MailAfterOpenWithout = 19, Strict, "the spooler is told", "the store stays without mail until it is closed";
    /// The spooler and a store that was opened with `MDB_TEMPORARY`.
    MailOfTemporaryStore = 20, Strict, "the spooler is told", "the spooler is not told";
    /// How many `StoreLogoffTransports` are right \[SHUT-02\].
    TransportLogoffs = 22, Strict, "one for a store, but for those that were refused", "one for each StoreLogoff";
    /// `StoreLogoffTransports` when the session ends \[SHUT-03\].
    TransportLogoffAtSessionEnd = 23, Lenient, "it has to be called once", "it need not be called";
    /// When a provider object is shut down \[SHUT-12\].
    ShutdownWithLastStore = 28, Lenient, "the provider object is shut down at once, and a later open initialises the DLL again", "the provider object lives until the session ends";
    /// Which properties a profile section hides \[PROFILE-08\].
    HiddenRange = 33, Lenient, "all of 0x6600 to 0x67FF is hidden", "0x67F0 to 0x67FF is hidden";
    /// What a failing `MSProviderInit` does to the service \[LOAD-09\].
    FailedInitDisables = 38, Lenient, "the service is disabled", "the service stays enabled";
    /// Whether a provider is in its own way in its section of the profile \[PROFILE-04\].
    OwnSectionAgain = 42, Strict, "one writer or many readers, the provider itself among them", "a provider opens its own section beside itself, for reading and for writing";
}

impl Reading {
    /// The number of its open point.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// Which of two readings is meant: of an open point, or of a rule of the kit about which pages disagree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum Strictness {
    /// The one that asks more of a provider, or does more to it.
    #[default]
    Strict,
    /// The one that lets more pass.
    Lenient,
}

impl Strictness {
    /// In a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Lenient => "lenient",
        }
    }
}

/// What is chosen for every [`Reading`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Readings {
    /// A bit for each reading that is not the default one, by number.
    changed: u64,
}

impl Readings {
    /// The default of every reading.
    pub const DEFAULT: Self = Self { changed: 0 };

    /// The same with another choice.
    #[must_use]
    pub const fn with(self, reading: Reading, choice: Strictness) -> Self {
        let bit = 1 << reading.number();
        let is_default = matches!(
            (reading.default_strictness(), choice),
            (Strictness::Strict, Strictness::Strict) | (Strictness::Lenient, Strictness::Lenient)
        );
        Self { changed: if is_default { self.changed & !bit } else { self.changed | bit } }
    }

    /// What is chosen for `reading`.
    #[must_use]
    pub const fn of(self, reading: Reading) -> Strictness {
        let changed = self.changed & (1 << reading.number()) != 0;
        match (reading.default_strictness(), changed) {
            (Strictness::Strict, false) | (Strictness::Lenient, true) => Strictness::Strict,
            (Strictness::Strict, true) | (Strictness::Lenient, false) => Strictness::Lenient,
        }
    }
}

impl Default for Readings {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Debug for Readings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changed =
            Reading::ALL.iter().filter(|reading| self.of(**reading) != reading.default_strictness());
        f.debug_map().entries(changed.map(|reading| (reading, self.of(*reading)))).finish()
    }
}
