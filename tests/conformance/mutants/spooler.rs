//! The spooler's logon bent.

mod credentials;
mod logon;
mod mail;
mod silence;

use mapi_sim::conformance::rules::SPOOL_11;

use super::Mutant;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes =
    &[(SPOOL_11, &["a store that can be the default store", "the default store"])];

pub(super) fn mutants() -> Vec<Mutant> {
    [credentials::mutants(), logon::mutants(), mail::mutants(), silence::mutants()]
        .into_iter()
        .flatten()
        .collect()
}
