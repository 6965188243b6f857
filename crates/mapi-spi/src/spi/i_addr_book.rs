//! `IAddrBook`: the integrated address book.

use std::sync::Arc;

use super::{
    AddressAnswer, AddressRequest, Connection, DetailsAnswer, DetailsRequest, IMAPIAdviseSink, IMAPIProp,
    MapiObject, NewEntryRequest, OneOffRequest, OpenEntryRequest, ParentWindow, ResolveNameRequest,
    no_support,
};
use crate::mapi::{
    EntryId, EventMask, MapiResult, MapiString, OpenEntryFlags, PropTag, PropValue, Row, StringWidth,
};

/// The address book. Page: `iaddrbookimapiprop`. Implemented by MAPI; of interest here only as what
/// `OpenAddressBook` answers.
pub trait IAddrBook: IMAPIProp {
    /// `IAddrBook::OpenEntry`. Page: `iaddrbook-openentry`. Codes: MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND,
    /// MAPI_E_UNKNOWN_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenEntry")]
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        no_support()
    }

    /// `IAddrBook::CompareEntryIDs`. Page: `iaddrbook-compareentryids`. `flags`: reserved, zero. Codes:
    /// MAPI_E_UNKNOWN_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CompareEntryIDs")]
    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        no_support()
    }

    /// `IAddrBook::Advise`. Page: `iaddrbook-advise`. Codes: MAPI_E_INVALID_ENTRYID, MAPI_E_NO_SUPPORT,
    /// MAPI_E_UNKNOWN_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Advise")]
    fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        no_support()
    }

    /// `IAddrBook::Unadvise`. Page: `iaddrbook-unadvise`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Unadvise")]
    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        no_support()
    }

    /// `IAddrBook::CreateOneOff`. Page: `iaddrbook-createoneoff`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CreateOneOff")]
    fn create_one_off(&self, request: &OneOffRequest<'_>) -> MapiResult<EntryId> {
        no_support()
    }

    /// `IAddrBook::NewEntry`. Page: `iaddrbook-newentry`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "NewEntry")]
    fn new_entry(&self, request: &NewEntryRequest<'_>) -> MapiResult<EntryId> {
        no_support()
    }

    /// `IAddrBook::ResolveName`. Page: `iaddrbook-resolvename`.
    ///
    /// Finds the identifiers of recipients; the answer is `lpAdrList` on output. Codes:
    /// MAPI_E_AMBIGUOUS_RECIP, MAPI_E_NOT_FOUND. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "ResolveName")]
    fn resolve_name(&self, request: &ResolveNameRequest<'_>) -> MapiResult<Vec<Row>> {
        no_support()
    }

    /// `IAddrBook::Address`. Page: `iaddrbook-address`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Address")]
    fn address(&self, request: &AddressRequest<'_>) -> MapiResult<AddressAnswer> {
        no_support()
    }

    /// `IAddrBook::Details`. Page: `iaddrbook-details`.
    ///
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Details")]
    fn details(&self, request: &DetailsRequest<'_>) -> MapiResult<DetailsAnswer> {
        no_support()
    }

    /// `IAddrBook::RecipOptions`: in the vtable, but not supported and without a page. `recipient`: an
    /// `ADRENTRY`, answered as changed. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "RecipOptions")]
    fn recip_options(&self, window: ParentWindow<'_>, flags: u32, recipient: &Row) -> MapiResult<Row> {
        no_support()
    }

    /// `IAddrBook::QueryDefaultRecipOpt`: in the vtable, but not supported and without a page. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "QueryDefaultRecipOpt")]
    fn query_default_recip_opt(
        &self,
        address_type: &MapiString,
        width: StringWidth,
    ) -> MapiResult<Vec<PropValue>> {
        no_support()
    }

    /// `IAddrBook::GetPAB`. Page: `iaddrbook-getpab`. The container for personal addresses, if one is set.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetPAB")]
    fn get_pab(&self) -> MapiResult<Option<EntryId>> {
        no_support()
    }

    /// `IAddrBook::SetPAB`. Page: `iaddrbook-setpab`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetPAB")]
    fn set_pab(&self, entry_id: &EntryId) -> MapiResult<()> {
        no_support()
    }

    /// `IAddrBook::GetDefaultDir`. Page: `iaddrbook-getdefaultdir`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetDefaultDir")]
    fn get_default_dir(&self) -> MapiResult<Option<EntryId>> {
        no_support()
    }

    /// `IAddrBook::SetDefaultDir`. Page: `iaddrbook-setdefaultdir`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetDefaultDir")]
    fn set_default_dir(&self, entry_id: &EntryId) -> MapiResult<()> {
        no_support()
    }

    /// `IAddrBook::GetSearchPath`. Page: `iaddrbook-getsearchpath`. The containers in which names are looked
    /// up, one row each. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetSearchPath")]
    fn get_search_path(&self, width: StringWidth) -> MapiResult<Vec<Row>> {
        no_support()
    }

    /// `IAddrBook::SetSearchPath`. Page: `iaddrbook-setsearchpath`.
    ///
    /// `flags`: reserved, zero; `path`: rows whose first value is `PR_ENTRYID`. Codes:
    /// MAPI_E_MISSING_REQUIRED_COLUMN. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetSearchPath")]
    fn set_search_path(&self, flags: u32, path: &[Row]) -> MapiResult<()> {
        no_support()
    }

    /// `IAddrBook::PrepareRecips`. Page: `iaddrbook-preparerecips`.
    ///
    /// Brings recipients up to date; `tags`: the properties that need it; the answer is `lpRecipList` on
    /// output. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "PrepareRecips")]
    fn prepare_recips(
        &self,
        flags: OpenEntryFlags,
        tags: Option<&[PropTag]>,
        recipients: &[Row],
    ) -> MapiResult<Vec<Row>> {
        no_support()
    }
}

debug_as_name!(IAddrBook);
