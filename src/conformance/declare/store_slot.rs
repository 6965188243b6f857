//! The stores of a fixture.

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
