//! Connection numbers of notification registrations.

use std::fmt;
use std::num::{NonZeroU32, NonZeroU64};

/// The number that stands for a notification registration: `ulConnection`, `lpulConnection`.
///
/// MAPI demands a number other than zero, which the type keeps. It is as wide as the `ULONG_PTR` of the
/// pages `imsgstore-advise` and `imapitable-advise`; `IMSLogon` and `IMAPISupport` use 32 bits of it.
#[doc(alias = "ulConnection")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Connection(NonZeroU64);

impl Connection {
    /// The smallest connection number, 1: where a provider that counts begins.
    pub const FIRST: Self = Self(NonZeroU64::MIN);

    /// A connection number, or `None` for zero.
    pub const fn new(number: u64) -> Option<Self> {
        match NonZeroU64::new(number) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }

    /// The number itself, never zero.
    pub const fn get(self) -> u64 {
        self.0.get()
    }

    /// The next number of a provider that counts; after the last one comes [`Connection::FIRST`] again.
    #[must_use]
    pub const fn next(self) -> Self {
        match self.0.checked_add(1) {
            Some(number) => Self(number),
            None => Self::FIRST,
        }
    }
}

impl From<NonZeroU32> for Connection {
    fn from(number: NonZeroU32) -> Self {
        Self(number.into())
    }
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Connection({})", self.0)
    }
}
