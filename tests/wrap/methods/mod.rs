//! Every method of every interface goes through a wrapping: it is announced to the override, and then forwarded.
//!
//! There are two wrappings between the caller and the object. Both note what is announced to them. The one that is
//! farther from the caller refuses the call with an error that names the method. No other place makes such an error.

mod stack;

use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::methods::Interface;
use mapi_sim::spi::*;
use stack::*;

/// Each call returns the error that names its method.
macro_rules! forwarded {
    ($($object:ident.$method:ident($($arg:expr),* $(,)?),)+) => {$(
        let error = $object.$method($($arg),*).map(drop).unwrap_err();
        let text = error.detail().and_then(|detail| detail.error.as_ref()).map(|text| format!("{text:?}"));
        let name = concat!("::", stringify!($method), "\"");
        assert!(text.as_ref().is_some_and(|text| text.contains(name)), "{}: {error:?}", stringify!($method));
    )+};
}

fn properties(a: &Stack, prop: &dyn IMAPIProp) {
    forwarded! {
        prop.get_last_error(MAPI_E_NO_SUPPORT, StringWidth::empty()),
        prop.save_changes(SaveChangesFlags::empty()),
        prop.get_props(None, GetPropsFlags::empty()),
        prop.get_prop_list(GetPropListFlags::empty()),
        prop.open_property(&OpenPropertyRequest::new(TAG, a.uid)),
        prop.set_props(&[PropValue::new(TAG, "x")]),
        prop.delete_props(&[TAG]),
        prop.copy_to(&CopyToRequest::new(a.uid, &a.object)),
        prop.copy_props(&CopyPropsRequest::new(&[TAG], a.uid, &a.object)),
        prop.get_names_from_ids(None, None, NamesFlags::empty()),
        prop.get_ids_from_names(None, IdsFlags::empty()),
    }
}

#[test]
fn provider_objects() {
    let a = stack();
    let (provider, flags) = (&a.provider, SpoolerLogonFlags::empty());
    a.all_methods(true, Interface::IMSProvider, || {
        forwarded! {
            provider.shutdown(0),
            provider.logon(&LogonRequest::new(&a.support, &a.text, None, StoreLogonFlags::empty())),
            provider.spooler_logon(&SpoolerLogonRequest::new(&a.support, &a.text, None, flags)),
            provider.compare_store_ids(&a.id, &a.id, 0),
        }
        assert!(Arc::clone(provider).provider_shutdown().is_none());
    });
}

#[test]
fn logon_objects() {
    let a = stack();
    let logon = &a.logon;
    a.all_methods(true, Interface::IMSLogon, || {
        forwarded! {
            logon.get_last_error(MAPI_E_NO_SUPPORT, StringWidth::empty()),
            logon.logoff(0),
            logon.open_entry(&OpenEntryRequest::root()),
            logon.compare_entry_ids(&a.id, &a.id, 0),
            logon.advise(None, EventMask::empty(), a.sink.clone()),
            logon.unadvise(Connection::FIRST),
            logon.open_status_entry(None, OpenEntryFlags::empty()),
        }
    });
}

#[test]
fn stores() {
    let a = stack();
    let store = &a.store;
    let new_mail = Notification::NewMail {
        entry_id: a.id.clone(),
        parent_id: a.id.clone(),
        flags: StringWidth::MAPI_UNICODE,
        message_class: a.text.clone(),
        message_flags: MessageFlags::empty(),
    };
    a.all_methods(true, Interface::IMsgStore, || {
        properties(&a, &**store);
        forwarded! {
            store.advise(Some(&a.id), EventMask::empty(), a.sink.clone()),
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
    });
}

#[test]
fn folders() {
    let a = stack();
    let folder = &a.object(1).into_folder().unwrap();
    a.all_methods(true, Interface::IMAPIFolder, || {
        properties(&a, &**folder);
        forwarded! {
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
    });
}

#[test]
fn messages() {
    let a = stack();
    let message = &a.object(2).into_message().unwrap();
    a.all_methods(true, Interface::IMessage, || {
        properties(&a, &**message);
        forwarded! {
            message.get_attachment_table(TableFlags::empty()),
            message.open_attach(0, None, OpenEntryFlags::empty()),
            message.create_attach(None, CreateAttachFlags::empty()),
            message.delete_attach(0, UI, DeleteAttachFlags::empty()),
            message.get_recipient_table(TableFlags::empty()),
            message.modify_recipients(ModifyRecipientsFlags::empty(), &[]),
            message.submit_message(SubmitFlags::empty()),
            message.set_read_flag(ReadFlags::empty()),
        }
    });
}

#[test]
fn attachments() {
    let a = stack();
    let attach = a.object(3).into_attach().unwrap();
    a.all_methods(true, Interface::IAttach, || {
        properties(&a, &*attach);
    });
}

#[test]
fn tables() {
    let a = stack();
    let table = &a.object(4).into_table().unwrap();
    let all = Restriction::Exist(TAG);
    a.all_methods(true, Interface::IMAPITable, || {
        forwarded! {
            table.get_last_error(MAPI_E_BUSY, StringWidth::empty()),
            table.advise(EventMask::empty(), a.sink.clone()),
            table.unadvise(Connection::FIRST),
            table.get_status(),
            table.set_columns(&[], SetColumnsFlags::empty()),
            table.query_columns(QueryColumnsFlags::empty()),
            table.get_row_count(0),
            table.seek_row(Bookmark::CURRENT, 1),
            table.seek_row_approx(0, 1),
            table.query_position(),
            table.find_row(&all, Bookmark::CURRENT, FindRowFlags::empty()),
            table.restrict(None, RestrictFlags::empty()),
            table.create_bookmark(),
            table.free_bookmark(Bookmark::CURRENT),
            table.sort_table(&SortOrderSet::default(), SortFlags::empty()),
            table.query_sort_order(),
            table.query_rows(1, QueryRowsFlags::empty()),
            table.abort(),
            table.expand_row(&[], 0, 0),
            table.collapse_row(&[], 0),
            table.wait_for_completion(0, 0),
            table.get_collapse_state(0, &[]),
            table.set_collapse_state(0, &[]),
        }
    });
}

#[test]
fn streams() {
    let a = stack();
    let stream = &a.object(5).into_stream().unwrap();
    a.all_methods(true, Interface::IStream, || {
        forwarded! {
            stream.read(&mut []),
            stream.write(&[]),
            stream.seek(0, SeekOrigin::Set),
            stream.set_size(0),
            stream.copy_to(&(Arc::new(Bare::default()) as Arc<dyn IStream>), 1),
            stream.commit(0),
            stream.revert(),
            stream.lock_region(0, 1, 1),
            stream.unlock_region(0, 1, 1),
            stream.stat(0),
            stream.clone_stream(),
        }
    });
}

#[test]
fn storages() {
    let a = stack();
    let storage = &a.object(6).into_storage().unwrap();
    a.all_methods(true, Interface::IStorage, || {
        forwarded! {
            storage.create_stream("x", 0),
            storage.open_stream("x", 0),
            storage.create_storage("x", 0),
            storage.open_storage("x", 0),
            storage.commit(0),
            storage.revert(),
            storage.enum_elements(),
            storage.destroy_element("x"),
            storage.rename_element("x", "y"),
            storage.set_class(&a.uid),
        }
    });
}

#[test]
fn status_objects() {
    let a = stack();
    let status = &a.object(7).into_status().unwrap();
    a.all_methods(true, Interface::IMAPIStatus, || {
        properties(&a, &**status);
        forwarded! {
            status.validate_state(WINDOW, ValidateStateFlags::empty()),
            status.settings_dialog(WINDOW, SettingsDialogFlags::empty()),
            status.change_password(&a.text, &a.text, StringWidth::empty()),
            status.flush_queues(WINDOW, None, FlushQueuesFlags::empty()),
        }
    });
}

#[test]
fn profile_sections() {
    let a = stack();
    let support = a.bottom.0.lock().unwrap().support.clone().unwrap();
    let section = support.open_profile_section(None, OpenSectionFlags::empty()).unwrap();
    a.all_methods(false, Interface::IProfSect, || {
        properties(&a, &*section);
    });
}

#[test]
fn progress_objects() {
    let a = stack();
    let given: Arc<dyn IMAPIProgress> = Arc::new(Bare::default());
    let folder = a.object(1).into_folder().unwrap();
    folder.empty_folder(ProgressUi::none().progress(&given), EmptyFolderFlags::empty()).unwrap();
    let progress = a.bottom.0.lock().unwrap().progress.clone().unwrap();
    a.all_methods(false, Interface::IMAPIProgress, || {
        forwarded! {
            progress.progress(1, 1, 1),
            progress.get_flags(),
            progress.get_max(),
            progress.get_min(),
            progress.set_limits(None, None, None),
        }
    });
}

#[test]
fn support_objects() {
    let a = stack();
    let support = a.bottom.0.lock().unwrap().support.clone().unwrap();
    let (table, prop): (Arc<dyn IMAPITable>, Arc<dyn IMAPIProp>) =
        (Arc::new(Bare::default()), Arc::new(Bare::default()));
    let key = NotificationKey::new([1]);
    let copy = CopyMessagesRequest::new(&[], &a.folder);
    let copy_folder = CopyFolderRequest::new(&a.id, &a.folder);
    let copy_to = CopyToRequest::new(a.uid, &a.object);
    let copy_props = CopyPropsRequest::new(&[TAG], a.uid, &a.object);
    a.all_methods(false, Interface::IMAPISupport, || {
        forwarded! {
            support.get_last_error(MAPI_E_BUSY, StringWidth::empty()),
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
            support.copy_folder(&SupportCopyFolderRequest::new(&a.folder, copy_folder)),
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
    });
}
