//! The methods of `IMAPIStatus`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_mapi_status_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        14 ValidateState = validate_state(
            window: ParentWindow<'_> => window, flags: ValidateStateFlags
        ) -> ();
            codes MAPI_E_BUSY MAPI_E_NO_SUPPORT MAPI_E_USER_CANCEL;
        15 SettingsDialog = settings_dialog(
            window: ParentWindow<'_> => window, flags: SettingsDialogFlags
        ) -> ();
            codes MAPI_E_NO_SUPPORT;
        16 ChangePassword = change_password(
            old: &MapiString => secret, new: &MapiString => secret, width: StringWidth
        ) -> ();
            codes MAPI_E_NO_ACCESS MAPI_E_NO_SUPPORT;
        17 FlushQueues = flush_queues(
            window: ParentWindow<'_> => window, transport: Option<&EntryId>, flags: FlushQueuesFlags
        ) -> ();
            codes MAPI_E_BUSY MAPI_E_NO_SUPPORT;
    } };
}
