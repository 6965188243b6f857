//! The methods of `IMsgServiceAdmin` and `IMsgServiceAdmin2`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_msg_service_admin_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 GetLastError = get_last_error(result: HResult, width: StringWidth) -> Option<MapiErrorDetail>;
            codes MAPI_E_BAD_CHARWIDTH;
        4 GetMsgServiceTable = get_msg_service_table(flags: u32) -> Arc<dyn IMAPITable>;
        5 CreateMsgService = create_msg_service(request: &CreateServiceRequest<'_>) -> ();
            codes MAPI_E_NOT_FOUND;
        6 DeleteMsgService = delete_msg_service(uid: &MapiUid) -> ();
            codes MAPI_E_NOT_FOUND;
        7 CopyMsgService = copy_msg_service(request: &CopyServiceRequest<'_>) -> ();
            codes MAPI_E_NO_ACCESS MAPI_E_NOT_FOUND;
        8 RenameMsgService = rename_msg_service(uid: &MapiUid, flags: u32, display_name: &MapiString) -> ();
            codes MAPI_E_NO_SUPPORT;
        9 ConfigureMsgService = configure_msg_service(request: &ConfigureServiceRequest<'_>) -> ();
            codes MAPI_E_EXTENDED_ERROR MAPI_E_NOT_FOUND MAPI_E_NOT_INITIALIZED MAPI_E_USER_CANCEL;
        10 OpenProfileSection = open_profile_section(
            uid: &MapiUid, interface: Option<MapiUid>, flags: OpenSectionFlags
        ) -> Arc<dyn IProfSect>;
            codes MAPI_E_NO_ACCESS MAPI_E_NOT_FOUND;
        11 MsgServiceTransportOrder = msg_service_transport_order(uids: &[MapiUid], flags: u32) -> ();
            codes MAPI_E_BUSY MAPI_E_NOT_FOUND;
        12 AdminProviders = admin_providers(uid: &MapiUid, flags: u32) -> Arc<dyn IProviderAdmin>;
            codes MAPI_E_NOT_FOUND;
        13 SetPrimaryIdentity = set_primary_identity(uid: Option<&MapiUid>, flags: u32) -> ();
            codes MAPI_E_NO_ACCESS;
        14 GetProviderTable = get_provider_table(flags: u32) -> Arc<dyn IMAPITable>;
    } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! i_msg_service_admin2_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        15 CreateMsgServiceEx = create_msg_service_ex(request: &CreateServiceRequest<'_>) -> MapiUid;
            codes MAPI_E_NOT_FOUND;
    } };
}
