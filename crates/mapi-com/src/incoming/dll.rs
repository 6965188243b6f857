//! A compiled provider in a file.

use std::ffi::OsStr;
use std::fmt;
use std::mem::ManuallyDrop;

use libloading::Library;
use mapi_spi::mapi::MapiResult;
use mapi_spi::mapi::codes::MAPI_E_NO_SUPPORT;
use mapi_spi::methods::Interface;
use mapi_spi::spi::{InitAnswer, InitRequest, ProviderEntry, ServiceEntry, ServiceRequest};

use super::entry::{ComEntry, ComServiceEntry};
use crate::findings::Finding;
use crate::layout::{MsProviderInit, MsgServiceEntry};

/// A compiled provider: a DLL, or a shared object of the same kind on other systems.
///
/// It is the provider's entry point and that of its message service. The file stays loaded as long as the process, for
/// nobody knows what in it is still in use. One file has its globals once: who plays two processes loads a copy of it under
/// another name.
#[derive(Clone)]
pub struct ComDll {
    entry: ComEntry,
    service: Option<ComServiceEntry>,
}

impl ComDll {
    /// Loads a provider whose message service has an entry point by the name of `ServiceEntry`, if it has one.
    ///
    /// # Errors
    /// The file cannot be loaded, or exports no `MSProviderInit`.
    ///
    /// # Safety
    /// Loading runs code of the file, and what it exports by these names is what the names say.
    pub unsafe fn load(path: impl AsRef<OsStr>) -> Result<Self, LoadError> {
        // SAFETY: as this function says.
        unsafe { Self::load_with_service(path, "ServiceEntry") }
    }

    /// Loads a provider whose message service has an entry point by this name (`PR_SERVICE_ENTRY_NAME`).
    ///
    /// # Errors
    /// As [`load`](Self::load).
    ///
    /// # Safety
    /// As [`load`](Self::load).
    pub unsafe fn load_with_service(path: impl AsRef<OsStr>, service: &str) -> Result<Self, LoadError> {
        let path = path.as_ref();
        let failed = |kind, what: &str, source: &libloading::Error| LoadError {
            kind,
            text: format!("{}: {what}: {source}", path.display()),
        };
        // SAFETY: as this function says.
        let library = unsafe { Library::new(path) }
            .map_err(|error| failed(LoadErrorKind::CannotBeLoaded, "cannot be loaded", &error))?;
        let library = ManuallyDrop::new(library);
        // SAFETY: as this function says; the library is never unloaded.
        unsafe {
            let init = library.get::<MsProviderInit>(b"MSProviderInit\0");
            let missing =
                |error| failed(LoadErrorKind::NoMsProviderInit, "exports no MSProviderInit", &error);
            let init = init.map_err(missing)?;
            let entry = ComEntry::from_function(*init);
            let name = [service.as_bytes(), b"\0"].concat();
            let service = library.get::<MsgServiceEntry>(&name).ok();
            let service = service.map(|service| entry.service_from_function(*service));
            Ok(Self { entry, service })
        }
    }

    /// [`load_with_service`](Self::load_with_service) for programs whose user names the file. It is not `unsafe`, so that such
    /// a program needs no unsafe code of its own: who names the file answers for what is in it, as with each program that is
    /// started.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_named_by_user(path: impl AsRef<OsStr>, service: &str) -> Result<Self, LoadError> {
        // SAFETY: the user of the program says that the file is a provider.
        unsafe { Self::load_with_service(path, service) }
    }

    /// Whether the file exports the entry point of a message service.
    #[must_use]
    pub const fn has_service(&self) -> bool {
        self.service.is_some()
    }

    /// What the boundary has found; see [`ComEntry::findings`].
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.entry.findings()
    }

    /// What the boundary has found since it was asked last by this method.
    #[must_use]
    pub fn take_findings(&self) -> Vec<Finding> {
        self.entry.take_findings()
    }

    /// The objects of MAPI's that the provider has references on, by their interfaces.
    #[must_use]
    pub fn live_objects(&self) -> Vec<Interface> {
        self.entry.live_objects()
    }

    /// How many blocks of memory are allocated; see [`ComEntry::live_blocks`].
    #[must_use]
    pub fn live_blocks(&self) -> usize {
        self.entry.live_blocks()
    }
}

impl ProviderEntry for ComDll {
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer> {
        self.entry.ms_provider_init(request)
    }
}

impl ServiceEntry for ComDll {
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        self.service
            .as_ref()
            .map_or_else(|| Err(MAPI_E_NO_SUPPORT.into()), |service| service.msg_service_entry(request))
    }
}

/// Why a file is no provider that can be loaded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoadError {
    kind: LoadErrorKind,
    text: String,
}

/// What is wrong with a file that is no provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum LoadErrorKind {
    /// The system does not load it: it is not there, is no library, or something that it needs is missing.
    CannotBeLoaded,
    /// It exports no `MSProviderInit`.
    NoMsProviderInit,
}

impl LoadError {
    /// What is wrong with the file.
    #[must_use]
    pub const fn kind(&self) -> LoadErrorKind {
        self.kind
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for LoadError {}
