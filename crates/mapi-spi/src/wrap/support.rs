//! Support objects, whose references are counted one by one.

use std::any::Any;
use std::sync::Arc;

use super::mapi_side;
use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

/// Hands the methods of `IMAPISupport` to another macro, after what is given.
macro_rules! support_methods {
    ($then:ident! $($head:tt)*) => {
        $then! {
            $($head)*
            get_last_error(result: HResult, width: StringWidth) -> Option<MapiErrorDetail>;
            get_mem_alloc_routines() -> MemAllocRoutines;
            subscribe(request: &SubscribeRequest<'_>) -> Connection;
            unsubscribe(connection: Connection) -> ();
            notify(key: &NotificationKey, notifications: &[Notification], flags: NotifyFlags) -> NotifyFlags;
            modify_status_row(columns: &[PropValue], flags: StatusRowFlags) -> ();
            open_profile_section(uid: Option<&MapiUid>, flags: OpenSectionFlags) -> Arc<dyn IProfSect> => section;
            register_preprocessor(request: &RegisterPreprocessorRequest<'_>) -> ();
            new_uid() -> MapiUid;
            make_invalid(request: &MakeInvalidRequest<'_> => make_invalid) -> ();
            spooler_yield(flags: u32) -> Warned<()>;
            spooler_notify(flags: SpoolerNotifyFlags, data: Option<&SpoolerNotifyData>) -> ();
            create_one_off(request: &OneOffRequest<'_>) -> EntryId;
            set_provider_uid(uid: &MapiUid, flags: u32) -> ();
            compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> bool;
            open_template_id(request: &OpenTemplateRequest<'_> => template) -> MapiObject => object;
            open_entry(request: &OpenEntryRequest<'_>) -> MapiObject => object;
            get_one_off_table(width: StringWidth) -> Arc<dyn IMAPITable>;
            address(request: &AddressRequest<'_>) -> AddressAnswer;
            details(request: &DetailsRequest<'_>) -> ();
            new_entry(request: &NewEntryRequest<'_>) -> EntryId;
            do_config_propsheet(request: &PropsheetRequest<'_> => propsheet) -> ();
            copy_messages(request: &SupportCopyMessagesRequest<'_> => copy_messages) -> ();
            copy_folder(request: &SupportCopyFolderRequest<'_> => copy_folder) -> Warned<()>;
            do_copy_to(request: &DoCopyToRequest<'_> => do_copy_to) -> Vec<PropProblem>;
            do_copy_props(request: &DoCopyPropsRequest<'_> => do_copy_props) -> Vec<PropProblem>;
            do_progress_dialog(window: ParentWindow<'_>, flags: ProgressFlags) -> Arc<dyn IMAPIProgress> => progress;
            read_receipt(
                flags: ReadReceiptFlags,
                read: &Arc<dyn IMessage> => message,
                empty: Option<Arc<dyn IMessage>> => empty_message,
            ) -> Option<Arc<dyn IMessage>> => report;
            prepare_submit(message: &Arc<dyn IMessage> => message, flags: u32) -> ();
            expand_recips(message: &Arc<dyn IMessage> => message) -> RecipientNeeds;
            do_sent_mail(flags: u32, message: &Arc<dyn IMessage> => message) -> ();
            open_address_book(interface: Option<MapiUid>, flags: u32) -> Warned<Arc<dyn IAddrBook>>;
            complete_msg(flags: u32, entry_id: &EntryId) -> ();
            store_logoff_transports(flags: LogoffFlags) -> LogoffFlags;
            status_recips(message: &Arc<dyn IMessage> => message, recipients: &[Row]) -> Warned<()>;
            wrap_store_entry_id(entry_id: &EntryId) -> EntryId;
            modify_profile(flags: ModifyProfileFlags) -> ();
            i_storage_from_stream(
                stream: &MapiObject => object,
                interface: Option<MapiUid>,
                flags: StorageFlags,
            ) -> Arc<dyn IStorage>;
            get_svc_config_support_obj(flags: u32) -> Support => support;
        }
    };
}

/// Bends the support objects that the provider is given: by `Logon`, by `SpoolerLogon`, by the message service entry
/// point and by `GetSvcConfigSupportObj`.
pub trait BendSupport: Send + Sync {
    /// Comes before every method but `AddRef` and `Release`, whose name it is given: `IMAPISupport::method`. An error
    /// is the method's answer, and the method is not called.
    fn before(&self, inner: &dyn IMAPISupport, method: &'static str) -> MapiResult<()> {
        let _ = (inner, method);
        Ok(())
    }

    /// [`IMAPISupport::add_ref`], counted by `inner` unless bent.
    fn add_ref(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        inner.add_ref(counted)
    }

    /// [`IMAPISupport::release`], counted by `inner` unless bent.
    fn release(&self, inner: &dyn IMAPISupport, counted: CountedBy) -> u32 {
        inner.release(counted)
    }

    support_methods! { bend_methods! IMAPISupport of IMAPISupport; }
}

impl IMAPISupport for Wrapped<dyn IMAPISupport> {
    fn add_ref(&self, counted: CountedBy) -> u32 {
        self.inner().map_or(0, |inner| self.wrapper().bends.support.add_ref(inner, counted))
    }

    fn release(&self, counted: CountedBy) -> u32 {
        self.inner().map_or(0, |inner| self.wrapper().bends.support.release(inner, counted))
    }

    support_methods! { forward_methods! IMAPISupport to mapi_side support; }
}

impl Interface for dyn IMAPISupport {
    fn as_any(&self) -> &dyn Any {
        self
    }

    /// References are counted, so the end of the object itself is not a release.
    fn released(_wrapper: &Wrapper, inner: Arc<Self>) {
        drop(inner);
    }
}
