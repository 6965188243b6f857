//! The ends of stores and sessions bent.

mod ends;
mod provider_object;
mod transports;

use mapi_sim::conformance::rules::MEM_07;

use super::Mutant;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[(
    // Whatever else a provider keeps has a rule of its own.
    MEM_07,
    &["the support object of a SpoolerLogon", "the support object of a SpoolerLogon that fails"],
)];

pub(super) fn mutants() -> Vec<Mutant> {
    [ends::mutants(), provider_object::mutants(), transports::mutants()].into_iter().flatten().collect()
}
