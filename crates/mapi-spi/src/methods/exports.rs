//! What MAPI and DLLs of providers export: functions, which have no slot in a vtable.

#[doc(hidden)]
#[macro_export]
macro_rules! exports_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        0 MAPIInitialize;
        1 MAPIUninitialize;
        2 MAPILogonEx;
            codes MAPI_E_LOGON_FAILED MAPI_E_TIMEOUT MAPI_E_USER_CANCEL;
        3 MSProviderInit;
            codes MAPI_E_VERSION;
        4 MSGSERVICEENTRY;
            codes MAPI_E_UNCONFIGURED MAPI_E_USER_CANCEL MAPI_E_NO_SUPPORT MAPI_E_BAD_CHARWIDTH;
    } };
}
