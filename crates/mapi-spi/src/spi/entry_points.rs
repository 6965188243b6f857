//! The entry points of a provider's DLL: `MSProviderInit` and `MSGSERVICEENTRY`.

use std::sync::Arc;

use super::{IMSProvider, IProviderAdmin, ParentWindow, Support};
use crate::mapi::{MapiResult, PropValue, ProviderInitFlags, ServiceContext, ServiceFlags, SpiVersion};

/// MAPI's memory routines: `lpAllocateBuffer`, `lpAllocateMore`, `lpFreeBuffer` and `lpMalloc`.
///
/// Rust owns its memory, so there is nothing to call; what is left is which subsystem's routines they are:
/// those that `MSProviderInit` gets are those that `GetMemAllocRoutines` answers.
#[doc(alias = "MAPIAllocateBuffer")]
#[doc(alias = "MAPIAllocateMore")]
#[doc(alias = "MAPIFreeBuffer")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemAllocRoutines(u32);

impl MemAllocRoutines {
    /// The routines of the subsystem with this ordinal.
    pub const fn new(ordinal: u32) -> Self {
        Self(ordinal)
    }

    /// The ordinal.
    pub const fn ordinal(self) -> u32 {
        self.0
    }
}

/// The entry point of a store provider's DLL. Page: `msproviderinit`.
///
/// A closure `Fn(&InitRequest) -> MapiResult<InitAnswer>` is one, too.
pub trait ProviderEntry: Send + Sync {
    /// `MSProviderInit`. Page: `msproviderinit`.
    ///
    /// Makes a provider object, one for each session that calls. Codes: MAPI_E_VERSION (the provider
    /// cannot work with MAPI's version). Required.
    #[doc(alias = "MSProviderInit")]
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer>;
}

debug_as_name!(ProviderEntry);

impl<F> ProviderEntry for F
where
    F: Fn(&InitRequest) -> MapiResult<InitAnswer> + Send + Sync,
{
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer> {
        self(request)
    }
}

/// Arguments of `MSProviderInit`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct InitRequest {
    instance: usize,
    process: u32,
    allocators: MemAllocRoutines,
    /// `ulFlags`: `MAPI_NT_SERVICE`.
    pub flags: ProviderInitFlags,
    /// `ulMAPIVer`: MAPI's version of the service provider interface.
    pub mapi_version: SpiVersion,
}

impl InitRequest {
    /// A request without flags from a MAPI of the current version.
    pub fn new(allocators: MemAllocRoutines) -> Self {
        let (flags, mapi_version) = (ProviderInitFlags::empty(), SpiVersion::CURRENT);
        Self { instance: 0, process: 0, allocators, flags, mapi_version }
    }

    /// `hInstance`: the DLL, to take resources from; 0 where the provider is in no DLL.
    pub const fn instance(&self) -> usize {
        self.instance
    }

    /// Which process has loaded the DLL: 0 for the client's, another number for the spooler's where that is a process of its own.
    /// MAPI has no such argument, since each process has its own DLL; who plays several processes in one needs it.
    pub const fn process(&self) -> u32 {
        self.process
    }

    /// The same in another process.
    #[must_use]
    pub const fn in_process(mut self, process: u32) -> Self {
        self.process = process;
        self
    }

    /// The memory routines.
    pub const fn allocators(&self) -> MemAllocRoutines {
        self.allocators
    }

    /// The same for the provider of this DLL.
    #[must_use]
    pub const fn of_instance(mut self, instance: usize) -> Self {
        self.instance = instance;
        self
    }

    setters! {
        /// The flags.
        flags: ProviderInitFlags,
        /// MAPI's version.
        mapi_version: SpiVersion,
    }
}

/// What a successful `MSProviderInit` returns.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InitAnswer {
    /// `lppMSProvider`. Absent only in a wrong provider: success promises one.
    pub provider: Option<Arc<dyn IMSProvider>>,
    /// `lpulProviderVer`: the provider's version of the service provider interface.
    pub version: SpiVersion,
}

impl InitAnswer {
    /// A provider of the current version.
    pub fn new(provider: Arc<dyn IMSProvider>) -> Self {
        Self { provider: Some(provider), version: SpiVersion::CURRENT }
    }

    /// A success that sets no provider object: wrong, and to be told from a failure.
    pub fn without_provider() -> Self {
        Self { provider: None, version: SpiVersion::CURRENT }
    }

    /// Another version.
    #[must_use]
    pub fn with_version(mut self, version: SpiVersion) -> Self {
        self.version = version;
        self
    }
}

/// The entry point of a message service. Page: `msgserviceentry`.
///
/// A closure `Fn(&ServiceRequest<'_>) -> MapiResult<()>` is one, too.
pub trait ServiceEntry: Send + Sync {
    /// `MSGSERVICEENTRY`. Page: `msgserviceentry`.
    ///
    /// Configures the service in the way `request.context` says. Codes: MAPI_E_UNCONFIGURED,
    /// MAPI_E_USER_CANCEL, MAPI_E_NO_SUPPORT (of a provider created or deleted), MAPI_E_BAD_CHARWIDTH; the
    /// error carries `lppMapiError`. Required.
    #[doc(alias = "MSGSERVICEENTRY")]
    #[doc(alias = "ServiceEntry")]
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()>;
}

debug_as_name!(ServiceEntry);

impl<F> ServiceEntry for F
where
    F: Fn(&ServiceRequest<'_>) -> MapiResult<()> + Send + Sync,
{
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        self(request)
    }
}

/// Arguments of `MSGSERVICEENTRY`. `lpMalloc` is left out: Rust owns its memory.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ServiceRequest<'a> {
    instance: usize,
    /// `lpMAPISup`: a message service's support object, good for this call only; do not keep it.
    pub support: &'a Support,
    /// `ulUIParam`.
    pub window: ParentWindow<'a>,
    /// `ulFlags`.
    pub flags: ServiceFlags,
    /// `ulContext`: what is going on.
    pub context: ServiceContext,
    /// `lpProps`: what to configure with, as far as it is known; used with `MSG_SERVICE_CONFIGURE` and
    /// `MSG_SERVICE_CREATE`.
    pub props: &'a [PropValue],
    /// `lpProviderAdmin`: the way to the profile sections of the service's providers.
    pub provider_admin: &'a Arc<dyn IProviderAdmin>,
}

impl<'a> ServiceRequest<'a> {
    /// A call without window, flags and properties.
    pub fn new(
        support: &'a Support,
        context: ServiceContext,
        provider_admin: &'a Arc<dyn IProviderAdmin>,
    ) -> Self {
        let (window, flags) = (ParentWindow::none(), ServiceFlags::empty());
        Self { instance: 0, support, window, flags, context, props: &[], provider_admin }
    }

    /// `hInstance`: the DLL, to take resources from; 0 where the service is in no DLL.
    pub const fn instance(&self) -> usize {
        self.instance
    }

    /// The same for the service of this DLL.
    #[must_use]
    pub const fn of_instance(mut self, instance: usize) -> Self {
        self.instance = instance;
        self
    }

    setters! {
        /// The parent window.
        window: ParentWindow<'a>,
        /// The flags.
        flags: ServiceFlags,
    }

    list_setters! {
        /// The properties to configure with.
        props: [PropValue],
    }
}
