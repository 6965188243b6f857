//! The methods of `IMAPISupport`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_mapi_support_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 GetLastError = get_last_error(result: HResult, width: StringWidth) -> Option<MapiErrorDetail>;
            codes MAPI_E_BAD_CHARWIDTH;
        4 GetMemAllocRoutines = get_mem_alloc_routines() -> MemAllocRoutines;
        5 Subscribe = subscribe(request: &SubscribeRequest<'_>) -> Connection;
        6 Unsubscribe = unsubscribe(connection: Connection) -> ();
            codes MAPI_E_NOT_FOUND;
        7 Notify = notify(
            key: &NotificationKey, notifications: &[Notification], flags: NotifyFlags
        ) -> NotifyFlags;
        8 ModifyStatusRow = modify_status_row(columns: &[PropValue], flags: StatusRowFlags) -> ();
        9 OpenProfileSection = open_profile_section(
            uid: Option<&MapiUid>, flags: OpenSectionFlags
        ) -> Arc<dyn IProfSect> => section;
            codes MAPI_E_NO_ACCESS MAPI_E_NOT_FOUND MAPI_E_UNKNOWN_FLAGS;
        10 RegisterPreprocessor = register_preprocessor(request: &RegisterPreprocessorRequest<'_>) -> ();
        11 NewUID = new_uid() -> MapiUid;
        12 MakeInvalid = make_invalid(request: &MakeInvalidRequest<'_> => make_invalid) -> ();
        13 SpoolerYield = spooler_yield(flags: u32) -> Warned<()>;
            codes MAPI_W_CANCEL_MESSAGE;
        14 SpoolerNotify = spooler_notify(flags: SpoolerNotifyFlags, data: Option<&SpoolerNotifyData>) -> ();
        15 CreateOneOff = create_one_off(request: &OneOffRequest<'_>) -> EntryId;
        16 SetProviderUID = set_provider_uid(uid: &MapiUid, flags: u32) -> ();
        17 CompareEntryIDs = compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> bool;
            codes MAPI_E_UNKNOWN_ENTRYID;
        18 OpenTemplateID = open_template_id(
            request: &OpenTemplateRequest<'_> => template
        ) -> MapiObject => object;
            codes MAPI_E_UNKNOWN_ENTRYID;
        19 OpenEntry = open_entry(request: &OpenEntryRequest<'_>) -> MapiObject => object;
            codes MAPI_E_NO_ACCESS MAPI_E_NOT_FOUND MAPI_E_UNKNOWN_ENTRYID;
        20 GetOneOffTable = get_one_off_table(width: StringWidth) -> Arc<dyn IMAPITable>;
        21 Address = address(request: &AddressRequest<'_>) -> AddressAnswer;
        22 Details = details(request: &DetailsRequest<'_>) -> DetailsAnswer;
        23 NewEntry = new_entry(request: &NewEntryRequest<'_>) -> EntryId;
        24 DoConfigPropsheet = do_config_propsheet(request: &PropsheetRequest<'_> => propsheet) -> ();
        25 CopyMessages = copy_messages(request: &SupportCopyMessagesRequest<'_> => copy_messages) -> ();
            codes MAPI_E_USER_CANCEL;
        26 CopyFolder = copy_folder(request: &SupportCopyFolderRequest<'_> => copy_folder) -> Warned<()>;
            codes MAPI_E_COLLISION MAPI_W_PARTIAL_COMPLETION;
        27 DoCopyTo = do_copy_to(request: &DoCopyToRequest<'_> => do_copy_to) -> Vec<PropProblem>;
            codes MAPI_E_COLLISION MAPI_E_FOLDER_CYCLE MAPI_E_INTERFACE_NOT_SUPPORTED MAPI_E_NO_ACCESS
                MAPI_E_INVALID_PARAMETER;
            problems MAPI_E_BAD_CHARWIDTH MAPI_E_COMPUTED MAPI_E_INVALID_TYPE MAPI_E_UNEXPECTED_TYPE;
        28 DoCopyProps = do_copy_props(request: &DoCopyPropsRequest<'_> => do_copy_props) -> Vec<PropProblem>;
            codes MAPI_E_COLLISION MAPI_E_FOLDER_CYCLE MAPI_E_INTERFACE_NOT_SUPPORTED MAPI_E_NO_ACCESS;
            problems MAPI_E_BAD_CHARWIDTH MAPI_E_COMPUTED MAPI_E_INVALID_TYPE MAPI_E_UNEXPECTED_TYPE;
        29 DoProgressDialog = do_progress_dialog(
            window: ParentWindow<'_>, flags: ProgressFlags
        ) -> Arc<dyn IMAPIProgress> => progress;
        30 ReadReceipt = read_receipt(
            flags: ReadReceiptFlags,
            read: &Arc<dyn IMessage> => message,
            empty: Option<Arc<dyn IMessage>> => empty_message,
        ) -> Option<Arc<dyn IMessage>> => report;
        31 PrepareSubmit = prepare_submit(message: &Arc<dyn IMessage> => message, flags: u32) -> ();
        32 ExpandRecips = expand_recips(message: &Arc<dyn IMessage> => message) -> RecipientNeeds;
        33 UpdatePAB;
        34 DoSentMail = do_sent_mail(flags: u32, message: &Arc<dyn IMessage> => message) -> ();
        35 OpenAddressBook = open_address_book(
            interface: Option<MapiUid>, flags: u32
        ) -> Warned<Arc<dyn IAddrBook>>;
            codes MAPI_W_ERRORS_RETURNED;
        36 Preprocess;
        37 CompleteMsg = complete_msg(flags: u32, entry_id: &EntryId) -> ();
        38 StoreLogoffTransports = store_logoff_transports(flags: LogoffFlags) -> LogoffFlags;
        39 StatusRecips = status_recips(
            message: &Arc<dyn IMessage> => message, recipients: &[Row]
        ) -> Warned<()>;
            codes MAPI_W_ERRORS_RETURNED;
        40 WrapStoreEntryID = wrap_store_entry_id(entry_id: &EntryId) -> EntryId;
        41 ModifyProfile = modify_profile(flags: ModifyProfileFlags) -> ();
        42 IStorageFromStream = i_storage_from_stream(
            stream: &MapiObject => object, interface: Option<MapiUid>, flags: StorageFlags
        ) -> Arc<dyn IStorage>;
        43 GetSvcConfigSupportObj = get_svc_config_support_obj(flags: u32) -> Support => support;
    } };
}
