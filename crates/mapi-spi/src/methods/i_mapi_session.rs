//! The methods of `IMAPISession`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_mapi_session_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 GetLastError = get_last_error(result: HResult, width: StringWidth) -> Option<MapiErrorDetail>;
            codes MAPI_E_BAD_CHARWIDTH;
        4 GetMsgStoresTable = get_msg_stores_table(width: StringWidth) -> Arc<dyn IMAPITable>;
            codes MAPI_E_BAD_CHARWIDTH;
        5 OpenMsgStore = open_msg_store(request: &OpenStoreRequest<'_>) -> Warned<Arc<dyn IMsgStore>>;
            codes MAPI_E_NO_ACCESS MAPI_E_NOT_FOUND MAPI_E_UNKNOWN_CPID MAPI_E_UNKNOWN_LCID
                MAPI_W_ERRORS_RETURNED;
        6 OpenAddressBook = open_address_book(
            window: ParentWindow<'_>, interface: Option<MapiUid>, flags: AddressBookFlags
        ) -> Warned<Arc<dyn IAddrBook>>;
            codes MAPI_W_ERRORS_RETURNED;
        7 OpenProfileSection = open_profile_section(
            uid: &MapiUid, interface: Option<MapiUid>, flags: OpenSectionFlags
        ) -> Arc<dyn IProfSect>;
            codes MAPI_E_NO_ACCESS MAPI_E_NOT_FOUND;
        8 GetStatusTable = get_status_table(width: StringWidth) -> Arc<dyn IMAPITable>;
        9 OpenEntry = open_entry(request: &OpenEntryRequest<'_>) -> MapiObject;
            codes MAPI_E_NO_ACCESS MAPI_E_NOT_FOUND MAPI_E_UNKNOWN_ENTRYID;
        10 CompareEntryIDs = compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> bool;
            codes MAPI_E_UNKNOWN_ENTRYID;
        11 Advise = advise(
            entry_id: Option<&EntryId>, events: EventMask, sink: Arc<dyn IMAPIAdviseSink>
        ) -> Connection;
            codes MAPI_E_INVALID_ENTRYID MAPI_E_NO_SUPPORT MAPI_E_UNKNOWN_ENTRYID;
        12 Unadvise = unadvise(connection: Connection) -> ();
        13 MessageOptions = message_options(request: &MessageOptionsRequest<'_>) -> ();
        14 QueryDefaultMessageOpt = query_default_message_opt(
            address_type: &MapiString, width: StringWidth
        ) -> Vec<PropValue>;
        15 EnumAdrTypes = enum_adr_types(width: StringWidth) -> Vec<MapiString>;
        16 QueryIdentity = query_identity() -> Warned<Option<EntryId>>;
            codes MAPI_W_NO_SERVICE;
        17 Logoff = logoff(window: ParentWindow<'_>, flags: SessionLogoffFlags, reserved: u32) -> ();
        18 SetDefaultStore = set_default_store(flags: DefaultStoreFlags, entry_id: Option<&EntryId>) -> ();
        19 AdminServices = admin_services(flags: u32) -> Arc<dyn IMsgServiceAdmin>;
        20 ShowForm = show_form(request: &ShowFormRequest<'_>) -> ();
            codes MAPI_E_USER_CANCEL;
        21 PrepareForm = prepare_form(interface: Option<MapiUid>, message: &Arc<dyn IMessage>) -> u32;
    } };
}
