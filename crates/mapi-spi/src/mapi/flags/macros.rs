//! One shape for all flag types.

/// Declares flag types: unknown bits are kept, text shows MAPI's names.
macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident: $bits:ty { $($flag:ident = $value:literal;)* })+) => {$(
        $(#[$doc])*
        ///
        /// Bits without a name are kept; see `from_bits_retain`.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name($bits);

        // This form makes no parser of text for each type, which is much to compile.
        bitflags::bitflags! {
            impl $name: $bits {
                $(
                    #[doc = concat!("`", stringify!($flag), "`, ", stringify!($value))]
                    const $flag = $value;
                )*
                /// Every bit may be set: a caller can pass what this crate has no name for.
                const _ = !0;
            }
        }

        impl $name {
            /// The bits that have no name.
            #[must_use]
            pub fn unnamed(self) -> Self {
                let named: &[$bits] = &[$($value),*];
                let mut rest = self.bits();
                for flag in named {
                    if self.bits() & flag == *flag {
                        rest &= !flag;
                    }
                }
                Self::from_bits_retain(rest)
            }
        }

        impl $crate::mapi::FlagType for $name {
            const SET: &'static $crate::mapi::FlagSet = &$crate::mapi::FlagSet {
                name: stringify!($name),
                flags: &[$((stringify!($flag), $value)),*],
            };

            fn raw(self) -> u32 {
                self.bits().into()
            }
        }

        impl std::fmt::Display for $name {
            /// The names joined by `|`, what has no name in hexadecimal, `0` without any bit.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&$crate::mapi::FlagBits::of(*self), f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }
    )+

        /// The types of this file.
        pub(super) const SETS: &[&$crate::mapi::FlagSet] = &[$(<$name as $crate::mapi::FlagType>::SET),+];
    };
}

pub(super) use flags;
