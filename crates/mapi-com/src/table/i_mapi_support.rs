//! The rows of `IMAPISupport`.

use super::scope::*;
use super::support_by_hand::*;

rows! {
    IMAPISupport, fill_i_mapi_support;
    hand {
        GetMemAllocRoutines: get_mem_alloc_routines_slot;
        Notify: notify_slot;
        ReadReceipt: read_receipt_slot;
        SpoolerYield: spooler_yield_slot;
        OpenTemplateID: open_template_id_slot;
        Address: address_slot;
        Details: details_slot;
        StoreLogoffTransports: store_logoff_transports_slot;
        GetSvcConfigSupportObj: get_svc_config_support_obj_slot;
    }
    also {
        fn add_ref(&self, counted: CountedBy) -> u32 {
            self.count_up(counted)
        }

        fn release(&self, counted: CountedBy) -> u32 {
            self.count_down(counted)
        }

        fn get_mem_alloc_routines(&self) -> MapiResult<MemAllocRoutines> {
            ask_for_routines(self.pointer())
        }

        fn notify(
            &self,
            key: &NotificationKey,
            notifications: &[Notification],
            flags: NotifyFlags,
        ) -> MapiResult<NotifyFlags> {
            ask_to_notify(self.cx(), self.pointer(), key, notifications, flags)
        }

        fn read_receipt(
            &self,
            flags: ReadReceiptFlags,
            read: &Arc<dyn IMessage>,
            empty: Option<Arc<dyn IMessage>>,
        ) -> MapiResult<Option<Arc<dyn IMessage>>> {
            ask_for_receipt(self.cx(), self.pointer(), flags, read, empty)
        }

        fn spooler_yield(&self, flags: u32) -> MapiResult<Warned<()>> {
            ask_to_yield(self.pointer(), flags)
        }

        fn open_template_id(&self, request: &OpenTemplateRequest<'_>) -> MapiResult<MapiObject> {
            ask_for_template(self.cx(), self.pointer(), request)
        }

        fn address(&self, request: &AddressRequest<'_>) -> MapiResult<AddressAnswer> {
            let at = methods::IMAPISupport::Address;
            super::addresses::ask_for_addresses(self.cx(), self.pointer(), at, request)
        }

        fn details(&self, request: &DetailsRequest<'_>) -> MapiResult<DetailsAnswer> {
            let at = methods::IMAPISupport::Details;
            super::details::ask_for_details(self.cx(), self.pointer(), at, request)
        }

        fn store_logoff_transports(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
            let at = methods::IMAPISupport::StoreLogoffTransports;
            super::in_out::ask(self.cx(), self.pointer(), at, flags.bits()).map(LogoffFlags::from_bits_retain)
        }

        fn get_svc_config_support_obj(&self, flags: u32) -> MapiResult<Support> {
            ask_for_service_support(self.cx(), self.pointer(), flags)
        }

        fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
            self.query_other(interface)
        }
    }
    GetLastError = get_last_error(result: HResult, width: StringWidth) -> plain Option<MapiErrorDetail> {
        in code: word [hResult: u32] = result.raw();
        in bits: word [ulFlags: u32] = width.bits();
        out detail: error [lppMAPIError: Place] given (ulFlags);
        call(o) {
            let result = HResult::from_raw(code);
            let own = o.get_last_error(result, StringWidth::from_bits_retain(bits))?;
            MapiResult::Ok(o.last_error(result, own))
        };
    }
    Subscribe = subscribe(request: &SubscribeRequest<'_>) -> plain Connection {
        in source: key [lpKey: *const u32] = request.key;
        in mask: word [ulEventMask: u32] = request.events.bits();
        in bits: word [ulFlags: u32] = request.flags.bits();
        in told: object<dyn IMAPIAdviseSink> [lpAdviseSink: *mut c_void] = request.sink;
        out number: marked_connection [lpulConnection: *mut u64];
        call(o) o.subscribe(
            &SubscribeRequest::new(&source, EventMask::from_bits_retain(mask), &told)
                .flags(NotifyFlags::from_bits_retain(bits)),
        );
    }
    Unsubscribe = unsubscribe(connection: Connection) -> plain () {
        in number: marked_connection [ulConnection: u64] = connection;
        call(o) o.unsubscribe(number);
    }
    ModifyStatusRow = modify_status_row(columns: &[PropValue], flags: StatusRowFlags) -> plain () {
        in list: props [cValues: u32, lpColumnVals: *const SPropValue] = columns;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.modify_status_row(&list, StatusRowFlags::from_bits_retain(bits));
    }
    OpenProfileSection = open_profile_section(
        uid: Option<&MapiUid>, flags: OpenSectionFlags
    ) -> plain Arc<dyn IProfSect> {
        in which: iid [lpUid: *const [u8; 16]] = uid.copied();
        in bits: word [ulFlags: u32] = flags.bits();
        out section: object<dyn IProfSect> [lppProfileObj: Place];
        call(o) o.open_profile_section(which.as_ref(), OpenSectionFlags::from_bits_retain(bits));
    }
    RegisterPreprocessor = register_preprocessor(request: &RegisterPreprocessorRequest<'_>) -> plain () {
        in uid: iid [lpMuid: *const [u8; 16]] = request.uid;
        in address_type: text [lpszAdrType: *const c_void] given (ulFlags) =
            (request.address_type, request.flags);
        in dll: text [lpszDLLName: *const c_void] given (ulFlags) = (Some(request.dll_name), request.flags);
        in before: narrow [lpszPreprocess: *const c_void] = request.preprocess;
        in after: narrow [lpszRemovePreprocessInfo: *const c_void] = request.remove_preprocess_info;
        in bits: word [ulFlags: u32] = request.flags;
        call(o) o.register_preprocessor(
            &RegisterPreprocessorRequest::new(&some(dll)?)
                .uid(uid)
                .address_type(address_type.as_ref())
                .preprocess(before.as_ref())
                .remove_preprocess_info(after.as_ref())
                .flags(bits),
        );
    }
    NewUID = new_uid() -> plain MapiUid {
        out uid: uid [lpMuid: *mut [u8; 16]];
        call(o) o.new_uid();
    }
    MakeInvalid = make_invalid(request: &MakeInvalidRequest<'_>) -> plain () {
        in bits: word [ulFlags: u32] = request.flags;
        in object: any [lpObject: *mut c_void] given (std::ptr::null()) = request.object;
        in count: word [ulRefCount: u32] = request.ref_count;
        in methods: word [cMethods: u32] = request.methods;
        call(o) o.make_invalid(&MakeInvalidRequest::new(&object, count).flags(bits).methods(methods));
    }
    SpoolerNotify = spooler_notify(
        flags: SpoolerNotifyFlags, data: Option<&SpoolerNotifyData>
    ) -> plain () {
        in bits: word [ulFlags: u32] = flags.bits();
        in told: spooler_data [lpvData: *const c_void] given (ulFlags) = data;
        call(o) o.spooler_notify(SpoolerNotifyFlags::from_bits_retain(bits), told.as_ref());
    }
    CreateOneOff = create_one_off(request: &OneOffRequest<'_>) -> plain EntryId {
        in name: text [lpszName: *const c_void] given (ulFlags) = (request.name, request.flags.bits());
        in kind: text [lpszAdrType: *const c_void] given (ulFlags) =
            (Some(request.address_type), request.flags.bits());
        in address: text [lpszAddress: *const c_void] given (ulFlags) =
            (Some(request.address), request.flags.bits());
        in bits: word [ulFlags: u32] = request.flags.bits();
        out id: id [lpcbEntryID: *mut u32, lppEntryID: Place];
        call(o) o.create_one_off(
            &OneOffRequest::new(&some(kind)?, &some(address)?)
                .name(name.as_ref())
                .flags(OneOffFlags::from_bits_retain(bits)),
        );
    }
    SetProviderUID = set_provider_uid(uid: &MapiUid, flags: u32) -> plain () {
        in which: iid [lpProviderID: *const [u8; 16]] = Some(*uid);
        in bits: word [ulFlags: u32] = flags;
        call(o) o.set_provider_uid(&some(which)?, bits);
    }
    CompareEntryIDs = compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> plain bool {
        in one: id [cbEntry1: u32, lpEntry1: *const c_void] = Some(first);
        in two: id [cbEntry2: u32, lpEntry2: *const c_void] = Some(second);
        in bits: word [ulCompareFlags: u32] = flags;
        out same: flag [lpulResult: *mut u32];
        call(o) o.compare_entry_ids(&some(one)?, &some(two)?, bits);
    }
    OpenEntry = open_entry(request: &OpenEntryRequest<'_>) -> plain MapiObject {
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = request.entry_id;
        in iid: iid [lpInterface: *const [u8; 16]] = request.interface;
        in bits: word [ulOpenFlags: u32] = request.flags.bits();
        out object: opened [lpulObjType: *mut u32, lppUnk: Place] given (lpInterface);
        call(o) o.open_entry(&args::open_entry(id.as_ref(), iid, bits));
    }
    GetOneOffTable = get_one_off_table(width: StringWidth) -> plain Arc<dyn IMAPITable> {
        in bits: word [ulFlags: u32] = width.bits();
        out table: object<dyn IMAPITable> [lppTable: Place];
        call(o) o.get_one_off_table(StringWidth::from_bits_retain(bits));
    }
    NewEntry = new_entry(request: &NewEntryRequest<'_>) -> plain EntryId {
        in lent: window [ulUIParam: usize] = request.window;
        in bits: word [ulFlags: u32] = request.flags;
        in container: id [cbEIDContainer: u32, lpEIDContainer: *const c_void] = request.container;
        in template: id [cbEIDNewEntryTpl: u32, lpEIDNewEntryTpl: *const c_void] = request.template;
        out id: id [lpcbEIDNewEntry: *mut u32, lppEIDNewEntry: Place];
        call(o) o.new_entry(
            &NewEntryRequest::new(lent).flags(bits).container(container.as_ref()).template(template.as_ref()),
        );
    }
    DoConfigPropsheet = do_config_propsheet(request: &PropsheetRequest<'_>) -> plain () {
        in lent: window [ulUIParam: usize] = request.window;
        in bits: word [ulFlags: u32] = request.flags;
        in title: text [lpszTitle: *const c_void] given (ulFlags) = (Some(request.title), request.flags);
        in table: object<dyn IMAPITable> [lpDisplayTable: *mut c_void] = request.display_table;
        in data: prop [lpConfigData: *mut c_void] = request.config_data;
        in page: word [ulTopPage: u32] = request.top_page;
        call(o) o.do_config_propsheet(
            &PropsheetRequest::new(&some(title)?, &table, &data).window(lent).flags(bits).top_page(page),
        );
    }
    CopyMessages = copy_messages(request: &SupportCopyMessagesRequest<'_>) -> plain () {
        in from_iid: iid [lpSrcInterface: *const [u8; 16]] = request.source_interface;
        in source: object<dyn IMAPIFolder> [lpSrcFolder: *mut c_void] = request.source;
        in list: ids [lpMsgList: *const SBinary] = Some(request.copy.messages);
        in iid: iid [lpDestInterface: *const [u8; 16]] = request.copy.interface;
        in target: object<dyn IMAPIFolder> [lpDestFolder: *mut c_void] = request.copy.destination;
        in ui: ui [ulUIParam: usize, lpProgress: *mut c_void] = request.copy.ui;
        in bits: word [ulFlags: u32] = request.copy.flags.bits();
        call(o) {
            let list = some(list)?;
            let copy = CopyMessagesRequest::new(&list, &target)
                .interface(iid)
                .ui(ui.get())
                .flags(CopyMessagesFlags::from_bits_retain(bits));
            o.copy_messages(&SupportCopyMessagesRequest::new(&source, copy).source_interface(from_iid))
        };
    }
    CopyFolder = copy_folder(request: &SupportCopyFolderRequest<'_>) -> warned () {
        in from_iid: iid [lpSrcInterface: *const [u8; 16]] = request.source_interface;
        in source: object<dyn IMAPIFolder> [lpSrcFolder: *mut c_void] = request.source;
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = Some(request.copy.entry_id);
        in iid: iid [lpDestInterface: *const [u8; 16]] = request.copy.interface;
        in target: object<dyn IMAPIFolder> [lpDestFolder: *mut c_void] = request.copy.destination;
        in name: text [lpszNewFolderName: *const c_void] given (ulFlags) =
            (request.copy.new_name, request.copy.flags.bits());
        in ui: ui [ulUIParam: usize, lpProgress: *mut c_void] = request.copy.ui;
        in bits: word [ulFlags: u32] = request.copy.flags.bits();
        call(o) {
            let id = some(id)?;
            let copy = CopyFolderRequest::new(&id, &target)
                .interface(iid)
                .new_name(name.as_ref())
                .ui(ui.get())
                .flags(CopyFolderFlags::from_bits_retain(bits));
            o.copy_folder(&SupportCopyFolderRequest::new(&source, copy).source_interface(from_iid))
        };
    }
    DoCopyTo = do_copy_to(request: &DoCopyToRequest<'_>) -> plain Vec<PropProblem> {
        in from_iid: iid [lpSrcInterface: *const [u8; 16]] = Some(request.source_interface);
        in source: any [lpSrcObj: *mut c_void] given (lpSrcInterface) = request.source;
        in without: iid_list [ciidExclude: u32, rgiidExclude: *const [u8; 16]] = request.copy.exclude_interfaces;
        in tags: tag_list [lpExcludeProps: *const u32] = request.copy.exclude_props;
        in ui: ui [ulUIParam: usize, lpProgress: *mut c_void] = request.copy.ui;
        in iid: iid [lpDestInterface: *const [u8; 16]] = Some(request.copy.interface);
        in target: any [lpDestObj: *mut c_void] given (lpDestInterface) = request.copy.destination;
        in bits: word [ulFlags: u32] = request.copy.flags.bits();
        out problems: problems [lppProblems: Place];
        call(o) {
            let mut copy = CopyToRequest::new(some(iid)?, &target)
                .exclude_interfaces(&without)
                .ui(ui.get())
                .flags(CopyFlags::from_bits_retain(bits));
            copy.exclude_props = tags.as_deref();
            o.do_copy_to(&DoCopyToRequest::new(some(from_iid)?, &source, copy))
        };
    }
    DoCopyProps = do_copy_props(request: &DoCopyPropsRequest<'_>) -> plain Vec<PropProblem> {
        in from_iid: iid [lpSrcInterface: *const [u8; 16]] = Some(request.source_interface);
        in source: any [lpSrcObj: *mut c_void] given (lpSrcInterface) = request.source;
        in tags: tag_list [lpIncludeProps: *const u32] = Some(request.copy.include_props);
        in ui: ui [ulUIParam: usize, lpProgress: *mut c_void] = request.copy.ui;
        in iid: iid [lpDestInterface: *const [u8; 16]] = Some(request.copy.interface);
        in target: any [lpDestObj: *mut c_void] given (lpDestInterface) = request.copy.destination;
        in bits: word [ulFlags: u32] = request.copy.flags.bits();
        out problems: problems [lppProblems: Place];
        call(o) {
            let tags = some(tags)?;
            let copy = CopyPropsRequest::new(&tags, some(iid)?, &target)
                .ui(ui.get())
                .flags(CopyFlags::from_bits_retain(bits));
            o.do_copy_props(&DoCopyPropsRequest::new(some(from_iid)?, &source, copy))
        };
    }
    DoProgressDialog = do_progress_dialog(
        window: ParentWindow<'_>, flags: ProgressFlags
    ) -> plain Arc<dyn IMAPIProgress> {
        in lent: window [ulUIParam: usize] = window;
        in bits: word [ulFlags: u32] = flags.bits();
        out progress: object<dyn IMAPIProgress> [lppProgress: Place];
        call(o) o.do_progress_dialog(lent, ProgressFlags::from_bits_retain(bits));
    }
    PrepareSubmit = prepare_submit(message: &Arc<dyn IMessage>, flags: u32) -> plain () {
        in object: object<dyn IMessage> [lpMessage: *mut c_void] = message;
        in bits: flags [lpulFlags: *mut u32] = flags;
        call(o) o.prepare_submit(&object, bits);
    }
    ExpandRecips = expand_recips(message: &Arc<dyn IMessage>) -> plain RecipientNeeds {
        in object: object<dyn IMessage> [lpMessage: *mut c_void] = message;
        out bits: number<u32> [lpulFlags: *mut u32];
        call(o) o.expand_recips(&object);
        as needs => (needs.bits()) from RecipientNeeds::from_bits_retain(bits);
    }
    DoSentMail = do_sent_mail(flags: u32, message: &Arc<dyn IMessage>) -> plain () {
        in bits: word [ulFlags: u32] = flags;
        in object: object<dyn IMessage> [lpMessage: *mut c_void] = message;
        call(o) o.do_sent_mail(bits, &object);
    }
    OpenAddressBook = open_address_book(
        interface: Option<MapiUid>, flags: u32
    ) -> warned Arc<dyn IAddrBook> {
        in iid: iid [lpInterface: *const [u8; 16]] = interface;
        in bits: word [ulFlags: u32] = flags;
        out book: object<dyn IAddrBook> [lppAdrBook: Place];
        call(o) o.open_address_book(iid, bits);
    }
    CompleteMsg = complete_msg(flags: u32, entry_id: &EntryId) -> plain () {
        in bits: word [ulFlags: u32] = flags;
        in id: id [cbEntryID: u32, lpEntryID: *const c_void] = Some(entry_id);
        call(o) o.complete_msg(bits, &some(id)?);
    }
    StatusRecips = status_recips(message: &Arc<dyn IMessage>, recipients: &[Row]) -> warned () {
        in object: object<dyn IMessage> [lpMessage: *mut c_void] = message;
        in list: rows [lpRecipList: *const u32] = recipients;
        call(o) o.status_recips(&object, &list);
    }
    WrapStoreEntryID = wrap_store_entry_id(entry_id: &EntryId) -> plain EntryId {
        in id: id [cbOrigEntry: u32, lpOrigEntry: *const c_void] = Some(entry_id);
        out wrapped: id [lpcbWrappedEntry: *mut u32, lppWrappedEntry: Place];
        call(o) o.wrap_store_entry_id(&some(id)?);
    }
    ModifyProfile = modify_profile(flags: ModifyProfileFlags) -> plain () {
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.modify_profile(ModifyProfileFlags::from_bits_retain(bits));
    }
    IStorageFromStream = i_storage_from_stream(
        stream: &MapiObject, interface: Option<MapiUid>, flags: StorageFlags
    ) -> plain Arc<dyn IStorage> {
        in below: any [lpUnkIn: *mut c_void] given (lpInterface) = stream;
        in iid: iid [lpInterface: *const [u8; 16]] = interface;
        in bits: word [ulFlags: u32] = flags.bits();
        out storage: object<dyn IStorage> [lppStorageOut: Place];
        call(o) o.i_storage_from_stream(&below, iid, StorageFlags::from_bits_retain(bits));
    }
}
