//! Answers that a page leaves to the provider.

use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::{PR_ENTRYID, PR_STORE_SUPPORT_MASK};
use mapi_sim::mapi::*;
use mapi_sim::reference::REFERENCE_UID;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::bends::edited;

pub(super) struct NotFast;

impl WrapProvider for NotFast {
    fn provider_shutdown(&self, _inner: &Arc<dyn IMSProvider>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
        Some(Arc::new(NotFast))
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

pub(super) struct Fails;

impl WrapStore for Fails {
    fn set_props(&self, inner: &dyn IMsgStore, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        if values.iter().any(|value| value.tag() == PR_STORE_SUPPORT_MASK) {
            return Err(MAPI_E_COMPUTED.into());
        }
        inner.set_props(values)
    }
}

/// The second store's folders have identifiers with another MAPIUID.
pub(super) struct OtherUid;

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
pub(super) struct OwnOnly;

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
pub(super) struct Drafts;

impl WrapMessage for Drafts {
    fn set_props(&self, inner: &dyn IMessage, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        match inner.set_props(values) {
            Err(error) if error.code() == MAPI_E_NO_ACCESS => Ok(Vec::new()),
            set => set,
        }
    }
}

pub(super) struct Different;

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
