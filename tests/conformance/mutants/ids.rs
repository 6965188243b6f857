//! Identifiers and keys bent.

mod keys;
mod long_term;
mod short_term;
mod stores;

pub(crate) use short_term::short_term;

use mapi_sim::conformance::rules::EID_06;

use super::Mutant;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes =
    &[(EID_06, &["a MAPIUID of NewUID in each session", "another MAPIUID in each session"])];

pub(super) fn mutants() -> Vec<Mutant> {
    let areas = [long_term::mutants(), short_term::mutants(), stores::mutants(), keys::mutants()];
    areas.into_iter().flatten().collect()
}
