//! The spooler's logon bent.

mod logon;
mod mail;

use super::Mutant;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    [logon::mutants(), mail::mutants()].into_iter().flatten().collect()
}
