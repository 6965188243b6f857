//! Codes and error texts bent.

mod codes;
mod texts;

pub(super) use texts::NoUnspecified;

use super::Mutant;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    [codes::mutants(), texts::mutants()].into_iter().flatten().collect()
}
