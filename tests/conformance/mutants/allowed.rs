//! Behaviour unlike the reference provider's that the pages allow: it breaks no rule.

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_STORE_SUPPORT_MASK;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::changes::{Reuses, no_promise};
use super::{Mutant, wrap};

pub(crate) fn allowed() -> Vec<Mutant> {
    vec![
        wrap(SHUT_20, "lets no client leave fast", |wrapping| wrapping.provider(NotFast)),
        wrap(LOGON_15, "fails where others note a problem", |wrapping| wrapping.store(Fails)),
        wrap(EID_12, "finds a damaged identifier different", |wrapping| wrapping.logon(Different)),
        wrap(EID_17, "gives identifiers again and promises nothing", |wrapping| {
            let reuses = Reuses::default();
            wrapping.message(reuses.clone()).folder(reuses).store(no_promise())
        }),
    ]
}

struct NotFast;

impl BendProvider for NotFast {
    fn provider_shutdown<'a>(&'a self, _inner: &'a dyn IMSProvider) -> Option<&'a dyn IMAPIProviderShutdown> {
        Some(self)
    }
}

impl IMAPIProviderShutdown for NotFast {
    fn query_fast_shutdown(&self) -> MapiResult<()> {
        Err(MAPI_E_NO_SUPPORT.into())
    }

    fn notify_process_shutdown(&self) -> MapiResult<()> {
        Ok(())
    }

    fn do_fast_shutdown(&self) -> MapiResult<()> {
        Ok(())
    }
}

struct Fails;

impl BendStore for Fails {
    fn set_props(&self, inner: &dyn IMsgStore, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        if values.iter().any(|value| value.tag() == PR_STORE_SUPPORT_MASK) {
            return Err(MAPI_E_COMPUTED.into());
        }
        inner.set_props(values)
    }
}

struct Different;

impl BendLogon for Different {
    fn compare_entry_ids(
        &self,
        inner: &dyn IMSLogon,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        inner.compare_entry_ids(first, second, flags).or(Ok(false))
    }
}
