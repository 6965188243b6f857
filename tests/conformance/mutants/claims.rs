//! What authors declare bent.

use super::Mutant;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![]
}
