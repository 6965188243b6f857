//! The methods of `IMAPIContainer`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_mapi_container_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        14 GetContentsTable = get_contents_table(flags: TableFlags) -> Arc<dyn IMAPITable> => table;
            codes MAPI_E_BAD_CHARWIDTH MAPI_E_NO_SUPPORT;
        15 GetHierarchyTable = get_hierarchy_table(flags: TableFlags) -> Arc<dyn IMAPITable> => table;
            codes MAPI_E_BAD_CHARWIDTH MAPI_E_NO_SUPPORT;
        16 OpenEntry = open_entry(request: &OpenEntryRequest<'_>) -> MapiObject => object;
            codes MAPI_E_NO_ACCESS MAPI_E_NOT_FOUND MAPI_E_UNKNOWN_ENTRYID;
        17 SetSearchCriteria = set_search_criteria(
            restriction: Option<&Restriction>, containers: Option<&[EntryId]>, flags: SearchFlags
        ) -> ();
            codes MAPI_E_TOO_COMPLEX;
        18 GetSearchCriteria = get_search_criteria(width: StringWidth) -> SearchCriteria;
            codes MAPI_E_BAD_CHARWIDTH MAPI_E_NOT_INITIALIZED;
    } };
}
