//! `IMsgServiceAdmin`: the message services of a profile.

use std::any::Any;
use std::sync::Arc;

use super::{
    IMAPITable, IProfSect, IProviderAdmin, MapiObject, OtherInterface, ParentWindow, no_interface, no_support,
};
use crate::mapi::{
    HResult, MapiErrorDetail, MapiResult, MapiString, MapiUid, OpenSectionFlags, PropValue, ServiceFlags,
    StringWidth, codes,
};

/// Changes the message services of a profile. Page: `imsgserviceadminiunknown`.
///
/// Implemented by MAPI; [`IMAPISession::admin_services`](crate::spi::IMAPISession::admin_services) answers
/// one. In every method `uid` is the `MAPIUID` of a message service, unless said otherwise.
pub trait IMsgServiceAdmin: Any + Send + Sync {
    /// `IMsgServiceAdmin::GetLastError`. Page: `imsgserviceadmin-getlasterror`. Codes:
    /// MAPI_E_BAD_CHARWIDTH. Default: no information.
    #[doc(alias = "GetLastError")]
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        Ok(None)
    }

    /// `IMsgServiceAdmin::GetMsgServiceTable`. Page: `imsgserviceadmin-getmsgservicetable`. `flags`: zero.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetMsgServiceTable")]
    fn get_msg_service_table(&self, flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `IMsgServiceAdmin::CreateMsgService`. Page: `imsgserviceadmin-createmsgservice`.
    ///
    /// Adds a service of MapiSvc.inf to the profile. Codes: MAPI_E_NOT_FOUND. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CreateMsgService")]
    fn create_msg_service(&self, request: &CreateServiceRequest<'_>) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgServiceAdmin::DeleteMsgService`. Page: `imsgserviceadmin-deletemsgservice`. Codes:
    /// MAPI_E_NOT_FOUND. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "DeleteMsgService")]
    fn delete_msg_service(&self, uid: &MapiUid) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgServiceAdmin::CopyMsgService`. Page: `imsgserviceadmin-copymsgservice`. Codes: MAPI_E_NO_ACCESS
    /// (there may be one only), MAPI_E_NOT_FOUND. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CopyMsgService")]
    fn copy_msg_service(&self, request: &CopyServiceRequest<'_>) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgServiceAdmin::RenameMsgService`. Page: `imsgserviceadmin-renamemsgservice`.
    ///
    /// Deprecated; the page says that it answers MAPI_E_NO_SUPPORT always. `flags`: reserved, zero. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "RenameMsgService")]
    fn rename_msg_service(&self, uid: &MapiUid, flags: u32, display_name: &MapiString) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgServiceAdmin::ConfigureMsgService`. Page: `imsgserviceadmin-configuremsgservice`.
    ///
    /// Has the service's entry point configure it. Codes: MAPI_E_EXTENDED_ERROR (the service's own error),
    /// MAPI_E_NOT_FOUND, MAPI_E_NOT_INITIALIZED (the service has no entry point), MAPI_E_USER_CANCEL.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "ConfigureMsgService")]
    fn configure_msg_service(&self, request: &ConfigureServiceRequest<'_>) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgServiceAdmin::OpenProfileSection`. Page: `imsgserviceadmin-openprofilesection`.
    ///
    /// `uid`: of the section; `interface`: `None` is `IProfSect`. Codes: MAPI_E_NO_ACCESS,
    /// MAPI_E_NOT_FOUND. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenProfileSection")]
    fn open_profile_section(
        &self,
        uid: &MapiUid,
        interface: Option<MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        no_support()
    }

    /// `IMsgServiceAdmin::MsgServiceTransportOrder`. Page: `imsgserviceadmin-msgservicetransportorder`.
    ///
    /// `uids`: of all transport providers of the profile, in the order they are to be called. `flags`:
    /// reserved, zero. Codes: MAPI_E_BUSY (the number of transports is another), MAPI_E_NOT_FOUND. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "MsgServiceTransportOrder")]
    fn msg_service_transport_order(&self, uids: &[MapiUid], flags: u32) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgServiceAdmin::AdminProviders`. Page: `imsgserviceadmin-adminproviders`. `flags`: zero. Codes:
    /// MAPI_E_NOT_FOUND. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "AdminProviders")]
    fn admin_providers(&self, uid: &MapiUid, flags: u32) -> MapiResult<Arc<dyn IProviderAdmin>> {
        no_support()
    }

    /// `IMsgServiceAdmin::SetPrimaryIdentity`. Page: `imsgserviceadmin-setprimaryidentity`.
    ///
    /// Which service gives the primary identity; `None` clears it. `flags`: reserved, zero. Codes:
    /// MAPI_E_NO_ACCESS (`SERVICE_NO_PRIMARY_IDENTITY`). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetPrimaryIdentity")]
    fn set_primary_identity(&self, uid: Option<&MapiUid>, flags: u32) -> MapiResult<()> {
        no_support()
    }

    /// `IMsgServiceAdmin::GetProviderTable`. Page: `imsgserviceadmin-getprovidertable`. `flags`: zero.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetProviderTable")]
    fn get_provider_table(&self, flags: u32) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `QueryInterface` for `IID_IMsgServiceAdmin2`, which the same object has in newer versions of MAPI. Page:
    /// `imsgserviceadmin2imsgserviceadmin`. Codes and default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    fn query_admin2(self: Arc<Self>) -> MapiResult<Arc<dyn IMsgServiceAdmin2>> {
        Err(codes::MAPI_E_INTERFACE_NOT_SUPPORTED.into())
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IMsgServiceAdmin);

/// What later versions of MAPI added to [`IMsgServiceAdmin`]. Page: `imsgserviceadmin2imsgserviceadmin`.
///
/// [`IMsgServiceAdmin::query_admin2`] answers it.
pub trait IMsgServiceAdmin2: IMsgServiceAdmin {
    /// `IMsgServiceAdmin2::CreateMsgServiceEx`. Page: `imsgserviceadmin2-createmsgserviceex`.
    ///
    /// As [`create_msg_service`](IMsgServiceAdmin::create_msg_service), and answers the `MAPIUID` of the new service.
    /// Codes: MAPI_E_NOT_FOUND. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CreateMsgServiceEx")]
    fn create_msg_service_ex(&self, request: &CreateServiceRequest<'_>) -> MapiResult<MapiUid> {
        no_support()
    }
}

debug_as_name!(IMsgServiceAdmin2);

/// Arguments of `IMsgServiceAdmin::CreateMsgService` and `IMsgServiceAdmin2::CreateMsgServiceEx`. Page:
/// `imsgserviceadmin-createmsgservice`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CreateServiceRequest<'a> {
    /// `lpszService`: the name in the `[Services]` section of MapiSvc.inf.
    pub service: &'a MapiString,
    /// `lpszDisplayName`: ignored if MapiSvc.inf has a display name.
    pub display_name: &'a MapiString,
    /// `ulUIParam`.
    pub window: ParentWindow<'a>,
    /// `ulFlags`.
    pub flags: ServiceFlags,
}

impl<'a> CreateServiceRequest<'a> {
    /// Adds a service without asking the user.
    pub fn new(service: &'a MapiString, display_name: &'a MapiString) -> Self {
        Self { service, display_name, window: ParentWindow::none(), flags: ServiceFlags::empty() }
    }

    setters! {
        /// The parent window.
        window: ParentWindow<'a>,
        /// The flags.
        flags: ServiceFlags,
    }
}

/// Arguments of `IMsgServiceAdmin::CopyMsgService`. Page: `imsgserviceadmin-copymsgservice`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CopyServiceRequest<'a> {
    /// `lpUID`: the service to copy.
    pub uid: &'a MapiUid,
    /// `lpszDisplayName`: deprecated.
    pub display_name: Option<&'a MapiString>,
    /// `lpInterfaceToCopy`: `None` is `IProfSect`.
    pub interface_to_copy: Option<MapiUid>,
    /// `lpInterfaceDst`: `None` is `IMAPISession`.
    pub destination_interface: Option<MapiUid>,
    /// `lpObjectDst`: a session or a service administration object.
    pub destination: &'a MapiObject,
    /// `ulUIParam`.
    pub window: ParentWindow<'a>,
    /// `ulFlags`: `SERVICE_UI_ALWAYS`.
    pub flags: ServiceFlags,
}

impl<'a> CopyServiceRequest<'a> {
    /// Copies a service without showing its property sheet.
    pub fn new(uid: &'a MapiUid, destination: &'a MapiObject) -> Self {
        Self {
            uid,
            display_name: None,
            interface_to_copy: None,
            destination_interface: None,
            destination,
            window: ParentWindow::none(),
            flags: ServiceFlags::empty(),
        }
    }

    setters! {
        /// Deprecated.
        display_name: Option<&'a MapiString>,
        /// How the service's section is to be accessed.
        interface_to_copy: Option<MapiUid>,
        /// How the destination is to be accessed.
        destination_interface: Option<MapiUid>,
        /// The parent window.
        window: ParentWindow<'a>,
        /// The flags.
        flags: ServiceFlags,
    }
}

/// Arguments of `IMsgServiceAdmin::ConfigureMsgService`. Page: `imsgserviceadmin-configuremsgservice`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ConfigureServiceRequest<'a> {
    /// `lpUID`: the service.
    pub uid: &'a MapiUid,
    /// `ulUIParam`.
    pub window: ParentWindow<'a>,
    /// `ulFlags`.
    pub flags: ServiceFlags,
    /// `lpProps`: what to configure with.
    pub props: &'a [PropValue],
}

impl<'a> ConfigureServiceRequest<'a> {
    /// Configures with what the profile has.
    pub fn new(uid: &'a MapiUid) -> Self {
        Self { uid, window: ParentWindow::none(), flags: ServiceFlags::empty(), props: &[] }
    }

    setters! {
        /// The parent window.
        window: ParentWindow<'a>,
        /// The flags.
        flags: ServiceFlags,
    }

    list_setters! {
        /// What to configure with.
        props: [PropValue],
    }
}
