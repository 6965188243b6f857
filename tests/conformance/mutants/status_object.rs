//! The status object bent.

mod methods;
mod opening;
mod password;
mod ring;

use super::Mutant;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    [methods::mutants(), password::mutants(), opening::mutants(), ring::mutants()]
        .into_iter()
        .flatten()
        .collect()
}
