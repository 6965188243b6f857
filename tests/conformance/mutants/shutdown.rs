//! The ends of stores and sessions bent.

use super::Mutant;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![]
}
