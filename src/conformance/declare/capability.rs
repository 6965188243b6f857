//! What a provider says it can do, and what a fixture can bring about.

use std::fmt;

use super::rows::capability_rows;
use crate::catalogue::RuleId;

macro_rules! capabilities {
    (
        ($d:tt)
        $($(#[$doc:meta])* $word:ident = $name:ident {
            ignored: $ignored:literal,
            claim: [$($claim:ident $($claim_rest:tt)+)?],
            slot: $slot:tt,
        })+
    ) => {
        /// Something that not every provider has, or that not every fixture can bring about.
        ///
        /// A rule that needs what is not declared does not apply; its test is listed as ignored, with this word as the
        /// reason. What is declared is held against what the provider shows, and so is what is not declared: each
        /// capability has a rule of its own for that, but `transport_coupled` and `wrapper`, which nobody sees from
        /// outside.
        ///
        /// [`conformance_tests!`](crate::conformance_tests) takes the words of the list below.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum Capability {
            $($(#[$doc])* #[doc = concat!("\n\nDeclared as `", stringify!($word), "`.")] $name,)+
        }

        impl Capability {
            /// Every one, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word that [`conformance_tests!`](crate::conformance_tests) knows it by.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => stringify!($word)),+ }
            }

            /// The rule that holds what is declared against what shows; none for what nobody sees from outside.
            #[must_use]
            pub const fn claim(self) -> Option<RuleId> {
                match self {
                    $(Self::$name => {
                        let claim: &[RuleId] = &[$(crate::__mapi_sim_rule_id!($claim))?];
                        if let [claim] = claim { Some(*claim) } else { None }
                    })+
                }
            }
        }

        /// The capabilities by their words, for the macro.
        #[doc(hidden)]
        #[allow(non_upper_case_globals, missing_docs, reason = "words of the macro, not names of their own")]
        pub mod declared {
            use super::Capability;
            $(pub const $word: Capability = Capability::$name;)+
        }

        // A reason names the word of its row.
        $(const _: () = assert!(is_same($ignored, concat!("not applicable: `", stringify!($word), "` is not declared")));)+

        /// Puts the reason for which a rule does not apply on its test.
        #[doc(hidden)]
        #[macro_export]
        macro_rules! __mapi_sim_not_declared {
            $(($word $d($d item:tt)*) => { #[ignore = $ignored] $d($d item)* };)+
        }
    };
}

capability_rows! { capabilities ($) }

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Whether two texts are the same, for the compiler.
const fn is_same(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    while let ([first, rest @ ..], [same, others @ ..]) = (one, other) {
        if *first != *same {
            return false;
        }
        (one, other) = (rest, others);
    }
    one.is_empty() && other.is_empty()
}
