//! `IMAPISession`: the client's side of a session.

use std::any::Any;
use std::sync::Arc;

use super::{
    Connection, IAddrBook, IMAPIAdviseSink, IMAPIClientShutdown, IMAPIFolder, IMAPITable, IMessage,
    IMsgServiceAdmin, IMsgStore, IProfSect, MapiObject, OpenEntryRequest, OpenStoreRequest, OtherInterface,
    ParentWindow, no_interface, no_support,
};
use crate::mapi::{
    Access, AddressBookFlags, DefaultStoreFlags, EntryId, EventMask, HResult, MapiErrorDetail, MapiResult,
    MapiString, MapiUid, MessageFlags, MessageStatus, OpenSectionFlags, PropValue, SessionLogoffFlags,
    ShowFormFlags, StringWidth, Warned,
};

/// A MAPI session. Page: `imapisessioniunknown`. Implemented by MAPI; clients call nothing else to begin
/// with.
pub trait IMAPISession: Any + Send + Sync {
    /// `IMAPISession::GetLastError`. Page: `imapisession-getlasterror`. Codes: MAPI_E_BAD_CHARWIDTH.
    /// Default: no information.
    #[doc(alias = "GetLastError")]
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        Ok(None)
    }

    /// `IMAPISession::GetMsgStoresTable`. Page: `imapisession-getmsgstorestable`.
    ///
    /// The table of the stores in the profile. Codes: MAPI_E_BAD_CHARWIDTH. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetMsgStoresTable")]
    fn get_msg_stores_table(&self, width: StringWidth) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `IMAPISession::OpenMsgStore`. Page: `imapisession-openmsgstore`.
    ///
    /// Opens a store: the nine steps begin. Codes: MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND, MAPI_E_LOGON_FAILED
    /// (with `MDB_NO_DIALOG`), MAPI_E_UNKNOWN_CPID, MAPI_E_UNKNOWN_LCID; warning MAPI_W_ERRORS_RETURNED.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenMsgStore")]
    fn open_msg_store(&self, request: &OpenStoreRequest<'_>) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
        no_support()
    }

    /// `IMAPISession::OpenAddressBook`. Page: `imapisession-openaddressbook`.
    ///
    /// `interface`: `None` is `IAddrBook`; `flags`: `AB_NO_DIALOG`. Codes: warning MAPI_W_ERRORS_RETURNED (an
    /// address book provider is missing). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenAddressBook")]
    fn open_address_book(
        &self,
        window: ParentWindow<'_>,
        interface: Option<MapiUid>,
        flags: AddressBookFlags,
    ) -> MapiResult<Warned<Arc<dyn IAddrBook>>> {
        no_support()
    }

    /// `IMAPISession::OpenProfileSection`. Page: `imapisession-openprofilesection`.
    ///
    /// `interface`: `None` is `IProfSect`. Codes: MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenProfileSection")]
    fn open_profile_section(
        &self,
        uid: &MapiUid,
        interface: Option<MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        no_support()
    }

    /// `IMAPISession::GetStatusTable`. Page: `imapisession-getstatustable`.
    ///
    /// The table of the session's resources. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetStatusTable")]
    fn get_status_table(&self, width: StringWidth) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `IMAPISession::OpenEntry`. Page: `imapisession-openentry`.
    ///
    /// Opens an object of whichever provider it belongs to. Codes: MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND,
    /// MAPI_E_UNKNOWN_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenEntry")]
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        no_support()
    }

    /// `IMAPISession::CompareEntryIDs`. Page: `imapisession-compareentryids`.
    ///
    /// `flags`: reserved, zero. Codes: MAPI_E_UNKNOWN_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CompareEntryIDs")]
    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        no_support()
    }

    /// `IMAPISession::Advise`. Page: `imapisession-advise`.
    ///
    /// Registers `sink` for `events` on an object, or with `None` for those of the session itself. Codes:
    /// MAPI_E_INVALID_ENTRYID, MAPI_E_NO_SUPPORT, MAPI_E_UNKNOWN_ENTRYID. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Advise")]
    fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        no_support()
    }

    /// `IMAPISession::Unadvise`. Page: `imapisession-unadvise`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Unadvise")]
    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISession::MessageOptions`: in the vtable, but not supported and without a page. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "MessageOptions")]
    fn message_options(&self, request: &MessageOptionsRequest<'_>) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISession::QueryDefaultMessageOpt`: in the vtable, but not supported and without a page.
    /// `address_type`: whose default options. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "QueryDefaultMessageOpt")]
    fn query_default_message_opt(
        &self,
        address_type: &MapiString,
        width: StringWidth,
    ) -> MapiResult<Vec<PropValue>> {
        no_support()
    }

    /// `IMAPISession::EnumAdrTypes`. Page: `imapisession-enumadrtypes`.
    ///
    /// The address types that the session's transports handle. Deprecated. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "EnumAdrTypes")]
    fn enum_adr_types(&self, width: StringWidth) -> MapiResult<Vec<MapiString>> {
        no_support()
    }

    /// `IMAPISession::QueryIdentity`. Page: `imapisession-queryidentity`.
    ///
    /// The identifier of the primary identity. Codes: warning MAPI_W_NO_SERVICE (there is none). Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "QueryIdentity")]
    fn query_identity(&self) -> MapiResult<Warned<Option<EntryId>>> {
        no_support()
    }

    /// `IMAPISession::Logoff`. Page: `imapisession-logoff`.
    ///
    /// Ends the session. `flags`: `MAPI_LOGOFF_SHARED`, `MAPI_LOGOFF_UI`; `reserved`: zero. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "Logoff")]
    fn logoff(&self, window: ParentWindow<'_>, flags: SessionLogoffFlags, reserved: u32) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISession::SetDefaultStore`. Page: `imapisession-setdefaultstore`.
    ///
    /// `flags`: exactly one; `entry_id`: `None` leaves no store selected. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetDefaultStore")]
    fn set_default_store(&self, flags: DefaultStoreFlags, entry_id: Option<&EntryId>) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISession::AdminServices`. Page: `imapisession-adminservices`. `flags`: reserved, zero. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "AdminServices")]
    fn admin_services(&self, flags: u32) -> MapiResult<Arc<dyn IMsgServiceAdmin>> {
        no_support()
    }

    /// `IMAPISession::ShowForm`. Page: `imapisession-showform`. Codes: MAPI_E_USER_CANCEL. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "ShowForm")]
    fn show_form(&self, request: &ShowFormRequest<'_>) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPISession::PrepareForm`. Page: `imapisession-prepareform`.
    ///
    /// A token by which `ShowForm` will find the message. `interface`: `None` or `IID_IMessage`. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "PrepareForm")]
    fn prepare_form(&self, interface: Option<MapiUid>, message: &Arc<dyn IMessage>) -> MapiResult<u32> {
        no_support()
    }

    /// `QueryInterface` for `IID_IMAPIClientShutdown`: the session object's other interface, by which a client leaves
    /// without releasing anything. Page: `imapiclientshutdowniunknown`. Default: none.
    #[doc(alias = "QueryInterface")]
    fn client_shutdown(self: Arc<Self>) -> Option<Arc<dyn IMAPIClientShutdown>> {
        None
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IMAPISession);

/// Arguments of `IMAPISession::MessageOptions`. It has no page.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MessageOptionsRequest<'a> {
    /// `ulUIParam`.
    pub window: ParentWindow<'a>,
    /// `ulFlags`: `MAPI_UNICODE`.
    pub width: StringWidth,
    /// `lpszAdrType`: whose options.
    pub address_type: &'a MapiString,
    /// `lpMessage`.
    pub message: &'a Arc<dyn IMessage>,
}

impl<'a> MessageOptionsRequest<'a> {
    /// The options of a message for one address type.
    pub fn new(address_type: &'a MapiString, message: &'a Arc<dyn IMessage>) -> Self {
        Self { window: ParentWindow::none(), width: StringWidth::empty(), address_type, message }
    }

    setters! {
        /// The parent window.
        window: ParentWindow<'a>,
        /// Whether the strings are Unicode.
        width: StringWidth,
    }
}

/// Arguments of `IMAPISession::ShowForm`. Page: `imapisession-showform`. `lpMessageSent` is reserved and
/// left out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ShowFormRequest<'a> {
    /// `ulUIParam`.
    pub window: ParentWindow<'a>,
    /// `lpMsgStore`: the store that holds the folder.
    pub store: &'a Arc<dyn IMsgStore>,
    /// `lpParentFolder`: the folder that holds the message.
    pub folder: &'a Arc<dyn IMAPIFolder>,
    /// `lpInterface`: `None` or `IID_IMessage`.
    pub interface: Option<MapiUid>,
    /// `ulMessageToken`: what `PrepareForm` answered.
    pub message_token: u32,
    /// `ulFlags`: `MAPI_NEW_MESSAGE`, `MAPI_POST_MESSAGE`.
    pub flags: ShowFormFlags,
    /// `ulMessageStatus`: the message's `PR_MSG_STATUS`.
    pub message_status: MessageStatus,
    /// `ulMessageFlags`: the message's `PR_MESSAGE_FLAGS`.
    pub message_flags: MessageFlags,
    /// `ulAccess`: the message's `PR_ACCESS`.
    pub access: Access,
    /// `lpszMessageClass`: the message's `PR_MESSAGE_CLASS`.
    pub message_class: &'a MapiString,
}

impl<'a> ShowFormRequest<'a> {
    /// Shows a saved message without status and flags.
    pub fn new(
        store: &'a Arc<dyn IMsgStore>,
        folder: &'a Arc<dyn IMAPIFolder>,
        message_token: u32,
        message_class: &'a MapiString,
    ) -> Self {
        Self {
            window: ParentWindow::none(),
            store,
            folder,
            interface: None,
            message_token,
            flags: ShowFormFlags::empty(),
            message_status: MessageStatus::empty(),
            message_flags: MessageFlags::empty(),
            access: Access::empty(),
            message_class,
        }
    }

    setters! {
        /// The parent window.
        window: ParentWindow<'a>,
        /// How the message is to be accessed.
        interface: Option<MapiUid>,
        /// The flags.
        flags: ShowFormFlags,
        /// The message's status.
        message_status: MessageStatus,
        /// The message's flags.
        message_flags: MessageFlags,
        /// The access to the message.
        access: Access,
    }
}
