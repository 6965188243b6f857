//! The methods of `IProviderAdmin`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_provider_admin_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 GetLastError = get_last_error(result: HResult, width: StringWidth) -> Option<MapiErrorDetail>;
            codes MAPI_E_BAD_CHARWIDTH;
        4 GetProviderTable = get_provider_table(width: StringWidth) -> Arc<dyn IMAPITable>;
        5 CreateProvider = create_provider(request: &CreateProviderRequest<'_>) -> MapiUid;
            codes MAPI_E_USER_CANCEL;
        6 DeleteProvider = delete_provider(uid: &MapiUid) -> ();
            codes MAPI_E_NOT_FOUND;
        7 OpenProfileSection = open_profile_section(
            uid: Option<&MapiUid>, interface: Option<MapiUid>, flags: OpenSectionFlags
        ) -> Arc<dyn IProfSect>;
            codes MAPI_E_NO_ACCESS MAPI_E_NOT_FOUND;
    } };
}
