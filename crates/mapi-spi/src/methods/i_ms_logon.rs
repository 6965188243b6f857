//! The methods of `IMSLogon`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_ms_logon_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 GetLastError = get_last_error(result: HResult, width: StringWidth) -> Option<MapiErrorDetail>;
            codes MAPI_E_BAD_CHARWIDTH;
        4 Logoff = logoff(flags: u32) -> ();
        5 OpenEntry = open_entry(request: &OpenEntryRequest<'_>) -> MapiObject => object;
        6 CompareEntryIDs = compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> bool;
        7 Advise = advise(
            entry_id: Option<&EntryId>, events: EventMask, sink: Arc<dyn IMAPIAdviseSink> => sink
        ) -> Connection;
            codes MAPI_E_NO_SUPPORT;
        8 Unadvise = unadvise(connection: Connection) -> ();
        9 OpenStatusEntry = open_status_entry(
            interface: Option<MapiUid>, flags: OpenEntryFlags
        ) -> Arc<dyn IMAPIStatus> => status;
    } };
}
