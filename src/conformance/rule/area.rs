//! Tables of rules: those of an area, and those of several areas together.
//!
//! Both have three parts: the rules in `RULES`, their numbers in `rules`, and a macro that hands the rows to
//! [`conformance_tests!`](crate::conformance_tests). So the tables of a room are one table of the whole.

use super::Rule;

/// Makes an area of rules: a table beside the functions that check them.
///
/// ```
/// mod acme {
///     use mapi_sim::conformance::{Trial, Verdict, ensure};
///
///     mapi_sim::conformance_area! {
///         pub handbook, tests by handbook_tests;
///         ACME_1 acme_1_dll_names_are_lower_case [] {
///             title: "Names of DLLs are in lower case",
///             level: Should,
///             source: "Handbook of Acme, page 7",
///         };
///         ACME_2 acme_2_mail_goes_out [mail submit] { title: "Mail goes out" };
///         ACME_3 acme_3_memory_is_freed_once [] by findings { title: "Memory is freed once" };
///     }
///
///     fn acme_1_dll_names_are_lower_case(trial: &Trial) -> Verdict {
///         let name = trial.setup().name();
///         ensure(name == name.to_lowercase(), "a name in lower case", name, "Rename the DLL.")
///     }
///
///     fn acme_2_mail_goes_out(trial: &Trial) -> Verdict {
///         let machine = trial.machine()?;
/// #       drop(machine);
///         // ...
///         Ok(())
///     }
/// }
///
/// use mapi_sim::conformance::RuleSet;
///
/// let rules = RuleSet::kit().with_all(acme::RULES);
/// assert_eq!(rules.get(acme::rules::ACME_2).unwrap().title(), "Mail goes out");
/// ```
///
/// The first line names the area, which is the module of the tests and a part of the report, and a macro for
/// [`conformance_tests!`](crate::conformance_tests), which makes a test of each row. A row has
///
/// * the number of the rule, as a constant: `ACME_1` is ACME-1. No rule of this crate has the same letters;
/// * the name of its function, which is that of its test, too;
/// * the capabilities that have to be declared for it to apply, by the words of
///   [`Capability`](crate::conformance::Capability);
/// * with `by findings` no function: only a [`Finding`](crate::conformance::Finding) breaks the rule;
/// * what it is about: `title`, and if there is something to say `level` (a name of
///   [`Level`](crate::catalogue::Level), `Must` without it), `pages` (stems of pages in Microsoft's MAPI reference,
///   separated by commas) and `source` (words), in this order. Without these it is a rule of the
///   [`catalogue`](crate::catalogue), which says it all.
///
/// From the table are made `RULES`, the rules in order, and the module `rules` with their numbers; use the macro once a
/// module. A function that is missing does not compile, nor does a capability that is not known:
///
/// ```compile_fail
/// mapi_sim::conformance_area! {
///     pub handbook, tests by handbook_tests;
///     ACME_1 acme_1_mail_goes_out [mial] by findings { title: "Mail goes out" };
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! conformance_area {
    ($($table:tt)*) => { $crate::__mapi_sim_area! { ($) $($table)* } };
}

/// `$d` is a dollar sign, for the macro that this one defines.
#[doc(hidden)]
#[macro_export]
macro_rules! __mapi_sim_area {
    (
        ($d:tt) $vis:vis $area:ident, tests by $tests:ident;
        $($id:ident $name:ident [$($capability:ident)*] $(by $how:ident)? $({ $($about:tt)+ })?;)*
    ) => {
        /// The rules of this area, in the order of the table.
        $vis const RULES: &[$crate::conformance::Rule] = &[$({
            let rule = $crate::__mapi_sim_rule!($id $name $({ $($about)+ })?);
            let rule = rule.with_area(stringify!($area));
            let rule = rule.with_requires(&[$($crate::conformance::declared::$capability),*]);
            $crate::__mapi_sim_check!(rule $name $(by $how)?)
        }),*];

        /// The numbers of this area's rules.
        $vis mod rules {
            $(
                #[doc = concat!("The rule of the test `", stringify!($name), "`.")]
                pub const $id: $crate::conformance::RuleId = $crate::__mapi_sim_rule_id!($id);
            )*
        }

        #[doc(hidden)]
        #[macro_export]
        macro_rules! $tests {
            ($d callback:ident $d arguments:tt) => {
                $crate::$d callback! { $d arguments $area $($id $name [$($capability)*];)* }
            };
        }
    };
}

/// A rule of the catalogue, or one that says what it is about.
#[doc(hidden)]
#[macro_export]
macro_rules! __mapi_sim_rule {
    ($id:ident $name:ident) => {
        $crate::conformance::Rule::of_catalogue($crate::__mapi_sim_rule_id!($id), stringify!($name))
    };
    (
        $id:ident $name:ident {
            title: $title:literal
            $(, level: $level:ident)? $(, pages: $pages:literal)? $(, source: $source:literal)? $(,)?
        }
    ) => {
        $crate::conformance::Rule::new($crate::__mapi_sim_rule_id!($id), stringify!($name))
            .with_title($title)
            $(.with_level($crate::catalogue::Level::$level))?
            $(.with_pages($pages))?
            $(.with_source($source))?
    };
}

/// The rule with its function, or without one.
#[doc(hidden)]
#[macro_export]
macro_rules! __mapi_sim_check {
    ($rule:ident $name:ident) => {
        $rule.with_check($name)
    };
    ($rule:ident $name:ident by findings) => {
        $rule
    };
}

/// Makes the parts of a table that holds those of several modules.
macro_rules! areas {
    ($($table:tt)*) => { crate::conformance::rule::areas_parts! { ($) $($table)* } };
}

macro_rules! areas_parts {
    (($d:tt) $vis:vis tests by $all_tests:ident; $($module:ident, tests by $tests:ident;)*) => {
        const TABLES: &[&[crate::conformance::Rule]] = &[$($module::RULES),*];

        /// The rules of all areas, in the order of the tables.
        $vis const RULES: &[crate::conformance::Rule] = {
            const ALL: [crate::conformance::Rule; crate::conformance::rule::count(TABLES)] =
                crate::conformance::rule::concat(TABLES);
            &ALL
        };

        /// The numbers of the rules of all areas.
        $vis mod rules {
            $(pub use super::$module::rules::*;)*
        }

        #[doc(hidden)]
        #[macro_export]
        macro_rules! $all_tests {
            ($d callback:ident $d arguments:tt) => {
                $($crate::$tests! { $d callback $d arguments })*
            };
        }
    };
}

pub(in crate::conformance) use {areas, areas_parts};

/// How many rules some tables have together.
pub(in crate::conformance) const fn count(mut tables: &[&[Rule]]) -> usize {
    let mut count = 0;
    while let [table, others @ ..] = tables {
        count += table.len();
        tables = others;
    }
    count
}

/// The rules of some tables in one; `N` is how many there are.
#[allow(
    clippy::indexing_slicing,
    reason = "the compiler runs this, and an index that is too large is its error"
)]
pub(in crate::conformance) const fn concat<const N: usize>(tables: &[&[Rule]]) -> [Rule; N] {
    let mut all = [tables[0][0]; N];
    let (mut next, mut table, mut row) = (0, 0, 0);
    while next < N {
        if row < tables[table].len() {
            all[next] = tables[table][row];
            next += 1;
            row += 1;
        } else {
            table += 1;
            row = 0;
        }
    }
    all
}
