//! The open store bent.

mod opening;
mod read_only;

use super::Mutant;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    opening::mutants().into_iter().chain(read_only::mutants()).collect()
}
