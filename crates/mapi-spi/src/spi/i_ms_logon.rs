//! `IMSLogon`: the logon object, MAPI's side of an open store.

use std::any::Any;
use std::sync::Arc;

use super::{
    Connection, IMAPIAdviseSink, IMAPIStatus, MapiObject, OpenEntryRequest, OtherInterface, no_interface,
    no_support,
};
use crate::mapi::{
    EntryId, EventMask, HResult, MapiErrorDetail, MapiResult, MapiUid, OpenEntryFlags, StringWidth,
};

/// The message store logon object. Page: `imslogoniunknown`.
///
/// There is one for each open store, made and freed together with the store object; the two act as one
/// object with two interfaces. MAPI calls this one, clients and the spooler call the other.
pub trait IMSLogon: Any + Send + Sync {
    /// `IMSLogon::GetLastError`. Page: `imslogon-getlasterror`.
    ///
    /// Details on the last error, `result`, of a call on the store object; `width`: whether the strings are
    /// to be Unicode. Codes: MAPI_E_BAD_CHARWIDTH. Default: no information.
    #[doc(alias = "GetLastError")]
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        Ok(None)
    }

    /// `IMSLogon::Logoff`. Page: `imslogon-logoff`.
    ///
    /// Closes the store. `flags`: reserved, a pointer to zero. Required.
    #[doc(alias = "Logoff")]
    fn logoff(&self, flags: u32) -> MapiResult<()>;

    /// `IMSLogon::OpenEntry`. Page: `imslogon-openentry`.
    ///
    /// Opens a folder or message for MAPI. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenEntry")]
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        no_support()
    }

    /// `IMSLogon::CompareEntryIDs`. Page: `imslogon-compareentryids`.
    ///
    /// Whether two identifiers mean the same object. MAPI asks only if the `MAPIUID`s of both are ones this
    /// provider registered. `flags`: reserved, zero. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CompareEntryIDs")]
    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        no_support()
    }

    /// `IMSLogon::Advise`. Page: `imslogon-advise`.
    ///
    /// Registers `sink` for `events` on one object, or with `None` on the whole store; the provider keeps a
    /// reference on the sink until `unadvise`. Codes: MAPI_E_NO_SUPPORT. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Advise")]
    fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        no_support()
    }

    /// `IMSLogon::Unadvise`. Page: `imslogon-unadvise`.
    ///
    /// Ends a registration and lets go of its sink. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Unadvise")]
    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        no_support()
    }

    /// `IMSLogon::OpenStatusEntry`. Page: `imslogon-openstatusentry`.
    ///
    /// Opens the provider's status object: the answer to `OpenEntry` on its status row. `interface`: `None`
    /// is `IMAPIStatus`; `flags`: `MAPI_MODIFY`. The object type of the answer, `lpulObjType`, is always
    /// `MAPI_STATUS`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenStatusEntry")]
    fn open_status_entry(
        &self,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        no_support()
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IMSLogon);
