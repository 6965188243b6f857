//! What a provider that implements only the required methods answers to all others, and that every trait
//! can be used as an object from any thread.

use std::sync::Arc;

use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

use crate::bare::{Bare, arguments};

macro_rules! refused {
    ($($call:expr,)+) => {$(
        assert_eq!($call.map(drop).map_err(|error| error.code()), Err(MAPI_E_NO_SUPPORT), "{}", stringify!($call));
    )+};
}

const WINDOW: ParentWindow<'static> = ParentWindow::none();
const UI: ProgressUi<'static> = ProgressUi::none();

#[test]
fn providers_and_logon_objects() {
    let a = arguments();
    let support = Support::from_object(Arc::new(Bare));
    let provider: &dyn IMSProvider = &Bare;
    assert_eq!(provider.shutdown(0), Ok(()), "Shutdown is not refused");
    refused! {
        provider.spooler_logon(&SpoolerLogonRequest::new(&support, &a.text, None, SpoolerLogonFlags::empty())),
    }
    let logon: &dyn IMSLogon = &Bare;
    assert_eq!(logon.get_last_error(MAPI_E_NO_SUPPORT, StringWidth::empty()), Ok(None));
    refused! {
        logon.open_entry(&OpenEntryRequest::root()),
        logon.compare_entry_ids(&a.id, &a.id, 0),
        logon.advise(None, EventMask::empty(), a.sink),
        logon.unadvise(Connection::FIRST),
        logon.open_status_entry(None, OpenEntryFlags::empty()),
    }
}

#[test]
fn properties() {
    let a = arguments();
    let tag = tags::PR_DISPLAY_NAME_W;
    let prop: &dyn IMAPIProp = &Bare;
    assert_eq!(prop.get_last_error(MAPI_E_NO_SUPPORT, StringWidth::empty()), Ok(None));
    refused! {
        prop.save_changes(SaveChangesFlags::empty()),
        prop.get_prop_list(GetPropListFlags::empty()),
        prop.open_property(&OpenPropertyRequest::new(tag, a.uid)),
        prop.set_props(&[PropValue::new(tag, "x")]),
        prop.delete_props(&[tag]),
        prop.copy_to(&CopyToRequest::new(a.uid, &a.object)),
        prop.copy_props(&CopyPropsRequest::new(&[tag], a.uid, &a.object)),
        prop.get_names_from_ids(None, None, NamesFlags::empty()),
        prop.get_ids_from_names(None, IdsFlags::empty()),
    }
}

#[test]
fn stores() {
    let a = arguments();
    let store: &dyn IMsgStore = &Bare;
    let new_mail = Notification::NewMail {
        entry_id: a.id.clone(),
        parent_id: a.id.clone(),
        flags: StringWidth::MAPI_UNICODE,
        message_class: a.text.clone(),
        message_flags: MessageFlags::empty(),
    };
    refused! {
        store.advise(Some(&a.id), EventMask::empty(), a.sink),
        store.unadvise(Connection::FIRST),
        store.compare_entry_ids(&a.id, &a.id, 0),
        store.open_entry(&OpenEntryRequest::new(&a.id)),
        store.set_receive_folder(None, ReceiveFolderFlags::empty(), None),
        store.get_receive_folder(Some(&a.text), ReceiveFolderFlags::empty()),
        store.get_receive_folder_table(TableFlags::empty()),
        store.store_logoff(LogoffFlags::LOGOFF_ORDERLY),
        store.abort_submit(&a.id, 0),
        store.get_outgoing_queue(0),
        store.set_lock_state(&a.message, LockState::Locked),
        store.finished_msg(0, &a.id),
        store.notify_new_mail(&new_mail),
    }
}

#[test]
fn containers_and_folders() {
    let a = arguments();
    let folder: &dyn IMAPIFolder = &Bare;
    refused! {
        folder.get_contents_table(TableFlags::empty()),
        folder.get_hierarchy_table(TableFlags::empty()),
        folder.open_entry(&OpenEntryRequest::root()),
        folder.set_search_criteria(None, None, SearchFlags::empty()),
        folder.get_search_criteria(StringWidth::empty()),
        folder.create_message(None, CreateMessageFlags::empty()),
        folder.copy_messages(&CopyMessagesRequest::new(&[], &a.folder)),
        folder.delete_messages(&[], UI, DeleteMessagesFlags::empty()),
        folder.create_folder(&CreateFolderRequest::new(FolderType::Generic, &a.text)),
        folder.copy_folder(&CopyFolderRequest::new(&a.id, &a.folder)),
        folder.delete_folder(&a.id, UI, DeleteFolderFlags::empty()),
        folder.set_read_flags(None, UI, ReadFlags::empty()),
        folder.get_message_status(&a.id, 0),
        folder.set_message_status(&a.id, MessageStatus::empty(), MessageStatus::empty()),
        folder.save_contents_sort(&SortOrderSet::default(), SaveSortFlags::empty()),
        folder.empty_folder(UI, EmptyFolderFlags::empty()),
    }
}

#[test]
fn messages_and_status_objects() {
    let a = arguments();
    let message: &dyn IMessage = &Bare;
    refused! {
        message.get_attachment_table(TableFlags::empty()),
        message.open_attach(0, None, OpenEntryFlags::empty()),
        message.create_attach(None, CreateAttachFlags::empty()),
        message.delete_attach(0, UI, DeleteAttachFlags::empty()),
        message.get_recipient_table(TableFlags::empty()),
        message.modify_recipients(ModifyRecipientsFlags::empty(), &[]),
        message.submit_message(SubmitFlags::empty()),
        message.set_read_flag(ReadFlags::empty()),
    }
    let status: &dyn IMAPIStatus = &Bare;
    refused! {
        status.validate_state(WINDOW, ValidateStateFlags::empty()),
        status.settings_dialog(WINDOW, SettingsDialogFlags::empty()),
        status.change_password(&a.text, &a.text, StringWidth::empty()),
        status.flush_queues(WINDOW, None, FlushQueuesFlags::empty()),
    }
}

#[test]
fn tables() {
    let a = arguments();
    let table: &dyn IMAPITable = &Bare;
    assert_eq!(table.get_last_error(MAPI_E_BUSY, StringWidth::empty()), Ok(None));
    refused! {
        table.advise(EventMask::empty(), a.sink),
        table.unadvise(Connection::FIRST),
        table.get_status(),
        table.seek_row_approx(0, 1),
        table.query_position(),
        table.find_row(&Restriction::Exist(tags::PR_ENTRYID), Bookmark::CURRENT, FindRowFlags::empty()),
        table.restrict(None, RestrictFlags::empty()),
        table.create_bookmark(),
        table.free_bookmark(Bookmark::CURRENT),
        table.sort_table(&SortOrderSet::default(), SortFlags::empty()),
        table.query_sort_order(),
        table.abort(),
        table.expand_row(&[], 0, 0),
        table.collapse_row(&[], 0),
        table.wait_for_completion(0, 0),
        table.get_collapse_state(0, &[]),
        table.set_collapse_state(0, &[]),
    }
}

#[test]
fn support_objects() {
    let a = arguments();
    let tag = [tags::PR_DISPLAY_NAME_W];
    let (table, prop): (Arc<dyn IMAPITable>, Arc<dyn IMAPIProp>) = (Arc::new(Bare), Arc::new(Bare));
    let key = NotificationKey::new([1]);
    let copy = CopyMessagesRequest::new(&[], &a.folder);
    let copy_to = CopyToRequest::new(a.uid, &a.object);
    let copy_props = CopyPropsRequest::new(&tag, a.uid, &a.object);
    let support = Support::from_object(Arc::new(Bare));
    assert_eq!(support.get_last_error(MAPI_E_BUSY, StringWidth::empty()), Ok(None));
    refused! {
        support.get_mem_alloc_routines(),
        support.subscribe(&SubscribeRequest::new(&key, EventMask::empty(), &a.sink)),
        support.unsubscribe(Connection::FIRST),
        support.notify(&key, &[], NotifyFlags::empty()),
        support.modify_status_row(&[], StatusRowFlags::empty()),
        support.open_profile_section(None, OpenSectionFlags::empty()),
        support.register_preprocessor(&RegisterPreprocessorRequest::new(&a.text)),
        support.new_uid(),
        support.make_invalid(&MakeInvalidRequest::new(&a.object, 1)),
        support.spooler_yield(0),
        support.spooler_notify(SpoolerNotifyFlags::empty(), None),
        support.create_one_off(&OneOffRequest::new(&a.text, &a.text)),
        support.set_provider_uid(&a.uid, 0),
        support.compare_entry_ids(&a.id, &a.id, 0),
        support.open_template_id(&OpenTemplateRequest::new(&a.id, &prop)),
        support.open_entry(&OpenEntryRequest::new(&a.id)),
        support.get_one_off_table(StringWidth::empty()),
        support.address(&AddressRequest::new(WINDOW, AddressFlags::empty())),
        support.details(&DetailsRequest::new(&a.id)),
        support.new_entry(&NewEntryRequest::new(WINDOW)),
        support.do_config_propsheet(&PropsheetRequest::new(&a.text, &table, &prop)),
        support.copy_messages(&SupportCopyMessagesRequest::new(&a.folder, copy)),
        support.copy_folder(&SupportCopyFolderRequest::new(&a.folder, CopyFolderRequest::new(&a.id, &a.folder))),
        support.do_copy_to(&DoCopyToRequest::new(a.uid, &a.object, copy_to)),
        support.do_copy_props(&DoCopyPropsRequest::new(a.uid, &a.object, copy_props)),
        support.do_progress_dialog(WINDOW, ProgressFlags::empty()),
        support.read_receipt(ReadReceiptFlags::empty(), &a.message, None),
        support.prepare_submit(&a.message, 0),
        support.expand_recips(&a.message),
        support.do_sent_mail(0, &a.message),
        support.open_address_book(None, 0),
        support.complete_msg(0, &a.id),
        support.store_logoff_transports(LogoffFlags::LOGOFF_ORDERLY),
        support.status_recips(&a.message, &[]),
        support.wrap_store_entry_id(&a.id),
        support.modify_profile(ModifyProfileFlags::empty()),
        support.i_storage_from_stream(&a.object, None, StorageFlags::empty()),
        support.get_svc_config_support_obj(0),
    }
}

#[test]
fn sessions() {
    let a = arguments();
    let store: Arc<dyn IMsgStore> = Arc::new(Bare);
    let session: &dyn IMAPISession = &Bare;
    assert_eq!(session.get_last_error(MAPI_E_BUSY, StringWidth::empty()), Ok(None));
    refused! {
        session.get_msg_stores_table(StringWidth::empty()),
        session.open_msg_store(&OpenStoreRequest::new(&a.id)),
        session.open_address_book(WINDOW, None, AddressBookFlags::empty()),
        session.open_profile_section(&a.uid, None, OpenSectionFlags::empty()),
        session.get_status_table(StringWidth::empty()),
        session.open_entry(&OpenEntryRequest::new(&a.id)),
        session.compare_entry_ids(&a.id, &a.id, 0),
        session.advise(None, EventMask::empty(), a.sink),
        session.unadvise(Connection::FIRST),
        session.message_options(&MessageOptionsRequest::new(&a.text, &a.message)),
        session.query_default_message_opt(&a.text, StringWidth::empty()),
        session.enum_adr_types(StringWidth::empty()),
        session.query_identity(),
        session.logoff(WINDOW, SessionLogoffFlags::empty(), 0),
        session.set_default_store(DefaultStoreFlags::empty(), None),
        session.admin_services(0),
        session.show_form(&ShowFormRequest::new(&store, &a.folder, 0, &a.text)),
        session.prepare_form(None, &a.message),
    }
}

#[test]
fn administration() {
    let a = arguments();
    let admin: &dyn IMsgServiceAdmin = &Bare;
    assert_eq!(admin.get_last_error(MAPI_E_BUSY, StringWidth::empty()), Ok(None));
    refused! {
        admin.get_msg_service_table(0),
        admin.create_msg_service(&CreateServiceRequest::new(&a.text, &a.text)),
        admin.delete_msg_service(&a.uid),
        admin.copy_msg_service(&CopyServiceRequest::new(&a.uid, &a.object)),
        admin.rename_msg_service(&a.uid, 0, &a.text),
        admin.configure_msg_service(&ConfigureServiceRequest::new(&a.uid)),
        admin.open_profile_section(&a.uid, None, OpenSectionFlags::empty()),
        admin.msg_service_transport_order(&[], 0),
        admin.admin_providers(&a.uid, 0),
        admin.set_primary_identity(None, 0),
        admin.get_provider_table(0),
    }
    let admin2 = Arc::new(Bare).query_admin2().map(drop);
    assert_eq!(admin2.unwrap_err().code(), MAPI_E_INTERFACE_NOT_SUPPORTED);
    let admin2: &dyn IMsgServiceAdmin2 = &Bare;
    refused! {
        admin2.create_msg_service_ex(&CreateServiceRequest::new(&a.text, &a.text)),
    }
    let providers: &dyn IProviderAdmin = &Bare;
    assert_eq!(providers.get_last_error(MAPI_E_BUSY, StringWidth::empty()), Ok(None));
    refused! {
        providers.get_provider_table(StringWidth::empty()),
        providers.create_provider(&CreateProviderRequest::new(&a.text)),
        providers.delete_provider(&a.uid),
        providers.open_profile_section(None, None, OpenSectionFlags::empty()),
    }
}

#[test]
fn address_books() {
    let a = arguments();
    let book: &dyn IAddrBook = &Bare;
    refused! {
        book.open_entry(&OpenEntryRequest::root()),
        book.compare_entry_ids(&a.id, &a.id, 0),
        book.advise(None, EventMask::empty(), a.sink),
        book.unadvise(Connection::FIRST),
        book.create_one_off(&OneOffRequest::new(&a.text, &a.text)),
        book.new_entry(&NewEntryRequest::new(WINDOW)),
        book.resolve_name(&ResolveNameRequest::new(&[])),
        book.address(&AddressRequest::new(WINDOW, AddressFlags::empty())),
        book.details(&DetailsRequest::new(&a.id)),
        book.recip_options(WINDOW, 0, &Row::default()),
        book.query_default_recip_opt(&a.text, StringWidth::empty()),
        book.get_pab(),
        book.set_pab(&a.id),
        book.get_default_dir(),
        book.set_default_dir(&a.id),
        book.get_search_path(StringWidth::empty()),
        book.set_search_path(0, &[]),
        book.prepare_recips(OpenEntryFlags::empty(), None, &[]),
    }
}

#[test]
fn streams_storages_and_progress() {
    let a = arguments();
    let stream: &dyn IStream = &Bare;
    refused! {
        stream.read(&mut [0]),
        stream.write(&[0]),
        stream.seek(0, SeekOrigin::Set),
        stream.set_size(0),
        stream.copy_to(&(Arc::new(Bare) as Arc<dyn IStream>), 0),
        stream.commit(0),
        stream.revert(),
        stream.lock_region(0, 0, 0),
        stream.unlock_region(0, 0, 0),
        stream.stat(0),
        stream.clone_stream(),
    }
    let storage: &dyn IStorage = &Bare;
    refused! {
        storage.create_stream("a", 0),
        storage.open_stream("a", 0),
        storage.create_storage("a", 0),
        storage.open_storage("a", 0),
        storage.commit(0),
        storage.revert(),
        storage.enum_elements(),
        storage.destroy_element("a"),
        storage.rename_element("a", "b"),
        storage.set_class(&a.uid),
    }
    let progress: &dyn IMAPIProgress = &Bare;
    refused! {
        progress.get_flags(),
        progress.get_max(),
        progress.get_min(),
        progress.set_limits(None, None, None),
    }
}

#[test]
fn every_trait_is_an_object_for_any_thread() {
    fn any_thread<T: ?Sized + Send + Sync>() {}
    macro_rules! objects {
        ($($name:ident)+) => {$( any_thread::<dyn $name>(); any_thread::<Arc<dyn $name>>(); )+};
    }
    objects! {
        IMSProvider IMSLogon IMsgStore IMAPIProp IMAPIContainer IMAPIFolder IMessage IAttach IMAPITable
        IMAPIStatus IProfSect IMAPIAdviseSink IMAPISupport IMAPISession ProviderEntry ServiceEntry
        IMAPIClientShutdown IMAPIProviderShutdown IProviderAdmin IMsgServiceAdmin IMsgServiceAdmin2 IAddrBook ISequentialStream IStream IStorage ILockBytes IMAPIProgress DialogHost
    }
    any_thread::<Support>();
    any_thread::<MapiObject>();
    any_thread::<LogonRequest<'_>>();
    let sink: &dyn IMAPIAdviseSink = &Bare;
    assert_eq!(sink.on_notify(&[]).raw(), 0x8000_0000);
}
