//! The methods of `IMessage`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_message_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        14 GetAttachmentTable = get_attachment_table(flags: TableFlags) -> Arc<dyn IMAPITable> => table;
        15 OpenAttach = open_attach(
            number: u32, interface: Option<MapiUid>, flags: OpenEntryFlags
        ) -> Arc<dyn IAttach> => attach;
        16 CreateAttach = create_attach(
            interface: Option<MapiUid>, flags: CreateAttachFlags
        ) -> CreatedAttach => created_attach;
        17 DeleteAttach = delete_attach(
            number: u32, ui: ProgressUi<'_> => ui, flags: DeleteAttachFlags
        ) -> ();
        18 GetRecipientTable = get_recipient_table(flags: TableFlags) -> Arc<dyn IMAPITable> => table;
        19 ModifyRecipients = modify_recipients(flags: ModifyRecipientsFlags, recipients: &[Row]) -> ();
        20 SubmitMessage = submit_message(flags: SubmitFlags) -> ();
            codes MAPI_E_NO_RECIPIENTS;
        21 SetReadFlag = set_read_flag(flags: ReadFlags) -> ();
            codes MAPI_E_NO_SUPPRESS MAPI_E_INVALID_PARAMETER;
    } };
}
