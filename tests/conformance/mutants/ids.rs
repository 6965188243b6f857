//! Identifiers and keys bent.

use super::Mutant;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![]
}
