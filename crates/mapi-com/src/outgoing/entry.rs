//! The functions that a DLL exports.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use mapi_spi::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_INVALID_PARAMETER, S_OK};
use mapi_spi::mapi::{HResult, MapiResult, ProviderInitFlags, ServiceContext, ServiceFlags, SpiVersion};
use mapi_spi::spi::{IProviderAdmin, InitRequest, ProviderEntry, ServiceEntry, ServiceRequest};

use crate::identity::{Bridge, Cx, export, lend_support};
use crate::layout::{AllocateBuffer, AllocateMore, FreeBuffer, SPropValue, Unknown};
use crate::memory::{Routines, ordinal_of};
use crate::table::args::some;
use crate::table::{args, outs};

/// What `MSProviderInit` is called with.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the fields are the arguments of the function")]
pub struct InitArguments {
    pub instance: usize,
    pub malloc: Unknown,
    pub allocate_buffer: Option<AllocateBuffer>,
    pub allocate_more: Option<AllocateMore>,
    pub free_buffer: Option<FreeBuffer>,
    pub flags: u32,
    pub mapi_version: u32,
    pub provider_version: *mut u32,
    pub provider: *mut Unknown,
}

/// What a service's entry point is called with.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the fields are the arguments of the function")]
pub struct ServiceArguments {
    pub instance: usize,
    pub malloc: Unknown,
    pub support: Unknown,
    pub window: usize,
    pub flags: u32,
    pub context: u32,
    pub count: u32,
    pub props: *mut SPropValue,
    pub provider_admin: Unknown,
    pub error: *mut *mut c_void,
}

/// The side of the boundary that a DLL is on. There is one behind each of the exporting macros.
#[derive(Default)]
pub struct ProviderExport {
    bridge: OnceLock<Arc<Bridge>>,
}

/// The same for the entry point of a message service.
pub type ServiceExport = ProviderExport;

impl ProviderExport {
    /// A side without any objects.
    #[must_use]
    pub const fn new() -> Self {
        Self { bridge: OnceLock::new() }
    }

    pub(crate) fn bridge(&self) -> &Arc<Bridge> {
        self.bridge.get_or_init(Arc::default)
    }

    /// `MSProviderInit` of a provider in Rust.
    ///
    /// # Safety
    /// The arguments are what the page of the function asks for.
    pub unsafe fn init(&self, entry: &dyn ProviderEntry, arguments: InitArguments) -> u32 {
        // SAFETY: as this function says.
        guarded(|| unsafe { self.try_init(entry, arguments) })
    }

    /// # Safety
    /// The arguments are what the page of the function asks for.
    unsafe fn try_init(&self, entry: &dyn ProviderEntry, given: InitArguments) -> MapiResult<HResult> {
        if given.provider.is_null() || given.provider_version.is_null() {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        // SAFETY: as this function says, and they are not NULL.
        unsafe { given.provider.write_unaligned(std::ptr::null_mut()) };
        let routines = Routines {
            allocate_buffer: some(given.allocate_buffer)?,
            allocate_more: some(given.allocate_more)?,
            free_buffer: some(given.free_buffer)?,
        };
        let request = InitRequest::new(ordinal_of(&routines))
            .of_instance(given.instance)
            .flags(ProviderInitFlags::from_bits_retain(given.flags))
            .mapi_version(SpiVersion::from_raw(given.mapi_version));
        let answer = entry.ms_provider_init(&request)?;
        let cx = Cx { bridge: Arc::clone(self.bridge()), routines };
        let provider = answer.provider.map_or(std::ptr::null_mut(), |provider| export(&cx, &provider));
        // SAFETY: as above.
        unsafe {
            given.provider_version.write_unaligned(answer.version.raw());
            given.provider.write_unaligned(provider);
        }
        Ok(S_OK)
    }

    /// The entry point of a message service in Rust.
    ///
    /// # Safety
    /// The arguments are what the page of the function asks for.
    pub unsafe fn service(&self, entry: &dyn ServiceEntry, arguments: ServiceArguments) -> u32 {
        // SAFETY: as this function says.
        guarded(|| unsafe { self.try_service(entry, arguments) })
    }

    /// # Safety
    /// The arguments are what the page of the function asks for.
    unsafe fn try_service(&self, entry: &dyn ServiceEntry, given: ServiceArguments) -> MapiResult<HResult> {
        if given.support.is_null() || given.provider_admin.is_null() {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        // SAFETY: as this function says.
        unsafe {
            outs::error::clear((given.error,))?;
            let routines = crate::table::routines_of(given.support)?;
            let cx = Cx { bridge: Arc::clone(self.bridge()), routines };
            let support = lend_support(&cx, given.support);
            let window = args::window::take(&cx, (given.window,))?;
            let props = args::props::take(&cx, (given.count, given.props.cast_const()))?;
            let admin = args::object::take::<dyn IProviderAdmin>(&cx, (given.provider_admin,))?;
            let context = ServiceContext::from_raw(given.context);
            let request = ServiceRequest::new(&support, context, &admin)
                .of_instance(given.instance)
                .window(window)
                .flags(ServiceFlags::from_bits_retain(given.flags))
                .props(&props);
            match entry.msg_service_entry(&request) {
                Ok(()) => Ok(S_OK),
                Err(error) => {
                    let code = error.code();
                    outs::error::write(&cx, (given.error, given.flags), error.into_detail())?;
                    Err(code.into())
                }
            }
        }
    }
}

/// Runs an entry point: nothing that happens in it unwinds into the caller.
fn guarded(run: impl FnOnce() -> MapiResult<HResult>) -> u32 {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(code)) => code.raw(),
        Ok(Err(error)) => error.code().raw(),
        Err(payload) => {
            // What somebody panics with may itself panic when it is dropped.
            std::mem::forget(payload);
            MAPI_E_CALL_FAILED.raw()
        }
    }
}
