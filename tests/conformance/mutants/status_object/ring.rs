//! Status object, section and logon object hold each other for good.

use mapi_sim::conformance::rules::*;

use super::super::self_referencing;
use super::super::{Mutant, dll};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![dll(
        STATUS_14,
        "holds itself for the sake of its status object",
        self_referencing::from_status_object,
    )]
}
