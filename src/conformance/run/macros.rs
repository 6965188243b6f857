//! `conformance_tests!`.

/// Makes one `#[test]` of every rule of the kit for a [`Fixture`](crate::conformance::Fixture).
///
/// ```
/// # use mapi_sim::conformance::{Fixture, Setup};
/// # struct MyProvider;
/// # impl Fixture for MyProvider {
/// #     fn setup(&self) -> Setup { unimplemented!() }
/// # }
/// mapi_sim::conformance_tests!(
///     MyProvider,
///     capabilities: [mail, ui, password],
///     waive: { STATUS_01: "stores of this kind have no status row" },
///     lenient: [LOAD_24],
/// );
/// # fn main() {}
/// ```
///
/// * The first argument is an expression; it is evaluated for each test anew.
/// * `capabilities`: what the provider can do and the fixture can bring about, by the words of
///   [`Capability`](crate::conformance::Capability). A rule that needs more is ignored, with the reason.
/// * `waive`: rules that the provider does not keep, by the constants of [`rules`](crate::conformance::rules), each
///   with a reason. Their tests are ignored with this reason; the test `waivers_are_current` fails for a waived rule
///   that is kept.
/// * `lenient`: rules that are read leniently, where pages of the documentation disagree.
/// * `rules`: an expression that gives the [`RuleSet`](crate::conformance::RuleSet) of the run, where rules from
///   elsewhere are to be kept, too.
/// * `areas`: of these rules the areas whose rules get a test each, by the macros that
///   [`conformance_area!`](crate::conformance_area) makes. A macro of another crate is named by its path
///   (`acme::handbook_tests`); one of the same crate needs `#[macro_use]` on its module, which stands first.
///
/// A word that is not known does not compile, be it a capability,
///
/// ```compile_fail
/// # use mapi_sim::conformance::{Fixture, Setup};
/// # struct MyProvider;
/// # impl Fixture for MyProvider {
/// #     fn setup(&self) -> Setup { unimplemented!() }
/// # }
/// mapi_sim::conformance_tests!(MyProvider, capabilities: [mial]);
/// # fn main() {}
/// ```
///
/// or a rule, to be waived or to be read leniently:
///
/// ```compile_fail
/// # use mapi_sim::conformance::{Fixture, Setup};
/// # struct MyProvider;
/// # impl Fixture for MyProvider {
/// #     fn setup(&self) -> Setup { unimplemented!() }
/// # }
/// mapi_sim::conformance_tests!(MyProvider, waive: { STATUS_91: "no such rule" });
/// # fn main() {}
/// ```
///
/// ```compile_fail
/// # use mapi_sim::conformance::{Fixture, Setup};
/// # struct MyProvider;
/// # impl Fixture for MyProvider {
/// #     fn setup(&self) -> Setup { unimplemented!() }
/// # }
/// mapi_sim::conformance_tests!(MyProvider, lenient: [LOAD_91]);
/// # fn main() {}
/// ```
///
/// The number of a rule from elsewhere has to be in scope to be waived or to be read leniently:
///
/// ```standalone_crate
/// # use mapi_sim::conformance::{Fixture, Setup};
/// # struct MyProvider;
/// # impl Fixture for MyProvider {
/// #     fn setup(&self) -> Setup { unimplemented!() }
/// # }
/// #[macro_use]
/// mod acme {
///     mapi_sim::conformance_area! {
///         pub handbook, tests by handbook_tests;
///         ACME_1 acme_1_memory_is_freed_once [] by findings { title: "Memory is freed once" };
///     }
/// }
///
/// use acme::rules::ACME_1;
/// use mapi_sim::conformance::RuleSet;
///
/// mapi_sim::conformance_tests!(
///     MyProvider,
///     waive: { ACME_1: "a library frees twice" },
///     rules: RuleSet::kit().with_all(acme::RULES),
///     areas: [handbook_tests],
/// );
/// # fn main() {}
/// ```
///
/// ```compile_fail
/// # use mapi_sim::conformance::{Fixture, Setup};
/// # struct MyProvider;
/// # impl Fixture for MyProvider {
/// #     fn setup(&self) -> Setup { unimplemented!() }
/// # }
/// #[macro_use]
/// mod acme {
///     mapi_sim::conformance_area! {
///         pub handbook, tests by handbook_tests;
///         ACME_1 acme_1_memory_is_freed_once [] by findings { title: "Memory is freed once" };
///     }
/// }
///
/// use acme::rules::*;
/// use mapi_sim::conformance::RuleSet;
///
/// mapi_sim::conformance_tests!(
///     MyProvider,
///     waive: { ACME_11: "no such rule" },
///     rules: RuleSet::kit().with_all(acme::RULES),
///     areas: [handbook_tests],
/// );
/// # fn main() {}
/// ```
///
/// Besides the rules there are the tests `fixture_is_sound`, `waivers_are_current`, and `nothing_else_is_broken`, which
/// runs all rules and fails for what no other test says: a rule that is seen broken in the trial of another one only, and
/// a rule from elsewhere that has no test. A function `report()` gives the verdicts as a value. The macro defines a module an area; use it once a module.
#[macro_export]
macro_rules! conformance_tests {
    (
        $fixture:expr
        $(, capabilities: [$($capability:ident),* $(,)?])?
        $(, waive: { $($waived:ident : $reason:literal),* $(,)? })?
        $(, lenient: [$($lenient:ident),* $(,)?])?
        $(, rules: $rules:expr $(, areas: [$($($area:ident)::+),* $(,)?])?)?
        $(,)?
    ) => {
        $crate::__mapi_sim_emit_tests! {
            ($) ($fixture) [$($($capability)*)?] { $($($waived $reason)*)? } [$($($lenient)*)?]
            $(($rules) [$($([$($area)::+])*)?])?
        }
    };
}

/// Emits what all rules share, then the tests of each area. `$d` is a dollar sign, for the macros that this one
/// defines.
#[doc(hidden)]
#[macro_export]
macro_rules! __mapi_sim_emit_tests {
    (
        ($d:tt) ($fixture:expr) [$($capability:ident)*] { $($waived:ident $reason:literal)* } [$($lenient:ident)*]
        $(($rules:expr) [$([$($tests:ident)::+])*])?
    ) => {
        const CONFORMANCE: $crate::conformance::Declaration = {
            #[allow(unused_imports, reason = "where nothing is waived and nothing is read leniently")]
            use $crate::conformance::rules::*;

            $crate::conformance::Declaration {
                capabilities: &[$($crate::conformance::declared::$capability),*],
                waivers: &[$(($waived, $reason)),*],
                lenient: &[$($lenient),*],
            }
        };

        /// The rules of the run; none for those of the kit alone.
        fn __mapi_sim_rule_set() -> Option<$crate::conformance::RuleSet> {
            $crate::__mapi_sim_option!($($rules)?)
        }

        /// The verdicts on this provider as a value.
        #[allow(dead_code, reason = "for whoever wants a report besides the tests")]
        fn report() -> $crate::conformance::Report {
            let rules = __mapi_sim_rule_set().unwrap_or_default();
            $crate::conformance::run_declared_with($fixture, CONFORMANCE, &rules)
        }

        #[test]
        fn fixture_is_sound() {
            $crate::conformance::test_fixture($fixture, CONFORMANCE, __mapi_sim_rule_set());
        }

        #[test]
        fn waivers_are_current() {
            $crate::conformance::test_waivers($fixture, CONFORMANCE, __mapi_sim_rule_set());
        }

        // A waived rule is listed as ignored with the author's reason.
        macro_rules! __mapi_sim_waived {
            $( ($waived { $d($d item:tt)* }) => { #[ignore = $reason] $d($d item)* }; )*
            ($d id:ident { $d($d item:tt)* }) => { $d($d item)* };
        }

        // Takes what is declared off the list of what a rule needs; what is left over is missing.
        macro_rules! __mapi_sim_gate {
            (observed [] $d id:ident { $d($d item:tt)* }) => {
                #[ignore = "observed: what real clients rely on beyond the documentation"] $d($d item)*
            };
            ($d area:ident [] $d id:ident $d item:tt) => { __mapi_sim_waived! { $d id $d item } };
            $( ($d area:ident [$capability $d($d more:ident)*] $d id:ident $d item:tt) => {
                __mapi_sim_gate! { $d area [$d($d more)*] $d id $d item }
            }; )*
            ($d area:ident [$d missing:ident $d($d more:ident)*] $d id:ident { $d($d item:tt)* }) => {
                $crate::__mapi_sim_not_declared! { $d missing $d($d item)* }
            };
        }

        $crate::__mapi_sim_tests_all! { __mapi_sim_emit_area { ($fixture) } }

        $(
            $($($tests)::+! { __mapi_sim_emit_area { ($fixture) } })*
        )?

        #[test]
        fn nothing_else_is_broken() {
            let named: &[&[$crate::conformance::RuleId]] =
                &[$($($($tests)::+! { __mapi_sim_numbers {} }),*)?];
            $crate::conformance::test_whole($fixture, CONFORMANCE, __mapi_sim_rule_set(), named);
        }
    };
}

/// Emits the tests of an area.
#[doc(hidden)]
#[macro_export]
macro_rules! __mapi_sim_emit_area {
    ({ ($fixture:expr) } $area:ident $($id:ident $name:ident $requires:tt;)*) => {
        mod $area {
            use super::*;

            $( __mapi_sim_gate! { $area $requires $id {
                #[test]
                fn $name() {
                    let rule = $crate::__mapi_sim_rule_id!($id);
                    $crate::conformance::test_rule($fixture, CONFORMANCE, __mapi_sim_rule_set(), rule);
                }
            } } )*
        }
    };
}

/// The numbers of the rules of an area.
#[doc(hidden)]
#[macro_export]
macro_rules! __mapi_sim_numbers {
    ({} $area:ident $($id:ident $name:ident $requires:tt;)*) => {
        &[$($crate::__mapi_sim_rule_id!($id)),*]
    };
}

/// What is there or not.
#[doc(hidden)]
#[macro_export]
macro_rules! __mapi_sim_option {
    () => {
        None
    };
    ($there:expr) => {
        Some($there)
    };
}
