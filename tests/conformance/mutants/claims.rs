//! What authors declare, bent: something is left unsaid, or said that is not there.

use mapi_sim::conformance::Capability as Can;
use mapi_sim::conformance::{Capability, RuleId, rules::*};
use mapi_sim::sim::Reply;

use super::{Mutant, described};

/// A claim and the capability it is about.
const CLAIMS: [(RuleId, Capability); 18] = [
    (CLAIM_01, Can::Mail),
    (CLAIM_02, Can::Ui),
    (CLAIM_03, Can::Write),
    (CLAIM_04, Can::Submit),
    (CLAIM_05, Can::Notify),
    (CLAIM_08, Can::ServiceEntry),
    (CLAIM_09, Can::ChangePassword),
    (CLAIM_12, Can::FastShutdown),
    (CLAIM_13, Can::Offline),
    (CLAIM_14, Can::SecondStore),
    (CLAIM_15, Can::Password),
    (CLAIM_16, Can::Unconfigured),
    (CLAIM_17, Can::Unreachable),
    (CLAIM_18, Can::OtherId),
    (CLAIM_19, Can::Warning),
    (CLAIM_20, Can::ForeignLocale),
    (CLAIM_21, Can::ExtendedError),
    (CLAIM_22, Can::ChoosesStore),
];

pub(super) fn mutants() -> Vec<Mutant> {
    let unsaid = CLAIMS.iter().map(|(rule, capability)| {
        described(*rule, "does not say what it can do", |setup| setup).without(*capability)
    });
    let others = [
        described(CLAIM_06, "does not say that it can be the default store", |setup| setup)
            .without(Can::DefaultStore)
            .also(&[PROFILE_27]),
        described(CLAIM_10, "says that it shows an identity", |setup| setup)
            .with(Can::Identity)
            .also(&[STATUS_15]),
        described(CLAIM_22, "cancels where it should choose", |setup| setup.chooses_store(Reply::Cancel))
            .also(&[LOAD_22]),
        described(CLAIM_11, "says that it has short-term identifiers", |setup| setup)
            .with(Can::ShortTermIds)
            .also(&[EID_04]),
    ];
    unsaid.chain(others).collect()
}
