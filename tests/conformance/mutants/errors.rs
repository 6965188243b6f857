//! Codes and error texts bent.

use super::Mutant;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![]
}
