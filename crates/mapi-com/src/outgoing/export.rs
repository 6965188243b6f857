//! The macros for a cdylib, and a provider that goes out and comes in again within one process.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mapi_spi::mapi::MapiResult;
use mapi_spi::mapi::codes::MAPI_E_CALL_FAILED;
use mapi_spi::methods::Interface;
use mapi_spi::spi::{InitAnswer, InitRequest, ProviderEntry, ServiceEntry, ServiceRequest};

use super::entry::{InitArguments, ProviderExport, ServiceArguments};
use crate::findings::Finding;
use crate::incoming::{ComEntry, ComServiceEntry};
use crate::layout::{AllocateBuffer, AllocateMore, FreeBuffer, MapiErrorStruct, SPropValue, Unknown};

/// Exports `MSProviderInit` of a provider: what stands in a cdylib that carries it.
///
/// The argument is anything that is a [`ProviderEntry`], such as a function of this type; it is evaluated at every call.
///
/// ```
/// # use std::sync::Arc;
/// use mapi_spi::mapi::{MapiResult, codes::MAPI_E_VERSION};
/// use mapi_spi::spi::{InitAnswer, InitRequest};
///
/// fn entry(request: &InitRequest) -> MapiResult<InitAnswer> {
///     Err(MAPI_E_VERSION.into())
/// }
///
/// mapi_com::export_msprovider!(entry);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! export_msprovider {
    ($entry:expr) => {
        /// `MSProviderInit`
        ///
        /// # Safety
        /// The arguments are those of the page `msproviderinit`.
        #[unsafe(no_mangle)]
        #[allow(non_snake_case, reason = "the name is MAPI's")]
        pub unsafe extern "system" fn MSProviderInit(
            instance: usize,
            malloc: $crate::layout::Unknown,
            allocate_buffer: Option<$crate::layout::AllocateBuffer>,
            allocate_more: Option<$crate::layout::AllocateMore>,
            free_buffer: Option<$crate::layout::FreeBuffer>,
            flags: u32,
            mapi_version: u32,
            provider_version: *mut u32,
            provider: *mut $crate::layout::Unknown,
        ) -> u32 {
            static EXPORT: $crate::outgoing::ProviderExport = $crate::outgoing::ProviderExport::new();
            let arguments = $crate::outgoing::InitArguments {
                instance,
                malloc,
                allocate_buffer,
                allocate_more,
                free_buffer,
                flags,
                mapi_version,
                provider_version,
                provider,
            };
            // SAFETY: as this function says.
            unsafe { EXPORT.init(&$entry, arguments) }
        }
    };
}

/// Exports the entry point of a message service under the name `ServiceEntry`, which the service's section of
/// `MapiSvc.inf` names as `PR_SERVICE_ENTRY_NAME`.
#[macro_export]
macro_rules! export_msgservice {
    ($entry:expr) => {
        /// `MSGSERVICEENTRY`
        ///
        /// # Safety
        /// The arguments are those of the page `msgserviceentry`.
        #[unsafe(no_mangle)]
        #[allow(non_snake_case, reason = "the name is MAPI's")]
        pub unsafe extern "system" fn ServiceEntry(
            instance: usize,
            malloc: $crate::layout::Unknown,
            support: $crate::layout::Unknown,
            window: usize,
            flags: u32,
            context: u32,
            count: u32,
            props: *mut $crate::layout::SPropValue,
            provider_admin: $crate::layout::Unknown,
            error: *mut *mut $crate::layout::MapiErrorStruct,
        ) -> u32 {
            static EXPORT: $crate::outgoing::ServiceExport = $crate::outgoing::ServiceExport::new();
            let error = error.cast();
            let arguments = $crate::outgoing::ServiceArguments {
                instance,
                malloc,
                support,
                window,
                flags,
                context,
                count,
                props,
                provider_admin,
                error,
            };
            // SAFETY: as this function says.
            unsafe { EXPORT.service(&$entry, arguments) }
        }
    };
}

/// A provider that goes out as COM objects and comes in again: every call on it crosses the boundary twice.
///
/// For tests of the boundary, and for authors who want to know that their provider keeps its rules behind it. The
/// functions that a DLL exports have no argument that says whose they are, so each of these has a number, which is passed
/// as the DLL's instance.
pub struct Loopback {
    number: usize,
    outgoing: Arc<Outgoing>,
    entry: ComEntry,
    service: ComServiceEntry,
}

/// What stands on the provider's side.
struct Outgoing {
    export: ProviderExport,
    entry: Box<dyn ProviderEntry>,
    service: Option<Box<dyn ServiceEntry>>,
}

static LOOPBACKS: Mutex<BTreeMap<usize, Arc<Outgoing>>> = Mutex::new(BTreeMap::new());
static NEXT: AtomicUsize = AtomicUsize::new(1);

fn loopbacks() -> MutexGuard<'static, BTreeMap<usize, Arc<Outgoing>>> {
    LOOPBACKS.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Loopback {
    /// The provider with this entry point.
    pub fn new(entry: impl ProviderEntry + 'static) -> Self {
        Self::of(Box::new(entry), None)
    }

    /// A provider with a message service.
    pub fn with_service(entry: impl ProviderEntry + 'static, service: impl ServiceEntry + 'static) -> Self {
        Self::of(Box::new(entry), Some(Box::new(service)))
    }

    fn of(entry: Box<dyn ProviderEntry>, service: Option<Box<dyn ServiceEntry>>) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let outgoing = Arc::new(Outgoing { export: ProviderExport::new(), entry, service });
        loopbacks().insert(number, Arc::clone(&outgoing));
        // SAFETY: the functions are those below, which are there as long as the process.
        let entry = unsafe { ComEntry::from_function(ms_provider_init) }.of_instance(number);
        // SAFETY: as above.
        let service = unsafe { entry.service_from_function(service_entry) };
        Self { number, outgoing, entry, service }
    }

    /// The entry point of the message service, through the boundary as well.
    #[must_use]
    pub fn service_entry(&self) -> LoopbackService {
        LoopbackService { service: self.service.clone(), _outgoing: Arc::clone(&self.outgoing) }
    }

    /// What the boundary has found on either side.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        [self.entry.findings(), self.outgoing.export.bridge().findings.all()].concat()
    }

    /// The objects that either side still holds of the other, by their interfaces.
    #[must_use]
    pub fn live_objects(&self) -> Vec<Interface> {
        [self.entry.live_objects(), self.outgoing.export.bridge().live_objects()].concat()
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        let outgoing = loopbacks().remove(&self.number);
        drop(outgoing);
    }
}

impl ProviderEntry for Loopback {
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer> {
        self.entry.ms_provider_init(request)
    }
}

/// The message service of a [`Loopback`], which has to live as long.
#[derive(Clone)]
pub struct LoopbackService {
    service: ComServiceEntry,
    _outgoing: Arc<Outgoing>,
}

impl ServiceEntry for LoopbackService {
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        self.service.msg_service_entry(request)
    }
}

unsafe extern "system" fn ms_provider_init(
    instance: usize,
    malloc: Unknown,
    allocate_buffer: Option<AllocateBuffer>,
    allocate_more: Option<AllocateMore>,
    free_buffer: Option<FreeBuffer>,
    flags: u32,
    mapi_version: u32,
    provider_version: *mut u32,
    provider: *mut Unknown,
) -> u32 {
    let Some(outgoing) = loopbacks().get(&instance).cloned() else { return MAPI_E_CALL_FAILED.raw() };
    // The number is the boundary's own; a provider is told of no instance.
    let instance = 0;
    let arguments = InitArguments {
        instance,
        malloc,
        allocate_buffer,
        allocate_more,
        free_buffer,
        flags,
        mapi_version,
        provider_version,
        provider,
    };
    // SAFETY: the caller passes what the page of the function asks for.
    unsafe { outgoing.export.init(&*outgoing.entry, arguments) }
}

unsafe extern "system" fn service_entry(
    instance: usize,
    malloc: Unknown,
    support: Unknown,
    window: usize,
    flags: u32,
    context: u32,
    count: u32,
    props: *mut SPropValue,
    provider_admin: Unknown,
    error: *mut *mut MapiErrorStruct,
) -> u32 {
    let Some(outgoing) = loopbacks().get(&instance).cloned() else { return MAPI_E_CALL_FAILED.raw() };
    let Some(service) = &outgoing.service else { return MAPI_E_CALL_FAILED.raw() };
    let (instance, error) = (0, error.cast());
    let arguments = ServiceArguments {
        instance,
        malloc,
        support,
        window,
        flags,
        context,
        count,
        props,
        provider_admin,
        error,
    };
    // SAFETY: the caller passes what the page of the function asks for.
    unsafe { outgoing.export.service(&**service, arguments) }
}
