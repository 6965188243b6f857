//! Ordinals.

use crate::trace::{OpenNo, ProviderNo, SectionNo, SessionNo, StoreNo, SupportNo};

/// An ordinal that is given once, in ascending order.
pub(crate) trait Ordinal: Copy {
    /// The number shown in traces; the first one is 1.
    fn number(self) -> usize;
    fn from_number(number: usize) -> Self;
}

macro_rules! ordinals {
    ($($name:ty),+) => {$(
        impl Ordinal for $name {
            #[inline(always)]
            fn number(self) -> usize {
                <$name>::number(self) as usize
            }

            fn from_number(number: usize) -> Self {
                <$name>::from_index(number - 1)
            }
        }
    )+};
}

ordinals!(OpenNo, ProviderNo, SectionNo, SessionNo, StoreNo, SupportNo);
