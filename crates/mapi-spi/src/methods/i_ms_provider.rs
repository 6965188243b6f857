//! The methods of `IMSProvider`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_ms_provider_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 Shutdown = shutdown(flags: u32) -> ();
        4 Logon = logon(request: &LogonRequest<'_> => logon) -> LogonAnswer => logon;
            codes MAPI_E_FAILONEPROVIDER MAPI_E_LOGON_FAILED MAPI_E_UNCONFIGURED MAPI_E_USER_CANCEL
                MAPI_E_UNKNOWN_CPID MAPI_E_UNKNOWN_LCID MAPI_W_ERRORS_RETURNED;
        5 SpoolerLogon = spooler_logon(
            request: &SpoolerLogonRequest<'_> => spooler_logon
        ) -> LogonAnswer => logon;
            codes MAPI_E_UNCONFIGURED MAPI_W_ERRORS_RETURNED;
        6 CompareStoreIDs = compare_store_ids(first: &EntryId, second: &EntryId, flags: u32) -> bool;
    } };
}
