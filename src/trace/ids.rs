//! Ordinal names for what the simulator makes: a trace never shows an address.

use std::fmt;
use std::num::NonZeroU32;

macro_rules! ordinals {
    ($($(#[$doc:meta])* $name:ident, $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// The ordinal of the `index`th one made, counted from zero.
            #[must_use]
            pub fn from_index(index: usize) -> Self {
                let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
                Self(NonZeroU32::new(number).unwrap_or(NonZeroU32::MAX))
            }

            /// The number shown in traces; the first one is 1.
            #[must_use]
            pub const fn number(self) -> u32 {
                self.0.get()
            }

            /// The position in the order of making, counted from zero.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.number())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    )+};
}

ordinals! {
    /// A session of the subsystem, in the order of `MAPILogonEx`.
    SessionNo, "session ";
    /// One `IMAPISession::OpenMsgStore`, in the order of the calls.
    OpenNo, "open ";
    /// A DLL of the subsystem, in the order in which the builder got them.
    DllNo, "dll ";
    /// A provider object (`IMSProvider`), in the order of `MSProviderInit`.
    ProviderNo, "P";
    /// A pair of logon and store object, in the order of the logons that returned them; the logon object of `M1`
    /// is shown as `L1`.
    StoreNo, "M";
    /// A support object (`IMAPISupport`), in the order in which MAPI made them.
    SupportNo, "S";
    /// A section of a profile, in the order in which the subsystem made them.
    SectionNo, "section ";
    /// A message service of a profile, in the order in which the builder got them.
    ServiceNo, "service ";
}

/// A task: every thread that calls MAPI is one, in the order of their first calls. What is called in the ordinary way, on
/// one thread, is [`TaskNo::MAIN`] throughout.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskNo(u16);

impl TaskNo {
    /// The test itself.
    pub const MAIN: Self = Self(0);

    /// The task of this ordinal beside the test itself, counted from 1.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// Its ordinal; that of the test itself is 0.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TaskNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "task {}", self.0)
    }
}

impl fmt::Debug for TaskNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
