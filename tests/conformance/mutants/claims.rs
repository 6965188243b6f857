//! What authors declare, bent: something is left unsaid, or said that is not there.

use std::sync::Arc;

use mapi_sim::conformance::{Capability, Fixture, RuleId, rules::*};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::Reply;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::ids::short_term;
use super::on_calls::{on_logon, on_spooler_logon};
use super::{Mutant, described, wrap};
use crate::fixture::{CONDITIONED, chosen};
use crate::reference::minimal::Minimal;

/// What a provider with a plain store and nothing else can do.
const PLAIN: &[Capability] = &[Capability::Mail, Capability::Ui, Capability::FastShutdown];

/// Rules that cannot be kept either where the word on a capability is not true.
const UNSAID: [(Capability, &[RuleId]); 2] = [
    // The kit opens for writing only what is said to be written.
    (Capability::Write, &[CLAIM_04, LOGON_21]),
    (Capability::DefaultStore, &[PROFILE_27]),
];

/// Rules that a plain store does not keep, once this is said of it.
const UNTRUE: [(Capability, &[RuleId]); 5] = [
    (Capability::Write, &[LOGON_17]),
    (Capability::Submit, &[SPOOL_06]),
    (Capability::DefaultStore, &[LOGON_21]),
    (Capability::ServiceEntry, &[PROFILE_22, PROFILE_23, PROFILE_28]),
    (Capability::ShortTermIds, &[EID_04]),
];

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[
    (CLAIM_01, BOTH_WAYS),
    (CLAIM_02, BOTH_WAYS),
    (CLAIM_04, BOTH_WAYS),
    (CLAIM_05, BOTH_WAYS),
    (CLAIM_06, BOTH_WAYS),
    (CLAIM_08, BOTH_WAYS),
    (CLAIM_09, BOTH_WAYS),
    (CLAIM_10, BOTH_WAYS),
    (CLAIM_11, BOTH_WAYS),
    (CLAIM_12, BOTH_WAYS),
    (CLAIM_13, BOTH_WAYS),
    (CLAIM_18, BOTH_WAYS),
    (CLAIM_20, BOTH_WAYS),
    (CLAIM_21, BOTH_WAYS),
];

const BOTH_WAYS: &[&str] = &["it is so and not declared", "it is declared and not so"];

pub(super) fn mutants() -> Vec<Mutant> {
    let claims = || Capability::ALL.iter().filter_map(|capability| Some((*capability, capability.claim()?)));
    let unsaid = claims().filter(|(one, _)| CONDITIONED.contains(one)).map(|(one, claim)| unsaid(one, claim));
    let untrue = claims().filter(|(one, _)| !PLAIN.contains(one)).map(|(one, claim)| untrue(one, claim));
    unsaid.chain(untrue).chain(bent()).collect()
}

/// The word on a capability is missing.
fn unsaid(capability: Capability, claim: RuleId) -> Mutant {
    let also = UNSAID.iter().find(|(known, _)| *known == capability).map_or(&[][..], |(_, also)| also);
    described(claim, "does not say what it can do", |setup| setup).without(capability).also(also)
}

/// The word on a capability stands for a store that has nothing.
fn untrue(capability: Capability, claim: RuleId) -> Mutant {
    let also = UNTRUE.iter().find(|(known, _)| *known == capability).map_or(&[][..], |(_, also)| also);
    let plain = described(claim, "says what a plain store cannot do", |_| Minimal.setup());
    // Messages are made before they are submitted.
    let unsettled: &[RuleId] = if capability == Capability::Submit { &[SPOOL_07] } else { &[] };
    plain.declaring(PLAIN).with(capability).also(also).unsettled(unsettled)
}

fn bent() -> Vec<Mutant> {
    vec![
        wrap(CLAIM_01, "says that it has mail, and lets no spooler in", |wrapping| {
            wrapping.provider(on_spooler_logon(|_, _| Err(MAPI_E_NO_SUPPORT.into())))
        })
        .also(&[LOAD_35, LOGON_21, SPOOL_01, SPOOL_08, SPOOL_11]),
        wrap(CLAIM_02, "says that it asks, and never does", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let mut silent = *request;
                silent.flags |= StoreLogonFlags::MDB_NO_DIALOG;
                inner.logon(&silent)
            }))
        })
        .also(&[CLAIM_22, ERR_14, LOGON_07]),
        wrap(CLAIM_03, "promises that it can be written, and makes no folder", |wrapping| {
            wrapping.folder(NoFolder)
        }),
        wrap(CLAIM_10, "does not say that it shows an identity", |wrapping| wrapping.support(Identity))
            .also(&[STATUS_17]),
        wrap(CLAIM_11, "does not say that its tables have short-term identifiers", short_term),
        wrap(CLAIM_12, "says that it shuts down fast, and has no object for that", |wrapping| {
            wrapping.provider(NoShutdown)
        }),
        described(CLAIM_14, "has a second store that is away", |setup| setup.second_store(chosen("away")))
            .also(&[INIT_08, LOGON_22]),
        described(CLAIM_15, "has a store that opens with the wrong password", |setup| {
            let password = |text: &str| PropValue::new(mapi_sim::reference::PR_REFERENCE_PASSWORD, text);
            setup.password(chosen("second"), password("right"), password("wrong"))
        })
        .also(&[CLAIM_09, ERR_10, ERR_14, LOGON_09, OBS_08, STATUS_10]),
        described(CLAIM_16, "has a section that is complete", |setup| {
            setup.unconfigured(chosen("second"), [])
        })
        .also(&[ERR_08]),
        described(CLAIM_17, "has a store that can be reached", |setup| setup.unreachable(chosen("second")))
            .also(&[ERR_09, LOGON_07, LOGON_11]),
        described(CLAIM_19, "has a store that does not warn", |setup| setup.warning(chosen("second")))
            .also(&[ERR_02]),
        described(CLAIM_22, "cancels where it should choose", |setup| setup.chooses_store([Reply::Cancel])),
    ]
}

struct NoFolder;

impl WrapFolder for NoFolder {
    fn create_folder(
        &self,
        _: &dyn IMAPIFolder,
        _: &CreateFolderRequest<'_>,
    ) -> MapiResult<Arc<dyn IMAPIFolder>> {
        Err(MAPI_E_NO_ACCESS.into())
    }
}

/// Shows all three columns of an identity.
struct Identity;

impl WrapSupport for Identity {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        let mut columns = columns.to_vec();
        columns.push(PropValue::new(PR_IDENTITY_DISPLAY_W, "Somebody"));
        columns.push(PropValue::new(PR_IDENTITY_ENTRYID, vec![0_u8; 24]));
        columns.push(PropValue::new(PR_IDENTITY_SEARCH_KEY, b"SMTP:SOMEBODY".to_vec()));
        inner.modify_status_row(&columns, flags)
    }
}

struct NoShutdown;

impl WrapProvider for NoShutdown {
    fn provider_shutdown(&self, _: &Arc<dyn IMSProvider>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
        None
    }
}
