//! The open store bent.

use super::Mutant;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![]
}
