//! Ordinals.

use crate::trace::{OpenNo, ProviderNo, SectionNo, SessionNo, StoreNo, SupportNo};

/// An ordinal that is given once, in ascending order.
pub(crate) trait Ordinal: Copy {
    fn index(self) -> usize;
    fn from_index(index: usize) -> Self;
}

macro_rules! ordinals {
    ($($name:ty),+) => {$(
        impl Ordinal for $name {
            fn index(self) -> usize {
                <$name>::index(self)
            }

            fn from_index(index: usize) -> Self {
                <$name>::from_index(index)
            }
        }
    )+};
}

ordinals!(OpenNo, ProviderNo, SectionNo, SessionNo, StoreNo, SupportNo);
