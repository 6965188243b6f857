//! `IProviderAdmin`: the providers of a message service.

use std::any::Any;
use std::sync::Arc;

use super::{IMAPITable, IProfSect, OtherInterface, ParentWindow, no_interface, no_support};
use crate::mapi::{
    CreateProviderFlags, HResult, MapiErrorDetail, MapiResult, MapiString, MapiUid, OpenSectionFlags,
    PropValue, StringWidth,
};

/// Works with the providers of one message service. Page: `iprovideradminiunknown`.
///
/// Implemented by MAPI; a service's entry point is given one, clients get one from
/// [`IMsgServiceAdmin`](crate::spi::IMsgServiceAdmin).
pub trait IProviderAdmin: Any + Send + Sync {
    /// `IProviderAdmin::GetLastError`. Page: `iprovideradmin-getlasterror`. Codes: MAPI_E_BAD_CHARWIDTH.
    /// Default: no information.
    #[doc(alias = "GetLastError")]
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        Ok(None)
    }

    /// `IProviderAdmin::GetProviderTable`. Page: `iprovideradmin-getprovidertable`.
    ///
    /// The table of the service's providers. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetProviderTable")]
    fn get_provider_table(&self, width: StringWidth) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `IProviderAdmin::CreateProvider`. Page: `iprovideradmin-createprovider`.
    ///
    /// Adds a provider to the service; the answer is the `MAPIUID` of its section. Codes:
    /// MAPI_E_USER_CANCEL. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CreateProvider")]
    fn create_provider(&self, request: &CreateProviderRequest<'_>) -> MapiResult<MapiUid> {
        no_support()
    }

    /// `IProviderAdmin::DeleteProvider`. Page: `iprovideradmin-deleteprovider`. Codes: MAPI_E_NOT_FOUND.
    /// Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "DeleteProvider")]
    fn delete_provider(&self, uid: &MapiUid) -> MapiResult<()> {
        no_support()
    }

    /// `IProviderAdmin::OpenProfileSection`. Page: `iprovideradmin-openprofilesection`.
    ///
    /// Opens a section of the profile; `None` is for service entry points only. `interface`: `None` is
    /// `IProfSect`. Codes: MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenProfileSection")]
    fn open_profile_section(
        &self,
        uid: Option<&MapiUid>,
        interface: Option<MapiUid>,
        flags: OpenSectionFlags,
    ) -> MapiResult<Arc<dyn IProfSect>> {
        no_support()
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IProviderAdmin);

/// Arguments of `IProviderAdmin::CreateProvider`. Page: `iprovideradmin-createprovider`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CreateProviderRequest<'a> {
    /// `lpszProvider`: the provider's name in the configuration of its service.
    pub provider: &'a MapiString,
    /// `lpProps`: its properties.
    pub props: &'a [PropValue],
    /// `ulUIParam`: used with `MAPI_DIALOG`.
    pub window: ParentWindow<'a>,
    /// `ulFlags`: `MAPI_DIALOG`, `MAPI_UNICODE`.
    pub flags: CreateProviderFlags,
}

impl<'a> CreateProviderRequest<'a> {
    /// Adds a provider without asking the user.
    pub fn new(provider: &'a MapiString) -> Self {
        Self { provider, props: &[], window: ParentWindow::none(), flags: CreateProviderFlags::empty() }
    }

    setters! {
        /// The parent window.
        window: ParentWindow<'a>,
        /// The flags.
        flags: CreateProviderFlags,
    }

    list_setters! {
        /// The provider's properties.
        props: [PropValue],
    }
}
