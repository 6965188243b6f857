//! The open store bent.

mod opening;
mod read_only;

use super::Mutant;

pub(super) fn mutants() -> Vec<Mutant> {
    opening::mutants().into_iter().chain(read_only::mutants()).collect()
}
