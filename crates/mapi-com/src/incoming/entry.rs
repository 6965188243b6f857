//! The entry points of a compiled provider, by their functions.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use mapi_spi::mapi::codes::{MAPI_E_CALL_FAILED, S_OK};
use mapi_spi::mapi::{HResult, MapiError, MapiResult, SpiVersion};
use mapi_spi::methods::{self, Interface};
use mapi_spi::spi::{IMSProvider, InitAnswer, InitRequest, ProviderEntry, ServiceEntry, ServiceRequest};

use super::proxy::import;
use crate::findings::{Breach, Finding, UNPLACED};
use crate::guard::guarded_for;
use crate::identity::{Bridge, Cx, export_support};
use crate::layout::{MsProviderInit, MsProviderInitThatThrows, MsgServiceEntry, MsgServiceEntryThatThrows};
use crate::memory::{current, malloc, routines_of_set};
use crate::table::{args, outs};

/// `MSProviderInit` of a compiled provider.
#[derive(Clone)]
pub struct ComEntry {
    function: MsProviderInit,
    host: Arc<Host>,
}

/// What stands on the host's side.
struct Host {
    bridge: Arc<Bridge>,
    /// The first of its sets of memory routines.
    first_set: usize,
    instance: usize,
    /// The sets that the provider was given.
    sets: Mutex<Vec<usize>>,
}

static NEXT_SET: AtomicUsize = AtomicUsize::new(0);

impl Host {
    fn new(instance: usize) -> Arc<Self> {
        let first_set = NEXT_SET.fetch_add(1, Ordering::Relaxed);
        Arc::new(Self { bridge: Arc::default(), first_set, instance, sets: Mutex::default() })
    }

    /// The context of what MAPI calls by this number.
    fn cx(&self, ordinal: u32) -> Cx {
        let set = self.first_set + usize::try_from(ordinal).unwrap_or(0);
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        if !sets.contains(&set) {
            sets.push(set);
        }
        Cx { bridge: Arc::clone(&self.bridge), routines: routines_of_set(set).0 }
    }

    fn findings(&self) -> Vec<Finding> {
        let sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let of_memory = sets.iter().flat_map(|set| routines_of_set(*set).1.findings.all());
        self.bridge.findings.all().into_iter().chain(of_memory).chain(UNPLACED.all()).collect()
    }

    fn take_findings(&self) -> Vec<Finding> {
        let sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let of_memory = sets.iter().flat_map(|set| routines_of_set(*set).1.findings.take());
        self.bridge.findings.take().into_iter().chain(of_memory).chain(UNPLACED.take()).collect()
    }

    fn live_blocks(&self) -> usize {
        let sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner).clone();
        sets.iter().map(|set| routines_of_set(*set).1.live()).sum()
    }
}

impl ComEntry {
    /// The provider whose `MSProviderInit` this is.
    ///
    /// # Safety
    /// The function is an `MSProviderInit`, and it and what it makes stay in memory as long as the process.
    #[must_use]
    pub unsafe fn from_function(function: MsProviderInit) -> Self {
        Self { function, host: Host::new(0) }
    }

    /// The instance of the DLL, which is passed to its functions unless MAPI says another.
    #[must_use]
    pub fn of_instance(self, instance: usize) -> Self {
        Self { function: self.function, host: Host::new(instance) }
    }

    /// The entry point of the message service in the same DLL.
    ///
    /// # Safety
    /// The function is an `MSGSERVICEENTRY`, and stays in memory as long as the process.
    #[must_use]
    pub unsafe fn service_from_function(&self, function: MsgServiceEntry) -> ComServiceEntry {
        ComServiceEntry { function, host: Arc::clone(&self.host) }
    }

    /// What the boundary has found.
    ///
    /// The findings about memory are those of the sets of routines that the provider was given, which other providers in
    /// this process may have been given as well; exceptions and those about the `IMalloc` are of all providers in
    /// this process.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.host.findings()
    }

    /// What the boundary has found since it was asked last by this method.
    #[must_use]
    pub fn take_findings(&self) -> Vec<Finding> {
        self.host.take_findings()
    }

    /// The objects of MAPI's that the provider has references on, by their interfaces.
    #[must_use]
    pub fn live_objects(&self) -> Vec<Interface> {
        self.host.bridge.live_objects()
    }

    /// How many blocks of memory are allocated by the sets of routines that the provider was given.
    #[must_use]
    pub fn live_blocks(&self) -> usize {
        self.host.live_blocks()
    }
}

impl ProviderEntry for ComEntry {
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer> {
        let cx = self.host.cx(request.allocators().ordinal());
        let instance = if request.instance() == 0 { self.host.instance } else { request.instance() };
        current::give(cx.routines);
        let at = methods::Exports::MSProviderInit;
        let (mut version, mut provider) = (outs::Fenced::default(), outs::Fenced::default());
        // SAFETY: the function is an `MSProviderInit`, and these are its arguments.
        let code = HResult::from_raw(unsafe {
            let function = std::mem::transmute::<MsProviderInit, MsProviderInitThatThrows>(self.function);
            let call = || {
                function(
                    instance,
                    malloc::pointer(),
                    Some(cx.routines.allocate_buffer),
                    Some(cx.routines.allocate_more),
                    Some(cx.routines.free_buffer),
                    request.flags.bits(),
                    request.mapi_version.raw(),
                    version.place(),
                    provider.place(),
                )
            };
            guarded_for(&cx, at, call)
        });
        if code.is_failure() {
            if provider.is_left() {
                let text = "a failure that left a provider object";
                cx.bridge.findings.add(Breach::ResultBesideError, Some(at), text);
            }
            return Err(code.into());
        }
        let provider = provider.if_written(&cx, at);
        let answer = if provider.is_null() {
            InitAnswer::without_provider()
        } else {
            InitAnswer::new(import::<dyn IMSProvider>(&cx, provider))
        };
        Ok(answer.with_version(SpiVersion::from_raw(version.written(&cx, at))))
    }
}

/// The entry point of a message service in a compiled DLL.
#[derive(Clone)]
pub struct ComServiceEntry {
    function: MsgServiceEntry,
    host: Arc<Host>,
}

impl ServiceEntry for ComServiceEntry {
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        let ordinal = request.support.get_mem_alloc_routines().map_or(0, |routines| routines.ordinal());
        let cx = self.host.cx(ordinal);
        let instance = if request.instance() == 0 { self.host.instance } else { request.instance() };
        let support = export_support(&cx, request.support);
        let mut window = args::window::lend(&cx, request.window)?;
        let mut props = args::props::lend(&cx, request.props)?;
        let mut admin = args::object::lend(&cx, request.provider_admin)?;
        let mut error = outs::error::Room::default();
        let flags = request.flags.bits();
        let ((window,), (count, props), (admin,), (place,)) = (window.c(), props.c(), admin.c(), error.c());
        // SAFETY: the function is an `MSGSERVICEENTRY`, and these are its arguments.
        let (code, detail) = unsafe {
            let function = std::mem::transmute::<MsgServiceEntry, MsgServiceEntryThatThrows>(self.function);
            let call = || {
                function(
                    instance,
                    malloc::pointer(),
                    support.pointer,
                    window,
                    flags,
                    request.context.raw(),
                    count,
                    props.cast_mut(),
                    admin,
                    place.cast(),
                )
            };
            let at = methods::Exports::MSGSERVICEENTRY;
            (HResult::from_raw(guarded_for(&cx, at, call)), error.read(&cx, at, flags))
        };
        match (code, detail?) {
            (S_OK, _) => Ok(()),
            (code, Some(detail)) => Err(MapiError::with_detail(code, detail)),
            (code, None) if code.is_failure() => Err(code.into()),
            // A service has no warnings to give.
            (_, None) => Err(MAPI_E_CALL_FAILED.into()),
        }
    }
}
