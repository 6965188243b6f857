//! The methods of `IMAPIProp`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_mapi_prop_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 GetLastError = get_last_error(result: HResult, width: StringWidth) -> Option<MapiErrorDetail>;
            codes MAPI_E_BAD_CHARWIDTH;
        4 SaveChanges = save_changes(flags: SaveChangesFlags) -> ();
            codes MAPI_E_NO_ACCESS MAPI_E_OBJECT_CHANGED MAPI_E_OBJECT_DELETED;
        5 GetProps = get_props(tags: Option<&[PropTag]>, flags: GetPropsFlags) -> Warned<Vec<PropValue>>;
            codes MAPI_W_ERRORS_RETURNED MAPI_E_INVALID_PARAMETER;
        6 GetPropList = get_prop_list(flags: GetPropListFlags) -> Vec<PropTag>;
            codes MAPI_E_BAD_CHARWIDTH;
        7 OpenProperty = open_property(request: &OpenPropertyRequest) -> MapiObject => object;
            codes MAPI_E_INTERFACE_NOT_SUPPORTED MAPI_E_NO_ACCESS MAPI_E_NO_SUPPORT MAPI_E_NOT_FOUND
                MAPI_E_INVALID_PARAMETER;
        8 SetProps = set_props(values: &[PropValue]) -> Vec<PropProblem>;
            problems MAPI_E_BAD_CHARWIDTH MAPI_E_COMPUTED MAPI_E_INVALID_TYPE MAPI_E_NO_ACCESS
                MAPI_E_NOT_ENOUGH_MEMORY MAPI_E_UNEXPECTED_TYPE;
        9 DeleteProps = delete_props(tags: &[PropTag]) -> Vec<PropProblem>;
            codes MAPI_E_NO_ACCESS;
        10 CopyTo = copy_to(request: &CopyToRequest<'_> => copy_to) -> Vec<PropProblem>;
            codes MAPI_E_COLLISION MAPI_E_DECLINE_COPY MAPI_E_FOLDER_CYCLE MAPI_E_INTERFACE_NOT_SUPPORTED
                MAPI_E_NO_ACCESS;
            problems MAPI_E_BAD_CHARWIDTH MAPI_E_COMPUTED MAPI_E_INVALID_TYPE MAPI_E_UNEXPECTED_TYPE;
        11 CopyProps = copy_props(request: &CopyPropsRequest<'_> => copy_props) -> Vec<PropProblem>;
            codes MAPI_E_COLLISION MAPI_E_DECLINE_COPY MAPI_E_FOLDER_CYCLE MAPI_E_INTERFACE_NOT_SUPPORTED
                MAPI_E_NO_ACCESS;
            problems MAPI_E_BAD_CHARWIDTH MAPI_E_COMPUTED MAPI_E_INVALID_TYPE MAPI_E_UNEXPECTED_TYPE;
        12 GetNamesFromIDs = get_names_from_ids(
            tags: Option<&[PropTag]>, set: Option<MapiUid>, flags: NamesFlags
        ) -> Warned<NamesFromIds>;
            codes MAPI_E_NO_SUPPORT MAPI_W_ERRORS_RETURNED MAPI_E_INVALID_PARAMETER;
        13 GetIDsFromNames = get_ids_from_names(
            names: Option<&[NamedProp]>, flags: IdsFlags
        ) -> Warned<Vec<PropTag>>;
            codes MAPI_E_NO_SUPPORT MAPI_E_NOT_ENOUGH_MEMORY MAPI_E_TOO_BIG MAPI_W_ERRORS_RETURNED;
    } };
}

/// For interfaces that have the methods of their base and none of their own.
#[doc(hidden)]
#[macro_export]
macro_rules! no_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)* } };
}
