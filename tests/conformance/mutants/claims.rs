//! What authors declare, bent: something is left unsaid, or said that is not there.

use mapi_sim::conformance::{Capability, RuleId, rules::*};
use mapi_sim::sim::Reply;

use super::{Mutant, described};
use crate::fixture::CONDITIONED;

/// Rules that cannot be kept either where the word on a capability is not true.
const ALSO: [(Capability, &[RuleId]); 3] = [
    (Capability::DefaultStore, &[PROFILE_27]),
    (Capability::Identity, &[STATUS_15]),
    (Capability::ShortTermIds, &[EID_04]),
];

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    let untrue =
        Capability::ALL.iter().filter_map(|capability| Some(untrue(*capability, capability.claim()?)));
    let cancels =
        described(CLAIM_22, "cancels where it should choose", |setup| setup.chooses_store(Reply::Cancel));
    untrue.chain([cancels]).collect()
}

/// The opposite of what is so, as the word on a capability.
fn untrue(capability: Capability, claim: RuleId) -> Mutant {
    let bent = if CONDITIONED.contains(&capability) {
        described(claim, "does not say what it can do", |setup| setup).without(capability)
    } else {
        described(claim, "says what it cannot do", |setup| setup).with(capability)
    };
    let also = ALSO.iter().find(|(known, _)| *known == capability);
    bent.also(also.map_or(&[], |(_, also)| also))
}
