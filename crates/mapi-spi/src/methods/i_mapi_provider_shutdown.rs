//! The methods of `IMAPIProviderShutdown`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_mapi_provider_shutdown_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 QueryFastShutdown = query_fast_shutdown() -> ();
            codes MAPI_E_NO_SUPPORT;
        4 NotifyProcessShutdown = notify_process_shutdown() -> ();
        5 DoFastShutdown = do_fast_shutdown() -> ();
    } };
}
