//! `IMAPIContainer`: what folders and address book containers have in common.

use std::sync::Arc;

use super::{IMAPIProp, IMAPITable, MapiObject, OpenEntryRequest, no_support};
use crate::mapi::{EntryId, MapiResult, Restriction, SearchFlags, SearchState, StringWidth, TableFlags};

/// A container. Page: `imapicontainerimapiprop`.
pub trait IMAPIContainer: IMAPIProp {
    /// `IMAPIContainer::GetContentsTable`. Page: `imapicontainer-getcontentstable`.
    ///
    /// The table of what is in the container, or with `MAPI_ASSOCIATED` of what is associated with it.
    /// Codes: MAPI_E_BAD_CHARWIDTH, MAPI_E_NO_SUPPORT (no contents). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetContentsTable")]
    fn get_contents_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `IMAPIContainer::GetHierarchyTable`. Page: `imapicontainer-gethierarchytable`.
    ///
    /// The table of the child containers, with `CONVENIENT_DEPTH` of several levels. Codes:
    /// MAPI_E_BAD_CHARWIDTH, MAPI_E_NO_SUPPORT (no children). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetHierarchyTable")]
    fn get_hierarchy_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `IMAPIContainer::OpenEntry`. Page: `imapicontainer-openentry`.
    ///
    /// Opens an object of the container; without identifier the top-level container. Codes:
    /// MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND, MAPI_E_UNKNOWN_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenEntry")]
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        no_support()
    }

    /// `IMAPIContainer::SetSearchCriteria`. Page: `imapicontainer-setsearchcriteria`.
    ///
    /// Sets what a search folder looks for and where; `None` keeps what the last search used. Codes:
    /// MAPI_E_TOO_COMPLEX. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetSearchCriteria")]
    fn set_search_criteria(
        &self,
        restriction: Option<&Restriction>,
        containers: Option<&[EntryId]>,
        flags: SearchFlags,
    ) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPIContainer::GetSearchCriteria`. Page: `imapicontainer-getsearchcriteria`.
    ///
    /// `width`: of the strings in the restriction. All three output parameters are answered, though a
    /// caller may want fewer. Codes: MAPI_E_BAD_CHARWIDTH, MAPI_E_NOT_INITIALIZED (no criteria were ever
    /// set). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetSearchCriteria")]
    fn get_search_criteria(&self, width: StringWidth) -> MapiResult<SearchCriteria> {
        no_support()
    }
}

debug_as_name!(IMAPIContainer);

/// What `IMAPIContainer::GetSearchCriteria` returns.
#[derive(Clone, Debug)]
pub struct SearchCriteria {
    /// `lppRestriction`.
    pub restriction: Option<Restriction>,
    /// `lppContainerList`.
    pub containers: Option<Vec<EntryId>>,
    /// `lpulSearchState`.
    pub state: SearchState,
}
