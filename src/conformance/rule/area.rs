//! Tables of rules: those of an area, and those of several areas together.
//!
//! A row has the rule's number, the name of its function and of its test, and the capabilities it needs. The function
//! stands in the same module as the table. From an area's table are made `RULES`, the numbers in `rules`, and a macro
//! that hands the table to [`conformance_tests!`](crate::conformance_tests). Tables of several areas have the same three
//! parts, so that the tables of a room are one table of the whole.

use super::Rule;

/// Makes the parts of an area of its table.
macro_rules! area {
    ($($table:tt)*) => { crate::conformance::rule::area_parts! { ($) $($table)* } };
}

/// `$d` is a dollar sign, for the macro that this one defines.
macro_rules! area_parts {
    (
        ($d:tt) $vis:vis $area:ident, tests by $tests:ident;
        $($id:ident $name:ident [$($capability:ident)*];)*
    ) => {
        /// The rules of this area, in the order of the table.
        $vis const RULES: &[crate::conformance::Rule] = &[$(
            crate::conformance::Rule::of_area(
                stringify!($area),
                rules::$id,
                stringify!($name),
                &[$(crate::conformance::declared::$capability),*],
                $name,
            ),
        )*];

        /// The numbers of this area's rules.
        $vis mod rules {
            $(
                #[doc = concat!("The rule of the test `", stringify!($name), "`.")]
                pub const $id: crate::conformance::RuleId = crate::__mapi_sim_rule_id!($id);
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

pub(in crate::conformance) use {area, area_parts, areas, areas_parts};

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
