//! The ends of stores and sessions bent.

mod ends;
mod kept;
mod provider_object;
mod transports;

use super::Mutant;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    [ends::mutants(), kept::mutants(), provider_object::mutants(), transports::mutants()]
        .into_iter()
        .flatten()
        .collect()
}
