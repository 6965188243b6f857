//! A provider whose tables give identifiers for this session.

use mapi_sim::conformance::Capability;
use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::tags::PR_ENTRYID;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::bends::{Shows, edited};
use super::super::{Mutant, wrap};
use crate::bending::Bending;

/// The flags of identifiers that allow one use only, `OpenEntry` of the container that lists them.
const SHORT: u8 = 0xF8;

/// The reference provider with such identifiers in its tables.
pub(crate) fn short_term(wrapping: Bending) -> Bending {
    wrapping.table(Shows(PR_ENTRYID, |id| edited(id, |bytes| bytes[0] = SHORT)))
}

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(EID_04, "has flags without MAPI_SHORTTERM", |wrapping| {
            wrapping.table(Shows(PR_ENTRYID, |id| edited(id, |bytes| bytes[0] = SHORT & 0x7F)))
        })
        .with(Capability::ShortTermIds),
        wrap(EID_04, "finds short-term identifiers different", |wrapping| short_term(wrapping).logon(Bytes))
            .with(Capability::ShortTermIds)
            .also(&[EID_12]),
        wrap(EID_04, "compares no short-term identifiers", |wrapping| short_term(wrapping).logon(LongOnly))
            .with(Capability::ShortTermIds)
            .also(&[EID_12]),
        wrap(EID_04, "has none though it says so", |wrapping| wrapping)
            .with(Capability::ShortTermIds)
            .also(&[CLAIM_11]),
    ]
}

struct Bytes;

impl WrapLogon for Bytes {
    fn compare_entry_ids(
        &self,
        inner: &dyn IMSLogon,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        Ok(first.flags() == second.flags() && inner.compare_entry_ids(first, second, flags)?)
    }
}

struct LongOnly;

impl WrapLogon for LongOnly {
    fn compare_entry_ids(
        &self,
        inner: &dyn IMSLogon,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        if first.is_short_term() || second.is_short_term() {
            return Err(codes::MAPI_E_UNKNOWN_ENTRYID.into());
        }
        inner.compare_entry_ids(first, second, flags)
    }
}
