//! Behaviour unlike the reference provider's that the pages allow: it breaks no rule.

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::{PR_COMMENT_W, PR_ENTRYID, PR_STORE_SUPPORT_MASK};
use mapi_sim::mapi::*;
use mapi_sim::reference::REFERENCE_UID;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::bends::edited;
use super::changes::{Reuses, no_promise};
use super::errors::NoUnspecified;
use super::profile::notes;
use super::{Mutant, wrap};

pub(crate) fn allowed() -> Vec<Mutant> {
    vec![
        wrap(SHUT_20, "lets no client leave fast", |wrapping| wrapping.provider(NotFast)),
        wrap(LOGON_15, "fails where others note a problem", |wrapping| wrapping.store(Fails)),
        wrap(LOGON_12, "takes changes of a message and refuses to save them", |wrapping| {
            wrapping.message(Drafts)
        }),
        wrap(EID_12, "finds a damaged identifier different", |wrapping| wrapping.logon(Different)),
        wrap(EID_08, "has a MAPIUID of its own in the second store", |wrapping| {
            wrapping.folder(OtherUid).logon(OwnOnly)
        }),
        wrap(ERR_07, "refuses narrow strings", |wrapping| {
            wrapping.store(NoUnspecified(MAPI_E_BAD_CHARWIDTH))
        }),
        // file-format-of-mapisvc-inf: a path is a public setting, whatever word is in it.
        wrap(PROFILE_09, "has a path with its password's letters in it", |wrapping| {
            wrapping.provider(notes(PR_COMMENT_W, "C:\\Mail\\bright.db"))
        }),
        wrap(EID_17, "gives identifiers again and promises nothing", |wrapping| {
            let reuses = Reuses::default();
            wrapping.message(reuses.clone()).folder(reuses).store(no_promise())
        }),
    ]
}

struct NotFast;

impl WrapProvider for NotFast {
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

impl WrapStore for Fails {
    fn set_props(&self, inner: &dyn IMsgStore, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        if values.iter().any(|value| value.tag() == PR_STORE_SUPPORT_MASK) {
            return Err(MAPI_E_COMPUTED.into());
        }
        inner.set_props(values)
    }
}

/// The second store's folders have identifiers with another MAPIUID.
struct OtherUid;

impl WrapFolder for OtherUid {
    fn get_props(
        &self,
        inner: &dyn IMAPIFolder,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let other = |value: PropValue| match value.as_entry_id().filter(|_| value.tag() == PR_ENTRYID) {
            Some(id) if id.as_bytes().ends_with(b"second") => {
                PropValue::new(PR_ENTRYID, edited(&value, |bytes| bytes[4..20].reverse()))
            }
            _ => value,
        };
        Ok(inner.get_props(tags, flags)?.map(|values| values.into_iter().map(other).collect()))
    }
}

/// Opens only what carries its own MAPIUID.
struct OwnOnly;

impl WrapLogon for OwnOnly {
    fn open_entry(&self, inner: &dyn IMSLogon, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        let foreign = |id: &EntryId| id.provider_uid() != Some(REFERENCE_UID);
        if request.entry_id.is_some_and(foreign) {
            return Err(MAPI_E_UNKNOWN_ENTRYID.into());
        }
        inner.open_entry(request)
    }
}

/// Messages of a store that was opened for reading can be changed, but only in memory.
struct Drafts;

impl WrapMessage for Drafts {
    fn set_props(&self, inner: &dyn IMessage, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        match inner.set_props(values) {
            Err(error) if error.code() == MAPI_E_NO_ACCESS => Ok(Vec::new()),
            set => set,
        }
    }
}

struct Different;

impl WrapLogon for Different {
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
