//! Codes and error texts bent.

mod cancel;
mod codes;
mod details;
mod texts;

pub(super) use texts::NoUnspecified;

use mapi_sim::conformance::rules::ERR_15;

use super::Mutant;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes =
    &[(ERR_15, &["another code where no dialog may be shown", "another code where dialogs are allowed"])];

pub(super) fn mutants() -> Vec<Mutant> {
    [cancel::mutants(), codes::mutants(), details::mutants(), texts::mutants()]
        .into_iter()
        .flatten()
        .collect()
}
