//! The stores of a fixture.

use super::rows::capability_rows;

macro_rules! store_slots {
    (
        {}
        $($(#[$doc:meta])* $word:ident = $name:ident {
            ignored: $ignored:literal,
            claim: $claim:tt,
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
    };
}

capability_rows! { store_slots {} }
