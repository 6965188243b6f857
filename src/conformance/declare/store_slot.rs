//! The stores of a fixture.

use std::fmt;

use super::Capability;
use super::rows::capability_rows;
use crate::catalogue::RuleId;

macro_rules! store_slots {
    (
        {}
        $($(#[$doc:meta])* $word:ident = $name:ident {
            ignored: $ignored:literal,
            claim: [$($claim:ident $($claim_rest:tt)+)?],
            slot: [$($slot:ident $slot_doc:literal $(given $given:literal)?)?],
        })+
    ) => {
        /// A store of the profile, by what it is there for.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum StoreSlot {
            /// The first store.
            Store,
            $($(#[doc = $slot_doc] $slot,)?)+
            /// The first store's section without an identifier, where the options of a machine ask for it.
            Nameless,
        }

        impl StoreSlot {
            /// The rule that looks whether the fixture has this store, and whether a logon finds it as the fixture says;
            /// none for the first store, which is the fixture's own matter.
            #[must_use]
            pub const fn claim(self) -> Option<RuleId> {
                $($(if matches!(self, Self::$slot) {
                    return Capability::$name.claim();
                })?)+
                None
            }
        }
    };
}

capability_rows! { store_slots {} }

/// As a message names it.
impl fmt::Display for StoreSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Store => "the first store",
            Self::Second => "the second store",
            Self::Password => "the store with a password",
            Self::Unconfigured => "the store whose section lacks something",
            Self::Unreachable => "the store that cannot be reached",
            Self::Warning => "the store whose logon warns",
            Self::ForeignLocale => "the store that refuses the locale",
            Self::ExtendedError => "the store with an extended error",
            Self::Nameless => "the section in which no store is chosen",
        })
    }
}
