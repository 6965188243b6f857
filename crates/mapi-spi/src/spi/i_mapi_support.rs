//! `IMAPISupport`: what MAPI does for a provider.

use std::any::Any;
use std::sync::Arc;

use super::{
    AddressAnswer, AddressRequest, Connection, CountedBy, DetailsAnswer, DetailsRequest, DoCopyPropsRequest,
    DoCopyToRequest, IAddrBook, IMAPIProgress, IMAPITable, IMessage, IProfSect, IStorage, MakeInvalidRequest,
    MapiObject, MemAllocRoutines, NewEntryRequest, OneOffRequest, OpenEntryRequest, OpenTemplateRequest,
    OtherInterface, ParentWindow, PropsheetRequest, RegisterPreprocessorRequest, SpoolerNotifyData,
    SubscribeRequest, Support, SupportCopyFolderRequest, SupportCopyMessagesRequest, no_interface,
    no_support,
};
use crate::mapi::{
    EntryId, HResult, LogoffFlags, MapiErrorDetail, MapiResult, MapiUid, ModifyProfileFlags, Notification,
    NotificationKey, NotifyFlags, OpenSectionFlags, ProgressFlags, PropProblem, PropValue, ReadReceiptFlags,
    RecipientNeeds, Row, SpoolerNotifyFlags, StatusRowFlags, StorageFlags, StringWidth, Warned,
};

/// The support object. Page: `imapisupportiunknown`.
///
/// There are kinds for address books, stores, transports and message services; methods not meant for a kind
/// answer MAPI_E_NO_SUPPORT [LOAD-16]. The text of a method says whom it is for if store providers are not
/// among them. Held as [`Support`], never as an `Arc`, so that its references are counted.
///
/// The 39 methods are those of the page. `UpdatePAB` and `Preprocess` of older headers have no page and are left out.
pub trait IMAPISupport: Any + Send + Sync {
    /// `IUnknown::AddRef`, called by [`Support::clone`]: one reference more; the answer is the new count. Required.
    #[doc(alias = "AddRef")]
    fn add_ref(&self, counted: CountedBy) -> u32;

    /// `IUnknown::Release`, called when a [`Support`] is dropped: one reference fewer; the answer is the new
    /// count, 0 at the last one. The provider may be calling from anywhere, so no lock is held. Required.
    #[doc(alias = "Release")]
    fn release(&self, counted: CountedBy) -> u32;

    /// `IMAPISupport::GetLastError`. Page: `imapisupport-getlasterror`. Codes: MAPI_E_BAD_CHARWIDTH.
    /// Default: no information.
    #[doc(alias = "GetLastError")]
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        Ok(None)
    }

    /// `IMAPISupport::GetMemAllocRoutines`. Page: `imapisupport-getmemallocroutines`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetMemAllocRoutines")]
    fn get_mem_alloc_routines(&self) -> MapiResult<MemAllocRoutines> {
        no_support()
    }

    /// `IMAPISupport::Subscribe`. Page: `imapisupport-subscribe`.
    ///
    /// Registers an advise sink with MAPI, which keeps a reference on it. For address books and stores.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Subscribe")]
    fn subscribe(&self, request: &SubscribeRequest<'_>) -> MapiResult<Connection> {
        no_support()
    }

    /// `IMAPISupport::Unsubscribe`. Page: `imapisupport-unsubscribe`. Codes: MAPI_E_NOT_FOUND. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "Unsubscribe")]
    fn unsubscribe(&self, connection: Connection) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::Notify`. Page: `imapisupport-notify`.
    ///
    /// Sends notifications to the sinks subscribed under `key`. `flags`: `MAPI_UNICODE`; the answer is the
    /// value on output: `NOTIFY_CANCELED`, the same bit, if a synchronous callback stopped it. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "Notify")]
    fn notify(
        &self,
        key: &NotificationKey,
        notifications: &[Notification],
        flags: NotifyFlags,
    ) -> MapiResult<NotifyFlags> {
        no_support()
    }

    /// `IMAPISupport::ModifyStatusRow`. Page: `imapisupport-modifystatusrow`.
    ///
    /// Adds the provider's row to the status table, or with `STATUSROW_UPDATE` changes it. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "ModifyStatusRow")]
    fn modify_status_row(&self, columns: &[PropValue], flags: StatusRowFlags) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::OpenProfileSection`. Page: `imapisupport-openprofilesection`.
    ///
    /// Opens a section of the profile; `None` is the caller's own. MAPI may call `CompareStoreIDs` of the
    /// caller meanwhile [LOAD-13]. Codes: MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND, MAPI_E_UNKNOWN_FLAGS. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenProfileSection")]
    fn open_profile_section(
        &self,
        uid: Option<&MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        no_support()
    }

    /// `IMAPISupport::RegisterPreprocessor`. Page: `imapisupport-registerpreprocessor`. For transports only.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "RegisterPreprocessor")]
    fn register_preprocessor(&self, request: &RegisterPreprocessorRequest<'_>) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::NewUID`. Page: `imapisupport-newuid`. A new unique identifier. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "NewUID")]
    fn new_uid(&self) -> MapiResult<MapiUid> {
        no_support()
    }

    /// `IMAPISupport::MakeInvalid`. Page: `imapisupport-makeinvalid`.
    ///
    /// Makes an object of the provider unusable though clients still hold it. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "MakeInvalid")]
    fn make_invalid(&self, request: &MakeInvalidRequest<'_>) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::SpoolerYield`. Page: `imapisupport-spooleryield`.
    ///
    /// For transports only. `flags`: reserved, zero. Codes: warning MAPI_W_CANCEL_MESSAGE. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "SpoolerYield")]
    fn spooler_yield(&self, flags: u32) -> MapiResult<Warned<()>> {
        no_support()
    }

    /// `IMAPISupport::SpoolerNotify`. Page: `imapisupport-spoolernotify`.
    ///
    /// Tells the spooler of a change. Store providers use `NOTIFY_NEWMAIL_RECEIVED`, with the message as
    /// `data`, and `NOTIFY_READYTOSEND`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SpoolerNotify")]
    fn spooler_notify(&self, flags: SpoolerNotifyFlags, data: Option<&SpoolerNotifyData>) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::CreateOneOff`. Page: `imapisupport-createoneoff`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CreateOneOff")]
    fn create_one_off(&self, request: &OneOffRequest<'_>) -> MapiResult<EntryId> {
        no_support()
    }

    /// `IMAPISupport::SetProviderUID`. Page: `imapisupport-setprovideruid`.
    ///
    /// Registers a `MAPIUID` by which MAPI knows the identifiers of this logon. For address books and
    /// stores. `flags`: reserved, zero. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetProviderUID")]
    fn set_provider_uid(&self, uid: &MapiUid, flags: u32) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::CompareEntryIDs`. Page: `imapisupport-compareentryids`.
    ///
    /// `flags`: reserved, zero. Codes: MAPI_E_UNKNOWN_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CompareEntryIDs")]
    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        no_support()
    }

    /// `IMAPISupport::OpenTemplateID`. Page: `imapisupport-opentemplateid`. For address books only. Codes:
    /// MAPI_E_UNKNOWN_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenTemplateID")]
    fn open_template_id(&self, request: &OpenTemplateRequest<'_>) -> MapiResult<MapiObject> {
        no_support()
    }

    /// `IMAPISupport::OpenEntry`. Page: `imapisupport-openentry`.
    ///
    /// Opens an object of whichever provider it belongs to. Codes: MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND,
    /// MAPI_E_UNKNOWN_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenEntry")]
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        no_support()
    }

    /// `IMAPISupport::GetOneOffTable`. Page: `imapisupport-getoneofftable`. For address books only. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetOneOffTable")]
    fn get_one_off_table(&self, width: StringWidth) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `IMAPISupport::Address`. Page: `imapisupport-address`. For address books only. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "Address")]
    fn address(&self, request: &AddressRequest<'_>) -> MapiResult<AddressAnswer> {
        no_support()
    }

    /// `IMAPISupport::Details`. Page: `imapisupport-details`. For address books only. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "Details")]
    fn details(&self, request: &DetailsRequest<'_>) -> MapiResult<DetailsAnswer> {
        no_support()
    }

    /// `IMAPISupport::NewEntry`. Page: `imapisupport-newentry`. For address books only. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "NewEntry")]
    fn new_entry(&self, request: &NewEntryRequest<'_>) -> MapiResult<EntryId> {
        no_support()
    }

    /// `IMAPISupport::DoConfigPropsheet`. Page: `imapisupport-doconfigpropsheet`. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "DoConfigPropsheet")]
    fn do_config_propsheet(&self, request: &PropsheetRequest<'_>) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::CopyMessages`. Page: `imapisupport-copymessages`.
    ///
    /// Copies or moves messages between folders for `IMAPIFolder::CopyMessages`. For stores only. Codes:
    /// MAPI_E_USER_CANCEL. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CopyMessages")]
    fn copy_messages(&self, request: &SupportCopyMessagesRequest<'_>) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::CopyFolder`. Page: `imapisupport-copyfolder`.
    ///
    /// Copies or moves a folder for `IMAPIFolder::CopyFolder`. For stores only. Codes: MAPI_E_COLLISION;
    /// warning MAPI_W_PARTIAL_COMPLETION. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CopyFolder")]
    fn copy_folder(&self, request: &SupportCopyFolderRequest<'_>) -> MapiResult<Warned<()>> {
        no_support()
    }

    /// `IMAPISupport::DoCopyTo`. Page: `imapisupport-docopyto`.
    ///
    /// Copies or moves all properties for `IMAPIProp::CopyTo`. For stores only. Codes: MAPI_E_COLLISION,
    /// MAPI_E_FOLDER_CYCLE, MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_ACCESS, MAPI_E_INVALID_PARAMETER.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "DoCopyTo")]
    fn do_copy_to(&self, request: &DoCopyToRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        no_support()
    }

    /// `IMAPISupport::DoCopyProps`. Page: `imapisupport-docopyprops`.
    ///
    /// Copies or moves properties for `IMAPIProp::CopyProps`. For stores only. Codes: MAPI_E_COLLISION,
    /// MAPI_E_FOLDER_CYCLE, MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_ACCESS. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "DoCopyProps")]
    fn do_copy_props(&self, request: &DoCopyPropsRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        no_support()
    }

    /// `IMAPISupport::DoProgressDialog`. Page: `imapisupport-doprogressdialog`.
    ///
    /// MAPI's progress object. For address books and stores. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "DoProgressDialog")]
    fn do_progress_dialog(
        &self,
        window: ParentWindow<'_>,
        flags: ProgressFlags,
    ) -> MapiResult<Arc<dyn IMAPIProgress>> {
        no_support()
    }

    /// `IMAPISupport::ReadReceipt`. Page: `imapisupport-readreceipt`.
    ///
    /// Makes a report that `read` was read, or with `MAPI_NON_READ` that it was not. `lppEmptyMessage` is in
    /// and out: `empty` is the message to fill, the answer the report to submit, if there is one. For
    /// stores only. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "ReadReceipt")]
    fn read_receipt(
        &self,
        flags: ReadReceiptFlags,
        read: &Arc<dyn IMessage>,
        empty: Option<Arc<dyn IMessage>>,
    ) -> MapiResult<Option<Arc<dyn IMessage>>> {
        no_support()
    }

    /// `IMAPISupport::PrepareSubmit`. Page: `imapisupport-preparesubmit`.
    ///
    /// Prepares a message for the spooler; waits until that is up. `flags`: reserved, zero; nothing comes
    /// back in it. For stores only. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "PrepareSubmit")]
    fn prepare_submit(&self, message: &Arc<dyn IMessage>, flags: u32) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::ExpandRecips`. Page: `imapisupport-expandrecips`.
    ///
    /// Completes the recipients of a message; the answer says whether it needs preprocessing or the
    /// spooler. For stores only. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "ExpandRecips")]
    fn expand_recips(&self, message: &Arc<dyn IMessage>) -> MapiResult<RecipientNeeds> {
        no_support()
    }

    /// `IMAPISupport::DoSentMail`. Page: `imapisupport-dosentmail`.
    ///
    /// Moves or deletes a message that was sent. `flags`: reserved, zero. For stores only. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "DoSentMail")]
    fn do_sent_mail(&self, flags: u32, message: &Arc<dyn IMessage>) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::OpenAddressBook`. Page: `imapisupport-openaddressbook`.
    ///
    /// `interface`: `None` or `IID_IAddrBook`; `flags`: reserved, zero. Codes: warning
    /// MAPI_W_ERRORS_RETURNED (an address book provider is missing). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenAddressBook")]
    fn open_address_book(
        &self,
        interface: Option<MapiUid>,
        flags: u32,
    ) -> MapiResult<Warned<Arc<dyn IAddrBook>>> {
        no_support()
    }

    /// `IMAPISupport::CompleteMsg`. Page: `imapisupport-completemsg`.
    ///
    /// What is to be done after a message was sent. `flags`: reserved, zero. For stores only. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "CompleteMsg")]
    fn complete_msg(&self, flags: u32, entry_id: &EntryId) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::StoreLogoffTransports`. Page: `imapisupport-storelogofftransports`.
    ///
    /// Asks the spooler to let go of the store. `flags`: exactly one of `LOGOFF_ABORT`, `LOGOFF_NO_WAIT`,
    /// `LOGOFF_ORDERLY`, `LOGOFF_PURGE`, `LOGOFF_QUIET`; the answer is the value on output:
    /// `LOGOFF_COMPLETE`, `LOGOFF_INBOUND`, `LOGOFF_OUTBOUND`, `LOGOFF_OUTBOUND_QUEUE`. For stores only.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "StoreLogoffTransports")]
    fn store_logoff_transports(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        no_support()
    }

    /// `IMAPISupport::StatusRecips`. Page: `imapisupport-statusrecips`.
    ///
    /// Makes delivery and nondelivery reports. For transports only. Codes: warning MAPI_W_ERRORS_RETURNED.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "StatusRecips")]
    fn status_recips(&self, message: &Arc<dyn IMessage>, recipients: &[Row]) -> MapiResult<Warned<()>> {
        no_support()
    }

    /// `IMAPISupport::WrapStoreEntryID`. Page: `imapisupport-wrapstoreentryid`.
    ///
    /// Makes of a store's own identifier one by which MAPI finds the provider's DLL. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "WrapStoreEntryID")]
    fn wrap_store_entry_id(&self, entry_id: &EntryId) -> MapiResult<EntryId> {
        no_support()
    }

    /// `IMAPISupport::ModifyProfile`. Page: `imapisupport-modifyprofile`.
    ///
    /// Makes the store's profile section permanent, unless `flags` has `MDB_TEMPORARY`. For stores only.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "ModifyProfile")]
    fn modify_profile(&self, flags: ModifyProfileFlags) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISupport::IStorageFromStream`. Page: `imapisupport-istoragefromstream`.
    ///
    /// A storage on top of `stream`. `interface`: `None` or `IID_IStream`, or `IID_ILockBytes`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "IStorageFromStream")]
    fn i_storage_from_stream(
        &self,
        stream: &MapiObject,
        interface: Option<MapiUid>,
        flags: StorageFlags,
    ) -> MapiResult<Arc<dyn IStorage>> {
        no_support()
    }

    /// `IMAPISupport::GetSvcConfigSupportObj`. Page: `imapisupport-getsvcconfigsupportobj`.
    ///
    /// A support object of the message service kind, with a reference of its own. `flags`: reserved, zero.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetSvcConfigSupportObj")]
    fn get_svc_config_support_obj(&self, flags: u32) -> MapiResult<Support> {
        no_support()
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IMAPISupport);
